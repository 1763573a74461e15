import type { Bin } from "#modules/records/records.public.ts";
import type { SupplierId } from "./suppliers.contract.ts";
import { deleteTrashed, markBack } from "./suppliers.sql.ts";
import { TOPIC } from "./suppliers.ts";

/** Suppliers that somebody deleted. Their papers stay, with the name they bore. */
export const supplierBin: Bin = {
  type: "supplier",
  reads: "finance.suppliers.read",
  deletes: "finance.suppliers.write",
  topics: [TOPIC],
  restore: async (ctx, ids) => {
    for (const { id, name } of await markBack(ctx.db, ids as SupplierId[], ctx.now))
      await ctx.audit(
        { type: "supplier", id, name },
        { before: { isInTrash: true }, after: { isInTrash: false } },
      );
    return null;
  },
  purge: async (ctx, ids) => {
    await deleteTrashed(ctx.db, ids as SupplierId[]);
  },
};
