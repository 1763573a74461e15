import { z } from "zod";
import { classesOf, contact, sensitive } from "#kernel/classes.ts";
import {
  blocked,
  currency,
  customValues,
  get,
  id,
  instant,
  minorAmount,
  owner,
  page,
  patch,
  post,
} from "#kernel/contract.ts";
import { whereText } from "#kernel/where-text.ts";

export const OrderId = id("order");
export type OrderId = z.output<typeof OrderId>;

export const OrderStatus = z.enum(["pending", "open", "completed", "cancelled", "failed", "draft"]);
export const PaymentStatus = z.enum([
  "unpaid",
  "pending",
  "authorised",
  "part_paid",
  "paid",
  "part_refunded",
  "refunded",
  "voided",
  "disputed",
]);
export const FulfilmentStatus = z.enum(["unfulfilled", "part_fulfilled", "fulfilled", "cancelled"]);
export type OrderStatus = z.output<typeof OrderStatus>;
export type PaymentStatus = z.output<typeof PaymentStatus>;
export type FulfilmentStatus = z.output<typeof FulfilmentStatus>;

/** What decided the customer: an e-mail address, an account of the store, a phone, a person's choice, or nothing. */
export const JoinedBy = z.enum(["email", "store", "phone", "person", "nobody"]);
export type JoinedBy = z.output<typeof JoinedBy>;

/** Where a sale entered by hand came from; stores bring their own words. */
export const HAND_CHANNELS = ["stall", "phone", "chat", "shop", "other"] as const;

const text = (max: number) => z.string().trim().max(max);
/** As the store says it; there is nothing here to refuse. */
const said = () => z.string().nullable().default(null);
export const OrderAddress = z.object({
  name: said(),
  organisation: said(),
  street: said(),
  street2: said(),
  city: said(),
  postcode: said(),
  state: said(),
  country: said(),
  phone: said(),
});
export type OrderAddress = z.output<typeof OrderAddress>;

export const OrderRow = z.object({
  id: OrderId,
  number: z.string(),
  /** Name of the store; null for a sale entered by hand. */
  connection: z.string().nullable(),
  channel: z.string(),
  customerId: id("customer").nullable(),
  customerName: z.string(),
  /** Whether its buyer was erased. */
  isErased: z.boolean(),
  status: OrderStatus,
  paymentStatus: PaymentStatus,
  fulfilmentStatus: FulfilmentStatus,
  isTest: z.boolean(),
  isSale: z.boolean(),
  currency: z.string(),
  totalMinor: minorAmount(),
  refundedMinor: minorAmount(),
  netMinor: minorAmount(),
  itemsCount: z.number(),
  placedAt: instant(),
  /** People's words; no store's. */
  tags: z.array(z.string()),
  custom: customValues(),
});
export type OrderRow = z.output<typeof OrderRow>;

export const OrderLine = z.object({
  title: z.string(),
  variantTitle: z.string(),
  sku: z.string().nullable(),
  productId: id("product").nullable(),
  variantId: id("variant").nullable(),
  quantity: z.number(),
  currentQuantity: z.number(),
  unitPriceMinor: minorAmount(),
  /** All that was taken off the line. */
  discountMinor: minorAmount(),
  /** Of it, the line's share of a discount on the whole order (`charges` of kind discount). */
  sharedDiscountMinor: minorAmount(),
  taxMinor: minorAmount(),
  netMinor: minorAmount(),
  isGiftCard: z.boolean(),
});
export const OrderCharge = z.object({
  kind: z.enum(["shipping", "fee", "tip", "tax", "discount"]),
  title: z.string(),
  amountMinor: minorAmount(),
  taxMinor: minorAmount(),
  ratePpm: z.int().nullable(),
});
export const Refund = z.object({
  id: id("refund"),
  amountMinor: minorAmount(),
  currency: z.string(),
  reason: z.string(),
  hasMovedMoney: z.boolean().nullable(),
  refundedAt: instant(),
});
export const Payment = z.object({
  id: id("payment"),
  kind: z.enum(["payment", "authorisation", "refund", "void"]),
  status: z.enum(["succeeded", "pending", "failed"]),
  method: z.string(),
  currency: z.string(),
  amountMinor: minorAmount(),
  paidAt: instant(),
  reference: z.string(),
});

