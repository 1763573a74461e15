import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";

type Due = {
  readonly kind: string;
  readonly status: string;
  readonly supplierId: string | null;
  readonly currency: string;
  readonly dueMinor: Minor;
};

/** Why so much cannot be taken off a bill; null where it can. */
export function whyNotSettle(
  bill: Due,
  by: {
    readonly amountMinor: Minor;
    readonly supplierId: string | null;
    readonly currency: string;
  },
): Reason | null {
  if (bill.kind !== "bill") return "finance.bill.not_a_bill";
  if (bill.status !== "approved") return "finance.bill.not_approved";
  if (bill.supplierId === null || bill.supplierId !== by.supplierId)
    return "finance.disbursement.other_supplier";
  if (bill.currency !== by.currency) return "finance.disbursement.other_currency";
  return by.amountMinor > bill.dueMinor ? "finance.disbursement.more_than_due" : null;
}

export const whyNotSoMuch = (usedMinor: Minor, leftMinor: Minor): Reason | null =>
  usedMinor > leftMinor ? "finance.disbursement.more_than_paid" : null;

export const whyNotOn = (paidOn: Day, today: Day): Reason | null =>
  paidOn > today ? "finance.disbursement.in_the_future" : null;

export const whyNotUse = (of: {
  readonly undoneOn: Day | null;
  readonly leftMinor: Minor;
}): Reason | null => {
  if (of.undoneOn !== null) return "finance.disbursement.is_undone";
  return of.leftMinor === 0 ? "finance.disbursement.nothing_left" : null;
};

export function whyNotUndo(of: {
  readonly undoneOn: Day | null;
  readonly isAtBank: boolean;
}): Reason | null {
  if (of.undoneOn !== null) return "finance.disbursement.is_undone";
  return of.isAtBank ? "finance.disbursement.is_at_the_bank" : null;
}

/** Nothing is undone before it was done. */
export function whyNotUndoOn(undoneOn: Day, days: readonly Day[], today: Day): Reason | null {
  if (undoneOn > today) return "finance.disbursement.in_the_future";
  return days.some((day) => undoneOn < day) ? "finance.disbursement.undone_before" : null;
}

/** Money takes something off a bill when both are there. */
export const allocatedOnFor = (paidOn: Day, billPostedOn: Day | null): Day =>
  billPostedOn !== null && billPostedOn > paidOn ? billPostedOn : paidOn;

/** The same bill named twice is one allocation. */
export function summed<Id extends string>(
  asked: readonly { readonly billId: Id; readonly amountMinor: Minor }[],
): { readonly billId: Id; readonly amountMinor: Minor }[] {
  const byBill = new Map<Id, Minor>();
  for (const { billId, amountMinor } of asked)
    byBill.set(billId, (byBill.get(billId) ?? 0) + amountMinor);
  return [...byBill].map(([billId, amountMinor]) => ({ billId, amountMinor }));
}
