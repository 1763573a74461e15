import { invalid, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { isCurrency } from "#kernel/money.ts";
import { requireVariants } from "#modules/catalog/catalog.public.ts";
import { type CustomerId, requireCustomer } from "#modules/crm/crm.public.ts";
import { type Custom, customAfter, customOfNew, orTaken } from "#modules/records/records.public.ts";
import { command } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { paidMinorOf } from "../payments/payments.rules.ts";
import { putHandPayment, readPayments } from "../payments/payments.ts";
import { paymentStatusOf, pricedOf, whyNotChange, whyNotChangeContents } from "./hand.rules.ts";
import { afterwards } from "./hand.ts";
import { readOrder } from "./order-page.ts";
import { type NewOrder, type OrderChange, type OrderId, orders } from "./orders.contract.ts";
import type { KeptOrder, OrderState } from "./orders.rules.ts";
import {
  lockCustomers,
  lockOrder,
  selectCharges,
  selectLines,
  takeOrderNumber,
} from "./orders.sql.ts";
import { enteredBy, inReach } from "./owners.ts";
import { keepOrder } from "./roll-ups.ts";

const WRITE = "sales.orders.write";

export const createOrder = command({
  does: orders.create,
  needs: WRITE,
  isScoped: true,
  async run(ctx, input) {
    const currency = input.currency ?? ctx.company.currency;
    refuseUnknownCurrency(currency);
    refuseFuture(ctx, input.placedAt);
    const buyer = await buyerOf(ctx, input.customerId, null);
    const { lines, charges, sums } = pricedOf(input, await requireVariants(ctx, input.lines));
    const custom = await customOfNew(ctx, "order", input.custom);

    const id = newId<"order">();
    const placedAt = input.placedAt ?? ctx.now;
    const { totalMinor: amountMinor } = sums;
    const method = input.paymentMethod ?? "";

    const payments = input.isPaid
      ? putHandPayment(ctx, { orderId: id, currency, amountMinor, method, paidAt: placedAt })
      : null;
    const number = await takeOrderNumber(ctx.db);
    const order = orderOf(input, { id, placedAt, currency, custom, ...buyer, ...sums }, number);
    const contents = { lines, charges, payments, custom, ownerId: enteredBy(ctx) };
    await keepOrder(ctx, null, order, contents, order.customerId).catch(orTaken);
    await afterwards(ctx, null, order, { lines: { before: [], after: lines } });
    return readOrder(ctx, id);
  },
});

export const changeOrder = command({
  does: orders.change,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version, customerId, note, custom: sent, ...contents }) {
    await inReach(ctx, [id], WRITE);
    const before = await lockOrder(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    const isContents = Object.values(contents).some((value) => value !== undefined);
    if (isContents) refuseIf(whyNotChangeContents(before));
    refuseFuture(ctx, contents.placedAt);

    const buyer = customerId === undefined ? {} : await chosen(ctx, before, customerId);
    const priced = isPriced(contents) ? await repriced(ctx, before, contents) : null;
    const { channel, placedAt, paymentMethod } = contents;
    const custom = await customAfter(ctx, "order", before.custom, sent);
    const after: KeptOrder = {
      ...before,
      ...given({ note, channel, placedAt, paymentMethod }),
      ...buyer,
      custom,
      ...priced?.sums,
      ...(priced === null ? {} : await standingOf(ctx, before, priced.sums.totalMinor)),
    };
    const { lines = null, charges = null } = priced ?? {};
    await keepOrder(ctx, before, after, { lines, charges, custom }, null).catch(orTaken);
    await afterwards(ctx, before, after, priced === null ? {} : priced.parts);
    return readOrder(ctx, id);
  },
});

type Buyer = Pick<
  OrderState,
  "customerId" | "partId" | "joinedBy" | "name" | "email" | "phone" | "phoneText"
>;

/** The customer is held: what their orders come to changes with this one. */
async function buyerOf(
  ctx: CommandCtx,
  customerId: CustomerId | null,
  before: KeptOrder | null,
): Promise<Buyer> {
  if (customerId === null) return NOBODY;
  const [customer] = await Promise.all([
    requireCustomer(ctx, customerId),
    lockCustomers(ctx.db, [customerId]),
  ]);
  const { id, name, email, phone, phoneText, trashedAt } = customer;
  // Whose it was already it may stay.
  if (trashedAt !== null && id !== before?.customerId)
    throw invalid({ path: ["customerId"], code: "crm.customer.in_trash" });
  return { customerId: id, partId: null, joinedBy: "person", name, email, phone, phoneText };
}

