import { z } from "zod";
import { blocked, get, id, instant, minorAmount, page, post } from "#kernel/contract.ts";

export const SubscriptionStatus = z.enum([
  "pending",
  "active",
  "on_hold",
  "ending",
  "cancelled",
  "expired",
]);
export type SubscriptionStatus = z.output<typeof SubscriptionStatus>;

export const SubscriptionId = id("subscription");
export type SubscriptionId = z.output<typeof SubscriptionId>;

export const Subscription = z.object({
  id: SubscriptionId,
  number: z.string(),
  connection: z.string().nullable(),
  customerId: id("customer").nullable(),
  customerName: z.string(),
  status: SubscriptionStatus,
  sourceStatus: z.string(),
  title: z.string(),
  currency: z.string(),
  /** Of each charge; null where the store does not say. */
  amountMinor: minorAmount().nullable(),
  intervalUnit: z.enum(["day", "week", "month", "year"]),
  intervalCount: z.int(),
  startedAt: instant().nullable(),
  nextChargeAt: instant().nullable(),
  endsAt: instant().nullable(),
  cancelledAt: instant().nullable(),
  blocked: z.object({ trash: blocked() }),
});
export type Subscription = z.output<typeof Subscription>;

export const SubscriptionFilter = z.object({
  customerId: id("customer").optional(),
  status: SubscriptionStatus.optional(),
  after: z.string().max(500).optional(),
});
export type SubscriptionFilter = z.output<typeof SubscriptionFilter>;

export const subscriptions = {
  list: get("/api/sales/subscriptions", SubscriptionFilter, page(Subscription)),
  /** To the trash, for 30 days. */
  trash: post(
    "/api/sales/subscriptions/trash",
    z.object({ ids: z.array(SubscriptionId).min(1).max(1000) }),
    z.object({ count: z.int(), ids: z.array(SubscriptionId) }),
  ),
};
