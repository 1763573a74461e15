// What accounts lend to the apps above them. Nothing else of accounts may be imported from outside.
export { openSession } from "./accounts/accounts.ts";
export { forgetUnproved } from "./accounts/housekeeping.ts";
export {
  addMember,
  changeMemberRole,
  openProvedAccount,
  problemOfPassword,
  removeMember,
  setMemberDisabled,
  setMemberTeam,
} from "./accounts/members.ts";
export { endClosedAccounts } from "./closing/closing.ts";
export { takeStep } from "./factors/factors.ts";
