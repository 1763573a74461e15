import { putInTrash } from "#modules/records/records.public.ts";
import { command } from "#platform/actions/action.ts";
import { products } from "./products.contract.ts";
import { markTrashed, selectAnyOf } from "./trash.sql.ts";
import { DELETE } from "./trash.ts";

/** To the trash. */
export const trashProducts = command({
  does: products.trash,
  needs: DELETE,
  async run(ctx, { ids }) {
    const trashed = await markTrashed(ctx.db, ids, ctx.now);

    const named = trashed.map(({ id, title }) => ({ id, name: title }));
    await putInTrash(ctx, "product", named);
    const change = { before: { isInTrash: false }, after: { isInTrash: true } };
    for (const { id, name } of named) await ctx.audit({ type: "product", id, name }, change);
    if (trashed.length === 0) {
      const { id, title } = await selectAnyOf(ctx.db, ids);
      await ctx.audit({ type: "product", id, name: title }, { before: {}, after: {} });
    }
    ctx.tell("catalog.products", "insights.home", "records.timeline");
    return { count: trashed.length, ids: trashed.map(({ id }) => id) };
  },
});
