import { serve } from "#platform/actions/serve.ts";
import {
  confirmSession,
  endMemberSessions,
  endOtherSessions,
  endSession,
  listSessions,
} from "./sessions.actions.ts";
import { sessions } from "./sessions.contract.ts";

export const sessionRoutes = serve(sessions, {
  list: listSessions,
  confirm: confirmSession,
  end: endSession,
  endOthers: endOtherSessions,
  endOfMember: endMemberSessions,
});
