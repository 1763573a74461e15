import { refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { requireMember, takenBackBy } from "#modules/companies/companies.public.ts";
import { command } from "#platform/actions/action.ts";
import { changesOf } from "#platform/audit/changes.rules.ts";
import { whyNotTrash } from "./hand.rules.ts";
import { readGiven } from "./order-page.ts";
import { orders } from "./orders.contract.ts";
import { lockOrder } from "./orders.sql.ts";
import { markAllGiven, markGiven, selectOwners } from "./owners.sql.ts";
import { GIVE, inReach, READ } from "./owners.ts";
import { selectAnyOf } from "./trash.sql.ts";

export const giveOrder = command({
  does: orders.give,
  needs: GIVE,
  isScoped: true,
  async run(ctx, { id, version, ownerId }) {
    await inReach(ctx, [id], GIVE);
    if (ownerId !== null) await requireMember(ctx, ownerId, ["ownerId"]);
    const order = await lockOrder(ctx.db, id);
    refuseIfStale(order, version);
    refuseIf(whyNotTrash(order));
    const [was] = await selectOwners(ctx.db, [id]);

    await markGiven(ctx.db, id, ownerId, ctx.now);

    const change = changesOf({ ownerId: was?.ownerId ?? null }, { ownerId });
    await ctx.audit({ type: "order", id, name: order.number }, change);
    ctx.tell("sales.orders", "records.timeline");
    return readGiven(ctx, id);
  },
});

export const giveOrders = command({
  does: orders.giveMany,
  needs: GIVE,
  isScoped: true,
  async run(ctx, { ids: asked, ownerId }) {
    const ids = await inReach(ctx, asked, GIVE);
    if (ownerId !== null) await requireMember(ctx, ownerId, ["ownerId"]);
    const given = await markAllGiven(ctx.db, ids, ownerId, ctx.now);

    const before = await takenBackBy(ctx, { reads: READ, gives: GIVE }, ownerId, given);
    for (const { id, number: name, before: was } of given)
      await ctx.audit(
        { type: "order", id, name },
        { before: { ownerId: was }, after: { ownerId } },
      );
    if (given.length === 0) {
      const { id, number } = await selectAnyOf(ctx.db, ids);
      await ctx.audit({ type: "order", id, name: number }, { before: {}, after: {} });
    }
    ctx.tell("sales.orders", "records.timeline");
    return { count: given.length, ids: given.map(({ id }) => id), before };
  },
});
