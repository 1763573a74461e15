import { Problem } from "#kernel/errors.ts";
import { isCurrency, type Minor, readMinor } from "#kernel/money.ts";
import { phoneOf } from "#kernel/phone.ts";
import {
  CLEAR,
  customFacts,
  type Facts,
  type RowProblem,
  textOf,
  tooLong,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import { type Priced, pricedOf, type Sold } from "./hand.rules.ts";
import type {
  FulfilmentStatus,
  OrderAddress,
  OrderStatus,
  PaymentStatus,
} from "./orders.contract.ts";
import { type KeptOrder, type LineState, sumsOf } from "./orders.rules.ts";

/** One row of the rows that speak of an order together. */
export type Row = { readonly line: number; readonly values: Values };

export const LINE = [
  ...["lineTitle", "lineVariant", "lineSku", "lineQuantity", "linePrice", "lineDiscount"],
] as const;

export const ADDRESS_PARTS = [
  ...["organisation", "street", "street2", "city", "postcode", "state", "country"],
] as const;
type AddressPart =
  | "organisation"
  | "street"
  | "street2"
  | "city"
  | "postcode"
  | "state"
  | "country";

export const addressKey = (of: "billing" | "shipping", part: string): string =>
  `${of}${part.charAt(0).toUpperCase()}${part.slice(1)}`;

/** As long as the contracts let people type. */
const LENGTHS: Readonly<Record<string, number>> = {
  ...{ number: 100, channel: 50, name: 200, firstName: 100, lastName: 100, phone: 40 },
  ...{ paymentMethod: 100, note: 5000, lineTitle: 300, lineVariant: 200, lineSku: 100 },
  ...Object.fromEntries(
    (["billing", "shipping"] as const).flatMap((of) =>
      ADDRESS_PARTS.map((part) => [addressKey(of, part), part === "postcode" ? 20 : 200]),
    ),
  ),
};
const LINES_MAX = 500;
const QUANTITY_MAX = 1_000_000;

/** Rows that follow each other under one number are one order's lines; a row without one goes on with the line before. */
export function groupOf(values: Values, before: string | null): string | null {
  const id = textOf(values["id"]);
  if (id !== null) return id;
  const number = textOf(values["number"]);
  if (number !== null) return `${textOf(values["channel"])?.toLowerCase() ?? ""}|${number}`;
  const keys = Object.keys(values);
  const isLineAlone = keys.length > 0 && keys.every((key) => LINE.some((line) => line === key));
  return isLineAlone ? before : null;
}

export const isLineRow = ({ values }: Row): boolean =>
  LINE.some((key) => values[key] !== undefined);

/** What the rows say of the order: each field by the first that says anything of it. */
export const saidOf = (rows: readonly Row[]): Values =>
  rows.reduce<Values>((said, { values }) => ({ ...values, ...said }), {});

const CHANNELS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    stall: ["at a stall", "di gerai", "gerai", "booth", "bazaar"],
    phone: ["by phone", "melalui telefon", "telefon"],
    chat: ["by chat", "melalui sembang", "whatsapp", "wa"],
    shop: ["in the shop", "di kedai", "kedai"],
    other: ["elsewhere", "tempat lain"],
    web: ["online store", "kedai dalam talian", "online"],
    pos: ["at the till", "di kaunter"],
  }).flatMap(([value, words]) => [value, ...words].map((word): [string, string] => [word, value])),
);
export const channelOf = (text: string): string => CHANNELS.get(text.toLowerCase()) ?? text;

const wordsFor = <Of extends string>(words: Readonly<Record<Of, readonly string[]>>) =>
  new Map(
    Object.entries<readonly string[]>(words).flatMap(([value, all]) =>
      [value, ...all].map((word): [string, Of] => [word, value as Of]),
    ),
  );

