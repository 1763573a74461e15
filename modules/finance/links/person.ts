import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import { deleteLinksOf, selectLinksOf } from "./links.sql.ts";
import { TOPIC } from "./links.ts";

/** Where their papers are seen: closed when they are erased, for a page with their name is theirs no more. */
export const linkKeeper: Keeper = {
  part: "finance.links",
  tables: { paper_links: { fate: "deleted" } },
  gather: async ({ db }, person) => ({
    paper_links: (await selectLinksOf(db, papersOf(person))).map(({ row }) => row),
  }),
  erase: async (ctx, person) => {
    const gone = await deleteLinksOf(ctx.db, papersOf(person));
    ctx.tell(TOPIC);
    return { paper_links: gone };
  },
};

const papersOf = (person: Parameters<typeof recordsOf>[0]): readonly string[] => [
  ...recordsOf(person, "invoice"),
  ...recordsOf(person, "quote"),
];
