import type { MergeFollower } from "#modules/crm/crm.public.ts";
import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import { NOBODY } from "../invoices/person.ts";
import {
  gatherQuotes,
  markErased,
  markMoved,
  selectBuyerEmails,
  selectQuotesOf,
} from "./person.sql.ts";
import { TOPIC } from "./quotes.ts";

/** What was offered to them: no law wants it, so it stays without whom it was offered to, for its number must not be missing. */
export const quoteKeeper: Keeper = {
  part: "finance.quotes",
  tables: {
    quotes: {
      fate: "masked",
      why: "books",
      masks: ["buyer", "note", "reference", "answered_by", "answer_note"],
      stays: ["status", "number", "currency", "seller", "content", "figures"],
    },
  },
  marks: async function* (db) {
    yield (await selectBuyerEmails(db)).map(({ email }) => ({
      ...{ kind: "email" as const, key: email },
    }));
  },
  find: async (db, person) => ({
    quote: (await selectQuotesOf(db, person)).map(({ id }) => id),
  }),
  gather: async ({ db }, person) => ({
    quotes: (await gatherQuotes(db, recordsOf(person, "quote"))).map(({ row }) => row),
  }),
  erase: async (ctx, person, at) => {
    const quotes = await markErased(ctx.db, recordsOf(person, "quote"), NOBODY, at);
    ctx.tell(TOPIC);
    return { quotes };
  },
};

/** Quotes go with whoever somebody became for good, as invoices do. */
export const quotesOfMerged: MergeFollower = {
  merged: async (ctx, { merged }) => {
    const moved = merged.filter(({ isPart }) => isPart !== true);
    if (moved.length > 0)
      await markMoved(
        ctx.db,
        moved.map(({ from, into }) => ({ from, into })),
      );
  },
  released: async () => undefined,
};
