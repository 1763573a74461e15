export { forgetInvitations } from "./members/housekeeping.ts";
export { requireMember } from "./roles/colleagues.ts";
export { takenBackBy } from "./roles/giving.ts";