const NOBODY: Buyer = {
  customerId: null,
  partId: null,
  joinedBy: "nobody",
  name: "",
  email: null,
  phone: null,
  phoneText: null,
};

/** On a store's order the words it came with stay; only whose it is changes. */
async function chosen(
  ctx: CommandCtx,
  order: KeptOrder,
  customerId: CustomerId | null,
): Promise<Partial<Buyer>> {
  const buyer = await buyerOf(ctx, customerId, order);
  return order.connectionId === null
    ? buyer
    : { customerId: buyer.customerId, partId: null, joinedBy: "person" };
}

const isPriced = (typed: Partial<OrderChange>): boolean =>
  typed.lines !== undefined ||
  typed.shippingMinor !== undefined ||
  typed.discountMinor !== undefined ||
  typed.taxMinor !== undefined;

/** Prices anew, with what was typed now and what stood before. */
async function repriced(ctx: CommandCtx, before: KeptOrder, typed: Partial<OrderChange>) {
  const knownLines = await selectLines(ctx.db, before.id);
  const knownCharges = await selectCharges(ctx.db, before.id);
  const charged = (kind: string) =>
    knownCharges.find((charge) => charge.kind === kind)?.amountMinor ?? 0;
  const lines =
    typed.lines ??
    knownLines.map(({ discountMinor, sharedDiscountMinor, ...line }) => ({
      ...line,
      discountMinor: discountMinor - sharedDiscountMinor,
    }));
  const priced = pricedOf(
    {
      lines,
      shippingMinor: typed.shippingMinor ?? charged("shipping"),
      discountMinor: typed.discountMinor ?? charged("discount"),
      taxMinor: typed.taxMinor ?? before.taxMinor,
      feeMinor: charged("fee"),
      taxesIncluded: before.taxesIncluded,
    },
    await requireVariants(ctx, lines),
  );
  const parts = {
    lines: { before: knownLines, after: priced.lines },
    charges: { before: knownCharges, after: priced.charges },
  };
  return { ...priced, parts };
}

/** Where a sale stands with its money after its total has changed. */
async function standingOf(
  ctx: CommandCtx,
  before: KeptOrder,
  totalMinor: number,
): Promise<Pick<OrderState, "paymentStatus">> {
  const paidMinor = paidMinorOf(await readPayments(ctx.db, before.id), before.currency);
  if (before.paymentStatus === "unpaid") return { paymentStatus: "unpaid" };
  return { paymentStatus: paymentStatusOf(paidMinor, before.refundedMinor, totalMinor) };
}

type Decided = Buyer &
  Pick<OrderState, "placedAt" | "currency"> & {
    readonly id: OrderId;
    readonly custom: Custom;
  } & ReturnType<typeof pricedOf>["sums"];

function orderOf(input: NewOrder, decided: Decided, number: number): KeptOrder {
  const { placedAt } = decided;
  return {
    ...decided,
    // A letter of its own, so that it is never taken for a store's.
    number: `M-${FIRST_NUMBER + number - 1}`,
    connectionId: null,
    externalId: null,
    channel: input.channel,
    status: input.isFulfilled ? "completed" : "open",
    paymentStatus: input.isPaid ? "paid" : "unpaid",
    fulfilmentStatus: input.isFulfilled ? "fulfilled" : "unfulfilled",
    sourceStatus: "",
    isTest: false,
    isSale: true,
    refundedMinor: 0,
    taxesIncluded: false,
    paidAt: input.isPaid ? placedAt : null,
    completedAt: input.isFulfilled ? placedAt : null,
    cancelledAt: null,
    billing: null,
    shipping: null,
    paymentMethod: input.paymentMethod,
    discountCodes: [],
    note: input.note,
    sourceNote: "",
    sourceUpdatedAt: null,
    sourceTie: "",
    deletedAt: null,
    erasedAt: null,
    trashedAt: null,
    version: 1,
  };
}
const FIRST_NUMBER = 1001;

function refuseUnknownCurrency(currency: string): void {
  if (!isCurrency(currency)) throw invalid({ path: ["currency"], code: "currency.unknown" });
}

/** A day's grace, for clocks that go wrong and zones that differ. */
function refuseFuture(ctx: CommandCtx, placedAt: Date | undefined): void {
  if (placedAt !== undefined && placedAt.getTime() > ctx.now.getTime() + DAY_MS)
    throw invalid({ path: ["placedAt"], code: "sales.order.placed_in_future" });
}
const DAY_MS = 86_400_000;

/** The fields that were sent. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
