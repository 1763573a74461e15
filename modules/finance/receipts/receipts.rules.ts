import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";

/** Why so much cannot be taken for an invoice; null where it can. */
export function whyNotTake(
  invoice: {
    readonly kind: string;
    readonly status: string;
    readonly currency: string;
    readonly issuedOn: Day | null;
    readonly dueMinor: Minor;
  },
  asked: { readonly amountMinor: Minor; readonly receivedOn: Day; readonly currency: string },
): Reason | null {
  if (invoice.kind !== "invoice") return "finance.invoice.is_a_credit_note";
  if (invoice.status !== "issued") return "finance.invoice.not_issued";
  if (invoice.currency !== asked.currency) return "finance.invoice.other_currency";
  return asked.amountMinor > invoice.dueMinor ? "finance.receipt.more_than_due" : null;
}

export const whyNotOn = (receivedOn: Day, today: Day): Reason | null =>
  receivedOn > today ? "finance.receipt.in_the_future" : null;

export function whyNotUndo(
  receipt: {
    readonly receivedOn: Day;
    readonly undoneOn: Day | null;
    readonly isAtBank: boolean;
  },
  undoneOn: Day,
): Reason | null {
  if (receipt.undoneOn !== null) return "finance.receipt.is_undone";
  if (receipt.isAtBank) return "finance.receipt.is_at_the_bank";
  return undoneOn < receipt.receivedOn ? "finance.receipt.undone_before" : null;
}

/** Money goes to a bank or cash account that stands alone. */
export const whyNotInto = (
  account: { readonly kind: string; readonly isGroup: boolean } | undefined,
): Reason | null =>
  account === undefined || account.kind !== "bank" || account.isGroup
    ? "finance.receipt.no_bank_account"
    : null;
