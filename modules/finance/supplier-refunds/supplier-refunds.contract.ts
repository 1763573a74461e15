import { z } from "zod";
import { get, id, minorAmount, post } from "#kernel/contract.ts";
import { BillId } from "../bills/bills.contract.ts";
import { LedgerAccountId } from "../chart/chart.contract.ts";
import { DisbursementId } from "../disbursements/disbursements.contract.ts";
import { Rate } from "../journals/journals.contract.ts";

export const SupplierRefundId = id("supplier_refund");
export type SupplierRefundId = z.output<typeof SupplierRefundId>;

/** What is given back: of a payment what is left of it, or of a vendor credit. */
const From = z.union([
  z.object({ disbursementId: DisbursementId }),
  z.object({ creditId: BillId }),
]);

export const SupplierRefund = z.object({
  id: SupplierRefundId,
  supplierName: z.string(),
  refundedOn: z.iso.date(),
  currency: z.string(),
  amountMinor: minorAmount(),
  /** In the currency of the books: what the rates made of it since. */
  gainMinor: minorAmount(),
  reference: z.string(),
  entryId: id("journal_entry"),
  undoneOn: z.iso.date().nullable(),
});
export type SupplierRefund = z.output<typeof SupplierRefund>;

const at = "/api/finance/supplier-refunds";
export const supplierRefunds = {
  list: get(
    at,
    z.object({ disbursement: DisbursementId.optional(), credit: BillId.optional() }),
    z.object({ refunds: z.array(SupplierRefund) }),
  ),
  create: post(
    at,
    z.object({
      from: From,
      refundedOn: z.iso.date(),
      /** The bank or cash account that it came to. */
      accountId: LedgerAccountId,
      /** In the currency of what is given back. */
      amountMinor: z.int().min(1, "field.not_positive"),
      /** What came to the account, where that keeps the books' currency and this is in another. */
      moneyMinor: z.int().min(1, "field.not_positive").optional(),
      rate: Rate.optional(),
      reference: z.string().trim().max(200, "field.too_long").default(""),
    }),
    SupplierRefund,
  ),
  /** Answers it by a reversing entry: what it gave back is left again. */
  undo: post(
    `${at}/:id/undo`,
    z.object({ id: SupplierRefundId, undoneOn: z.iso.date().optional() }),
    SupplierRefund,
  ),
};
