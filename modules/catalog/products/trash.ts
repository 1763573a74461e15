import { type Bin, forgetTimelines } from "#modules/records/records.public.ts";
import type { ProductId } from "./products.contract.ts";
import { deleteTrashed, markRestored } from "./trash.sql.ts";

/** What one needs to delete products and to bring them back. */
export const DELETE = "catalog.products.delete";

/** Products that a person deleted. What was sold of them stays sold, in the words of its lines. */
export const productBin: Bin = {
  type: "product",
  reads: "catalog.products.read",
  deletes: DELETE,
  topics: ["catalog.products", "insights.home"],
  restore: async (ctx, ids) => {
    for (const { id, title } of await markRestored(ctx.db, ids as ProductId[]))
      await ctx.audit(
        { type: "product", id, name: title },
        { before: { isInTrash: true }, after: { isInTrash: false } },
      );
    return null;
  },
  purge: async (ctx, ids) => {
    await deleteTrashed(ctx.db, ids as ProductId[], ctx.now);
    await forgetTimelines(ctx, "product", ids);
  },
};
