import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";

export function whyNotWriteOff(
  of: { readonly dueMinor: Minor; readonly issuedOn: Day | null },
  asked: { readonly amountMinor: Minor; readonly on: Day; readonly today: Day },
): Reason | null {
  if (asked.on > asked.today) return "finance.write_off.in_the_future";
  if (of.issuedOn !== null && asked.on < of.issuedOn) return "finance.write_off.before_its_day";
  return asked.amountMinor > of.dueMinor ? "finance.write_off.more_than_due" : null;
}

export function whyNotUndo(
  of: { readonly undoneOn: Day | null; readonly writtenOffOn: Day },
  on: Day,
  today: Day,
): Reason | null {
  if (of.undoneOn !== null) return "finance.write_off.is_undone";
  if (on > today) return "finance.write_off.in_the_future";
  return on < of.writtenOffOn ? "finance.write_off.before_its_day" : null;
}
