import { z } from "zod";
import { blocked, currency, get, id, instant, minorAmount, patch, post } from "#kernel/contract.ts";

export const LedgerAccountId = id("ledger_account");
export type LedgerAccountId = z.output<typeof LedgerAccountId>;

/** In the order in which statements show them. */
export const AccountKind = z.enum([
  "bank",
  "current_asset",
  "fixed_asset",
  "current_liability",
  "long_liability",
  "equity",
  "revenue",
  "other_income",
  "cost_of_sales",
  "expense",
  "other_expense",
]);
export type AccountKind = z.output<typeof AccountKind>;
export const AccountType = z.enum(["asset", "liability", "equity", "income", "expense"]);
export type AccountType = z.output<typeof AccountType>;

export const LedgerAccount = z.object({
  id: LedgerAccountId,
  /** The group it stands in; null: at the top. */
  parentId: LedgerAccountId.nullable(),
  code: z.string(),
  name: z.string(),
  kind: AccountKind,
  type: AccountType,
  isGroup: z.boolean(),
  /** What the house itself posts there, or null. */
  part: z.string().nullable(),
  currency: z.string().nullable(),
  /** Of all that was posted, in the currency of the books: debits less credits. A group's is that of all within. */
  balanceMinor: minorAmount(),
  isPostedTo: z.boolean(),
  archivedAt: instant().nullable(),
  version: z.int(),
  blocked: z.object({ change: blocked(), archive: blocked(), restore: blocked() }),
});
export type LedgerAccount = z.output<typeof LedgerAccount>;

const Code = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$/, "finance.account.code_form");
const Name = z.string().trim().min(1, "field.required").max(200, "field.too_long");

const at = "/api/finance/chart";
export const chart = {
  /** All of it, by code: a chart is looked at as a whole. */
  list: get(
    at,
    z.object({ archived: z.enum(["with", "without"]).default("without") }),
    z.object({
      accounts: z.array(LedgerAccount),
      currency: z.string().nullable(),
      blocked: z.object({ create: blocked() }),
    }),
  ),
  get: get(`${at}/:id`, z.object({ id: LedgerAccountId }), LedgerAccount),
  create: post(
    at,
    z.object({
      parentId: LedgerAccountId.nullable().default(null),
      code: Code,
      name: Name,
      kind: AccountKind,
      isGroup: z.boolean().default(false),
      currency: currency().nullable().default(null),
    }),
    LedgerAccount,
  ),
  change: patch(
    `${at}/:id`,
    z.object({
      id: LedgerAccountId,
      version: z.int(),
      parentId: LedgerAccountId.nullable().optional(),
      code: Code.optional(),
      name: Name.optional(),
      kind: AccountKind.optional(),
    }),
    LedgerAccount,
  ),
  archive: post(
    `${at}/:id/archive`,
    z.object({ id: LedgerAccountId, version: z.int() }),
    LedgerAccount,
  ),
  restore: post(
    `${at}/:id/restore`,
    z.object({ id: LedgerAccountId, version: z.int() }),
    LedgerAccount,
  ),
};
