import { factsOfCustom, withCustomChanges } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { readRefunds } from "../refunds/refunds.ts";
import { changesOfOrder, type Parts } from "./history.rules.ts";
import type { KeptOrder } from "./orders.rules.ts";
import { tellOrderStory } from "./story.ts";

/** What follows every change by hand: the timelines, the audit entry, the screens. */
export async function afterwards(
  ctx: CommandCtx,
  before: KeptOrder | null,
  after: KeptOrder,
  changed: Partial<Parts>,
): Promise<void> {
  const refunds = changed.refunds ?? [];
  const parts = { lines: null, charges: null, payments: [], ...changed, refunds };
  const hasMoved = before !== null && before.customerId !== after.customerId;
  const all = hasMoved ? await readRefunds(ctx.db, after.id) : refunds;
  await tellOrderStory(ctx, before, after, { all, changed: refunds });
  const changes = changesOfOrder(before, after, parts) ?? { before: {}, after: {} };
  await ctx.audit(
    { type: "order", id: after.id, name: after.number },
    before === null
      ? { ...changes, after: { ...changes.after, ...factsOfCustom(after.custom) } }
      : withCustomChanges(changes, before.custom, after.custom),
  );
  ctx.tell("sales.orders", "crm.customers", "insights.home");
}
