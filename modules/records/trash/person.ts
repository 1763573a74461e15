import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import { gatherTrashed } from "./person.sql.ts";
import { deleteEntries } from "./trash.sql.ts";

/** That they are in the trash, under their name. An order in the trash goes by its number, and in its time. */
export const trashKeeper: Keeper = {
  part: "records.trash",
  tables: { trash_entries: { fate: "deleted" } },
  gather: async ({ db }, person) => ({
    trash_entries: [
      ...(await gatherTrashed(db, "customer", person.customers)),
      ...(await gatherTrashed(db, "order", recordsOf(person, "order"))),
    ].map(({ row }) => row),
  }),
  erase: async (ctx, person) => {
    const count = await deleteEntries(ctx.db, "customer", person.customers);
    if (count > 0) ctx.tell("records.trash");
    return { trash_entries: count };
  },
};
