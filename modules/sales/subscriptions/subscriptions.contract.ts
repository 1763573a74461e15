import { z } from "zod";
import { blocked, currency, get, id, instant, minorAmount, page, post } from "#kernel/contract.ts";

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
  search: z.string().trim().max(200).optional(),
  customerId: id("customer").optional(),
  status: SubscriptionStatus.optional(),
  /** Active ones whose next charge comes within so many days. */
  dueDays: z.enum(["7", "30"]).optional(),
  /** Active ones with a known amount in this currency: what the monthly revenue is made of. */
  mrrCurrency: currency().optional(),
  /** Were running 30 days ago and ended since. */
  churned: z.stringbool().optional(),
});
export type SubscriptionFilter = z.output<typeof SubscriptionFilter>;

/** What is to come: renewals of active subscriptions, in the company's currency. */
const Due = z.object({ count: z.int(), minor: minorAmount() });

export const SubscriptionFigures = z.object({
  activeCount: z.int(),
  /**
   * Monthly recurring revenue: what the active subscriptions charge, each as if it were charged by the month (a day is
   * 365/12 times a month, a week 365/84, a year a twelfth). Those that will end are not in it.
   */
  mrrMinor: minorAmount(),
  /** The same of each other currency; they are never added up. */
  others: z.array(z.object({ currency: z.string(), mrrMinor: minorAmount() })),
  /** Active ones whose amount the store does not say: they are in no sum. */
  untoldCount: z.int(),
  due7: Due,
  due30: Due,
  /** Of those that were running 30 days ago, how many have ended since. */
  churn: z.object({ startCount: z.int(), endedCount: z.int() }),
});
export type SubscriptionFigures = z.output<typeof SubscriptionFigures>;

export const SUBSCRIPTION_SORTS = ["-created", "next"] as const;

const at = "/api/sales/subscriptions";
export const subscriptions = {
  list: get(
    at,
    SubscriptionFilter.extend({
      sort: z.enum(SUBSCRIPTION_SORTS).default("-created"),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(Subscription),
  ),
  count: get(`${at}/count`, SubscriptionFilter, z.object({ count: z.int(), allCount: z.int() })),
  figures: get(`${at}/figures`, z.object({}), SubscriptionFigures),
  get: get(`${at}/:id`, z.object({ id: SubscriptionId }), Subscription),
  /** To the trash, for 30 days. */
  trash: post(
    `${at}/trash`,
    z.object({ ids: z.array(SubscriptionId).min(1).max(1000) }),
    z.object({ count: z.int(), ids: z.array(SubscriptionId) }),
  ),
};
