import { serve } from "#platform/actions/serve.ts";
import { closeOwnAccount, reopenOwnAccount, showClosing } from "./closing.actions.ts";
import { closing } from "./closing.contract.ts";

export const accountClosingRoutes = serve(closing, {
  get: showClosing,
  close: closeOwnAccount,
  reopen: reopenOwnAccount,
});
