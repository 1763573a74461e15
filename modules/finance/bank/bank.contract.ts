import { z } from "zod";
import { blocked, get, id, instant, minorAmount, page, post } from "#kernel/contract.ts";
import { LedgerAccountId } from "../chart/chart.contract.ts";

export const BankLineId = id("bank_line");
export type BankLineId = z.output<typeof BankLineId>;
const BankImportId = id("bank_import");
const ReconciliationId = id("bank_reconciliation");
export const Account = z.object({ id: LedgerAccountId, code: z.string(), name: z.string() });

export const MatchKind = z.enum(["invoices", "bills", "entries", "payout", "account"]);
export type MatchKind = z.output<typeof MatchKind>;

/** Why the house thinks so, each worth some of the score. */
export const Why = z.enum([
  "amount",
  "sum",
  "number",
  "name",
  "same_day",
  "near_day",
  "memo",
  "provider",
  "clears",
  "fee",
  "habit",
]);
export type Why = z.output<typeof Why>;

export const BankLine = z.object({
  id: BankLineId,
  bookedOn: z.iso.date(),
  amountMinor: minorAmount(),
  counterparty: z.string(),
  reference: z.string(),
  text: z.string(),
  match: z
    .object({
      kind: MatchKind,
      score: z.int().nullable(),
      why: z.array(Why),
      other: Account.nullable(),
      feeMinor: minorAmount(),
      reserveMinor: minorAmount(),
      entries: z.array(z.object({ id: id("journal_entry"), number: z.string() })),
    })
    .nullable(),
  blocked: z.object({ match: blocked(), undo: blocked() }),
});
export type BankLine = z.output<typeof BankLine>;

export const BankAccount = z.object({
  account: Account,
  /** In the books, today. */
  ledgerMinor: minorAmount(),
  linesCount: z.int(),
  openCount: z.int(),
  /** What the newest file said. */
  closing: z.object({ on: z.iso.date(), minor: minorAmount() }).nullable(),
  reconciledOn: z.iso.date().nullable(),
  /** The newest file: it can be taken out again while none of its lines is matched. */
  newest: z
    .object({
      id: BankImportId,
      name: z.string(),
      linesCount: z.int(),
      importedAt: instant(),
      blocked: z.object({ undo: blocked() }),
    })
    .nullable(),
});
export type BankAccount = z.output<typeof BankAccount>;

/** Which column of a bank's table tells what. */
export const Mapping = z.object({
  on: z.string().max(200),
  amount: z.union([
    z.object({ signed: z.string().max(200) }),
    z.object({ in: z.string().max(200), out: z.string().max(200) }),
  ]),
  isTurned: z.boolean().default(false),
  counterparty: z.string().max(200).nullable().default(null),
  reference: z.string().max(200).nullable().default(null),
  text: z.array(z.string().max(200)).max(10).default([]),
  bankId: z.string().max(200).nullable().default(null),
  balance: z.string().max(200).nullable().default(null),
  dayOrder: z.enum(["dmy", "mdy", "ymd"]).nullable().default(null),
});
export type Mapping = z.output<typeof Mapping>;

export const Imported = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("imported"),
    importId: BankImportId,
    addedCount: z.int(),
    knownCount: z.int(),
    pendingCount: z.int(),
  }),
  /** A table whose columns nobody has told yet: with what they seem to be. */
  z.object({
    outcome: z.literal("columns"),
    header: z.array(z.string()),
    sample: z.array(z.array(z.string())),
    guess: Mapping,
  }),
]);
export type Imported = z.output<typeof Imported>;

const Invoice = z.object({
  id: id("invoice"),
  number: z.string(),
  buyerName: z.string(),
  amountMinor: minorAmount(),
});
const Bill = z.object({
  id: id("bill"),
  number: z.string(),
  supplierName: z.string(),
  amountMinor: minorAmount(),
});
const Entry = z.object({
  id: id("journal_entry"),
  number: z.string(),
  postedOn: z.iso.date(),
  memo: z.string(),
  amountMinor: minorAmount(),
});
export const Payout = z.object({
  clearing: Account,
  /** What waited there before the payout: sales since the last one, less what was given back of them. */
  grossMinor: minorAmount(),
  refundsMinor: minorAmount(),
  feeMinor: minorAmount(),
  reserveMinor: minorAmount(),
  /** What is left waiting afterwards. */
  leftMinor: minorAmount(),
});
export type Payout = z.output<typeof Payout>;