export const Order = OrderRow.extend({
  sourceStatus: z.string(),
  externalId: z.string().nullable(),
  linesMinor: minorAmount(),
  discountMinor: minorAmount(),
  shippingMinor: minorAmount(),
  feeMinor: minorAmount(),
  taxMinor: minorAmount(),
  differenceMinor: minorAmount(),
  taxesIncluded: z.boolean(),
  paidAt: instant().nullable(),
  completedAt: instant().nullable(),
  cancelledAt: instant().nullable(),
  name: z.string(),
  email: contact(z.string().nullable()),
  phone: contact(z.string().nullable()),
  phoneText: contact(z.string().nullable()),
  billing: contact(OrderAddress.nullable()),
  shipping: contact(OrderAddress.nullable()),
  paymentMethod: z.string().nullable(),
  discountCodes: z.array(z.string()),
  note: sensitive(z.string()),
  /** Whose work it is; null: nobody's. */
  ownerId: id("account").nullable(),
  joinedBy: JoinedBy,
  createdAt: instant(),
  updatedAt: instant(),
  /** When the store or a person deleted it; then it is in no list and counts nowhere. */
  deletedAt: instant().nullable(),
  /** When a person did. */
  trashedAt: instant().nullable(),
  /** When its buyer was erased: since then it says nothing of them. */
  erasedAt: instant().nullable(),
  /** Its customer was deleted. */
  isCustomerInTrash: z.boolean(),
  version: z.int(),
  lines: z.array(OrderLine),
  charges: z.array(OrderCharge),
  refunds: z.array(Refund),
  payments: z.array(Payment),
  /** The neighbours by time, for `[` and `]`. */
  newerId: OrderId.nullable(),
  olderId: OrderId.nullable(),
  blocked: z.object({
    /** Customer, note and the company's own fields. */
    change: blocked(),
    give: blocked(),
    /** Everything else: lines, amounts, channel, moment. */
    contents: blocked(),
    cancel: blocked(),
    complete: blocked(),
    pay: blocked(),
    refund: blocked(),
    trash: blocked(),
  }),
});
export type Order = z.output<typeof Order>;
/** Which fields are delicate, for the screens. */
export const ORDER_CLASSES = classesOf(Order);

export const NewOrderLine = z.object({
  productId: id("product").nullable().default(null),
  variantId: id("variant").nullable().default(null),
  title: text(300).min(1, "field.required"),
  sku: text(100).nullable().default(null),
  quantity: z.number().positive("field.not_positive").max(1_000_000),
  unitPriceMinor: minorAmount().min(0),
  discountMinor: minorAmount().min(0).default(0),
});
/** A sale entered by hand. It counts at once; `isPaid` also records the payment. */
export const NewOrder = z.object({
  customerId: id("customer").nullable().default(null),
  channel: z.enum(HAND_CHANNELS),
  currency: currency().optional(),
  placedAt: instant().optional(),
  lines: z.array(NewOrderLine).min(1, "sales.order.has_no_lines").max(500),
  shippingMinor: minorAmount().min(0).default(0),
  discountMinor: minorAmount().min(0).default(0),
  taxMinor: minorAmount().min(0).default(0),
  note: sensitive(text(5000).default("")),
  isPaid: z.boolean().default(false),
  isFulfilled: z.boolean().default(false),
  paymentMethod: text(100).nullable().default(null),
  custom: customValues().default({}),
});
export type NewOrder = z.output<typeof NewOrder>;

/** A sale entered by hand can change in everything; of a store's order only customer, note and the company's own fields (the rest is the store's to say). */
export const OrderChange = z.object({
  id: OrderId,
  version: z.int(),
  customerId: id("customer").nullable().optional(),
  note: sensitive(text(5000).optional()),
  channel: z.enum(HAND_CHANNELS).optional(),
  placedAt: instant().optional(),
  lines: z.array(NewOrderLine).min(1, "sales.order.has_no_lines").max(500).optional(),
  shippingMinor: minorAmount().min(0).optional(),
  discountMinor: minorAmount().min(0).optional(),
  taxMinor: minorAmount().min(0).optional(),
  paymentMethod: text(100).nullable().optional(),
  /** Only the named ones change; null clears one. */
  custom: customValues().optional(),
});
export type OrderChange = z.output<typeof OrderChange>;

