import { serve } from "#platform/actions/serve.ts";
import type { Carried } from "../links/carried.ts";
import { sendingActions } from "./sendings.actions.ts";
import { sendings } from "./sendings.contract.ts";

export const sendingRoutes = (all: readonly Carried[]) => {
  const actions = sendingActions(all);
  return serve(sendings, {
    list: actions.listSendings,
    letter: actions.getLetter,
    send: actions.sendPaper,
  });
};
