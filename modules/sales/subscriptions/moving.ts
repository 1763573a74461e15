import {
  type CustomerId,
  customerForPhone,
  type Merged,
  type Recast,
  type Released,
} from "#modules/crm/crm.public.ts";
import { forgetTimeline, tellTimeline } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { type KeptSubscription, subscriptionStoryOf } from "./subscriptions.rules.ts";
import {
  lockSubscriptionsByPhone,
  markNobodys,
  markSubscriptionCustomer,
  markSubscriptionsMoved,
  markSubscriptionsRecast,
  markSubscriptionsReleased,
} from "./subscriptions.sql.ts";

/** After two customers turned out to be one. The timeline moves as a whole, by whoever calls. */
export const moveSubscriptions = (ctx: CommandCtx, merged: Merged): Promise<number> =>
  markSubscriptionsMoved(ctx.db, merged);

/** Parts of a merged customer turned out to be one. */
export const recastSubscriptions = (ctx: CommandCtx, recast: Recast): Promise<number> =>
  markSubscriptionsRecast(ctx.db, recast);

/** Parts of a merged customer go their own way. Answers what went with them. */
export const releaseSubscriptions = (
  ctx: CommandCtx,
  released: Released,
): Promise<{ id: string }[]> => markSubscriptionsReleased(ctx.db, released);

/** Their customers are about to go for good: whose they were is decided. */
export const leaveSubscriptions = (
  ctx: CommandCtx,
  customers: readonly CustomerId[],
): Promise<number> => markNobodys(ctx.db, customers);

/** Where a phone alone decided and its owner is now another. True when anything moved. */
export async function settleSubscriptionsByPhone(
  ctx: CommandCtx,
  phones: readonly string[],
): Promise<boolean> {
  let hasMoved = false;
  for (const subscription of await lockSubscriptionsByPhone(ctx.db, phones)) {
    if (subscription.phone === null) continue;
    const customerId = await customerForPhone(ctx, subscription.phone, subscription.name);
    if (customerId === subscription.customerId) continue;
    await markSubscriptionCustomer(ctx.db, subscription.id, customerId);
    await tellSubscriptionStory(ctx, subscription, { ...subscription, customerId, partId: null });
    hasMoved = true;
  }
  return hasMoved;
}

/** Brings the customer's timeline to what the subscription's state says. */
export async function tellSubscriptionStory(
  ctx: CommandCtx,
  before: KeptSubscription | null,
  after: KeptSubscription,
): Promise<void> {
  const story = subscriptionStoryOf(after);
  const keys = new Set(story.map(({ key }) => key));
  const hasMoved = before !== null && before.customerId !== after.customerId;
  const gone = (before === null ? [] : subscriptionStoryOf(before))
    .map(({ key }) => key)
    .filter((key) => hasMoved || !keys.has(key));
  if (before?.customerId && gone.length > 0)
    await forgetTimeline(ctx, {
      subjectType: "customer",
      subjectId: before.customerId,
      keys: gone,
    });
  const { customerId } = after;
  if (customerId === null || story.length === 0) return;
  const entries = story.map((happening) => ({
    subjectType: "customer",
    subjectId: customerId,
    ...happening,
  }));
  await tellTimeline(ctx, entries);
}
