import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import {
  type Listing,
  type RefundState,
  type RefundsAfter,
  refundsAfter,
  type StoreRefund,
} from "./refunds.rules.ts";
import {
  deleteRefundDeletions,
  insertRefunds,
  markRefundsGone,
  selectRefundDeletions,
  selectRefunds,
  selectStoreRefunds,
} from "./refunds.sql.ts";

type StoreKey = { readonly connectionId: string; readonly externalId: string };

/**
 * Keeps the refunds a store tells of one of its orders, gives those that waited to the order, and takes away those that the
 * store has deleted. Where its buyer was erased no reason is kept, for it may say anything of them.
 */
export async function keepRefunds(
  ctx: CommandCtx,
  order: StoreKey & {
    readonly id: string | null;
    readonly hasRefunds: boolean;
    readonly isNameless: boolean;
  },
  told: readonly StoreRefund[],
  listing: Listing | null = null,
): Promise<RefundsAfter> {
  if (told.length === 0 && !order.hasRefunds) return NO_REFUNDS;
  const { connectionId, externalId } = order;
  const known = order.hasRefunds ? await selectStoreRefunds(ctx.db, connectionId, externalId) : [];
  const isListed = listing !== null && told.length > 0;
  const deletions = isListed ? await selectRefundDeletions(ctx.db, connectionId, externalId) : [];
  const after = refundsAfter(
    known.map((refund) => sayingOf(refund, order)),
    told.map((refund) => sayingOf(refund, order)),
    order.id,
    listing,
    deletions,
  );
  const store = { connectionId, orderExternalId: externalId };
  if (after.changed.length > 0) await insertRefunds(ctx.db, store, after.changed, ctx.now);
  if (after.gone.length > 0 && order.id !== null)
    await markRefundsGone(ctx.db, { ...store, orderId: order.id }, after.gone);
  const back = after.all.map((refund) => refund.externalId ?? "");
  if (deletions.some((one) => back.includes(one.externalId)))
    await deleteRefundDeletions(ctx.db, connectionId, externalId, back);
  const knownIds = new Set(known.map(({ id }) => id));
  return { ...after, gone: after.gone.filter(({ id }) => knownIds.has(id)) };
}

export const NO_REFUNDS: RefundsAfter = { all: [], changed: [], gone: [] };

const sayingOf = <Of extends { readonly reason: string }>(
  refund: Of,
  { isNameless }: { readonly isNameless: boolean },
): Of => (isNameless ? { ...refund, reason: "" } : refund);

/** A refund entered by hand. */
export async function postRefund(
  ctx: CommandCtx,
  refund: {
    readonly orderId: string;
    readonly currency: string;
    readonly amountMinor: Minor;
    readonly reason: string;
    /** Left out: now. */
    readonly refundedAt?: Date;
  },
): Promise<RefundState> {
  const made: RefundState = {
    refundedAt: ctx.now,
    ...refund,
    id: newId(),
    externalId: null,
    hasMovedMoney: null,
    lines: [],
    sourceTie: "",
    listedAt: null,
  };
  await insertRefunds(ctx.db, null, [made], ctx.now);
  return made;
}

export const readRefunds = (db: Db, orderId: string): Promise<RefundState[]> =>
  selectRefunds(db, orderId);
