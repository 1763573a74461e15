// What companies lend to the modules above them.
export { adopt } from "./adoptions/adoptions.ts";
export { askForBackups, askForProof, askForReturn, backupsOf } from "./backups/asking.ts";
export { type Inspector, keepBackups } from "./backups/backups.ts";
export {
  apart,
  askToOpen,
  type Beside,
  closeOpening,
  keepOpenings,
  lastOpening,
} from "./backups/openings.ts";
export { doReturns } from "./backups/returns.ts";
export { allEndings, askForEnd } from "./endings/asking.ts";
export { keepEndings, replayEndings } from "./endings/endings.ts";
export { type Admin, adminsOf } from "./members/admins.ts";
export { colleaguesAmong, mailReaders, mentionsSeenAt } from "./members/colleagues.ts";
export { forgetInvitations } from "./members/housekeeping.ts";
export { endLeftMoves, moveCompany } from "./moves/moves.ts";
export { memberNames, requireMember } from "./roles/colleagues.ts";
export { takenBackBy } from "./roles/giving.ts";
export { makeTakeouts } from "./takeouts/takeouts.ts";
