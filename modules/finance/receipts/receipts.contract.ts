import { z } from "zod";
import { id, minorAmount, post } from "#kernel/contract.ts";
import { LedgerAccountId } from "../chart/chart.contract.ts";

export const ReceiptId = id("receipt");
export type ReceiptId = z.output<typeof ReceiptId>;

export const Receipt = z.object({
  id: ReceiptId,
  receivedOn: z.iso.date(),
  currency: z.string(),
  amountMinor: minorAmount(),
  reference: z.string(),
  undoneOn: z.iso.date().nullable(),
});
export type Receipt = z.output<typeof Receipt>;

const at = "/api/finance/receipts";
/** Money that came in for invoices. */
export const receipts = {
  create: post(
    at,
    z.object({
      receivedOn: z.iso.date(),
      /** The bank or cash account that it came to. */
      accountId: LedgerAccountId,
      reference: z.string().trim().max(200, "field.too_long").default(""),
      allocations: z
        .array(
          z.object({ invoiceId: id("invoice"), amountMinor: z.int().min(1, "field.not_positive") }),
        )
        .min(1)
        .max(100),
    }),
    Receipt,
  ),
  /** Answers it by a reversing entry: its invoices are due again. */
  undo: post(
    `${at}/:id/undo`,
    z.object({ id: ReceiptId, undoneOn: z.iso.date().optional() }),
    Receipt,
  ),
};