export const STATUS_WORDS = wordsFor<OrderStatus>({
  open: ["terbuka", "processing", "confirmed", "to ship"],
  completed: ["selesai", "complete", "delivered", "closed", "shipped"],
  pending: ["menunggu", "on-hold", "on hold", "pending payment"],
  cancelled: ["dibatalkan", "canceled", "batal", "void"],
  failed: ["gagal"],
  draft: ["draf", "checkout-draft"],
});
export const PAYMENT_WORDS = wordsFor<PaymentStatus>({
  unpaid: ["belum dibayar", "not paid", "no", "tidak"],
  pending: ["menunggu"],
  authorised: ["dibenarkan", "authorized"],
  part_paid: ["dibayar sebahagian", "part paid", "partially_paid", "partially paid"],
  paid: ["dibayar", "sudah dibayar", "yes", "ya", "lunas"],
  part_refunded: [
    ...["dipulangkan sebahagian", "part refunded", "partially_refunded", "partially refunded"],
  ],
  refunded: ["dipulangkan", "bayaran dipulangkan"],
  voided: ["dibatalkan", "expired", "void"],
  disputed: ["dipertikai"],
});
export const FULFILMENT_WORDS = wordsFor<FulfilmentStatus>({
  unfulfilled: ["belum dihantar", "to be sent", "not sent", "no", "tidak"],
  part_fulfilled: ["dihantar sebahagian", "part sent", "partial", "partially fulfilled"],
  fulfilled: ["dihantar", "sent", "shipped", "delivered", "yes", "ya"],
  cancelled: ["dibatalkan", "restocked"],
});

type States = Pick<KeptOrder, "status" | "paymentStatus" | "fulfilmentStatus">;

/** WooCommerce says all three in one word. */
export const WOO_WORDS: ReadonlyMap<string, States> = new Map(
  Object.entries({
    pending: ["pending", "unpaid", "unfulfilled"],
    "pending payment": ["pending", "unpaid", "unfulfilled"],
    processing: ["open", "paid", "unfulfilled"],
    "on-hold": ["open", "pending", "unfulfilled"],
    "on hold": ["open", "pending", "unfulfilled"],
    completed: ["completed", "paid", "fulfilled"],
    cancelled: ["cancelled", "unpaid", "cancelled"],
    refunded: ["completed", "refunded", "fulfilled"],
    failed: ["failed", "unpaid", "unfulfilled"],
    draft: ["draft", "unpaid", "unfulfilled"],
    "checkout-draft": ["draft", "unpaid", "unfulfilled"],
  } satisfies Record<string, [OrderStatus, PaymentStatus, FulfilmentStatus]>).map(
    ([word, [status, paymentStatus, fulfilmentStatus]]): [string, States] => [
      word,
      { status, paymentStatus, fulfilmentStatus },
    ],
  ),
);

/** How an order stands by what a file says of it: what is not said follows from the rest. */
export function statesOf(said: Values): States {
  const whole = WOO_WORDS.get(textOf(said["storeStatus"]) ?? "");
  const paidAt = said["paidAt"] instanceof Date;
  const sentAt = said["completedAt"] instanceof Date;
  const isCancelled = said["cancelledAt"] instanceof Date || said["status"] === "cancelled";
  const payment = (textOf(said["payment"]) ??
    whole?.paymentStatus ??
    (paidAt || said["status"] === "completed" ? "paid" : "unpaid")) as PaymentStatus;
  const fulfilment = (textOf(said["fulfilment"]) ??
    whole?.fulfilmentStatus ??
    (sentAt || said["status"] === "completed"
      ? "fulfilled"
      : isCancelled
        ? "cancelled"
        : "unfulfilled")) as FulfilmentStatus;
  const isSettled = ["paid", "part_refunded", "refunded"].includes(payment);
  const status = (textOf(said["status"]) ??
    (isCancelled || payment === "voided" ? "cancelled" : undefined) ??
    whole?.status ??
    (isSettled && fulfilment === "fulfilled" ? "completed" : "open")) as OrderStatus;
  return { status, paymentStatus: payment, fulfilmentStatus: fulfilment };
}

/** What is wrong with a row before anything is looked up. */
export function problemsIn({ values }: Row): RowProblem[] {
  const problems = tooLong(values, LENGTHS);
  const quantity = values["lineQuantity"];
  if (typeof quantity === "number" && quantity <= 0)
    problems.push({ target: "lineQuantity", code: "field.not_positive" });
  if (typeof quantity === "number" && quantity > QUANTITY_MAX)
    problems.push({ target: "lineQuantity", code: "sales.order.too_large" });
  const currency = textOf(values["currency"]);
  if (currency !== null && !isCurrency(currency))
    problems.push({ target: "currency", code: "currency.unknown" });
  return problems;
}

