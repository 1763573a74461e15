import { tellTimeline } from "#modules/records/records.public.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import type { QuoteId } from "./quotes.contract.ts";
import { validUntilFor } from "./quotes.rules.ts";
import { markAnswered, type WholeQuote } from "./quotes.sql.ts";

export const TOPIC = "finance.quotes";

export const subjectOf = ({ id, number, buyer }: Pick<WholeQuote, "id" | "number" | "buyer">) => ({
  ...{ type: "quote", id },
  name: number ?? buyer.name,
});

/** What is printed of it. A draft looks as if it were issued today. */
export async function printableOf(ctx: Ctx, quote: WholeQuote) {
  const issuedOn = quote.issuedOn ?? ctx.today;
  return {
    drawn: { ...quote, kind: "quote" as const, isDraft: quote.number === null },
    seller: quote.seller ?? (await letterheadOf(ctx)),
    sellerCountry: ctx.company.country,
    credits: null,
    issuedOn,
    dueOn: quote.validUntil ?? validUntilFor(issuedOn, quote.validDays),
  };
}

/** What the customer said to a quote that is held: on its page, or as somebody enters it. */
export async function takeAnswer(
  ctx: CommandCtx,
  quote: WholeQuote,
  answer: {
    readonly isYes: boolean;
    readonly by: string;
    readonly note: string;
    readonly isOnline: boolean;
  },
): Promise<void> {
  await markAnswered(ctx.db, quote.id, answer, ctx.now);
  // Who answered and what they wrote stand with the quote, which can be erased; the log is for good.
  await ctx.audit(subjectOf(quote), {
    answer: answer.isYes ? "accepted" : "declined",
    isOnline: answer.isOnline,
  });
  if (quote.customerId !== null)
    await tellTimeline(ctx, [
      {
        ...{ subjectType: "customer", subjectId: quote.customerId },
        key: `finance.quote:${quote.id}:answer`,
        kind: answer.isYes ? "finance.quote.accepted" : "finance.quote.declined",
        at: ctx.now,
        detail: { number: quote.number },
      },
    ]);
  ctx.tell(TOPIC);
}

export const asQuoteId = (id: string): QuoteId => id as QuoteId;
