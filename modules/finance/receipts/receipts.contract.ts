import { z } from "zod";
import { blocked, done, get, id, instant, minorAmount, page, post } from "#kernel/contract.ts";
import { LedgerAccountId } from "../chart/chart.contract.ts";
import { Rate } from "../journals/journals.contract.ts";

export const ReceiptId = id("receipt");
export type ReceiptId = z.output<typeof ReceiptId>;
export const ReceiptAllocationId = id("receipt_allocation");
export type ReceiptAllocationId = z.output<typeof ReceiptAllocationId>;

const Allocation = z.object({
  invoiceId: id("invoice"),
  /** In the currency of the invoice. */
  amountMinor: z.int().min(1, "field.not_positive"),
});
const Allocations = z.array(Allocation).max(100);

/** Money that came in: for invoices, and what of it is a deposit. */
export const Receipt = z.object({
  id: ReceiptId,
  customerId: id("customer").nullable(),
  payer: z.string(),
  receivedOn: z.iso.date(),
  /** Of the invoices that it is for. */
  currency: z.string(),
  amountMinor: minorAmount(),
  /** What coins made of it: above 0, more came. */
  cashRoundingMinor: minorAmount(),
  /** What no invoice uses. */
  leftMinor: minorAmount(),
  /** What came to the account, where that was in another currency. */
  money: z.object({ currency: z.string(), minor: minorAmount() }).nullable(),
  /** Where it is in another currency than the books: what it was worth there. */
  worth: z.object({ rate: Rate, minor: minorAmount() }).nullable(),
  account: z.object({ id: LedgerAccountId, code: z.string(), name: z.string() }),
  reference: z.string(),
  /** What it is for and still is. */
  invoices: z.array(
    z.object({
      allocationId: ReceiptAllocationId,
      id: id("invoice"),
      number: z.string(),
      amountMinor: minorAmount(),
      /** In the currency of the books: what the rates made of it since the invoice. */
      gainMinor: minorAmount(),
    }),
  ),
  entryId: id("journal_entry"),
  undoneOn: z.iso.date().nullable(),
  createdAt: instant(),
  blocked: z.object({ use: blocked(), undo: blocked() }),
});
export type Receipt = z.output<typeof Receipt>;

const at = "/api/finance/receipts";
const one = z.object({ id: ReceiptId });
export const receipts = {
  list: get(
    at,
    z.object({
      customer: id("customer").optional(),
      /** Deposits that no invoice has used up. */
      left: z.enum(["with", "only"]).default("with"),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(Receipt),
  ),
  get: get(`${at}/:id`, one, Receipt),
  create: post(
    at,
    z.object({
      receivedOn: z.iso.date(),
      /** The bank or cash account that it came to. */
      accountId: LedgerAccountId,
      reference: z.string().trim().max(200, "field.too_long").default(""),
      allocations: Allocations.default([]),
      /** Whose it is: needed where more came than invoices take. */
      customerId: id("customer").nullable().default(null),
      /** In the invoices' currency; left out: as much as they take. */
      amountMinor: z.int().min(1, "field.not_positive").optional(),
      /** What came to the account, where that keeps the books' currency and the invoices are in another. */
      moneyMinor: z.int().min(1, "field.not_positive").optional(),
      /** Paid in coins: what came is the amount, rounded to the smallest of them. */
      isCash: z.boolean().default(false),
      /** Of the account's currency in that of the books. Left out: the newest that is known on its day. */
      rate: Rate.optional(),
    }),
    Receipt,
  ),
  /** Takes what is left of a deposit for invoices. */
  apply: post(`${at}/:id/apply`, one.extend({ allocations: Allocations.min(1) }), Receipt),
  /** Answers one allocation by its opposite: the invoice is due again, the money a deposit. */
  undoAllocation: post(`${at}/allocations/:id/undo`, z.object({ id: ReceiptAllocationId }), done),
  /** Answers it by a reversing entry: its invoices are due again. */
  undo: post(`${at}/:id/undo`, one.extend({ undoneOn: z.iso.date().optional() }), Receipt),
};
