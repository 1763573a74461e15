import { type Keeper, type Person, recordsOf } from "#platform/privacy/keeper.ts";
import { deleteRowsOf, gatherRowsOf } from "./lookbacks.sql.ts";

/** How a backup that is open differs from today names people. The backup itself is looked through before it is open. */
export const lookbackKeeper: Keeper = {
  part: "records.lookbacks",
  tables: { lookback_rows: { fate: "deleted" } },
  gather: async ({ db }, person) => ({
    lookback_rows: (await gatherRowsOf(db, idsOf(person))).map(({ row }) => row),
  }),
  erase: async ({ db }, person) => ({ lookback_rows: await deleteRowsOf(db, idsOf(person)) }),
};

const idsOf = (person: Person): string[] => [...person.customers, ...recordsOf(person, "order")];
