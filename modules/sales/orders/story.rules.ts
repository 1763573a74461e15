import { showId } from "#kernel/ids.ts";
import type { RefundState } from "../refunds/refunds.rules.ts";
import type { KeptOrder } from "./orders.rules.ts";

/** One thing that happened to an order, as its timeline and its customer's tell it. */
export type Happening = {
  readonly key: string;
  readonly kind: string;
  readonly at: Date;
  readonly detail: Record<string, unknown>;
};

/**
 * What happened, read from the order's state alone: each under a key of its own, so that however its states arrived the
 * same is told.
 */
export function storyOf(order: KeptOrder): Happening[] {
  const detail = {
    order: showId("order", order.id),
    number: order.number,
    channel: order.channel,
    currency: order.currency,
    totalMinor: order.totalMinor,
  };
  const told = (verb: string, at: Date | null): Happening[] =>
    at === null
      ? []
      : [{ key: `sales.order.${verb}:${order.id}`, kind: `sales.order.${verb}`, at, detail }];
  return [
    ...told("placed", order.placedAt),
    ...told("paid", order.paidAt),
    ...told("fulfilled", order.fulfilmentStatus === "fulfilled" ? order.completedAt : null),
    ...told("cancelled", order.status === "cancelled" ? order.cancelledAt : null),
    ...told("deleted", isOnlyTrashed(order) ? null : order.deletedAt),
  ];
}

/** What a person deletes is told by the audit log, and comes back as if nothing had been. */
const isOnlyTrashed = ({ deletedAt, trashedAt }: KeptOrder): boolean =>
  trashedAt !== null && deletedAt?.getTime() === trashedAt.getTime();

export const refundStoryOf = (order: KeptOrder, refunds: readonly RefundState[]): Happening[] =>
  refunds.map(({ id, currency, amountMinor, reason, refundedAt }) => ({
    key: `sales.order.refunded:${id}`,
    kind: "sales.order.refunded",
    at: refundedAt,
    detail: {
      order: showId("order", order.id),
      number: order.number,
      currency,
      amountMinor,
      reason,
    },
  }));

/** What has to be told, and the keys of what no longer holds. */
export function storyChanges(
  before: readonly Happening[],
  after: readonly Happening[],
): { told: Happening[]; gone: string[] } {
  const was = new Map(before.map((happening) => [happening.key, JSON.stringify(happening)]));
  const keys = new Set(after.map(({ key }) => key));
  return {
    told: after.filter((happening) => was.get(happening.key) !== JSON.stringify(happening)),
    gone: [...was.keys()].filter((key) => !keys.has(key)),
  };
}
