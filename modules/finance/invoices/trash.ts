import type { Bin } from "#modules/records/records.public.ts";
import type { InvoiceId } from "./invoices.contract.ts";
import { deleteDiscarded, markBack } from "./invoices.sql.ts";
import { TOPIC } from "./invoices.ts";

/** Drafts that somebody discarded. What is issued can be neither discarded nor deleted: the database holds that too. */
export const invoiceBin: Bin = {
  type: "invoice",
  reads: "finance.invoices.read",
  deletes: "finance.invoices.write",
  topics: [TOPIC],
  restore: async (ctx, ids) => {
    for (const { id, buyer } of await markBack(ctx.db, ids as InvoiceId[], ctx.now))
      await ctx.audit(
        { type: "invoice", id, name: buyer.name },
        { before: { status: "discarded" }, after: { status: "draft" } },
      );
    return null;
  },
  purge: async (ctx, ids) => {
    await deleteDiscarded(ctx.db, ids as InvoiceId[]);
  },
};
