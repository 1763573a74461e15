import {
  type Bin,
  forgetTimelines,
  forgetTrashed,
  putInTrash,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { ProductId } from "./products.contract.ts";
import type { KeptProduct } from "./products.rules.ts";
import { deleteTrashed, markRestored } from "./trash.sql.ts";

/** What one needs to delete products and to bring them back. */
export const DELETE = "catalog.products.delete";

/** Products that a person or their store deleted. What was sold of them stays sold, in the words of its lines. */
export const productBin: Bin = {
  type: "product",
  reads: "catalog.products.read",
  deletes: DELETE,
  topics: ["catalog.products", "insights.home"],
  restore: async (ctx, ids) => {
    for (const { id, title } of await markRestored(ctx.db, ids as ProductId[], ctx.now))
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

/** A store that deletes a product puts it in the trash, and takes it out when it tells of it again. */
export async function followDeletion(
  ctx: CommandCtx,
  before: KeptProduct | null,
  { id, title, deletedAt }: KeptProduct,
): Promise<void> {
  const was = before !== null && before.deletedAt !== null;
  const is = deletedAt !== null;
  if (is && !was) await putInTrash(ctx, "product", [{ id, name: title }]);
  if (was && !is) await forgetTrashed(ctx, "product", [id]);
}
