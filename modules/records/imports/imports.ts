import type { TrashFollower } from "../trash/trash.ts";
import type { RecordTypes } from "../types/types.ts";
import { deleteChangesOf } from "./changes.sql.ts";
import type { Holder, Importer } from "./importer.ts";

export type {
  Holder,
  How,
  Importer,
  RowRead,
  Taken,
  TakenRows,
  UndoHow,
  Undone,
} from "./importer.ts";
export {
  CLEAR,
  type ImportChange,
  type Meanings,
  type RowProblem,
  type Values,
} from "./meaning.rules.ts";
export {
  changedBetween,
  customBy,
  customFacts,
  differencesOf,
  type Facts,
  missingCustom,
  type Put,
  putFor,
  sortedCustom,
  standingOf,
  tagsBy,
  textOf,
  tooLong,
} from "./taking.rules.ts";

export { amountTarget, momentTarget, textTarget, wordTarget } from "./targets.rules.ts";

/** What can be brought in, and who has to know of it: gathered in modules.ts. */
export type Imports = {
  readonly importers: readonly Importer[];
  readonly holders: readonly Holder[];
  /** Who follows when records turn out to be one: the same as after a restore. */
  readonly followers: readonly TrashFollower[];
  readonly types: RecordTypes;
};

/** What an import could set back of a record goes with it. */
export const changesOfTrashed: readonly TrashFollower[] = (
  ["customer", "order", "product"] as const
).map((follows) => ({
  follows,
  purging: async (ctx, ids) => {
    await deleteChangesOf(ctx.db, ids);
  },
}));
