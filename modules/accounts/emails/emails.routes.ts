import { serve } from "#platform/actions/serve.ts";
import {
  beginEmailChange,
  cancelEmailChange,
  confirmEmailChange,
  getEmailChange,
  lookAtEmailChange,
  refuseEmailChange,
} from "./emails.actions.ts";
import { emails } from "./emails.contract.ts";

export const emailRoutes = serve(emails, {
  get: getEmailChange,
  begin: beginEmailChange,
  cancel: cancelEmailChange,
  look: lookAtEmailChange,
  confirm: confirmEmailChange,
  refuse: refuseEmailChange,
});
