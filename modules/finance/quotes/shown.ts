import type { Day } from "#kernel/day.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { numberOfInvoice } from "../invoices/invoices.ts";
import type { Quote, QuoteId, QuoteRow as Shown } from "./quotes.contract.ts";
import {
  standingOf,
  whyNotAnswer,
  whyNotChange,
  whyNotInvoice,
  whyNotIssue,
  whyNotRestore,
  whyNotSend,
} from "./quotes.rules.ts";
import { type QuoteRow, selectQuote } from "./quotes.sql.ts";

const WRITE = "finance.quotes.write";

export const rowOf = (row: QuoteRow, today: Day): Shown => ({
  ...{ id: row.id, standing: standingOf(row, today), number: row.number },
  buyerName: row.buyer.name,
  customerId: row.customerId as Shown["customerId"],
  ...{ currency: row.currency, issuedOn: row.issuedOn, validUntil: row.validUntil },
  ...{ payableMinor: row.payableMinor, createdAt: row.createdAt },
});

/** A quote with what was said to it, and why each verb is closed. */
export async function readQuote(ctx: Ctx, id: QuoteId): Promise<Quote> {
  const quote = await selectQuote(ctx.db, id);
  const may = (permission: string, reason: string | null) => ctx.whyNotMay(permission) ?? reason;
  return {
    ...rowOf(quote, ctx.today),
    ...{ buyer: quote.buyer, pricesContainTax: quote.pricesContainTax },
    ...{ validDays: quote.validDays, termsDays: quote.termsDays },
    ...{ reference: quote.reference, note: quote.note, figures: quote.figures },
    lines: [...quote.content.lines],
    adjustments: [...quote.content.adjustments],
    answer:
      quote.answeredAt === null
        ? null
        : {
            ...{ at: quote.answeredAt, by: quote.answeredBy, note: quote.answerNote },
            isOnline: quote.isAnsweredOnline,
          },
    invoice:
      quote.invoiceId === null
        ? null
        : { id: quote.invoiceId, number: await numberOfInvoice(ctx.db, quote.invoiceId) },
    version: quote.version,
    blocked: {
      change: may(WRITE, whyNotChange(quote)),
      discard: may(WRITE, whyNotChange(quote)),
      restore: may(WRITE, whyNotRestore(quote)),
      issue: may(WRITE, whyNotIssue(quote)),
      answer: may(WRITE, whyNotAnswer(quote)),
      invoice: may("finance.invoices.write", may(WRITE, whyNotInvoice(quote))),
      send: may("finance.sendings.send", whyNotSend(quote)),
    },
  };
}
