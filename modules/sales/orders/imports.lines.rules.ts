import { Problem } from "#kernel/errors.ts";
import { type Minor, readMinor } from "#kernel/money.ts";
import {
  CLEAR,
  type RowProblem,
  textOf,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import { type Priced, pricedOf, type Sold } from "./hand.rules.ts";
import { isLineRow, type Row } from "./imports.rules.ts";
import { type KeptOrder, type LineState, sumsOf } from "./orders.rules.ts";

/** What a file says that was sold, and what it comes to. */

const LINES_MAX = 500;

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
