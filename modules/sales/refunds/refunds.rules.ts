import { type Id, newId } from "#kernel/ids.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";

/** Money given back, as a store tells it. */
export type StoreRefund = {
  readonly connectionId: string;
  readonly orderExternalId: string;
  readonly externalId: string;
  readonly currency: string;
  /** Positive. */
  readonly amountMinor: Minor;
  readonly reason: string;
  /** Whether the gateway gave the money back. Null: the platform does not say. */
  readonly hasMovedMoney: boolean | null;
  /**
   * When it was made. Where the platform dates refunds, its date. WooCommerce does not inside an order: then the order's
   * own "changed at", and the earliest of those that were told is the one kept.
   */
  readonly refundedAt: Date;
  readonly lines: readonly {
    readonly lineExternalId: string;
    readonly quantity: number;
    readonly amountMinor: Minor;
  }[];
  /** Which of two tellings of one refund is kept: the higher. A refund of its own outranks a mention inside an order. */
  readonly tie: string;
};

export type RefundId = Id<"refund">;

/** A refund as it is kept. `orderId` is null while its order has not been told. */
export type RefundState = {
  readonly id: RefundId;
  readonly orderId: string | null;
  readonly externalId: string | null;
  readonly currency: string;
  readonly amountMinor: Minor;
  readonly reason: string;
  readonly hasMovedMoney: boolean | null;
  readonly refundedAt: Date;
  readonly lines: StoreRefund["lines"];
  readonly sourceTie: string;
};

/**
 * All refunds of one order after a telling, and those of them that it changed. A refund is known by its id and never
 * vanishes; the higher tie decides its content and the earliest telling its moment, so that the order of arrival does not.
 */
export function refundsAfter(
  known: readonly RefundState[],
  told: readonly StoreRefund[],
  orderId: string | null,
): { all: RefundState[]; changed: RefundState[] } {
  const byId = new Map(known.map((refund) => [refund.externalId, refund]));
  for (const refund of told)
    byId.set(refund.externalId, keptOf(byId.get(refund.externalId), refund));
  const all = [...byId.values()].map((refund) =>
    refund.orderId === orderId ? refund : { ...refund, orderId: refund.orderId ?? orderId },
  );
  return { all, changed: all.filter((refund) => !isSame(refund, byOwnId(known, refund.id))) };
}

function keptOf(known: RefundState | undefined, told: StoreRefund): RefundState {
  if (known !== undefined && told.tie <= known.sourceTie) {
    return told.refundedAt < known.refundedAt ? { ...known, refundedAt: told.refundedAt } : known;
  }
  const { externalId, currency, amountMinor, reason, hasMovedMoney, lines, tie } = told;
  const isEarlier = known === undefined || told.refundedAt < known.refundedAt;
  return {
    id: known?.id ?? newId(),
    orderId: known?.orderId ?? null,
    externalId,
    currency,
    amountMinor,
    reason,
    hasMovedMoney,
    lines,
    refundedAt: isEarlier ? told.refundedAt : known.refundedAt,
    sourceTie: tie,
  };
}

const byOwnId = (refunds: readonly RefundState[], id: RefundId) =>
  refunds.find((refund) => refund.id === id);

const isSame = (one: RefundState, other: RefundState | undefined): boolean =>
  other !== undefined &&
  one.orderId === other.orderId &&
  one.sourceTie === other.sourceTie &&
  one.refundedAt.getTime() === other.refundedAt.getTime();

/**
 * What refunds take off their order. All of them count, also where no gateway moved money: a shop that pays back in
 * cash or by bank transfer says so by a refund made by hand, and its own reports subtract it. (A return of goods without
 * money is no refund here, or one of nothing.) Only the order's own currency adds up.
 */
export const refundedMinorOf = (
  refunds: readonly Pick<RefundState, "currency" | "amountMinor">[],
  currency: string,
): Minor =>
  sumMinor(
    refunds.filter((refund) => refund.currency === currency).map(({ amountMinor }) => amountMinor),
  );
