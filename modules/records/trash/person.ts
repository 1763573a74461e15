import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import { gatherHanging, gatherTrashed, markNameless } from "./person.sql.ts";
import { deleteEntries } from "./trash.sql.ts";

/**
 * That they are in the trash, under their name. An order in the trash goes by its number, and in its time; what hung on
 * their records leaves the trash as it goes, and a draft stays without whose it was.
 */
export const trashKeeper: Keeper = {
  part: "records.trash",
  tables: { trash_entries: { fate: "deleted" } },
  gather: async ({ db }, person) => ({
    trash_entries: [
      ...(await gatherTrashed(db, "customer", person.customers)),
      ...(await gatherTrashed(db, "order", recordsOf(person, "order"))),
      ...(await gatherTrashed(db, "invoice", recordsOf(person, "invoice"))),
      ...(await gatherHanging(db, "customer", person.customers)),
      ...(await gatherHanging(db, "order", recordsOf(person, "order"))),
    ].map(({ row }) => row),
  }),
  erase: async (ctx, person) => {
    const count = await deleteEntries(ctx.db, "customer", person.customers);
    const drafts = await markNameless(ctx.db, "invoice", recordsOf(person, "invoice"));
    if (count + drafts > 0) ctx.tell("records.trash");
    return { trash_entries: count + drafts };
  },
};
