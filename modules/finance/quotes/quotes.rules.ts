import { addDays, type Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { QuoteStanding } from "./quotes.contract.ts";

export type QuoteState = {
  readonly status: "draft" | "discarded" | "open" | "accepted" | "declined";
  readonly validUntil: Day | null;
  readonly payableMinor: Minor;
  readonly linesCount: number;
  readonly invoiceId: string | null;
};

export function standingOf(quote: QuoteState, today: Day): QuoteStanding {
  if (quote.invoiceId !== null) return "invoiced";
  if (quote.status === "open" && quote.validUntil !== null && quote.validUntil < today)
    return "expired";
  return quote.status;
}

export function whyNotChange({ status }: Pick<QuoteState, "status">): Reason | null {
  if (status === "draft") return null;
  return status === "discarded" ? "finance.quote.is_discarded" : "finance.quote.is_issued";
}
export const whyNotRestore = ({ status }: Pick<QuoteState, "status">): Reason | null =>
  status === "discarded" ? null : "finance.quote.not_discarded";

export function whyNotIssue(quote: QuoteState): Reason | null {
  const closed = whyNotChange(quote);
  if (closed !== null) return closed;
  if (quote.linesCount === 0) return "finance.invoice.has_no_lines";
  return quote.payableMinor < 0 ? "finance.quote.is_negative" : null;
}

export const whyNotSend = ({ status }: Pick<QuoteState, "status">): Reason | null =>
  status === "draft" || status === "discarded" ? "finance.quote.not_issued" : null;

/** By hand also what has expired: somebody may hold to it. The customer alone may not. */
export function whyNotAnswer(quote: QuoteState): Reason | null {
  return whyNotSend(quote) ?? (quote.status === "open" ? null : "finance.quote.is_answered");
}
export const whyNotAnswerOnline = (quote: QuoteState, today: Day): Reason | null =>
  standingOf(quote, today) === "open" ? null : "finance.quote.not_open";

export function whyNotInvoice(quote: QuoteState): Reason | null {
  if (quote.invoiceId !== null) return "finance.quote.is_invoiced";
  return whyNotSend(quote) ?? (quote.status === "declined" ? "finance.quote.is_declined" : null);
}

export const validUntilFor = (issuedOn: Day, validDays: number): Day =>
  addDays(issuedOn, validDays);

export const SERIES = "QT";
/** As long as a discarded draft can come back. */
export const KEPT_DAYS = 30;
