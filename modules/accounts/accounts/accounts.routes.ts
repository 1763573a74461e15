import { serve } from "#platform/actions/serve.ts";
import { changeMe, getMe, signIn, signOut } from "./accounts.actions.ts";
import { accounts } from "./accounts.contract.ts";
import { changeNotices, getNotices, seeMentions } from "./notices.actions.ts";
import { changePassword, forgotPassword, resetPassword } from "./passwords.actions.ts";
import { resendVerification, signUp, signUpChoices, verify } from "./sign-ups.actions.ts";

export const accountRoutes = serve(accounts, {
  signUpChoices,
  signUp,
  verify,
  resendVerification,
  signIn,
  signOut,
  me: getMe,
  changeMe,
  notices: getNotices,
  changeNotices,
  seeMentions,
  forgotPassword,
  resetPassword,
  changePassword,
});
