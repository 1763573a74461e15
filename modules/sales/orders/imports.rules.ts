import { isCurrency, type Minor } from "#kernel/money.ts";
import { phoneOf } from "#kernel/phone.ts";
import {
  customFacts,
  type Facts,
  type RowProblem,
  textOf,
  tooLong,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import type { OrderAddress } from "./orders.contract.ts";
import type { KeptOrder, LineState } from "./orders.rules.ts";

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
  const local = textOf(said[addressKey("billing", "country")]);
  return {
    name: name || null,
    email: textOf(said["email"]),
    phoneText,
    phone: phoneText === null ? null : phoneOf(phoneText, local, country),
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
  const id = textOf(said["customer"]) ?? undefined;
  if (id === undefined && buyer.email === null && buyer.phone === null) return null;
  const address = Object.fromEntries(
    ADDRESS_PARTS.map((part) => [part, textOf(said[addressKey("billing", part)]) ?? undefined]),
  );
  return {
    ...address,
    id,
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
