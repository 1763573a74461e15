import type { Keeper } from "#platform/privacy/keeper.ts";
import { deleteKeys, deletePairs, deleteVerdicts, gatherVerdicts } from "./person.sql.ts";

/** Who somebody may be as well, and what was said of it. Of what they are looked up by there are numbers only. */
export const duplicateKeeper: Keeper = {
  part: "crm.duplicates",
  tables: {
    duplicate_keys: { fate: "deleted" },
    duplicate_pairs: { fate: "deleted" },
    duplicate_verdicts: { fate: "deleted" },
  },
  gather: async ({ db }, { customers }) => ({
    duplicate_verdicts: (await gatherVerdicts(db, customers)).map(({ row }) => row),
  }),
  erase: async ({ db }, { customers }) => ({
    duplicate_keys: await deleteKeys(db, customers),
    duplicate_pairs: await deletePairs(db, customers),
    duplicate_verdicts: await deleteVerdicts(db, customers),
  }),
};
