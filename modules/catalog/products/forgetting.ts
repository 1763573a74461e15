import { forgetTrashed } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import {
  deleteProductDeletions,
  deleteStoreProducts,
  deleteStoreVariations,
} from "./forgetting.sql.ts";

/** Removes every product that a store brought. For a store that leaves without a trace; lines that sold them keep their words. */
export async function forgetStoreProducts(ctx: CommandCtx, connectionId: string): Promise<void> {
  const gone = await deleteStoreProducts(ctx.db, connectionId);
  await forgetTrashed(
    ctx,
    "product",
    gone.map(({ id }) => id),
  );
  await deleteStoreVariations(ctx.db, connectionId);
  await deleteProductDeletions(ctx.db, connectionId);
  ctx.tell("catalog.products");
}
