import { type Bin, forgetTimelines } from "#modules/records/records.public.ts";
import type { BillId } from "./bills.contract.ts";
import { deleteTrashed, markBack } from "./bills.sql.ts";
import { TOPIC } from "./bills.ts";

/** Drafts that somebody deleted. What is approved cannot be deleted: the database holds that too. */
export const billBin: Bin = {
  type: "bill",
  reads: "finance.bills.read",
  deletes: "finance.bills.write",
  topics: [TOPIC],
  restore: async (ctx, ids) => {
    for (const { id, number, supplier } of await markBack(ctx.db, ids as BillId[], ctx.now))
      await ctx.audit(
        { type: "bill", id, name: [supplier.name, number].filter(Boolean).join(" ") },
        { before: { isInTrash: true }, after: { isInTrash: false } },
      );
    return null;
  },
  purge: async (ctx, ids) => {
    await deleteTrashed(ctx.db, ids as BillId[]);
    await forgetTimelines(ctx, "bill", ids);
  },
};
