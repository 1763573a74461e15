import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { AccountKind, AccountType, LedgerAccountId } from "./chart.contract.ts";

export const typeOf = (kind: AccountKind): AccountType => {
  switch (kind) {
    case "bank":
    case "current_asset":
    case "fixed_asset":
      return "asset";
    case "current_liability":
    case "long_liability":
      return "liability";
    case "equity":
      return "equity";
    case "revenue":
    case "other_income":
      return "income";
    default:
      return "expense";
  }
};

export type AccountState = {
  readonly id: LedgerAccountId;
  readonly parentId: LedgerAccountId | null;
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly type: AccountType;
  readonly isGroup: boolean;
  readonly part: string | null;
  readonly currency: string | null;
  readonly clearsMethod: string | null;
  readonly archivedAt: Date | null;
  readonly version: number;
};

type Standing = {
  readonly balanceMinor: Minor;
  readonly isPostedTo: boolean;
  readonly hasLiveChildren: boolean;
  readonly isChosen: boolean;
};

export const whyNotChange = (account: Pick<AccountState, "archivedAt">): Reason | null =>
  account.archivedAt === null ? null : "finance.account.archived";

export function whyNotArchive(
  account: Pick<AccountState, "archivedAt" | "part">,
  { balanceMinor, hasLiveChildren, isChosen }: Omit<Standing, "isPostedTo">,
): Reason | null {
  if (account.archivedAt !== null) return "finance.account.archived";
  if (account.part !== null) return "finance.account.plays_a_part";
  if (hasLiveChildren) return "finance.account.has_accounts";
  if (balanceMinor !== 0) return "finance.account.has_balance";
  if (isChosen) return "finance.account.is_chosen";
  return null;
}

export const whyNotRestore = (account: Pick<AccountState, "archivedAt">): Reason | null =>
  account.archivedAt === null ? "finance.account.not_archived" : null;

/** What was posted is looked at by what kind its account is: it stays what it was. */
export const whyNotKind = (
  before: AccountKind,
  wanted: AccountKind,
  { isPostedTo, hasLiveChildren }: Pick<Standing, "isPostedTo" | "hasLiveChildren">,
): Reason | null =>
  typeOf(before) !== typeOf(wanted) && (isPostedTo || hasLiveChildren)
    ? "finance.account.type_is_fixed"
    : null;

/** A group holds accounts of its own type, and none stands in itself. */
export function whyNotUnder(
  account: { readonly id: LedgerAccountId | null; readonly kind: AccountKind },
  parentId: LedgerAccountId | null,
  all: readonly AccountState[],
): Reason | null {
  if (parentId === null) return null;
  const byId = new Map(all.map((one) => [one.id, one]));
  const parent = byId.get(parentId);
  if (parent === undefined) return "finance.account.not_found";
  if (!parent.isGroup || parent.archivedAt !== null) return "finance.account.not_a_group";
  if (parent.type !== typeOf(account.kind)) return "finance.account.other_type";
  let at: AccountState | undefined = parent;
  while (at !== undefined) {
    if (at.id === account.id) return "finance.account.within_itself";
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return null;
}

/** Each group's balance is that of all within it. */
export function withGroupSums<A extends Pick<AccountState, "id" | "parentId">>(
  accounts: readonly (A & { readonly balanceMinor: Minor })[],
): Map<LedgerAccountId, Minor> {
  const parents = new Map(accounts.map(({ id, parentId }) => [id, parentId]));
  const sums = new Map<LedgerAccountId, Minor>(accounts.map(({ id }) => [id, 0]));
  for (const { id, balanceMinor } of accounts)
    for (let at: LedgerAccountId | null = id; at !== null; at = parents.get(at) ?? null)
      sums.set(at, (sums.get(at) ?? 0) + balanceMinor);
  return sums;
}
