// What records lends to the modules above it.

export { type Raw, tagged, withOwn } from "./bulk/bulk.rules.ts";
export type { BulkDeed, BulkType, Held, Maker } from "./bulk/bulk.ts";
export type { Exporter } from "./exports/exports.ts";
export {
  type Custom,
  customAfter,
  customInTold,
  customOfNew,
  factsOfCustom,
  isSameCustom,
  orTaken,
  ownOrderOf,
  ownReadingOf,
  withCustomChanges,
  withCustomShown,
} from "./fields/fields.ts";
export { filterFor, type Part } from "./filters/filters.ts";
export { type Shown, shownFor, type Values } from "./filters/values.ts";
export { furtherOf, LOOK_THROUGH } from "./filters/walking.rules.ts";
export {
  amountTarget,
  CLEAR,
  changedBetween,
  customBy,
  customFacts,
  differencesOf,
  type Facts,
  type Holder,
  type How,
  type ImportChange,
  type Importer,
  type Meanings,
  missingCustom,
  momentTarget,
  type Put,
  putFor,
  type RowProblem,
  type RowRead,
  sortedCustom,
  standingOf,
  type Taken,
  type TakenRows,
  tagsBy,
  textOf,
  textTarget,
  tooLong,
  type UndoHow,
  type Undone,
  type Values as ImportValues,
  wordTarget,
} from "./imports/imports.ts";
export { askToLearnWords } from "./search/search.ts";
export { forgetTimelines, forgetTold } from "./timeline/forgetting.ts";
export {
  bindTimeline,
  forgetTimeline,
  gatherTimeline,
  moveTimeline,
  moveTold,
  returnHung,
  type TimelineTold,
  tellTimeline,
  toldUnder,
} from "./timeline/timeline.ts";
export {
  type Aftermath,
  type Bin,
  type Conflict,
  forgetTrashed,
  putInTrash,
  type Resolution,
  type TrashFollower,
} from "./trash/trash.ts";
export type { Choice, RecordType, RecordTypes } from "./types/types.ts";