/** Amounts come as plain decimal text: which currency they are in another column says. */
export const AMOUNTS = [
  ...["total", "subtotal", "shipping", "fee", "discount", "tax", "refunded", "paidAmount"],
] as const;
export type Amounts = Readonly<Partial<Record<string, Minor>>>;

export function amountsIn(
  values: Values,
  keys: readonly string[],
  currency: string,
): { amounts: Amounts; problems: RowProblem[] } {
  const amounts: Record<string, Minor> = {};
  const problems: RowProblem[] = [];
  for (const target of keys) {
    const said = values[target];
    if (said === undefined || said === CLEAR) continue;
    const minor = readMinor(String(said), currency);
    // What is taken off stands with a minus in some files.
    const isOff = target === "discount" || target === "refunded" || target === "lineDiscount";
    if (minor === null || (minor < 0 && !isOff))
      problems.push({ target, code: "records.import.not_an_amount" });
    else amounts[target] = Math.abs(minor);
  }
  return { amounts, problems };
}

/** A line as the file has it, with the row that it stands in. */
export type LineSaid = {
  readonly line: number;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: Minor;
  readonly discountMinor: Minor;
};

type Wrong = { readonly line: number; readonly problem: RowProblem };

export function linesIn(
  rows: readonly Row[],
  sold: (sku: string) => { readonly title: string; readonly variantTitle: string } | undefined,
  currency: string,
): LineSaid[] | Wrong {
  const lines: LineSaid[] = [];
  for (const { line, values } of rows.filter(isLineRow)) {
    const wrong = (target: string, code: string): Wrong => ({ line, problem: { target, code } });
    const { amounts, problems } = amountsIn(values, ["linePrice", "lineDiscount"], currency);
    const [problem] = problems;
    if (problem !== undefined) return { line, problem };
    const sku = textOf(values["lineSku"]);
    const known = sku === null ? undefined : sold(sku);
    const title = titleOf(values, known);
    if (title === null) return wrong("lineTitle", "field.required");
    if (amounts["linePrice"] === undefined) return wrong("linePrice", "field.required");
    const quantity = values["lineQuantity"];
    lines.push({
      line,
      title,
      variantTitle: textOf(values["lineVariant"]),
      sku,
      quantity: typeof quantity === "number" ? Math.round(quantity * 1000) / 1000 : 1,
      unitPriceMinor: amounts["linePrice"],
      discountMinor: amounts["lineDiscount"] ?? 0,
    });
    if (lines.length > LINES_MAX) return wrong("lineTitle", "sales.order.too_many_lines");
  }
  return lines;
}

/** Shopify writes a product and its variant as one: "Kaus - Merah / S". */
function titleOf(
  values: Values,
  known: { readonly title: string; readonly variantTitle: string } | undefined,
): string | null {
  const said = textOf(values["lineTitle"]);
  if (said === null || known === undefined) return said ?? known?.title ?? null;
  const end = ` - ${known.variantTitle}`;
  return known.variantTitle !== "" && said.endsWith(end) ? said.slice(0, -end.length) : said;
}

type Money = Priced & Pick<KeptOrder, "taxesIncluded">;

/**
 * Prices an order out of a file by the one rule for sales that people enter. Files differ in what their amounts mean:
 * whether prices hold the tax, and whether they have the discount taken off already. That reading stands under which
 * the order comes to the total that the file says; where none does, what is over is shown as the difference.
 */
