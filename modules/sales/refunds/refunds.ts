import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { type RefundState, refundsAfter, type StoreRefund } from "./refunds.rules.ts";
import { insertRefunds, selectRefunds, selectStoreRefunds } from "./refunds.sql.ts";

type StoreKey = { readonly connectionId: string; readonly externalId: string };

/**
 * Keeps the refunds a store tells of one of its orders, and gives those that waited to the order. Where its buyer was
 * erased no reason is kept, for it may say anything of them.
 */
export async function keepRefunds(
  ctx: CommandCtx,
  order: StoreKey & {
    readonly id: string | null;
    readonly hasRefunds: boolean;
    readonly isNameless: boolean;
  },
  told: readonly StoreRefund[],
): Promise<{ all: RefundState[]; changed: RefundState[] }> {
  if (told.length === 0 && !order.hasRefunds) return { all: [], changed: [] };
  const { connectionId, externalId } = order;
  const known = order.hasRefunds ? await selectStoreRefunds(ctx.db, connectionId, externalId) : [];
  const after = refundsAfter(
    known.map((refund) => sayingOf(refund, order)),
    told.map((refund) => sayingOf(refund, order)),
    order.id,
  );
  if (after.changed.length > 0) {
    const store = { connectionId, orderExternalId: externalId };
    await insertRefunds(ctx.db, store, after.changed, ctx.now);
  }
  return after;
}

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
  };
  await insertRefunds(ctx.db, null, [made], ctx.now);
  return made;
}

export const readRefunds = (db: Db, orderId: string): Promise<RefundState[]> =>
  selectRefunds(db, orderId);
