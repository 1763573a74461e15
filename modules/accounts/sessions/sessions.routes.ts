import { serve } from "#platform/actions/serve.ts";
import { confirmSession } from "./sessions.actions.ts";
import { sessions } from "./sessions.contract.ts";

export const sessionRoutes = serve(sessions, { confirm: confirmSession });
