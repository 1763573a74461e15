import type { Applied } from "#kernel/applied.ts";
import { isNewer } from "#kernel/clock.ts";
import { newId } from "#kernel/ids.ts";
import { holdTellings } from "#modules/catalog/catalog.public.ts";
import {
  type CustomerId,
  erasedAtOf,
  type Joined,
  joinStoreCustomer,
} from "#modules/crm/crm.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import {
  type PaymentState,
  paymentsChanged,
  type StorePayment,
} from "../payments/payments.rules.ts";
import { keepWaitingPayments, putPayments } from "../payments/payments.ts";
import {
  type Listing,
  type RefundState,
  type RefundsAfter,
  refundedMinorOf,
  type StoreRefund,
} from "../refunds/refunds.rules.ts";
import { keepRefunds, NO_REFUNDS } from "../refunds/refunds.ts";
import { changesOfOrder } from "./history.rules.ts";
import {
  chargeAsTold,
  clockOf,
  goneAtOf,
  isForNobody,
  isSaleOf,
  type KeptOrder,
  lineAsTold,
  type OrderState,
  type StoreOrder,
  type StoreOrderLine,
  stateAfter,
  withoutBuyer,
} from "./orders.rules.ts";
import {
  insertOrderDeletion,
  type KnownOrder,
  markSourceClock,
  selectKnownOrder,
} from "./orders.sql.ts";
import { followCustomers } from "./orders.ts";
import { keepOrder } from "./roll-ups.ts";
import { tellOrderStory } from "./story.ts";
import { followDeletion } from "./trash.ts";

const TOPICS = ["sales.orders", "crm.customers", "insights.home"];

/**
 * A store's order, as one whole state. The newest by the store's own clock stands; an older one still says who its
 * customer was and which refunds and payments there are. So any order of arrival ends the same, and twice is once.
 */
export async function applyStoreOrder(ctx: CommandCtx, all: StoreOrder): Promise<Applied> {
  await holdTellings(ctx);
  let known = await selectKnownOrder(ctx.db, all);
  if (known.isPurged) return waiting(false);
  if (known.order !== null && isSameState(all, known.order)) return seen(known.order);

  const erasedAt = await buyerErasedAt(ctx, all, known.order);
  const told = erasedAt === null ? all : withoutBuyer(all);
  const joined = await joinBuyer(ctx, told, known.order);
  if (joined !== null && (await followCustomers(ctx, joined)) && known.order !== null)
    known = await selectKnownOrder(ctx.db, told);

  const id = known.order?.id ?? newId<"order">();
  const isNameless = erasedAt !== null;
  const order = { ...told, ...known, id, isNameless };
  const refunds = await keepRefunds(ctx, order, told.refunds, listingOf(told, known.order));
  const payments = paymentsChanged(known.payments, told.payments, id);
  const refundedMinor = refundedMinorOf(refunds.all, told.currency);

  // A phone alone leads to a customer without locking them.
  const holds = joined === null || joined.joinedBy === "phone" ? null : joined.customerId;
  const before = known.order;
  if (before !== null && !isNewer(told.clock, clockOf(before))) {
    const after = withRefunds(before, refunds.all);
    return settle(ctx, { before, after, refunds, payments, told: null, known, holds });
  }
  const decided = {
    ...customerOf(joined),
    refundedMinor,
    deletionAt: known.deletionAt,
    erasedAt,
  };
  const state = stateAfter(told, before, decided);
  const trashedAt = before?.trashedAt ?? null;
  const custom = before?.custom ?? {};
  const after = { ...state, id, trashedAt, custom, version: (before?.version ?? 0) + 1 };
  return settle(ctx, { before, after, refunds, payments, told, known, holds });
}

/** Whether a refund is there is decided by the newest state that lists them all, to the second of the store's clock. */
function listingOf(
  { listsAllRefunds = false, clock: { updatedAt } }: StoreOrder,
  before: KeptOrder | null,
): Listing | null {
  if (!listsAllRefunds || updatedAt === null) return null;
  const known = before?.sourceUpdatedAt ?? updatedAt;
  return { at: updatedAt, newest: known > updatedAt ? known : updatedAt };
}

/** An order known already says it itself; a new one is asked about. */
const buyerErasedAt = async (
  ctx: CommandCtx,
  { customer, placedAt }: StoreOrder,
  before: KeptOrder | null,
): Promise<Date | null> =>
  before !== null
    ? before.erasedAt
    : customer === null
      ? null
      : erasedAtOf(ctx, customer, placedAt);

const joinBuyer = async (
  ctx: CommandCtx,
  { customer, placedAt }: StoreOrder,
  before: KeptOrder | null,
): Promise<Joined | null> =>
  customer === null || isForNobody(before) ? null : joinStoreCustomer(ctx, customer, placedAt);

/** A refund that a store tells on its own. Before its order it waits. */
export async function applyStoreRefund(ctx: CommandCtx, refund: StoreRefund): Promise<Applied> {
  const known = await lockKnown(ctx, refund.connectionId, refund.orderExternalId);
  const key = { connectionId: refund.connectionId, externalId: refund.orderExternalId };
  if (known.isPurged) return waiting(false);
  const before = known.order;
  const isNameless = before !== null && before.erasedAt !== null;
  const order = { ...known, ...key, id: before?.id ?? null, isNameless };
  const refunds = await keepRefunds(ctx, order, [refund]);
  if (before === null) return waiting(refunds.changed.length > 0);
  const after = withRefunds(before, refunds.all);
  return settle(ctx, { before, after, refunds, payments: [], told: null, known, holds: null });
}

