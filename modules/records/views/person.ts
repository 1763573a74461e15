import type { Keeper, Person } from "#platform/privacy/keeper.ts";
import { deleteViews, gatherViews } from "./person.sql.ts";

/** Views that ask for their address or their number: whoever is gone is in none. */
export const viewKeeper: Keeper = {
  part: "records.views",
  tables: { record_views: { fate: "deleted" } },
  gather: async ({ db }, person) => ({
    record_views: (await gatherViews(db, wordsOf(person))).map(({ row }) => row),
  }),
  erase: async (ctx, person) => {
    const count = await deleteViews(ctx.db, wordsOf(person));
    if (count > 0) ctx.tell("records.views");
    return { record_views: count };
  },
};

const wordsOf = ({ emails, phones }: Person): string[] => [...emails, ...phones];
