import type { SourceClock } from "#kernel/clock.ts";
import { showId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CustomerId, Joined, StoreCustomer } from "#modules/crm/crm.public.ts";
import type { SubscriptionId, SubscriptionStatus } from "./subscriptions.contract.ts";

/** A subscription as a store tells it. */
export type StoreSubscription = {
  readonly connectionId: string;
  readonly externalId: string;
  readonly number: string;
  readonly customer: StoreCustomer | null;
  readonly status: SubscriptionStatus;
  readonly sourceStatus: string;
  readonly currency: string;
  /** Of each charge; null where the store does not say (Shopify tells contracts without one). */
  readonly amountMinor: Minor | null;
  readonly intervalUnit: "day" | "week" | "month" | "year";
  readonly intervalCount: number;
  readonly title: string;
  readonly startedAt: Date | null;
  readonly nextChargeAt: Date | null;
  readonly endsAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly clock: SourceClock;
};

/** A subscription as it is kept. */
export type KeptSubscription = Omit<StoreSubscription, "customer" | "clock"> & {
  readonly id: SubscriptionId;
  readonly customerId: CustomerId | null;
  /** Which part of a merged customer it belongs to; null: their own. */
  readonly partId: CustomerId | null;
  /** `person`: its customer was deleted for good, and it is nobody's from then on. */
  readonly joinedBy: Joined["joinedBy"] | "person" | "nobody";
  readonly name: string;
  readonly phone: string | null;
  readonly sourceUpdatedAt: Date | null;
  readonly sourceTie: string;
  /** In no list: its store or a person deleted it. */
  readonly deletedAt: Date | null;
  /** A person did. */
  readonly trashedAt: Date | null;
  /** When whoever had it was erased: it says nothing of them any more. */
  readonly erasedAt: Date | null;
};

export type SubscriptionHappening = {
  readonly key: string;
  readonly kind: string;
  readonly at: Date;
  readonly detail: Record<string, unknown>;
};

/** What happened, read from the state alone, so that however its states arrived the same is told. */
export function subscriptionStoryOf(subscription: KeptSubscription): SubscriptionHappening[] {
  const detail = {
    subscription: showId("subscription", subscription.id),
    number: subscription.number,
    title: subscription.title,
    currency: subscription.currency,
    amountMinor: subscription.amountMinor,
    intervalUnit: subscription.intervalUnit,
    intervalCount: subscription.intervalCount,
  };
  const told = (verb: string, at: Date | null): SubscriptionHappening[] =>
    at === null
      ? []
      : [
          {
            key: `sales.subscription.${verb}:${subscription.id}`,
            kind: `sales.subscription.${verb}`,
            at,
            detail,
          },
        ];
  const isCancelled = subscription.status === "cancelled" || subscription.status === "ending";
  return [
    ...told("started", subscription.startedAt),
    ...told("cancelled", isCancelled ? subscription.cancelledAt : null),
    ...told("ended", subscription.status === "expired" ? subscription.endsAt : null),
  ];
}
