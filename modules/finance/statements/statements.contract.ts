import { z } from "zod";
import { get, id, instant, minorAmount } from "#kernel/contract.ts";
import { AccountKind, AccountType, LedgerAccountId } from "../chart/chart.contract.ts";

/** Only lines of a channel, or of a store. */
export const Within = z.object({
  channel: z.string().trim().max(100).optional(),
  store: id("connection").optional(),
});

const Span = z.object({ from: z.iso.date(), to: z.iso.date() });

/** With which other time it is compared: as long, just before; or the same a year ago. */
export const Compare = z.enum(["none", "before", "year"]);

const StatementRow = z.object({
  accountId: LedgerAccountId,
  code: z.string(),
  name: z.string(),
  kind: AccountKind,
  type: AccountType,
});

export const TrialBalance = z.object({
  currency: z.string(),
  rows: z.array(
    StatementRow.extend({
      /** Before the first day: debits less credits. */
      openingMinor: minorAmount(),
      debitMinor: minorAmount(),
      creditMinor: minorAmount(),
      closingMinor: minorAmount(),
    }),
  ),
  sums: z.object({
    openingMinor: minorAmount(),
    debitMinor: minorAmount(),
    creditMinor: minorAmount(),
    closingMinor: minorAmount(),
  }),
});
export type TrialBalance = z.output<typeof TrialBalance>;

/** What one account came to, now and in the other time. As people read it: income and expenses both positive. */
const Figure = StatementRow.extend({
  nowMinor: minorAmount(),
  beforeMinor: minorAmount().nullable(),
});
const Sum = z.object({ nowMinor: minorAmount(), beforeMinor: minorAmount().nullable() });

export const ProfitAndLoss = z.object({
  currency: z.string(),
  now: Span,
  before: Span.nullable(),
  rows: z.array(Figure),
  sums: z.object({
    revenue: Sum,
    costOfSales: Sum,
    grossProfit: Sum,
    otherIncome: Sum,
    expenses: Sum,
    netProfit: Sum,
  }),
});
export type ProfitAndLoss = z.output<typeof ProfitAndLoss>;

export const BalanceSheet = z.object({
  currency: z.string(),
  now: z.iso.date(),
  before: z.iso.date().nullable(),
  rows: z.array(Figure),
  sums: z.object({
    assets: Sum,
    liabilities: Sum,
    equity: Sum,
    /** Not posted anywhere: worked out of income and expenses. */
    profitThisYear: Sum,
    profitEarlier: Sum,
    /** Of a channel or a store: what entries that touch others too leave open between them. Else nothing. */
    elsewhere: Sum,
    liabilitiesAndEquity: Sum,
  }),
});
export type BalanceSheet = z.output<typeof BalanceSheet>;

export const LedgerLines = z.object({
  currency: z.string(),
  account: StatementRow,
  openingMinor: minorAmount(),
  rows: z.array(
    z.object({
      entryId: id("journal_entry"),
      number: z.string(),
      postedOn: z.iso.date(),
      memo: z.string(),
      amountMinor: minorAmount(),
      /** What the account came to with this line. */
      balanceMinor: minorAmount(),
    }),
  ),
  closingMinor: minorAmount(),
  /** More lines there are than are shown. */
  isCut: z.boolean(),
});
export type LedgerLines = z.output<typeof LedgerLines>;

/** Something that must hold of the books, tried by one question each: nobody found is sound. */
export const BooksHealth = z.object({
  checkedAt: instant(),
  /** When the night's check was last through; null: not yet. */
  nightlyAt: instant().nullable(),
  checks: z.array(
    z.object({
      check: z.string(),
      count: z.int(),
      /** The first of those that are not sound, in the words of the books. */
      offenders: z.array(z.string()),
    }),
  ),
});
export type BooksHealth = z.output<typeof BooksHealth>;

const at = "/api/finance/statements";
export const statements = {
  trialBalance: get(`${at}/trial_balance`, Span.extend(Within.shape), TrialBalance),
  profitAndLoss: get(
    `${at}/profit_and_loss`,
    Span.extend(Within.shape).extend({ compare: Compare.default("none") }),
    ProfitAndLoss,
  ),
  balanceSheet: get(
    `${at}/balance_sheet`,
    z.object({ on: z.iso.date(), compare: Compare.default("none") }).extend(Within.shape),
    BalanceSheet,
  ),
  generalLedger: get(
    `${at}/general_ledger`,
    Span.extend({ account: LedgerAccountId }),
    LedgerLines,
  ),
  /** The whole journal as text for another program, a thousand entries at a time: `text` after `text` is the file. */
  plain: get(
    `${at}/plain`,
    z.object({
      format: z.enum(["hledger", "ledger", "beancount"]),
      after: z.string().max(500).optional(),
    }),
    z.object({ text: z.string(), next: z.string().nullable() }),
  ),
  /** Tries everything that must hold, now. */
  /** What lines can be looked at by. */
  dimensions: get(
    `${at}/dimensions`,
    z.object({}),
    z.object({
      channels: z.array(z.string()),
      stores: z.array(z.object({ id: id("connection"), name: z.string() })),
    }),
  ),
  health: get(`${at}/health`, z.object({}), BooksHealth),
};
