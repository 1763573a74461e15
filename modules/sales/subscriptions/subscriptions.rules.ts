import type { SourceClock } from "#kernel/clock.ts";
import type { Minor } from "#kernel/money.ts";
import type { StoreCustomer } from "#modules/crm/crm.public.ts";
import type { SubscriptionStatus } from "./subscriptions.contract.ts";

/** A subscription as a store tells it. */
export type StoreSubscription = {
  readonly connectionId: string;
  readonly externalId: string;
  readonly number: string;
  readonly customer: StoreCustomer | null;
  readonly status: SubscriptionStatus;
  readonly sourceStatus: string;
  readonly currency: string;
  readonly amountMinor: Minor;
  readonly intervalUnit: "day" | "week" | "month" | "year";
  readonly intervalCount: number;
  readonly title: string;
  readonly startedAt: Date | null;
  readonly nextChargeAt: Date | null;
  readonly endsAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly clock: SourceClock;
};
