import { putInTrash } from "#modules/records/records.public.ts";
import { command } from "#platform/actions/action.ts";
import { postOrders } from "../postings/postings.ts";
import { orders } from "./orders.contract.ts";
import { inReach } from "./owners.ts";
import { rollUpCustomers } from "./roll-ups.ts";
import { markTrashed, selectAnyOf } from "./trash.sql.ts";
import { DELETE } from "./trash.ts";

/** To the trash: they no longer count, and their customers' sums follow. */
export const trashOrders = command({
  does: orders.trash,
  needs: DELETE,
  isScoped: true,
  async run(ctx, { ids: asked }) {
    const ids = await inReach(ctx, asked, DELETE);
    const trashed = await markTrashed(ctx.db, ids, ctx.now);
    await rollUpCustomers(ctx, ...trashed.map(({ customerId }) => customerId));
    await postOrders(
      ctx,
      trashed.map(({ id }) => id),
    );

    const named = trashed.map(({ id, number }) => ({ id, name: number }));
    await putInTrash(ctx, "order", named);
    const change = { before: { isInTrash: false }, after: { isInTrash: true } };
    for (const { id, name } of named) await ctx.audit({ type: "order", id, name }, change);
    if (trashed.length === 0) {
      const { id, number } = await selectAnyOf(ctx.db, ids);
      await ctx.audit({ type: "order", id, name: number }, { before: {}, after: {} });
    }
    ctx.tell("sales.orders", "crm.customers", "insights.home", "records.timeline");
    return { count: trashed.length, ids: trashed.map(({ id }) => id) };
  },
});
