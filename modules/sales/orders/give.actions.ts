import { refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { requireMember } from "#modules/companies/companies.public.ts";
import { command } from "#platform/actions/action.ts";
import { changesOf } from "#platform/audit/changes.rules.ts";
import { whyNotTrash } from "./hand.rules.ts";
import { readGiven } from "./order-page.ts";
import { orders } from "./orders.contract.ts";
import { lockOrder } from "./orders.sql.ts";
import { markGiven, selectOwners } from "./owners.sql.ts";
import { GIVE, inReach } from "./owners.ts";

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
