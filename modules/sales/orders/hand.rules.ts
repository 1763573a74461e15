import { invalid, type Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { NewOrder, PaymentStatus } from "./orders.contract.ts";
import { type LineState, type OrderState, type StoreOrderCharge, sumsOf } from "./orders.rules.ts";

/** What a person types of a sale's contents. */
type Typed = Pick<NewOrder, "lines" | "shippingMinor" | "discountMinor" | "taxMinor"> & {
  readonly feeMinor?: Minor;
  /** Of a sale that came in from a file: the prices hold the tax already. */
  readonly taxesIncluded?: boolean;
};
/** What the catalogue knows of a line that names a product of ours. */
export type Sold = Pick<LineState, "productId" | "variantId" | "variantTitle" | "sku"> | null;

export type Priced = {
  readonly lines: LineState[];
  readonly charges: StoreOrderCharge[];
  readonly sums: Pick<
    OrderState,
    | "linesMinor"
    | "discountMinor"
    | "shippingMinor"
    | "feeMinor"
    | "taxMinor"
    | "totalMinor"
    | "differenceMinor"
    | "itemsCount"
  >;
};

/** Prices a sale entered by hand. A discount on the whole is shared out over the lines, so that each line's net is what it earned. */
export function pricedOf(typed: Typed, sold: readonly Sold[]): Priced {
  const own = typed.lines.map((line, at) => ({ line, netMinor: ownNetOf(line, at) }));
  const shares = sharesOf(
    typed.discountMinor,
    own.map(({ netMinor }) => netMinor),
  );
  const lines = own.map(({ line, netMinor }, at) => {
    const shared = shares[at] ?? 0;
    return lineOf(line, sold[at] ?? null, netMinor - shared, shared);
  });
  const charges = chargesOf(typed);
  const { taxesIncluded = false, feeMinor = 0 } = typed;
  const onTopMinor = typed.shippingMinor + feeMinor + (taxesIncluded ? 0 : typed.taxMinor);
  const totalMinor = safe(
    lines.reduce((sum, line) => sum + line.netMinor, 0) + onTopMinor,
    "lines",
  );
  const sums = sumsOf({ taxesIncluded, taxMinor: typed.taxMinor, totalMinor }, lines, charges);
  const discountMinor = lines.reduce((sum, line) => sum + line.discountMinor, 0);
  return {
    lines,
    charges,
    sums: { ...sums, discountMinor, taxMinor: typed.taxMinor, totalMinor },
  };
}

function ownNetOf(line: Typed["lines"][number], at: number): Minor {
  const thousandths = BigInt(Math.round(line.quantity * 1000));
  const gross = Number((thousandths * BigInt(line.unitPriceMinor) + 500n) / 1000n);
  safe(gross, "lines", at, "unitPriceMinor");
  if (line.discountMinor > gross)
    throw invalid({
      path: ["lines", at, "discountMinor"],
      code: "sales.order.discount_too_large",
    });
  return gross - line.discountMinor;
}

function lineOf(
  line: Typed["lines"][number],
  sold: Sold,
  netMinor: Minor,
  sharedDiscountMinor: Minor,
): LineState {
  return {
    externalId: null,
    title: line.title,
    variantTitle: sold?.variantTitle ?? "",
    sku: line.sku ?? sold?.sku ?? null,
    productId: sold?.productId ?? null,
    variantId: sold?.variantId ?? null,
    externalProductId: null,
    externalVariantId: null,
    quantity: line.quantity,
    currentQuantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    discountMinor: line.discountMinor + sharedDiscountMinor,
    sharedDiscountMinor,
    taxMinor: 0,
    netMinor,
    isGiftCard: false,
  };
}

/** Shares by weight, whole and adding up exactly: each is what the running sum has grown by. */
function sharesOf(amount: Minor, weights: readonly Minor[]): Minor[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (amount > whole)
    throw invalid({ path: ["discountMinor"], code: "sales.order.discount_too_large" });
  let weighed = 0;
  let given = 0;
  return weights.map((weight) => {
    weighed += weight;
    const upTo = whole === 0 ? 0 : Number((BigInt(amount) * BigInt(weighed)) / BigInt(whole));
    const share = upTo - given;
    given = upTo;
    return share;
  });
}

const chargesOf = ({
  shippingMinor,
  feeMinor = 0,
  discountMinor,
  taxMinor,
}: Typed): StoreOrderCharge[] =>
  (
    [
      ["shipping", shippingMinor],
      ["fee", feeMinor],
      ["discount", discountMinor],
      ["tax", taxMinor],
    ] as const
  )
    .filter(([, amountMinor]) => amountMinor > 0)
    .map(([kind, amountMinor]) => ({ kind, title: "", amountMinor, taxMinor: 0, ratePpm: null }));

function safe(amount: number, ...path: (string | number)[]): Minor {
  if (Math.abs(amount) > AMOUNT_MINOR_MAX) throw invalid({ path, code: "sales.order.too_large" });
  return amount;
}
/** Far above any sale, and a thousand of them still add up exactly. */
const AMOUNT_MINOR_MAX = 1_000_000_000_000;

/** Where a sale entered by hand stands with its money. */
export function paymentStatusOf(
  paidMinor: Minor,
  refundedMinor: Minor,
  totalMinor: Minor,
): PaymentStatus {
  if (refundedMinor > 0) return refundedMinor >= paidMinor ? "refunded" : "part_refunded";
  if (paidMinor >= totalMinor) return "paid";
  return paidMinor > 0 ? "part_paid" : "unpaid";
}

type Stands = Pick<
  OrderState,
  "connectionId" | "status" | "paymentStatus" | "refundedMinor" | "deletedAt" | "erasedAt"
> & { readonly trashedAt: Date | null };

/** An order in the trash rests: it comes back as it was, or goes. */
export const whyNotTrash = (order: Pick<Stands, "trashedAt">): Reason | null =>
  order.trashedAt === null ? null : "sales.order.in_trash";

/** Whether there is one to do anything with. */
const whyNotTouch = (order: Stands): Reason | null =>
  whyNotTrash(order) ?? (order.deletedAt === null ? null : "sales.order.deleted");

/** Customer and note may change while there is an order, and until its buyer is erased: it stays nameless then. */
export const whyNotChange = (order: Stands): Reason | null =>
  whyNotTouch(order) ?? (order.erasedAt === null ? null : "sales.order.is_erased");

/** What a store says stays the store's to say. */
const whyNotOurs = (order: Stands): Reason | null =>
  whyNotTouch(order) ?? (order.connectionId === null ? null : "sales.order.belongs_to_store");

export function whyNotChangeContents(order: Stands): Reason | null {
  const closed = whyNotOurs(order) ?? whyNotChange(order);
  if (closed !== null) return closed;
  if (order.status === "cancelled") return "sales.order.already_cancelled";
  return order.refundedMinor > 0 ? "sales.order.has_refunds" : null;
}

/** Money that was taken is given back first: a cancelled sale does not count any more. */
export function whyNotCancel(order: Stands): Reason | null {
  const closed = whyNotOurs(order);
  if (closed !== null) return closed;
  if (order.status === "cancelled") return "sales.order.already_cancelled";
  const holdsMoney = ["paid", "part_paid", "part_refunded"].includes(order.paymentStatus);
  return holdsMoney ? "sales.order.refund_first" : null;
}

export function whyNotComplete(order: Stands): Reason | null {
  const closed = whyNotOurs(order);
  if (closed !== null) return closed;
  if (order.status === "cancelled") return "sales.order.already_cancelled";
  return order.status === "completed" ? "sales.order.already_completed" : null;
}

export function whyNotPay(order: Stands): Reason | null {
  const closed = whyNotOurs(order);
  if (closed !== null) return closed;
  if (order.status === "cancelled") return "sales.order.already_cancelled";
  const isOpen = order.paymentStatus === "unpaid" || order.paymentStatus === "part_paid";
  return isOpen ? null : "sales.order.already_paid";
}

/** `paidMinor` is what came in, `refundedMinor` what went back already. */
export function whyNotRefund(order: Stands, paidMinor: Minor): Reason | null {
  const closed = whyNotOurs(order);
  if (closed !== null) return closed;
  if (paidMinor === 0) return "sales.order.not_paid";
  return paidMinor > order.refundedMinor ? null : "sales.order.nothing_left";
}

export const TAGS_MAX = 50;
export const whyNotTag = (tags: readonly string[]): Reason | null =>
  tags.length > TAGS_MAX ? "sales.order.too_many_tags" : null;
