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
  /** The newest state of its order that listed it; null where refunds are told on their own. */
  readonly listedAt: Date | null;
};

/** A refund that a newer state of its order left out: what a late word of it needs. */
export type RefundDeletion = {
  readonly externalId: string;
  readonly refundedAt: Date;
  readonly listedAt: Date;
};

/** A state of an order that lists all its refunds: when it was, and the newest that was told so far, itself included. */
export type Listing = { readonly at: Date; readonly newest: Date };

export type RefundsAfter = {
  readonly all: RefundState[];
  /** New ones and changed ones. */
  readonly changed: RefundState[];
  /** Left out by a newer state of their order, or told by an older one than that. */
  readonly gone: RefundState[];
};

/**
 * All refunds of one order after a telling, and those of them that it changed. A refund is known by its id; the higher tie
 * decides its content, the earliest telling its moment, and the newest state of the order that lists all whether it is
 * there, so that the order of arrival does not.
 */
export function refundsAfter(
  known: readonly RefundState[],
  told: readonly StoreRefund[],
  orderId: string | null,
  listing: Listing | null = null,
  deletions: readonly RefundDeletion[] = [],
): RefundsAfter {
  const byId = new Map(known.map((refund) => [refund.externalId, refund]));
  for (const refund of told) {
    const kept = keptOf(byId.get(refund.externalId), refund);
    const gone = deletions.find(({ externalId }) => externalId === refund.externalId);
    byId.set(refund.externalId, {
      ...kept,
      refundedAt: earliest(kept.refundedAt, gone?.refundedAt),
      listedAt: latest(kept.listedAt, gone?.listedAt, listing?.at),
    });
  }
  const whole = [...byId.values()].map((refund) =>
    refund.orderId === orderId ? refund : { ...refund, orderId: refund.orderId ?? orderId },
  );
  const isGone = ({ listedAt }: RefundState) =>
    listing !== null && listedAt !== null && listedAt < listing.newest;
  const all = whole.filter((refund) => !isGone(refund));
  return {
    all,
    changed: all.filter((refund) => !isSame(refund, byOwnId(known, refund.id))),
    gone: whole.filter(isGone),
  };
}

const earliest = (one: Date, other: Date | undefined): Date =>
  other !== undefined && other < one ? other : one;

function latest(...moments: readonly (Date | null | undefined)[]): Date | null {
  const known = moments.filter((one) => one !== null && one !== undefined);
  return known.toSorted((one, other) => other.getTime() - one.getTime())[0] ?? null;
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
    listedAt: known?.listedAt ?? null,
  };
}

const byOwnId = (refunds: readonly RefundState[], id: RefundId) =>
  refunds.find((refund) => refund.id === id);

const isSame = (one: RefundState, other: RefundState | undefined): boolean =>
  other !== undefined &&
  one.orderId === other.orderId &&
  one.sourceTie === other.sourceTie &&
  one.refundedAt.getTime() === other.refundedAt.getTime() &&
  one.listedAt?.getTime() === other.listedAt?.getTime();

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
