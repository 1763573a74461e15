import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";

export const whyNotOn = (refundedOn: Day, today: Day): Reason | null =>
  refundedOn > today ? "finance.supplier_refund.in_the_future" : null;

export function whyNotUndo(
  of: {
    readonly undoneOn: Day | null;
    readonly refundedOn: Day;
    readonly isAtBank: boolean;
  },
  on: Day,
  today: Day,
): Reason | null {
  if (of.undoneOn !== null) return "finance.supplier_refund.is_undone";
  if (of.isAtBank) return "finance.supplier_refund.is_at_the_bank";
  if (on > today) return "finance.supplier_refund.in_the_future";
  return on < of.refundedOn ? "finance.supplier_refund.undone_before" : null;
}
