import { query } from "#platform/actions/action.ts";
import { searchForm } from "#platform/db/search.ts";
import type { RecordTypes } from "../types/types.ts";
import { search } from "./search.contract.ts";
import { nearestOf, termsOf } from "./search.rules.ts";
import { selectNeighbours } from "./search.sql.ts";

const NEIGHBOURS = 40;

/** What can be asked of all that is searched. */
export const searchActions = (types: RecordTypes) => ({
  nearest: query({
    does: search.nearest,
    needs: "records.search.read",
    async run(ctx, { text }) {
      // A word says that something is called so: told only to who reaches all of what words are learnt from.
      const named = types.filter(({ words }) => words !== undefined);
      const reachesAll = named.every(
        ({ reads }) => ctx.whyNotMay(reads) === null && ctx.ownersOf(reads) === null,
      );
      if (!reachesAll) return { text: null };
      let meant = text;
      for (const term of termsOf(text)) {
        const word = searchForm(term.toLowerCase());
        const nearest = nearestOf(word, await selectNeighbours(ctx.db, word, NEIGHBOURS));
        if (nearest !== null && nearest !== word) meant = meant.replace(term, nearest);
      }
      return { text: meant === text ? null : meant };
    },
  }),
});