export function pricedAs(
  lines: readonly LineSaid[],
  sold: readonly Sold[],
  amounts: Amounts,
): Money | { readonly at: number | null; readonly problem: RowProblem } {
  const off = wholeDiscountOf(lines, amounts);
  const readings = [
    { discountMinor: off, taxesIncluded: false },
    { discountMinor: off, taxesIncluded: true },
    { discountMinor: 0, taxesIncluded: false },
    { discountMinor: 0, taxesIncluded: true },
  ];
  const total = amounts["total"];
  try {
    let usual: Money | null = null;
    for (const { discountMinor, taxesIncluded } of readings) {
      const typed = {
        lines: lines.map(({ line: _, variantTitle: __, ...line }) => ({
          ...{ productId: null, variantId: null, ...line },
        })),
        shippingMinor: amounts["shipping"] ?? 0,
        feeMinor: amounts["fee"] ?? 0,
        taxMinor: amounts["tax"] ?? 0,
        ...{ discountMinor, taxesIncluded },
      };
      const priced = { ...pricedOf(typed, sold), taxesIncluded };
      if (total === undefined || priced.sums.totalMinor === total) return named(priced, lines);
      usual ??= priced;
    }
    if (usual === null || total === undefined) throw new Error("an order was not priced");
    return named(withTotal(usual, total), lines);
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== "invalid") throw error;
    return whyNotPriced(error);
  }
}

/** All that was taken off, less what the lines say themselves; of the goods after it, where the file says what they come to. */
function wholeDiscountOf(lines: readonly LineSaid[], amounts: Amounts): Minor {
  const own = lines.reduce((sum, { discountMinor }) => sum + discountMinor, 0);
  const goods = lines.reduce(
    (sum, { quantity, unitPriceMinor }) => sum + Math.round(quantity * unitPriceMinor),
    0,
  );
  const { discount = 0, subtotal } = amounts;
  if (subtotal !== undefined && subtotal <= goods - own) return goods - own - subtotal;
  return Math.max(0, discount - own);
}

const withTotal = (priced: Money, totalMinor: Minor): Money => {
  const { taxMinor } = priced.sums;
  const { taxesIncluded, lines, charges } = priced;
  const sums = sumsOf({ taxesIncluded, taxMinor, totalMinor }, lines, charges);
  return { ...priced, sums: { ...priced.sums, ...sums, totalMinor } };
};

const named = (priced: Money, said: readonly LineSaid[]): Money => ({
  ...priced,
  lines: priced.lines.map((line, at) => ({
    ...line,
    variantTitle: said[at]?.variantTitle ?? line.variantTitle,
  })),
});

const LINE_TARGETS: Readonly<Record<string, string>> = {
  discountMinor: "lineDiscount",
  unitPriceMinor: "linePrice",
};

function whyNotPriced({ details }: Problem): { at: number | null; problem: RowProblem } {
  const [first] = details as { path: (string | number)[]; code: string }[];
  const [of, at, key] = first?.path ?? [];
  const isLine = of === "lines" && typeof at === "number";
  const target = isLine
    ? (LINE_TARGETS[String(key)] ?? null)
    : of === "discountMinor"
      ? "discount"
      : null;
  return { at: isLine ? at : null, problem: { target, code: first?.code ?? "field.invalid" } };
}

/** An order of which a file says only what it came to: one line with what is left for the goods. */
export function lineForTotal(line: number, number: string, amounts: Amounts): LineSaid | Wrong {
  const { total, subtotal, shipping = 0, fee = 0, tax = 0, discount = 0 } = amounts;
  if (total === undefined && subtotal === undefined)
    return { line, problem: { target: null, code: "sales.order.has_no_lines" } };
  const goods = subtotal ?? (total ?? 0) - shipping - fee - tax;
  if (goods < 0)
    return { line, problem: { target: "total", code: "records.import.not_an_amount" } };
  return {
    ...{ line, title: number, variantTitle: null, sku: null, quantity: 1, discountMinor: 0 },
    unitPriceMinor: goods + discount,
  };
}

