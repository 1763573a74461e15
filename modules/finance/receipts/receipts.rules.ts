import { coinOf, inCoins } from "#kernel/coins.ts";
import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";

/** Why so much cannot be taken for an invoice; null where it can. */
export function whyNotTake(
  invoice: {
    readonly kind: string;
    readonly status: string;
    readonly currency: string;
    readonly customerId: string | null;
    readonly dueMinor: Minor;
  },
  asked: {
    readonly amountMinor: Minor;
    readonly currency: string;
    /** Whose money it is; null: whoever's invoices they are. */
    readonly customerId: string | null;
  },
): Reason | null {
  if (invoice.kind !== "invoice") return "finance.invoice.is_a_credit_note";
  if (invoice.status !== "issued") return "finance.invoice.not_issued";
  if (invoice.currency !== asked.currency) return "finance.receipt.other_currency";
  if (asked.customerId !== null && invoice.customerId !== asked.customerId)
    return "finance.receipt.other_customer";
  return asked.amountMinor > invoice.dueMinor ? "finance.receipt.more_than_due" : null;
}

export const whyNotOn = (receivedOn: Day, today: Day): Reason | null =>
  receivedOn > today ? "finance.receipt.in_the_future" : null;

/** More than invoices take is somebody's deposit. */
export function whyNotSoMuch(
  usedMinor: Minor,
  amountMinor: Minor,
  customerId: string | null,
): Reason | null {
  if (usedMinor > amountMinor) return "finance.receipt.more_than_came";
  return usedMinor < amountMinor && customerId === null ? "finance.receipt.whose" : null;
}

type Standing = { readonly undoneOn: Day | null; readonly isAtBank: boolean };
export const whyNotUse = (of: Pick<Standing, "undoneOn"> & { leftMinor: Minor }): Reason | null => {
  if (of.undoneOn !== null) return "finance.receipt.is_undone";
  return of.leftMinor === 0 ? "finance.receipt.nothing_left" : null;
};

export function whyNotUndo({ undoneOn, isAtBank }: Standing): Reason | null {
  if (undoneOn !== null) return "finance.receipt.is_undone";
  return isAtBank ? "finance.receipt.is_at_the_bank" : null;
}

/** Nothing is undone before it was done. */
export const whyNotUndoOn = (undoneOn: Day, days: readonly Day[], today: Day): Reason | null =>
  whyNotOn(undoneOn, today) ??
  (days.some((day) => undoneOn < day) ? "finance.receipt.undone_before" : null);

/** Money goes to a bank or cash account that stands alone. */
export const whyNotInto = (
  account: { readonly kind: string; readonly isGroup: boolean } | undefined,
): Reason | null =>
  account === undefined || account.kind !== "bank" || account.isGroup
    ? "finance.receipt.no_bank_account"
    : null;

/** Coins are there for the books' own currency alone, and something of them must come. */
export const whyNotCash = (
  isCash: boolean,
  currency: string,
  booksCurrency: string,
  amountMinor: Minor,
): Reason | null => {
  if (!isCash) return null;
  if (currency !== booksCurrency || coinOf(currency) === null) return "finance.receipt.no_coins";
  return inCoins(amountMinor, currency) > 0 ? null : "finance.receipt.less_than_a_coin";
};

/** An invoice is paid in its own currency or in that of the books: what else came has no rate between the two. */
export const whyNotMoney = (
  moneyCurrency: string,
  papersCurrency: string,
  booksCurrency: string,
): Reason | null =>
  moneyCurrency === papersCurrency || moneyCurrency === booksCurrency
    ? null
    : "finance.receipt.other_currency";
