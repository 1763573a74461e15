import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";

export type SupplierState = {
  readonly isInTrash: boolean;
  /** What is owed to them, and what they owe: money paid ahead, credits that nothing has used. */
  readonly owedMinor: Minor;
  readonly aheadMinor: Minor;
};

export const whyNotChange = ({ isInTrash }: Pick<SupplierState, "isInTrash">): Reason | null =>
  isInTrash ? "finance.supplier.in_trash" : null;

/** Who is owed something, or owes, cannot be forgotten. */
export function whyNotDelete(supplier: SupplierState): Reason | null {
  if (supplier.isInTrash) return "finance.supplier.in_trash";
  return supplier.owedMinor !== 0 || supplier.aheadMinor !== 0 ? "finance.supplier.is_owed" : null;
}

export const whyNotRestore = ({ isInTrash }: Pick<SupplierState, "isInTrash">): Reason | null =>
  isInTrash ? null : "finance.supplier.not_in_trash";

/** What is shown of an account: its last four figures or letters, where it has more than that. */
export function hintOf(account: string): string {
  const signs = account.replace(/[^0-9A-Za-z]/g, "");
  return signs === "" ? "" : `••${signs.length > 4 ? signs.slice(-4) : ""}`;
}
