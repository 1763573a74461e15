import type { Applied } from "#kernel/applied.ts";
import { isNewer } from "#kernel/clock.ts";
import { newId } from "#kernel/ids.ts";
import { holdTellings } from "#modules/catalog/catalog.public.ts";
import {
  erasedAtOf,
  type Joined,
  joinStoreCustomer,
  type StoreCustomer,
} from "#modules/crm/crm.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { deletedAtOf, goneAtOf, isForNobody } from "../orders/orders.rules.ts";
import { followCustomers } from "../orders/orders.ts";
import { tellSubscriptionStory } from "./moving.ts";
import type { KeptSubscription, StoreSubscription } from "./subscriptions.rules.ts";
import {
  insertSubscriptionDeletion,
  selectKnownSubscription,
  writeSubscription,
} from "./subscriptions.sql.ts";
import { followDeletion } from "./trash.ts";

const TOPICS = ["sales.subscriptions", "crm.customers"];

/** A store's subscription, as one whole state. The newest by the store's own clock stands. */
export async function applyStoreSubscription(
  ctx: CommandCtx,
  told: StoreSubscription,
): Promise<Applied> {
  await holdTellings(ctx);
  let known = await selectKnownSubscription(ctx.db, told);
  if (known.isPurged) return UNHEARD;
  const erasedAt = await subscriberErasedAt(ctx, told, known.subscription);
  const isNobodys = erasedAt !== null || isForNobody(known.subscription);
  const joined = isNobodys ? null : await joinSubscriber(ctx, told);
  if (joined !== null && (await followCustomers(ctx, joined)))
    known = await selectKnownSubscription(ctx.db, told);

  const before = known.subscription;
  const isStale =
    before !== null &&
    !isNewer(told.clock, { updatedAt: before.sourceUpdatedAt, tie: before.sourceTie });
  if (isStale) return seen(before);

  const { customer, clock, ...content } = told;
  return settle(ctx, before, {
    ...content,
    id: before?.id ?? newId(),
    ...(isNobodys ? NOBODYS : subscriberOf(customer, joined)),
    sourceUpdatedAt: clock.updatedAt,
    sourceTie: clock.tie,
    deletedAt: deletedAtOf(known.deletionAt, clock.updatedAt) ?? before?.trashedAt ?? null,
    trashedAt: before?.trashedAt ?? null,
    erasedAt,
  });
}

/** One known already says it itself; a new one is asked about. */
const subscriberErasedAt = async (
  ctx: CommandCtx,
  { customer, startedAt }: StoreSubscription,
  before: KeptSubscription | null,
): Promise<Date | null> =>
  before !== null
    ? before.erasedAt
    : customer === null
      ? null
      : erasedAtOf(ctx, customer, startedAt);

const joinSubscriber = async (ctx: CommandCtx, { customer, startedAt }: StoreSubscription) =>
  customer === null ? null : joinStoreCustomer(ctx, customer, startedAt);

type Subscriber = Pick<KeptSubscription, "customerId" | "partId" | "joinedBy" | "name" | "phone">;

const subscriberOf = (customer: StoreCustomer | null, joined: Joined | null): Subscriber => ({
  customerId: joined?.customerId ?? null,
  partId: joined?.partId ?? null,
  joinedBy: joined?.joinedBy ?? "nobody",
  name: customer?.name ?? "",
  phone: joined?.phone ?? null,
});

/** It was deleted for good. */
const UNHEARD: Applied = { outcome: "seen", subject: null, topics: [] };

/** Whoever had it was deleted for good, or erased. */
const NOBODYS: Subscriber = {
  customerId: null,
  partId: null,
  joinedBy: "person",
  name: "",
  phone: null,
};

/** A store's word that a subscription is gone. It is back as soon as a later state of it is told. */
export async function deleteStoreSubscription(
  ctx: CommandCtx,
  { connectionId, externalId, at }: { connectionId: string; externalId: string; at: Date },
): Promise<Applied> {
  await holdTellings(ctx);
  const { subscription, isPurged } = await selectKnownSubscription(ctx.db, {
    connectionId,
    externalId,
  });
  if (isPurged) return UNHEARD;
  const isLatest = (await insertSubscriptionDeletion(ctx.db, { connectionId, externalId }, at)) > 0;
  if (subscription === null)
    return { outcome: isLatest ? "created" : "seen", subject: null, topics: [] };
  if (!isLatest) return seen(subscription);
  const deletedAt = goneAtOf(subscription, at);
  return settle(ctx, subscription, { ...subscription, deletedAt });
}

async function settle(
  ctx: CommandCtx,
  before: KeptSubscription | null,
  after: KeptSubscription,
): Promise<Applied> {
  const changes = changesOf(before === null ? {} : factsOf(before), factsOf(after));
  await writeSubscription(ctx.db, after, ctx.now);
  if (Object.keys(changes.after).length === 0) return seen(after);

  await followDeletion(ctx, before, after);
  await tellSubscriptionStory(ctx, before, after);
  const subject = { type: "subscription", id: after.id, name: after.number };
  await ctx.audit(subject, before === null ? { before: {}, after: factsOf(after) } : changes);
  ctx.tell(...TOPICS);
  const outcome = before === null ? "created" : "changed";
  return { outcome, subject, topics: TOPICS, isNameless: after.erasedAt !== null };
}

/** All but the store's clock and what is kept for the undo of a merge, which is no news to anybody. */
function factsOf({
  sourceUpdatedAt: _,
  sourceTie: __,
  partId: ___,
  ...facts
}: KeptSubscription): object {
  return facts;
}

const seen = (subscription: KeptSubscription): Applied => ({
  outcome: "seen",
  subject: { type: "subscription", id: subscription.id, name: subscription.number },
  topics: [],
  isNameless: subscription.erasedAt !== null,
});
