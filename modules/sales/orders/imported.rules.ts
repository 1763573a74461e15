import { newId } from "#kernel/ids.ts";
import { decimalOf } from "#kernel/money.ts";
import type { variantsBySku } from "#modules/catalog/catalog.public.ts";
import type { CustomerId } from "#modules/crm/crm.public.ts";
import {
  changedBetween,
  customBy,
  type Facts,
  type How,
  missingCustom,
  type Put,
  putFor,
  type RowProblem,
  type RowRead,
  type Taken,
  textOf,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import {
  paymentStatusOf,
  type Sold,
  whyNotCancel,
  whyNotChange,
  whyNotChangeContents,
} from "./hand.rules.ts";
import {
  AMOUNTS,
  type Amounts,
  amountsIn,
  isSameLines,
  type LineSaid,
  lineForTotal,
  linesIn,
  pricedAs,
} from "./imports.lines.rules.ts";
import {
  addressIn,
  type BuyerSaid,
  buyerIn,
  factsOf,
  isLineRow,
  LINE,
  momentOf,
  problemsIn,
  saidOf,
} from "./imports.rules.ts";
import { statesOf } from "./imports.words.rules.ts";
import type { JoinedBy, OrderId } from "./orders.contract.ts";
import { isSaleOf, type KeptOrder, type LineState, type StoreOrderCharge } from "./orders.rules.ts";

/** An order as it is and as it becomes by one group of rows after the other. */
export type State = {
  readonly order: KeptOrder;
  readonly lines: readonly LineState[];
  readonly charges: readonly StoreOrderCharge[];
};
export type Something = {
  readonly id: OrderId;
  /** Null of one that is new. */
  readonly before: (State & { readonly updatedAt: Date }) | null;
  after: State;
  /** What a file says was given back, of one that is new. */
  readonly refund: { readonly amountMinor: number; readonly refundedAt: Date } | null;
  /** What came in by it. */
  paidMinor: number;
};

/** All that the rows may speak of. */
export type Counter = {
  readonly orders: Map<OrderId, Something>;
  /** Those that are named by their id and are in no list. */
  readonly away: ReadonlyMap<OrderId, "in_trash" | "not_known">;
  readonly sold: Awaited<ReturnType<typeof variantsBySku>>;
};

/** The rows of one order as they are read, before anything is decided. */
export type Draft = {
  readonly rows: readonly RowRead[];
  readonly said: Values;
  readonly currency: string;
  readonly amounts: Amounts;
  readonly lines: readonly LineSaid[];
  readonly buyer: BuyerSaid;
  readonly placedAt: Date;
};

export type Bought = { readonly customerId: CustomerId; readonly joinedBy: JoinedBy };
export const refused = (rows: readonly RowRead[], line: number, problem: RowProblem): Taken[] =>
  rows.map((row) => ({ outcome: "failed", problems: row.line === line ? [problem] : [] }));

/** Reads the rows of one order; what is wrong with them is their answer already. */
export function draftOf(
  ctx: Now,
  counter: Counter,
  rows: readonly RowRead[],
  how: How,
): Draft | Taken[] {
  const wrong = rows.map(problemsIn);
  if (wrong.some((problems) => problems.length > 0))
    return wrong.map((problems) => ({ outcome: "failed", problems }));
  const said = saidOf(rows);
  const first = rows[0]?.line ?? 0;
  const known = meant(counter, said);
  if (known === "not_known" || known === "in_trash")
    return refused(rows, first, { target: "id", code: `sales.order.${known}` });
  if (known === "several")
    return refused(rows, first, { target: "number", code: "sales.order.number_twice" });
  if (known === null && textOf(said["number"]) === null)
    return refused(rows, first, { target: "number", code: "field.required" });
  const currency = known?.after.order.currency ?? textOf(said["currency"]) ?? how.currency;
  const { amounts, problems } = amountsIn(said, AMOUNTS, currency);
  const [problem] = problems;
  if (problem !== undefined) return refused(rows, lineOf(rows, problem.target), problem);
  const lines = linesIn(rows, (sku) => counter.sold.get(sku.toLowerCase()), currency);
  if (!Array.isArray(lines)) return refused(rows, lines.line, lines.problem);
  const placedAt = momentOf(said, "placed");
  if (known === null && placedAt === null)
    return refused(rows, first, { target: "placed", code: "field.required" });
  if (placedAt !== null && placedAt.getTime() > ctx.now.getTime() + DAY_MS)
    return refused(rows, first, { target: "placed", code: "sales.order.placed_in_future" });
  return {
    ...{ rows, said, currency, amounts, lines },
    buyer: buyerIn(said, how.country),
    placedAt: placedAt ?? known?.after.order.placedAt ?? ctx.now,
  };
}
/** A day's grace, for clocks that go wrong and zones that differ. */
const DAY_MS = 86_400_000;

/** In which of the rows a target is said. */
const lineOf = (rows: readonly RowRead[], target: string | null): number =>
  (rows.find(({ values }) => target !== null && values[target] !== undefined) ?? rows[0])?.line ??
  0;

/**
 * The one order that rows mean: null is none yet. One that has an id of elsewhere is another, whatever its number: each
 * company counts its own.
 */
export function meant(
  { orders, away }: Counter,
  said: Values,
): Something | null | "not_known" | "in_trash" | "several" {
  const id = textOf(said["id"]) as OrderId | null;
  if (id !== null) return orders.get(id) ?? away.get(id) ?? null;
  const number = textOf(said["number"]);
  const channel = textOf(said["channel"]);
  const found = [...orders.values()].filter(
    ({ after: { order } }) =>
      order.number === number && (channel === null || order.channel === channel),
  );
  return found.length > 1 ? "several" : (found[0] ?? null);
}

export const shownOf = ({ order, lines }: State): Facts =>
  factsOf(order, lines, (minor) => decimalOf(minor, order.currency));

type Now = { readonly now: Date };
type Became =
  | { readonly one: Something; readonly after: State }
  | { readonly line: number; readonly problem: RowProblem };

const soldOn = (counter: Counter, lines: readonly LineSaid[]): Sold[] =>
  lines.map(({ sku }) => (sku === null ? null : (counter.sold.get(sku.toLowerCase()) ?? null)));

/** A new order: what the file does not say follows from what it says. */
export function madeOf(
  counter: Counter,
  { rows, said, currency, amounts, lines: saidLines, buyer, placedAt }: Draft,
  bought: Bought | null,
  how: How,
): Became {
  const line = rows[0]?.line ?? 0;
  const number = textOf(said["number"]) ?? "";
  const only = saidLines.length > 0 ? null : lineForTotal(line, number, amounts);
  if (only !== null && "problem" in only) return only;
  const lines = only === null ? saidLines : [only];
  const priced = pricedAs(lines, soldOn(counter, lines), amounts);
  if ("problem" in priced)
    return { line: lines[priced.at ?? 0]?.line ?? line, problem: priced.problem };
  const put = putFor(said, how.policyOf, true);
  const custom = customBy(how.own.begin, said, put);
  const missing = missingCustom(custom, how.own.required);
  if (missing !== null) return { line, problem: missing };

  const { totalMinor } = priced.sums;
  const refundedMinor = Math.min(amounts["refunded"] ?? 0, totalMinor);
  const states = statesOf(said);
  const paymentStatus = isSaidPayment(said)
    ? states.paymentStatus
    : refundedMinor > 0
      ? paymentStatusOf(totalMinor, refundedMinor, totalMinor)
      : states.paymentStatus;
  const isPaid = ["paid", "part_refunded", "refunded"].includes(paymentStatus);
  const codes = said["discountCodes"];
  const id = (textOf(said["id"]) as OrderId | null) ?? newId<"order">();
  const order: KeptOrder = {
    ...{ id, number, currency, placedAt, custom, ...priced.sums, ...states, paymentStatus },
    ...{ connectionId: null, externalId: null, partId: null, isTest: false, version: 1 },
    taxesIncluded: priced.taxesIncluded,
    channel: textOf(said["channel"]) ?? (how.preset === null ? "other" : "web"),
    customerId: bought?.customerId ?? null,
    joinedBy: bought?.joinedBy ?? "nobody",
    sourceStatus: textOf(said["storeStatus"]) ?? "",
    isSale: isSaleOf({ ...states, isTest: false, deletedAt: null }),
    refundedMinor,
    paidAt: momentOf(said, "paidAt") ?? (isPaid ? placedAt : null),
    completedAt: momentOf(said, "completedAt") ?? (states.status === "completed" ? placedAt : null),
    cancelledAt: momentOf(said, "cancelledAt") ?? (states.status === "cancelled" ? placedAt : null),
    ...{
      name: buyer.name ?? "",
      email: buyer.email,
      phone: buyer.phone,
      phoneText: buyer.phoneText,
    },
    billing: addressIn(said, "billing", buyer.name),
    shipping: addressIn(said, "shipping", buyer.name),
    paymentMethod: textOf(said["paymentMethod"]),
    discountCodes: Array.isArray(codes) ? codes : [],
    note: textOf(said["note"]) ?? "",
    ...{ sourceNote: "", sourceUpdatedAt: null, sourceTie: "" },
    ...{ deletedAt: null, erasedAt: null, trashedAt: null },
  };
  const refundedAt =
    momentOf(said, "refundedAt") ??
    order.cancelledAt ??
    order.completedAt ??
    order.paidAt ??
    placedAt;
  const after = { order, lines: priced.lines, charges: priced.charges };
  const one: Something = {
    ...{ id, before: null, after },
    refund: refundedMinor > 0 ? { amountMinor: refundedMinor, refundedAt } : null,
    paidMinor: isPaid ? totalMinor : Math.min(amounts["paidAmount"] ?? 0, totalMinor),
  };
  return { one, after };
}

const isSaidPayment = (said: Values): boolean =>
  said["payment"] !== undefined || said["storeStatus"] !== undefined;

/** A known order: only what was asked to be filled or written over, and only what a person may change of it. */
export function changedOf(
  ctx: Now,
  counter: Counter,
  one: Something,
  draft: Draft,
  bought: Bought | null,
  how: How,
): Became {
  const { rows, said, buyer } = draft;
  const { order } = one.after;
  const line = rows[0]?.line ?? 0;
  const wrong = (target: string | null, code: string): Became => ({
    line: lineOf(rows, target),
    problem: { target, code },
  });
  const put = putFor(said, how.policyOf, false);
  const states = statesBy(ctx, one, said, put);
  if ("problem" in states)
    return { line: lineOf(rows, states.problem.target), problem: states.problem };
  const money = moneyBy(counter, one, draft, how);
  if ("problem" in money) return { line, problem: money.problem };
  const codes = said["discountCodes"];
  const isNewPhone = buyer.phone === null || buyer.phone !== order.phone;
  const contents = {
    ...(put("placed", order.placedAt) ? { placedAt: draft.placedAt } : {}),
    ...(put("channel", order.channel) ? { channel: textOf(said["channel"]) ?? order.channel } : {}),
    ...(put("name", order.name) ? { name: textOf(said["name"]) ?? "" } : {}),
    ...(put("email", order.email) ? { email: buyer.email } : {}),
    ...(isNewPhone && put("phone", order.phone ?? order.phoneText)
      ? { phone: buyer.phone, phoneText: buyer.phoneText }
      : {}),
    ...(put("paymentMethod", order.paymentMethod)
      ? { paymentMethod: textOf(said["paymentMethod"]) }
      : {}),
    ...(put("discountCodes", order.discountCodes)
      ? { discountCodes: Array.isArray(codes) ? codes : [] }
      : {}),
    ...money.sums,
    ...states,
  };
  const note = put("note", order.note) ? (textOf(said["note"]) ?? "") : order.note;
  const custom = customBy(order.custom, said, put);
  const whose = bought === null ? {} : { ...bought, partId: null };
  const after: State = {
    order: { ...order, ...contents, ...whose, note, custom },
    lines: money.lines,
    charges: money.charges,
  };
  const changed = changedBetween(shownOf(one.after), shownOf(after)).after;
  const isOurs = (key: string) => key === "note" || key.startsWith("custom.");
  if (Object.keys(changed).length > 0) {
    const closed = whyNotChange(order);
    if (closed !== null) return wrong(null, closed);
  }
  const locked = Object.keys(changed).find((key) => !isOurs(key));
  if (locked !== undefined) {
    const closed = whyNotChangeContents(order);
    if (closed !== null) return wrong(locked, closed);
  }
  const isSale = isSaleOf(after.order);
  return { one, after: { ...after, order: { ...after.order, isSale } } };
}

/** How it stands after what the file says: as people move an order, step by step. */
function statesBy(
  ctx: Now,
  one: Something,
  said: Values,
  put: Put,
): Partial<KeptOrder> | { problem: RowProblem } {
  const { order } = one.after;
  const after: { -readonly [K in keyof KeptOrder]?: KeptOrder[K] } = {};
  const status = textOf(said["status"]) as KeptOrder["status"] | null;
  if (status !== null && put("status", order.status)) {
    const closed = status === "cancelled" ? whyNotCancel(order) : null;
    if (closed !== null) return { problem: { target: "status", code: closed } };
    after.status = status;
    if (status === "completed") after.completedAt = momentOf(said, "completedAt") ?? ctx.now;
    if (status === "cancelled") after.cancelledAt = momentOf(said, "cancelledAt") ?? ctx.now;
  }
  const fulfilment = textOf(said["fulfilment"]) as KeptOrder["fulfilmentStatus"] | null;
  if (fulfilment !== null && put("fulfilment", order.fulfilmentStatus))
    after.fulfilmentStatus = fulfilment;
  const payment = textOf(said["payment"]);
  if (payment !== null && put("payment", order.paymentStatus)) {
    // What was paid or given back is told by payments and refunds, each with its day.
    if (payment !== "paid" || order.paymentStatus !== "unpaid")
      return { problem: { target: "payment", code: "sales.order.payment_by_hand" } };
    after.paymentStatus = "paid";
    after.paidAt = momentOf(said, "paidAt") ?? ctx.now;
    if (order.connectionId === null) one.paidMinor = order.totalMinor;
  }
  return after;
}

type MoneyBy = Omit<State, "order"> & { readonly sums: Partial<KeptOrder> };

/** Lines and amounts that are written over; an order's lines are one thing: half of one and half of another are no order's. */
function moneyBy(
  counter: Counter,
  { after: { order, lines, charges } }: Something,
  { rows, said, amounts, lines: saidLines }: Draft,
  { policyOf }: How,
): MoneyBy | { problem: RowProblem } {
  const isOver = (key: string) => said[key] !== undefined && policyOf(key) === "overwrite";
  const hasNewLines =
    saidLines.length > 0 &&
    LINE.some(
      (key) => rows.some((row) => row.values[key] !== undefined) && policyOf(key) === "overwrite",
    ) &&
    !isSameLines(rows.filter(isLineRow), saidLines, lines);
  const known: Record<string, number> = {
    total: order.totalMinor,
    shipping: order.shippingMinor,
    discount: order.discountMinor,
    tax: order.taxMinor,
  };
  const over = Object.keys(known).filter(
    (key) => isOver(key) && amounts[key] !== undefined && amounts[key] !== known[key],
  );
  if (!hasNewLines && over.length === 0) return { lines, charges, sums: {} };
  const own = lines.map(
    (line): LineSaid => ({
      ...{
        line: rows[0]?.line ?? 0,
        title: line.title,
        variantTitle: line.variantTitle,
        sku: line.sku,
      },
      ...{ quantity: line.quantity, unitPriceMinor: line.unitPriceMinor },
      discountMinor: line.discountMinor - line.sharedDiscountMinor,
    }),
  );
  const next = hasNewLines ? saidLines : own;
  const shared = lines.reduce((sum, line) => sum + line.sharedDiscountMinor, 0);
  const ownDiscount = next.reduce((sum, line) => sum + line.discountMinor, 0);
  const amountOf = (key: string) => (over.includes(key) ? amounts[key] : known[key]);
  const priced = pricedAs(next, hasNewLines ? soldOn(counter, next) : lines, {
    shipping: amountOf("shipping") ?? 0,
    tax: amountOf("tax") ?? 0,
    fee: order.feeMinor,
    discount: over.includes("discount") ? (amounts["discount"] ?? 0) : ownDiscount + shared,
    ...(over.includes("total") ? { total: amounts["total"] } : {}),
  } as Amounts);
  if ("problem" in priced) return { problem: priced.problem };
  const { sums, taxesIncluded } = priced;
  const isPaid = order.paymentStatus === "paid" && order.refundedMinor === 0;
  const paymentStatus = isPaid
    ? paymentStatusOf(order.totalMinor, 0, sums.totalMinor)
    : order.paymentStatus;
  return {
    lines: priced.lines,
    charges: priced.charges,
    sums: { ...sums, taxesIncluded, paymentStatus },
  };
}
