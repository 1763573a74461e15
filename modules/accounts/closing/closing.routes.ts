import { serve } from "#platform/actions/serve.ts";
import { closeOwnAccount, reopenOwnAccount, showClosing } from "./closing.actions.ts";
import { closing } from "./closing.contract.ts";

export const closingRoutes = serve(closing, {
  get: showClosing,
  close: closeOwnAccount,
  reopen: reopenOwnAccount,
});
