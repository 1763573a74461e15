import type { Keeper } from "#platform/privacy/keeper.ts";
import { forgetWords } from "./search.sql.ts";
import { askToLearnAnew } from "./search.ts";

/** The words of all records, without whose they are: all of them go at once, and those that still stand are learnt anew. */
export const searchKeeper: Keeper = {
  part: "records.search",
  tables: { search_words: { fate: "deleted" }, search_progress: { fate: "deleted" } },
  // Nothing in them leads to anybody.
  gather: async () => ({}),
  erase: async (ctx) => {
    const count = await forgetWords(ctx.db);
    await askToLearnAnew(ctx);
    return { search_words: count };
  },
};
