import { type CustomerId, customerForPhone, type Joined } from "#modules/crm/crm.public.ts";
import { moveTimeline } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { postLinked } from "../postings/postings.ts";
import { readRefunds } from "../refunds/refunds.ts";
import {
  moveSubscriptions,
  recastSubscriptions,
  settleSubscriptionsByPhone,
} from "../subscriptions/moving.ts";
import type { KeptOrder } from "./orders.rules.ts";
import {
  lockOrdersByPhone,
  lockOrdersToLink,
  markLinesLinked,
  markOrderCustomer,
  markOrdersMoved,
  markOrdersRecast,
} from "./orders.sql.ts";
import { rollUpCustomers } from "./roll-ups.ts";
import { tellOrderStory } from "./story.ts";

/**
 * Brings what was sold to the customers as they now are: after records turned out to be one person, and where a phone
 * alone decided and its owner is now another. True when anything moved.
 */
export async function followCustomers(
  ctx: CommandCtx,
  joined: Pick<Joined, "merged" | "phones"> & { readonly recast?: Joined["recast"] },
): Promise<boolean> {
  let hasMoved = false;
  for (const merged of joined.merged) {
    const { from, into } = merged;
    await markOrdersMoved(ctx.db, merged);
    await moveSubscriptions(ctx, merged);
    await moveTimeline(ctx, { subjectType: "customer", from, into });
    await rollUpCustomers(ctx, into);
    hasMoved = true;
  }
  if (joined.recast) {
    await markOrdersRecast(ctx.db, joined.recast);
    await recastSubscriptions(ctx, joined.recast);
    hasMoved = true;
  }
  if (joined.phones.length === 0) return hasMoved;
  const haveSettled = [
    await settleOrdersByPhone(ctx, joined.phones),
    await settleSubscriptionsByPhone(ctx, joined.phones),
  ];
  return hasMoved || haveSettled.includes(true);
}

async function settleOrdersByPhone(ctx: CommandCtx, phones: readonly string[]): Promise<boolean> {
  const settled = new Map<string, CustomerId>();
  let hasMoved = false;
  for (const order of await lockOrdersByPhone(ctx.db, phones)) {
    if (order.phone === null) continue;
    const key = `${order.phone}|${order.name}`;
    const customerId = settled.get(key) ?? (await customerForPhone(ctx, order.phone, order.name));
    settled.set(key, customerId);
    if (customerId === order.customerId) continue;
    await moveOrder(ctx, order, customerId);
    hasMoved = true;
  }
  return hasMoved;
}

async function moveOrder(
  ctx: CommandCtx,
  before: KeptOrder,
  customerId: CustomerId,
): Promise<void> {
  await markOrderCustomer(ctx.db, before.id, customerId);
  await rollUpCustomers(ctx, before.customerId, customerId);
  const all = await readRefunds(ctx.db, before.id);
  await tellOrderStory(ctx, before, { ...before, customerId, partId: null }, { all, changed: [] });
}

/** Lines that were sold before their product was known, or a variant of it, find it now: and with it how they are posted. */
export async function linkOrderLines(
  ctx: CommandCtx,
  { connectionId, productExternalId }: { connectionId: string; productExternalId: string },
): Promise<void> {
  if ((await lockOrdersToLink(ctx.db, connectionId, productExternalId)).length === 0) return;
  const linked = await markLinesLinked(ctx.db, connectionId, productExternalId);
  const [productId] = linked.flatMap((line) => line.productId ?? []);
  if (productId !== undefined)
    await postLinked(ctx, productId, [...new Set(linked.map(({ orderId }) => orderId))].sort());
}
