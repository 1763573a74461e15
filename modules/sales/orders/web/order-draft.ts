import { sumMinor } from "#kernel/money.ts";
import { ownChanges } from "#modules/records/fields/web/own-fields.tsx";
import { dayOf } from "#ui/dates.ts";
import type { NewOrder, Order, OrderChange } from "./orders.client.ts";

/** An order as it is typed: a field may still be empty. */
export type Draft = {
  customerId: string | null;
  channel: NonNullable<NewOrder["channel"]>;
  currency: string;
  day: string | null;
  lines: DraftLine[];
  shippingMinor: number | null;
  discountMinor: number | null;
  taxMinor: number | null;
  paymentMethod: string | null;
  isPaid: boolean;
  isFulfilled: boolean;
  note: string;
  custom: Record<string, unknown>;
};
export type DraftLine = {
  /** Tells the lines apart while they are edited. */
  key: string;
  productId: string | null;
  title: string;
  sku: string | null;
  quantity: number | null;
  unitPriceMinor: number | null;
  discountMinor: number;
};

export const emptyLine = (): DraftLine => ({
  key: crypto.randomUUID(),
  productId: null,
  title: "",
  sku: null,
  quantity: 1,
  unitPriceMinor: null,
  discountMinor: 0,
});

export const newDraft = (currency: string, day: string, customerId: string | null): Draft => ({
  customerId,
  channel: "stall",
  currency,
  day,
  lines: [emptyLine()],
  shippingMinor: null,
  discountMinor: null,
  taxMinor: null,
  paymentMethod: null,
  isPaid: true,
  isFulfilled: true,
  note: "",
  custom: {},
});

export const draftOf = (order: Order, zone: string): Draft => ({
  ...newDraft(order.currency, dayOf(order.placedAt, zone), order.customerId),
  channel: order.channel as Draft["channel"],
  lines: order.lines.map((line) => ({
    key: crypto.randomUUID(),
    productId: line.productId,
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    discountMinor: line.discountMinor,
  })),
  shippingMinor: order.shippingMinor || null,
  discountMinor: wholeDiscountOf(order) || null,
  taxMinor: order.taxMinor || null,
  paymentMethod: order.paymentMethod,
  note: order.note,
  custom: order.custom,
});

/** The order's discount less what its lines already give. */
const wholeDiscountOf = (order: Order): number =>
  order.discountMinor - sumMinor(order.lines.map((line) => line.discountMinor));

/** What it comes to as typed: a preview; the server does the sum that counts. */
export const totalOf = (draft: Draft): number =>
  sumMinor([
    ...draft.lines.map(
      (line) => Math.round((line.quantity ?? 0) * (line.unitPriceMinor ?? 0)) - line.discountMinor,
    ),
    draft.shippingMinor ?? 0,
    draft.taxMinor ?? 0,
    -(draft.discountMinor ?? 0),
  ]);

const saidOf = (draft: Draft) => ({
  customerId: draft.customerId,
  channel: draft.channel,
  lines: draft.lines.map(({ key: _, ...line }) => ({
    ...line,
    quantity: line.quantity ?? 0,
    unitPriceMinor: line.unitPriceMinor ?? 0,
  })),
  shippingMinor: draft.shippingMinor ?? 0,
  discountMinor: draft.discountMinor ?? 0,
  taxMinor: draft.taxMinor ?? 0,
  paymentMethod: draft.paymentMethod,
  note: draft.note,
});

export const toNewOrder = (draft: Draft, placedAt: string): NewOrder => ({
  ...saidOf(draft),
  currency: draft.currency,
  placedAt,
  isPaid: draft.isPaid,
  isFulfilled: draft.isFulfilled,
  custom: draft.custom,
});

export const toChange = (
  order: Order,
  draft: Draft,
  placedAt: string | undefined,
): OrderChange => ({
  id: order.id,
  version: order.version,
  ...saidOf(draft),
  // An order out of a file may have a channel that nobody can choose: it keeps it.
  channel: draft.channel === order.channel ? undefined : draft.channel,
  custom: ownChanges(order.custom, draft.custom),
  ...(placedAt === undefined ? {} : { placedAt }),
});