export const ORDER_SORTS = ["-placed", "placed", "-total", "total"] as const;
export const OrderFilter = z.object({
  search: z.string().trim().max(200).optional(),
  status: OrderStatus.optional(),
  paymentStatus: PaymentStatus.optional(),
  fulfilmentStatus: FulfilmentStatus.optional(),
  /** Days in the company's zone, both included. */
  placedFrom: z.iso.date().optional(),
  placedTo: z.iso.date().optional(),
  /** Has a refund made in these days. */
  refundedFrom: z.iso.date().optional(),
  refundedTo: z.iso.date().optional(),
  connectionId: id("connection").optional(),
  customerId: id("customer").optional(),
  productId: id("product").optional(),
  currency: z.string().optional(),
  channel: z.string().optional(),
  isSale: z.stringbool().optional(),
  owner: owner().optional(),
  totalMin: z.coerce.number().int().optional(),
  totalMax: z.coerce.number().int().optional(),
  /** A filter over any field and related record, beside the ones above. */
  where: whereText().optional(),
});
export type OrderFilter = z.output<typeof OrderFilter>;

const Tags = z.array(text(50).min(1)).max(50);

const at = "/api/sales/orders";
const Versioned = z.object({ id: OrderId, version: z.int() });
/** Whose they were, for an undo; nothing of those that are now out of the giver's reach. */
const Before = z.object({ ownerId: id("account").nullable(), ids: z.array(OrderId) });
export const orders = {
  list: get(
    at,
    OrderFilter.extend({
      sort: z.enum(ORDER_SORTS).default("-placed"),
      /** Keys of more fields to read with each row, separated by commas. */
      fields: z.string().max(1000).optional(),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(OrderRow.extend({ values: z.record(z.string(), z.unknown()).optional() })),
  ),
  /** Sums by currency, of the orders that count among those the filter leaves. */
  count: get(
    `${at}/count`,
    OrderFilter,
    z.object({
      count: z.int(),
      allCount: z.int(),
      sums: z.array(
        z.object({ currency: z.string(), totalMinor: minorAmount(), netMinor: minorAmount() }),
      ),
    }),
  ),
  get: get(`${at}/:id`, z.object({ id: OrderId }), Order),
  create: post(at, NewOrder, Order),
  change: patch(`${at}/:id`, OrderChange, Order),
  /** To the trash, for 30 days. */
  trash: post(
    `${at}/trash`,
    z.object({ ids: z.array(OrderId).min(1).max(1000) }),
    z.object({ count: z.int(), ids: z.array(OrderId) }),
  ),
  /** Adds and removes tags on up to 1,000 orders at once, also on a store's. */
  tag: post(
    `${at}/tag`,
    z.object({
      ids: z.array(OrderId).min(1).max(1000),
      add: Tags.default([]),
      remove: Tags.default([]),
    }),
    z.object({ count: z.int(), ids: z.array(OrderId) }),
  ),
  /** To a member of the company, or to nobody. */
  give: post(`${at}/:id/give`, Versioned.extend({ ownerId: id("account").nullable() }), Order),
  giveMany: post(
    `${at}/give`,
    z.object({
      ids: z.array(OrderId).min(1).max(1000),
      ownerId: id("account").nullable(),
    }),
    z.object({ count: z.int(), ids: z.array(OrderId), before: z.array(Before) }),
  ),
  cancel: post(`${at}/:id/cancel`, Versioned, Order),
  complete: post(`${at}/:id/complete`, Versioned, Order),
  pay: post(`${at}/:id/pay`, Versioned.extend({ method: text(100).default("") }), Order),
  /** Gives money back on a sale entered by hand; at most what is left of it. */
  refund: post(
    `${at}/:id/refund`,
    Versioned.extend({
      amountMinor: minorAmount().positive("field.not_positive"),
      reason: text(500).default(""),
    }),
    Order,
  ),
};
