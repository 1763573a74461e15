import { type Keeper, type Person, recordsOf } from "#platform/privacy/keeper.ts";
import { deleteBulk, gatherBulk } from "./person.sql.ts";

/** What a deed on many records made of theirs, and what it was before. */
export const bulkKeeper: Keeper = {
  part: "records.bulk",
  tables: { bulk_records: { fate: "deleted" } },
  gather: async ({ db }, person) => ({
    bulk_records: (await gatherBulk(db, idsOf(person))).map(({ row }) => row),
  }),
  erase: async ({ db }, person) => ({ bulk_records: await deleteBulk(db, idsOf(person)) }),
};

const idsOf = (person: Person): string[] => [...person.customers, ...recordsOf(person, "order")];