/** Whether a file's lines are those that an order has, as far as it says anything of them. */
export const isSameLines = (
  rows: readonly Row[],
  said: readonly LineSaid[],
  known: readonly LineState[],
): boolean => {
  const of = rows.filter(isLineRow);
  return (
    said.length === known.length &&
    said.every((line, at) => {
      const [was, values] = [known[at], of[at]?.values ?? {}];
      if (was === undefined) return false;
      const says = (key: string) => values[key] !== undefined;
      return (
        (!says("lineTitle") || line.title === was.title.trim()) &&
        (!says("lineVariant") || line.variantTitle === was.variantTitle.trim()) &&
        (!says("lineSku") || line.sku === was.sku) &&
        (!says("lineQuantity") || line.quantity === was.quantity) &&
        line.unitPriceMinor === was.unitPriceMinor &&
        (!says("lineDiscount") ||
          line.discountMinor === was.discountMinor - was.sharedDiscountMinor)
      );
    })
  );
};

/** Who bought, in the order's own words. */
export type BuyerSaid = {
  readonly name: string | null;
  readonly email: string | null;
  readonly phoneText: string | null;
  /** In E.164. */
  readonly phone: string | null;
};

export function buyerIn(said: Values, country: string): BuyerSaid {
  const phoneText = textOf(said["phone"]);
  const parts = [textOf(said["firstName"]), textOf(said["lastName"])].filter(
    (part) => part !== null,
  );
  const name =
    textOf(said["name"]) ??
    (parts.join(" ") || textOf(said["billingName"]) || textOf(said["shippingName"]));
  const local = textOf(said[addressKey("billing", "country")]) ?? country;
  return {
    name: name || null,
    email: textOf(said["email"]),
    phoneText,
    phone: phoneText === null ? null : phoneOf(phoneText, local),
  };
}

export function addressIn(
  said: Values,
  of: "billing" | "shipping",
  name: string | null,
): OrderAddress | null {
  const parts = Object.fromEntries(
    ADDRESS_PARTS.map((part) => [part, textOf(said[addressKey(of, part)])]),
  ) as Record<AddressPart, string | null>;
  const own = textOf(said[addressKey(of, "name")]);
  if (own === null && Object.values(parts).every((part) => part === null)) return null;
  return { ...parts, name: own ?? name, phone: null };
}

/** What the customers' own importer is told of a buyer; null: there is nothing to know them by. */
export function customerValues(said: Values, buyer: BuyerSaid, placedAt: Date): Values | null {
  const id = textOf(said["customer"]);
  if (id !== null) return { id };
  if (buyer.email === null && buyer.phone === null) return null;
  const address = Object.fromEntries(
    ADDRESS_PARTS.map((part) => [part, textOf(said[addressKey("billing", part)]) ?? undefined]),
  );
  return {
    ...address,
    name: buyer.name ?? undefined,
    email: buyer.email ?? undefined,
    phone: buyer.phone === null ? undefined : (buyer.phoneText ?? undefined),
    created: placedAt,
  };
}

/** What people see of an order, under the names of the targets. */
export const factsOf = (
  order: Pick<
    KeptOrder,
    | "number"
    | "channel"
    | "placedAt"
    | "status"
    | "paymentStatus"
    | "fulfilmentStatus"
    | "currency"
    | "totalMinor"
    | "shippingMinor"
    | "discountMinor"
    | "taxMinor"
    | "paymentMethod"
    | "discountCodes"
    | "note"
    | "name"
    | "email"
    | "phone"
    | "phoneText"
    | "custom"
  >,
  lines: readonly LineState[],
  amountText: (minor: Minor) => string,
): Facts => ({
  number: order.number,
  channel: order.channel,
  placed: order.placedAt,
  status: order.status,
  payment: order.paymentStatus,
  fulfilment: order.fulfilmentStatus,
  name: order.name,
  email: order.email,
  phone: order.phone ?? order.phoneText,
  total: amountText(order.totalMinor),
  shipping: amountText(order.shippingMinor),
  discount: amountText(order.discountMinor),
  tax: amountText(order.taxMinor),
  paymentMethod: order.paymentMethod,
  discountCodes: order.discountCodes,
  note: order.note,
  lineTitle: lines.map(
    ({ title, quantity, unitPriceMinor }) =>
      `${quantity} × ${title}, ${amountText(unitPriceMinor)}`,
  ),
  ...customFacts(order.custom),
});

/** The moment by which something is told, where a file tells none. */
export const momentOf = (said: Values, key: string): Date | null => {
  const moment = said[key];
  return moment instanceof Date ? moment : null;
};