/** A payment that a store tells on its own. Before its order it waits. */
export async function applyStorePayment(ctx: CommandCtx, payment: StorePayment): Promise<Applied> {
  const known = await lockKnown(ctx, payment.connectionId, payment.orderExternalId);
  if (known.isPurged) return waiting(false);
  const order = known.order;
  const payments = paymentsChanged(known.payments, [payment], order?.id ?? null);
  if (order === null) {
    await keepWaitingPayments(ctx, payment, payments);
    return waiting(payments.length > 0);
  }
  return settle(ctx, {
    before: order,
    after: order,
    refunds: NO_REFUNDS,
    payments,
    told: null,
    known,
    holds: null,
  });
}

/** A store's word that an order is gone. It is kept aside, and back as soon as a later state of it is told. */
export async function deleteStoreOrder(
  ctx: CommandCtx,
  { connectionId, externalId, at }: { connectionId: string; externalId: string; at: Date },
): Promise<Applied> {
  const known = await lockKnown(ctx, connectionId, externalId);
  const isLatest = (await insertOrderDeletion(ctx.db, { connectionId, externalId }, at)) > 0;
  const before = known.order;
  if (before === null || !isLatest) return before === null ? waiting(isLatest) : seen(before);
  const deletedAt = goneAtOf(before, at);
  const after = { ...before, deletedAt, isSale: isSaleOf({ ...before, deletedAt }) };
  const nothing = { refunds: NO_REFUNDS, payments: [], told: null };
  return settle(ctx, { before, after, ...nothing, known, holds: null });
}

async function lockKnown(
  ctx: CommandCtx,
  connectionId: string,
  externalId: string,
): Promise<KnownOrder> {
  await holdTellings(ctx);
  return selectKnownOrder(ctx.db, { connectionId, externalId });
}

type Change = {
  readonly before: KeptOrder | null;
  readonly after: KeptOrder;
  readonly refunds: RefundsAfter;
  readonly payments: readonly PaymentState[];
  /** Null: what is told is not the order's newest state, so its lines and charges stay. */
  readonly told: StoreOrder | null;
  readonly known: KnownOrder;
  /** The customer that joining them has locked. */
  readonly holds: CustomerId | null;
};

/** Writes what changed, and with it the customer's roll-ups, the timelines and the audit entry. Nothing when nothing did. */
async function settle(ctx: CommandCtx, change: Change): Promise<Applied> {
  const { before, after, refunds, payments, told, known } = change;
  const lines = told === null ? null : replaced(known.lines, told.lines.map(lineAsTold));
  const charges = told === null ? null : replaced(known.charges, told.charges.map(chargeAsTold));
  const parts = { lines, charges, refunds: refunds.changed, refundsGone: refunds.gone, payments };
  const changes = changesOfOrder(before, after, parts);
  if (changes === null) {
    if (told !== null) await markSourceClock(ctx.db, after);
    return seen(after);
  }

  const { connectionId, externalId: orderExternalId } = after;
  const contents = {
    lines: lines?.after.map(asLine) ?? null,
    charges: charges?.after ?? null,
    payments:
      payments.length === 0
        ? null
        : putPayments({ connectionId, orderExternalId }, payments, ctx.now),
  };
  await keepOrder(ctx, before, after, contents, change.holds);
  await followDeletion(ctx, before, after);
  await tellOrderStory(ctx, before, after, refunds);
  await ctx.audit({ type: "order", id: after.id, name: after.number }, changes);
  ctx.tell(...TOPICS);
  const subject = { type: "order", id: after.id, name: after.number };
  const outcome = before === null ? "created" : "changed";
  return { outcome, subject, topics: TOPICS, isNameless: after.erasedAt !== null };
}

/** Null when they are those known already: then there is nothing to write. */
function replaced<T>(known: readonly T[] | null, told: readonly T[]) {
  const isSame = known !== null && JSON.stringify(known) === JSON.stringify(told);
  return isSame ? null : { before: known ?? [], after: told };
}

const asLine = (line: StoreOrderLine) => ({ ...line, sharedDiscountMinor: 0 });

const withRefunds = (order: KeptOrder, refunds: readonly RefundState[]): KeptOrder => ({
  ...order,
  refundedMinor: refundedMinorOf(refunds, order.currency),
});

const customerOf = (
  joined: Joined | null,
): Pick<OrderState, "customerId" | "partId" | "joinedBy" | "phone"> =>
  joined === null
    ? { customerId: null, partId: null, joinedBy: "nobody", phone: null }
    : {
        customerId: joined.customerId,
        partId: joined.partId,
        joinedBy: joined.joinedBy,
        phone: joined.phone,
      };

const isSameState = (told: StoreOrder, kept: KeptOrder): boolean =>
  told.clock.tie === kept.sourceTie &&
  (told.clock.updatedAt?.getTime() ?? 0) === (kept.sourceUpdatedAt?.getTime() ?? 0);

const seen = (order: KeptOrder): Applied => ({
  outcome: "seen",
  subject: { type: "order", id: order.id, name: order.number },
  topics: [],
  isNameless: order.erasedAt !== null,
});

const waiting = (isNew: boolean): Applied => ({
  outcome: isNew ? "created" : "seen",
  subject: null,
  topics: [],
});
