import { z } from "zod";
import { blocked, done, get, id, instant, minorAmount, page, post } from "#kernel/contract.ts";
import { BillId } from "../bills/bills.contract.ts";
import { LedgerAccountId } from "../chart/chart.contract.ts";
import { Rate } from "../journals/journals.contract.ts";
import { SupplierId } from "../suppliers/suppliers.contract.ts";

export const DisbursementId = id("disbursement");
export type DisbursementId = z.output<typeof DisbursementId>;
export const BillAllocationId = id("bill_allocation");
export type BillAllocationId = z.output<typeof BillAllocationId>;

const Allocation = z.object({
  billId: BillId,
  amountMinor: z.int().min(1, "field.not_positive"),
});
const Allocations = z.array(Allocation).max(100);

/** Money that went out to a supplier; what of it was taken off bills, and what is paid ahead. */
export const Disbursement = z.object({
  id: DisbursementId,
  supplierId: SupplierId.nullable(),
  supplierName: z.string(),
  paidOn: z.iso.date(),
  /** Of the bills that it is for. */
  currency: z.string(),
  amountMinor: minorAmount(),
  usedMinor: minorAmount(),
  leftMinor: minorAmount(),
  /** What went from the account, where that was in another currency. */
  money: z.object({ currency: z.string(), minor: minorAmount() }).nullable(),
  /** Where it is in another currency than the books: what it was worth there. */
  worth: z.object({ rate: Rate, minor: minorAmount() }).nullable(),
  account: z.object({ id: LedgerAccountId, code: z.string(), name: z.string() }),
  reference: z.string(),
  /** What it was taken off and still is. */
  bills: z.array(
    z.object({
      allocationId: BillAllocationId,
      id: BillId,
      number: z.string(),
      amountMinor: minorAmount(),
      /** In the currency of the books: what the rates made of it since the bill. */
      gainMinor: minorAmount(),
    }),
  ),
  entryId: id("journal_entry"),
  undoneOn: z.iso.date().nullable(),
  createdAt: instant(),
  blocked: z.object({ use: blocked(), undo: blocked() }),
});
export type Disbursement = z.output<typeof Disbursement>;

const at = "/api/finance/disbursements";
const one = z.object({ id: DisbursementId });
export const disbursements = {
  list: get(
    at,
    z.object({
      supplier: SupplierId.optional(),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(Disbursement),
  ),
  get: get(`${at}/:id`, one, Disbursement),
  /** More than its allocations come to is paid ahead: a deposit, or too much. */
  create: post(
    at,
    z.object({
      supplierId: SupplierId,
      paidOn: z.iso.date(),
      /** The bank or cash account that it went from. */
      accountId: LedgerAccountId,
      /** In the currency of the bills. */
      amountMinor: z.int().min(1, "field.not_positive"),
      /** What went from the account, where that keeps the books' currency and the bills are in another. */
      moneyMinor: z.int().min(1, "field.not_positive").optional(),
      /** Of the account's currency in that of the books. Left out: the newest that is known on its day. */
      rate: Rate.optional(),
      reference: z.string().trim().max(200, "field.too_long").default(""),
      allocations: Allocations.default([]),
    }),
    Disbursement,
  ),
  /** Takes what is paid ahead off bills. */
  apply: post(`${at}/:id/apply`, one.extend({ allocations: Allocations.min(1) }), Disbursement),
  /** Takes what is left of a vendor credit off bills. */
  applyCredit: post(
    `${at}/credits/:id/apply`,
    z.object({ id: BillId, allocations: Allocations.min(1) }),
    done,
  ),
  /** Answers one allocation by its opposite: the bill is due again, the money paid ahead. */
  undoAllocation: post(`${at}/allocations/:id/undo`, z.object({ id: BillAllocationId }), done),
  /** Answers the payment by a reversing entry, and what it was taken off is due again. */
  undo: post(`${at}/:id/undo`, one.extend({ undoneOn: z.iso.date().optional() }), Disbursement),
};
