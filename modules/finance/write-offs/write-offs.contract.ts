import { z } from "zod";
import { id, minorAmount, post } from "#kernel/contract.ts";

export const WriteOffId = id("write_off");
export type WriteOffId = z.output<typeof WriteOffId>;

/** What of an invoice will never be paid. */
export const WriteOff = z.object({
  id: WriteOffId,
  invoiceId: id("invoice"),
  writtenOffOn: z.iso.date(),
  amountMinor: minorAmount(),
  /** In the currency of the books: the tax in it that the tax office gives back. */
  taxMinor: minorAmount(),
  reason: z.string(),
  undoneOn: z.iso.date().nullable(),
});
export type WriteOff = z.output<typeof WriteOff>;

const at = "/api/finance/write-offs";
export const writeOffs = {
  create: post(
    at,
    z.object({
      invoiceId: id("invoice"),
      writtenOffOn: z.iso.date(),
      /** Left out: all that is due. */
      amountMinor: z.int().min(1, "field.not_positive").optional(),
      /** Whether the tax in it is claimed back, where the tax office relieves bad debts; else it stays due and is lost with it. */
      reclaimsTax: z.boolean().default(false),
      reason: z.string().trim().max(200, "field.too_long").default(""),
    }),
    WriteOff,
  ),
  /** Answers it by a reversing entry: the invoice is due again. */
  undo: post(
    `${at}/:id/undo`,
    z.object({ id: WriteOffId, undoneOn: z.iso.date().optional() }),
    WriteOff,
  ),
};
