import { isDeepStrictEqual } from "node:util";
import { newId } from "#kernel/ids.ts";
import { decimalOf, isCurrency, readMinor } from "#kernel/money.ts";
import {
  CLEAR,
  customBy,
  customFacts,
  type Facts,
  type How,
  missingCustom,
  putFor,
  type RowProblem,
  tagsBy,
  textOf,
  tooLong,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import { textOfHtml } from "#platform/transfer/html-text.rules.ts";
import { categoryPath, type ProductStatus, type VariantId } from "./products.contract.ts";
import { categoryBy, type KeptProduct, type KeptVariant, storeCostOf } from "./products.rules.ts";

/** A product as an import writes it: what people enter of it, and what is sold. */
export type Written = Pick<
  KeptProduct,
  "title" | "description" | "status" | "vendor" | "category" | "isCategoryOwn" | "tags" | "custom"
> & { readonly variants: readonly KeptVariant[] };

/** As long as the contract lets people type. */
const LENGTHS: Readonly<Record<string, number>> = {
  title: 300,
  description: 20_000,
  vendor: 200,
  category: 200,
  variantTitle: 200,
  option1: 200,
  option2: 200,
  option3: 200,
  sku: 100,
};
const BARCODE_MAX = 50;
const TAG_MAX = 50;
const TAGS_MAX = 50;
const VARIANTS_MAX = 250;

export const STATUS_WORDS: ReadonlyMap<string, ProductStatus> = new Map([
  ...["active", "published", "publish", "1", "yes", "aktif", "ya"].map(asStatus("active")),
  ...["draft", "unpublished", "pending", "private", "0", "-1", "no", "draf"].map(asStatus("draft")),
  ...["archived", "unlisted", "discontinued", "diarkibkan"].map(asStatus("archived")),
]);
function asStatus(status: ProductStatus) {
  return (word: string): [string, ProductStatus] => [word, status];
}

/** One row of the rows that speak of a product together. */
type Row = { readonly line: number; readonly values: Values };

/** What rows that follow each other have in common: one product's variants. A row of a known product names its id. */
export function groupOf(values: Values): string | null {
  const said = ["id", "handle", "parent"].map((key) => textOf(values[key]));
  const named = said.find((text) => text !== null);
  if (named !== undefined && named !== null) return named.toLowerCase();
  const sku = textOf(values["sku"]);
  const sourceId = textOf(values["sourceId"]);
  // WooCommerce's variations name their product by its SKU, or by its number there where it has none.
  if (sourceId !== null) return (sku ?? `id:${sourceId}`).toLowerCase();
  return textOf(values["title"])?.toLowerCase() ?? null;
}

/** What is wrong with a row before anything is looked up. */
export function problemsIn({ values }: Row): RowProblem[] {
  const problems = tooLong(values, LENGTHS);
  const tags = values["tags"];
  if (Array.isArray(tags) && tags.some((tag: string) => tag.length > TAG_MAX))
    problems.push({ target: "tags", code: "field.too_big" });
  const currency = textOf(values["currency"]);
  if (currency !== null && !isCurrency(currency))
    problems.push({ target: "currency", code: "currency.unknown" });
  return problems;
}

const OF_VARIANT = [
  ...["variantId", "variantTitle", "option1", "option2", "option3"],
  ...["sku", "price", "comparePrice", "cost", "barcode", "stock"],
];

/** Which of them are things to sell: of a product with variations the row of the product itself is none. */
export function variantRowsOf(rows: readonly Row[]): readonly Row[] {
  const hasParent = rows.some(({ values }) => values["parent"] !== undefined);
  return rows.filter(({ values }) =>
    hasParent
      ? values["parent"] !== undefined
      : OF_VARIANT.some((key) => values[key] !== undefined),
  );
}

/** What the rows say of the product: each field by the first that says anything of it. */
export function saidOf(rows: readonly Row[]): Values {
  const [first, ...more] = rows.map(({ values }) => values);
  return more.reduce<Values>((said, values) => ({ ...values, ...said }), first ?? {});
}

/** "Red / M", as stores write it. What has one form only is called nothing. */
export function variantTitleOf(values: Values): string | null {
  const title = textOf(values["variantTitle"]);
  const options = ["option1", "option2", "option3"].map((key) => textOf(values[key]));
  const said = title ?? (options.filter((option) => option !== null).join(" / ") || null);
  return said === "Default Title" ? "" : said;
}

export const NOTHING: Written = {
  title: "",
  description: "",
  status: "active",
  vendor: null,
  category: null,
  isCategoryOwn: false,
  tags: [],
  custom: {},
  variants: [],
};

type Became =
  | { readonly after: Written }
  /** By the line of the row that is wrong. */
  | { readonly line: number; readonly problem: RowProblem };

type Becoming = {
  readonly isNew: boolean;
  /** Its rows name a product by an id that is not known here. */
  readonly isFromElsewhere: boolean;
  /** Ids that variants have already. */
  readonly variantIds: ReadonlySet<VariantId>;
};

/** What becomes of a product by the rows of a file that speak of it, column by column as each is meant. */
export function writtenBy(
  before: Written,
  rows: readonly Row[],
  how: Pick<How, "policyOf" | "currency" | "own">,
  { isNew, isFromElsewhere, variantIds }: Becoming,
): Became {
  const said = saidOf(rows);
  const line = rows[0]?.line ?? 0;
  const put = putFor(said, how.policyOf, isNew);
  const html = textOf(said["descriptionHtml"]);
  const described = html === null ? said["description"] : textOfHtml(html).trim().slice(0, 20_000);
  const putDescription = putFor(
    { description: described },
    () => how.policyOf(html === null ? "description" : "descriptionHtml"),
    isNew,
  );
  const vendor = put("vendor", before.vendor) ? textOf(said["vendor"]) : before.vendor;
  const wrong = (target: string | null, code: string) => ({ line, problem: { target, code } });
  // A title cannot go: asking for it is passed by.
  const title = put("title", before.title) ? (textOf(said["title"]) ?? before.title) : before.title;
  if (title === "") return wrong("title", "field.required");
  const tags = tagsBy(before.tags, said["tags"], how.policyOf("tags")) ?? before.tags;
  if (tags.length > TAGS_MAX) return wrong("tags", "records.bulk.too_many_tags");

  const variantRows = variantRowsOf(rows);
  const isElsewhere = isFromElsewhere || isWrittenElsewhere(before.variants, variantRows);
  const variants = variantsBy(before.variants, variantRows, how, isElsewhere ? variantIds : null);
  if (!Array.isArray(variants)) return variants;
  if (variants.length > VARIANTS_MAX) return wrong(null, "catalog.product.too_many_variants");
  const custom = customBy(before.custom, said, put);
  const missing = isNew ? missingCustom(custom, how.own.required) : null;
  if (missing !== null) return { line, problem: missing };
  return {
    after: {
      title,
      description: putDescription("description", before.description)
        ? (textOf(described) ?? "")
        : before.description,
      status: put("status", before.status)
        ? ((textOf(said["status"]) ?? before.status) as ProductStatus)
        : before.status,
      vendor,
      category: put("category", before.category)
        ? categoryPath(textOf(said["category"]) ?? "") || null
        : before.category,
      isCategoryOwn: before.isCategoryOwn,
      tags,
      custom,
      variants: variants.length > 0 ? variants : [plainVariant(how.currency)],
    },
  };
}

const plainVariant = (currency: string): KeptVariant => ({
  id: newId<"variant">() as VariantId,
  externalId: null,
  title: "",
  sku: null,
  currency,
  priceMinor: null,
  comparePriceMinor: null,
  costMinor: null,
  isCostOwn: false,
  barcode: null,
  stockCount: null,
});

function variantsBy(
  before: readonly KeptVariant[],
  rows: readonly Row[],
  how: Pick<How, "policyOf" | "currency">,
  /** Of rows that were written elsewhere: the ids that variants have here. */
  given: ReadonlySet<VariantId> | null,
): KeptVariant[] | { line: number; problem: RowProblem } {
  let variants = [...before];
  const found: Found = {
    made: new Set(),
    elsewhere: given === null ? null : new Map(),
  };
  for (const { line, values } of rows) {
    // A row that names no variant speaks of the only one; of several it speaks of none.
    if (namesNone(values) && variants.length > 1) continue;
    const known = variantMeant(variants, found, values, rows.length === 1);
    const id = textOf(values["variantId"]);
    if (known === undefined && id !== null && found.elsewhere === null)
      return { line, problem: { target: "variantId", code: "catalog.variant.not_found" } };
    const anew = { ...plainVariant(how.currency), ...(isFree(id, given) ? { id } : {}) };
    const after = variantBy(known ?? anew, values, how, known === undefined);
    if ("problem" in after) return { line, problem: after.problem };
    if (known === undefined) found.made.add(after.id);
    if (id !== null) found.elsewhere?.set(id, after.id);
    variants =
      known === undefined
        ? [...variants, after]
        : variants.map((variant) => (variant.id === known.id ? after : variant));
  }
  return variants;
}

/** A variant that is new here keeps the id that it has elsewhere. */
const isFree = (id: string | null, given: ReadonlySet<VariantId> | null): id is VariantId =>
  id !== null && given !== null && !given.has(id as VariantId);

/** What earlier rows of the same product stand for: variants that they made, and those that ids of elsewhere mean. */
type Found = { readonly made: Set<VariantId>; readonly elsewhere: Map<string, VariantId> | null };

/** Out of another company's export: ids of its variants tell the rows apart here, and nothing more. */
const isWrittenElsewhere = (before: readonly KeptVariant[], rows: readonly Row[]): boolean =>
  rows.every(
    ({ values }) =>
      textOf(values["id"]) === null && !before.some(({ id }) => id === textOf(values["variantId"])),
  );

const namesNone = (values: Values): boolean =>
  textOf(values["variantId"]) === null &&
  textOf(values["sku"]) === null &&
  variantTitleOf(values) === null;

/** The variant a row means: by its id, its SKU, or what it is called; where there is only one on both sides, that one. */
function variantMeant(
  variants: readonly KeptVariant[],
  { made, elsewhere }: Found,
  values: Values,
  isOnly: boolean,
): KeptVariant | undefined {
  const id = textOf(values["variantId"]);
  const known = id === null ? null : (elsewhere?.get(id) ?? id);
  const byId = variants.find((variant) => variant.id === known);
  if (byId !== undefined || (id !== null && elsewhere === null)) return byId;
  const others = new Set(id === null ? [] : elsewhere?.values());
  const sku = textOf(values["sku"])?.toLowerCase();
  const bySku = variants.find((variant) => variant.sku?.toLowerCase() === sku);
  if (sku !== undefined && bySku !== undefined) return bySku;
  const title = variantTitleOf(values)?.toLowerCase();
  const called = variants.filter(
    (variant) =>
      variant.title.toLowerCase() === (title ?? "") &&
      !others.has(variant.id) &&
      // A known one is given its SKU; beside one that an earlier row made it is another.
      (sku === undefined || (variant.sku === null && !made.has(variant.id))),
  );
  const byTitle = called.find((variant) => variant.sku === null) ?? called[0];
  if (byTitle !== undefined) return byTitle;
  const [only, ...more] = variants;
  const isOne = isOnly && title === undefined && sku === undefined && more.length === 0;
  return isOne ? only : undefined;
}

function variantBy(
  before: KeptVariant,
  values: Values,
  { policyOf, currency: ours }: Pick<How, "policyOf" | "currency">,
  isNew: boolean,
): KeptVariant | { problem: RowProblem } {
  const put = putFor(values, policyOf, isNew);
  const title = variantTitleOf(values);
  const titleTarget = values["variantTitle"] === undefined ? "option1" : "variantTitle";
  const putTitle = putFor({ title: title ?? undefined }, () => policyOf(titleTarget), isNew);
  const isPriced = AMOUNTS.some((target) => textOf(values[target]) !== null);
  const currency =
    (put("currency", before.currency) ? textOf(values["currency"]) : before.currency) ??
    (isPriced ? ours : null);
  const price = amountBy(before.priceMinor, values, "price", currency, put);
  const compare = amountBy(before.comparePriceMinor, values, "comparePrice", currency, put);
  const cost = amountBy(before.costMinor, values, "cost", currency, put);
  for (const read of [price, compare, cost])
    if (typeof read === "object" && read !== null) return read;
  const barcode = put("barcode", before.barcode) ? textOf(values["barcode"]) : before.barcode;
  // Of a product as a whole the barcodes of all its variants stand in one cell: asked is what becomes of one.
  if (barcode !== null && barcode.length > BARCODE_MAX)
    return { problem: { target: "barcode", code: "field.too_big" } };
  const stock = values["stock"];
  return {
    ...before,
    title: putTitle("title", before.title) ? (title ?? "") : before.title,
    sku: put("sku", before.sku) ? textOf(values["sku"]) : before.sku,
    currency,
    priceMinor: price as number | null,
    comparePriceMinor: compare as number | null,
    costMinor: cost as number | null,
    isCostOwn: cost === before.costMinor ? before.isCostOwn : cost !== null,
    barcode,
    stockCount: put("stock", before.stockCount)
      ? typeof stock === "number"
        ? Math.round(stock * 1000) / 1000
        : null
      : before.stockCount,
  };
}

const AMOUNTS = ["price", "comparePrice", "cost"] as const;

/** An amount in the row's own currency; it comes as plain decimal text. */
function amountBy(
  before: number | null,
  values: Values,
  target: string,
  currency: string | null,
  put: ReturnType<typeof putFor>,
): number | null | { problem: RowProblem } {
  if (!put(target, before)) return before;
  const said = values[target];
  if (said === CLEAR || currency === null) return null;
  const minor = readMinor(String(said), currency);
  if (minor === null || minor < 0)
    return { problem: { target, code: "records.import.not_an_amount" } };
  return minor;
}

/** What people see of it, under the names of the targets. */
export const factsOf = ({
  variants: _,
  isCategoryOwn: __,
  custom,
  ...product
}: Written): Facts => ({
  ...product,
  ...customFacts(custom),
});

export const variantFacts = (variant: KeptVariant): Facts => ({
  variantTitle: variant.title,
  sku: variant.sku,
  currency: variant.currency,
  price: amountText(variant.priceMinor, variant.currency),
  comparePrice: amountText(variant.comparePriceMinor, variant.currency),
  cost: amountText(variant.costMinor, variant.currency),
  barcode: variant.barcode,
  stock: variant.stockCount,
});

const amountText = (minor: number | null, currency: string | null): string | null =>
  minor === null || currency === null ? null : decimalOf(minor, currency);

/** Whether more changed than a person may of a store's product: its tags, category, costs and the company's own fields. */
export const isContentsChanged = (
  before: Written,
  after: Written,
  { currency: ours }: Pick<How, "currency">,
): boolean => {
  const contentsOf = ({ title, description, status, vendor, variants }: Written) => ({
    ...{ title, description, status, vendor },
    variants: variants.map(({ costMinor: _, isCostOwn: __, currency, ...variant }) => ({
      ...variant,
      currency: currency ?? ours,
    })),
  });
  return !isDeepStrictEqual(contentsOf(before), contentsOf(after));
};

/** What a person says of category and costs is theirs; where they take it back the store has its word again. */
export function asSaidHere(
  kept: KeptProduct | null,
  before: Written,
  after: Written,
  { currency }: Pick<How, "currency">,
): Written {
  const was = new Map(before.variants.map(({ id, isCostOwn }) => [id, isCostOwn]));
  const costed = after.variants.map((variant) =>
    kept !== null && variant.costMinor === null && was.get(variant.id) === true
      ? { ...variant, costMinor: storeCostOf(kept, variant, currency) }
      : variant,
  );
  return {
    ...after,
    ...(after.category === before.category
      ? {}
      : categoryBy({ storeCategory: kept?.storeCategory ?? null }, after.category)),
    variants: isDeepStrictEqual(costed, after.variants) ? after.variants : costed,
  };
}
