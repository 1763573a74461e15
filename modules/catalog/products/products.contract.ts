import { z } from "zod";
import {
  blocked,
  currency,
  customValues,
  get,
  id,
  instant,
  minorAmount,
  page,
  patch,
  post,
} from "#kernel/contract.ts";
import { whereText } from "#kernel/where-text.ts";

export const ProductId = id("product");
export type ProductId = z.output<typeof ProductId>;
export const VariantId = id("variant");
export type VariantId = z.output<typeof VariantId>;

export const ProductStatus = z.enum(["active", "draft", "archived"]);
export type ProductStatus = z.output<typeof ProductStatus>;

export const Variant = z.object({
  id: VariantId,
  title: z.string(),
  sku: z.string().nullable(),
  currency: z.string().nullable(),
  /** Null is unknown. */
  priceMinor: minorAmount().nullable(),
  comparePriceMinor: minorAmount().nullable(),
  /** What it costs the company, in the currency of its price; null is unknown. */
  costMinor: minorAmount().nullable(),
  /** EAN, UPC or a number of the shop's own. */
  barcode: z.string().nullable(),
  /** Null: stock is not tracked. */
  stockCount: z.number().nullable(),
});
export type Variant = z.output<typeof Variant>;

export const ProductRow = z.object({
  id: ProductId,
  title: z.string(),
  status: ProductStatus,
  vendor: z.string().nullable(),
  /** The wider word first: "Drinks > Coffee". */
  category: z.string().nullable(),
  /** Name of the store it comes from; null when entered by hand. */
  connection: z.string().nullable(),
  variantsCount: z.int(),
  currency: z.string().nullable(),
  priceMinMinor: minorAmount().nullable(),
  priceMaxMinor: minorAmount().nullable(),
  stockCount: z.number().nullable(),
  updatedAt: instant(),
  custom: customValues(),
});
export type ProductRow = z.output<typeof ProductRow>;

export const Product = ProductRow.extend({
  description: z.string(),
  kind: z.string(),
  url: z.string().nullable(),
  tags: z.array(z.string()),
  variants: z.array(Variant),
  createdAt: instant(),
  /** When the store or a person deleted it; then it is in no list. */
  deletedAt: instant().nullable(),
  /** When a person did. */
  trashedAt: instant().nullable(),
  version: z.int(),
  blocked: z.object({
    /** Anything; of a store's product tags, category, costs and the company's own fields only. */
    change: blocked(),
    /** All but those. */
    contents: blocked(),
    trash: blocked(),
  }),
});
export type Product = z.output<typeof Product>;

const line = (max: number) => z.string().trim().max(max);
export const VariantDraft = z.object({
  /** Left out: a new variant. */
  id: VariantId.optional(),
  title: line(200).default(""),
  sku: line(100).nullable().default(null),
  currency: currency().optional(),
  priceMinor: minorAmount().min(0).nullable().default(null),
  comparePriceMinor: minorAmount().min(0).nullable().default(null),
  costMinor: minorAmount().min(0).nullable().default(null),
  barcode: line(50).nullable().default(null),
  stockCount: z.number().nullable().default(null),
});
/** The wider word first, each before a ">": spaces around it are nobody's concern. */
export const categoryPath = (text: string): string =>
  text
    .split(">")
    .map((word) => word.trim())
    .filter((word) => word !== "")
    .join(" > ");
const Category = line(200).transform(categoryPath);
export const NewProduct = z.object({
  title: line(300).min(1, "field.required"),
  description: line(20_000).default(""),
  status: ProductStatus.default("active"),
  vendor: line(200).nullable().default(null),
  category: Category.nullable().default(null),
  tags: z.array(line(50).min(1)).max(50).default([]),
  variants: z.array(VariantDraft).min(1).max(250),
  custom: customValues().default({}),
});
export type NewProduct = z.output<typeof NewProduct>;

export const ProductChange = z.object({
  id: ProductId,
  version: z.int(),
  title: line(300).min(1, "field.required").optional(),
  description: line(20_000).optional(),
  status: ProductStatus.optional(),
  vendor: line(200).nullable().optional(),
  /** Of a store's product too: what a person says outlives what the store says. Null gives the store its word back. */
  category: Category.nullable().optional(),
  /** What variants cost the company, of a store's product too. Null: the store's word, where it has one. */
  costs: z
    .array(z.object({ variantId: VariantId, costMinor: minorAmount().min(0).nullable() }))
    .max(250)
    .optional(),
  tags: z.array(line(50).min(1)).max(50).optional(),
  /** When given, the whole list: variants left out are removed. */
  variants: z.array(VariantDraft).min(1).max(250).optional(),
  /** Only the named ones change; null clears one. Of a store's product too: they are the company's own. */
  custom: customValues().optional(),
});
export type ProductChange = z.output<typeof ProductChange>;

export const ProductFilter = z.object({
  search: z.string().trim().max(200).optional(),
  status: ProductStatus.optional(),
  connectionId: id("connection").optional(),
  /** It, or anything below it. */
  category: z.string().trim().max(200).optional(),
  barcode: z.string().trim().max(50).optional(),
  /** A filter over any field and related record, beside the ones above. */
  where: whereText().optional(),
});
export type ProductFilter = z.output<typeof ProductFilter>;
export const PRODUCT_SORTS = ["title", "-title", "-updated", "updated"] as const;

const at = "/api/catalog/products";
export const products = {
  list: get(
    at,
    ProductFilter.extend({
      sort: z.enum(PRODUCT_SORTS).default("title"),
      /** Keys of more fields to read with each row, separated by commas. */
      fields: z.string().max(1000).optional(),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(ProductRow.extend({ values: z.record(z.string(), z.unknown()).optional() })),
  ),
  /** Those in use, most first, at most 500. */
  categories: get(
    `${at}/categories`,
    z.object({}),
    z.object({ categories: z.array(z.object({ name: z.string(), count: z.int() })) }),
  ),
  count: get(`${at}/count`, ProductFilter, z.object({ count: z.int(), allCount: z.int() })),
  get: get(`${at}/:id`, z.object({ id: ProductId }), Product),
  create: post(at, NewProduct, Product),
  change: patch(`${at}/:id`, ProductChange, Product),
  /** To the trash, for 30 days. */
  trash: post(
    `${at}/trash`,
    z.object({ ids: z.array(ProductId).min(1).max(1000) }),
    z.object({ count: z.int(), ids: z.array(ProductId) }),
  ),
};
