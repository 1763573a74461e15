import { z } from "zod";
import { blocked, currency, get, id, instant, minorAmount, page, post } from "#kernel/contract.ts";
import { LedgerAccountId } from "../chart/chart.contract.ts";

export const JournalEntryId = id("journal_entry");
export type JournalEntryId = z.output<typeof JournalEntryId>;

/** What a line is looked at by, beside its account. */
export const Dimensions = z.object({
  channel: z.string().max(100),
  storeId: id("connection").nullable(),
  own: z.record(z.string().max(40), z.string().max(100)),
});
export type Dimensions = z.output<typeof Dimensions>;

/** An exact decimal, as text: no float ever holds a rate. */
export const Rate = z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, "finance.journal.no_rate");

export const JournalLine = z.object({
  accountId: LedgerAccountId,
  accountCode: z.string(),
  accountName: z.string(),
  /** In the currency of the books; debits are positive, credits negative. */
  amountMinor: minorAmount(),
  currency: z.string(),
  documentMinor: minorAmount(),
  rate: Rate,
  rateSource: z.string(),
  rateOn: z.iso.date().nullable(),
  dimensions: Dimensions,
  memo: z.string(),
});

const Named = z.object({ id: JournalEntryId, number: z.string() });

/** What an entry came from: written by hand, opening balances, the reversal of another, an order of a store or by hand, a paper, a line of the bank. */
export const SourceType = z.enum([
  "manual",
  "opening",
  "reversal",
  "order",
  "invoice",
  "credit_note",
  "receipt",
  "bill",
  "vendor_credit",
  "expense",
  "disbursement",
  "supplier_refund",
  "exchange",
  "revaluation",
  "write_off",
  "bank",
]);
export type SourceType = z.output<typeof SourceType>;

export const JournalRow = z.object({
  id: JournalEntryId,
  number: z.string(),
  postedOn: z.iso.date(),
  /** The day it is about: another one where that day's period was closed. */
  aboutOn: z.iso.date(),
  memo: z.string(),
  sourceType: SourceType,
  /** The record it came from, by its shown id. */
  source: z.string().nullable(),
  /** Its debits, in the currency of the books: as much as its credits. */
  totalMinor: minorAmount(),
  isReversed: z.boolean(),
});
export type JournalRow = z.output<typeof JournalRow>;

export const JournalEntry = JournalRow.extend({
  currency: z.string(),
  lines: z.array(JournalLine),
  reverses: Named.nullable(),
  reversedBy: Named.nullable(),
  postedAt: instant(),
  posterKind: z.enum(["person", "connection", "system"]),
  posterId: id("account").nullable(),
  /** What the chain says of it. */
  hash: z.string(),
  blocked: z.object({ reverse: blocked() }),
});
export type JournalEntry = z.output<typeof JournalEntry>;

const NewLine = z.object({
  accountId: LedgerAccountId,
  amountMinor: minorAmount(),
  /** Only where it is another than that of the books: then with the document's amount and the rate. */
  currency: currency().optional(),
  documentMinor: minorAmount().optional(),
  rate: Rate.optional(),
  memo: z.string().trim().max(500, "field.too_long").default(""),
  channel: z.string().trim().max(100, "field.too_long").default(""),
  own: z.record(z.string().max(40), z.string().max(100)).default({}),
});

/** As it stands in the editor: texts as they were typed. */
const DraftLine = z.object({
  account: z.string().max(100),
  debit: z.string().max(40),
  credit: z.string().max(40),
  memo: z.string().max(500),
});
export const JournalDraft = z.object({
  postedOn: z.string().max(20),
  memo: z.string().max(500),
  lines: z.array(DraftLine).max(1000),
  savedAt: instant().nullable(),
});
export type JournalDraft = z.output<typeof JournalDraft>;

export const JournalFilter = z.object({
  search: z.string().trim().max(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  account: LedgerAccountId.optional(),
  source: SourceType.optional(),
});
export type JournalFilter = z.output<typeof JournalFilter>;

export const JOURNAL_SORTS = ["-posted", "posted"] as const;

const at = "/api/finance/journals";
export const journals = {
  list: get(
    at,
    JournalFilter.extend({
      sort: z.enum(JOURNAL_SORTS).default("-posted"),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(JournalRow),
  ),
  count: get(`${at}/count`, JournalFilter, z.object({ count: z.int(), allCount: z.int() })),
  draft: get(`${at}/draft`, z.object({}), JournalDraft.nullable()),
  keepDraft: post(`${at}/draft`, JournalDraft.omit({ savedAt: true }), JournalDraft),
  get: get(`${at}/:id`, z.object({ id: JournalEntryId }), JournalEntry),
  post: post(
    at,
    z.object({
      /** Made by whoever asks: the same key again posts nothing and answers what stands. */
      key: z.uuid(),
      postedOn: z.iso.date(),
      memo: z.string().trim().max(500, "field.too_long").default(""),
      isOpening: z.boolean().default(false),
      lines: z.array(NewLine).min(2, "finance.journal.too_few_lines").max(1000),
    }),
    JournalEntry,
  ),
  /** Answers what stands by its opposite, today or on a day of one's choice. */
  reverse: post(
    `${at}/:id/reverse`,
    z.object({ id: JournalEntryId, postedOn: z.iso.date().nullable().default(null) }),
    JournalEntry,
  ),
};