const scored = { score: z.int(), why: z.array(Why) };
export const Suggestion = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("invoices"), ...scored, invoices: z.array(Invoice) }),
  z.object({ kind: z.literal("bills"), ...scored, bills: z.array(Bill) }),
  z.object({ kind: z.literal("entries"), ...scored, entries: z.array(Entry) }),
  z.object({ kind: z.literal("payout"), ...scored, payout: Payout }),
  z.object({ kind: z.literal("account"), ...scored, account: Account }),
]);
export type Suggestion = z.output<typeof Suggestion>;

const Positive = z.int().min(1, "field.not_positive");
export const MatchAsked = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("invoices"),
    allocations: z
      .array(z.object({ invoiceId: id("invoice"), amountMinor: Positive }))
      .min(1)
      .max(100),
  }),
  z.object({
    kind: z.literal("bills"),
    /** Bills of one supplier. */
    allocations: z
      .array(z.object({ billId: id("bill"), amountMinor: Positive }))
      .min(1)
      .max(100),
  }),
  z.object({
    kind: z.literal("entries"),
    entryIds: z.array(id("journal_entry")).min(1).max(100),
  }),
  z.object({
    kind: z.literal("payout"),
    clearingId: LedgerAccountId,
    feeMinor: z.int().min(0),
    reserveMinor: z.int().min(0).default(0),
  }),
  z.object({
    kind: z.literal("account"),
    accountId: LedgerAccountId,
    memo: z.string().trim().max(500, "field.too_long").default(""),
  }),
]);
export type MatchAsked = z.output<typeof MatchAsked>;

export const Reconciliation = z.object({
  on: z.iso.date(),
  /** In the books on that day; of it what is not at the bank yet; so what the bank must say. */
  ledgerMinor: minorAmount(),
  onItsWay: z.array(Entry),
  onItsWayMinor: minorAmount(),
  expectedMinor: minorAmount(),
  openCount: z.int(),
  /** What the newest file said of that day, where one did. */
  toldMinor: minorAmount().nullable(),
  done: z.array(
    z.object({
      id: ReconciliationId,
      closingOn: z.iso.date(),
      closingMinor: minorAmount(),
      reconciledAt: instant(),
      blocked: z.object({ undo: blocked() }),
    }),
  ),
  blocked: z.object({ reconcile: blocked() }),
});
export type Reconciliation = z.output<typeof Reconciliation>;

const of = z.object({ account: LedgerAccountId });
const at = "/api/finance/bank";
export const bank = {
  accounts: get(
    at,
    z.object({}),
    z.object({
      currency: z.string(),
      accounts: z.array(BankAccount),
      blocked: z.object({ import: blocked() }),
    }),
  ),
  lines: get(
    `${at}/:account/lines`,
    of.extend({
      standing: z.enum(["open", "matched", "all"]).default("open"),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(BankLine),
  ),
  /** CAMT, OFX, QIF, MT940 as they are; a table, once its columns are told. */
  import: post(
    `${at}/:account/import`,
    of.extend({
      name: z.string().trim().min(1).max(200),
      base64: z.base64().max(960_000, "finance.bank.too_large"),
      /** What banks write packs to a tenth: so files of up to 20 MB come through. */
      packing: z.enum(["none", "gzip"]).default("none"),
      mapping: Mapping.optional(),
    }),
    Imported,
  ),
  /** Takes the lines of the account's newest file out again, where none is matched. */
  undoImport: post(
    `${at}/imports/:id/undo`,
    z.object({ id: BankImportId }),
    z.object({ removedCount: z.int() }),
  ),
  suggestions: get(
    `${at}/lines/:id/suggestions`,
    z.object({ id: BankLineId }),
    z.object({ suggestions: z.array(Suggestion) }),
  ),
  match: post(`${at}/lines/:id/match`, z.object({ id: BankLineId, match: MatchAsked }), BankLine),
  undo: post(`${at}/lines/:id/undo`, z.object({ id: BankLineId }), BankLine),
  /** Matches every open line whose best suggestion is that sure, and the only one that is. */
  matchAll: post(
    `${at}/:account/match_all`,
    of.extend({ scoreMin: z.int().min(50).max(100) }),
    z.object({ matchedCount: z.int(), openCount: z.int() }),
  ),
  reconciliation: get(
    `${at}/:account/reconciliation`,
    of.extend({ on: z.iso.date() }),
    Reconciliation,
  ),
  reconcile: post(
    `${at}/:account/reconcile`,
    of.extend({ closingOn: z.iso.date(), closingMinor: minorAmount() }),
    Reconciliation,
  ),
  undoReconciliation: post(
    `${at}/reconciliations/:id/undo`,
    z.object({ id: ReconciliationId }),
    z.object({ closingOn: z.iso.date() }),
  ),
};
