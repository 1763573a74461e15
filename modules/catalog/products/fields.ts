import type { RecordType } from "#modules/records/records.public.ts";
import { type Sql, sql } from "#platform/db/sql.ts";

/** A product's price has one currency, or it is not shown as one. */
const ofVariants = (asked: Sql) => (of: Sql) =>
  sql`(select ${asked} from variants v where v.product_id = ${of}.id)`;
const currency = ofVariants(
  sql`case when min(v.currency) = max(v.currency) then min(v.currency) end`,
);

/** Products, as lists, filters, imports and exports know them. */
export const productType: RecordType = {
  name: "product",
  label: { one: { en: "Product", ms: "Produk" }, many: { en: "Products", ms: "Produk" } },
  reads: "catalog.products.read",
  writes: "catalog.products.write",
  deletes: "catalog.products.delete",
  topics: ["catalog.products", "records.timeline"],
  table: sql`products`,
  isLive: (of) => sql`${of}.deleted_at is null`,
  ownerId: null,
  title: (of) => sql`${of}.title`,
  words: (of) => sql`${of}.title`,
  fields: [
    {
      key: "title",
      label: { en: "Title", ms: "Tajuk" },
      kind: "text",
      value: (of) => sql`${of}.title`,
      change: "title",
      sort: { key: (of) => sql`lower(${of}.title)`, cast: sql`::text` },
    },
    {
      key: "status",
      label: { en: "Status", ms: "Status" },
      kind: "choice",
      choices: [
        { value: "active", label: { en: "Active", ms: "Aktif" } },
        { value: "draft", label: { en: "Draft", ms: "Draf" } },
        { value: "archived", label: { en: "Archived", ms: "Diarkibkan" } },
      ],
      value: (of) => sql`${of}.status`,
      change: "status",
    },
    {
      key: "vendor",
      label: { en: "Vendor", ms: "Penjual" },
      kind: "text",
      value: (of) => sql`${of}.vendor`,
      change: "vendor",
    },
    {
      key: "category",
      label: { en: "Category", ms: "Kategori" },
      kind: "text",
      value: (of) => sql`${of}.category`,
      change: "category",
    },
    {
      key: "tags",
      label: { en: "Tags", ms: "Tag" },
      kind: "tags",
      value: (of) => sql`${of}.tags`,
      change: "tags",
    },
    {
      key: "description",
      label: { en: "Description", ms: "Keterangan" },
      kind: "long_text",
      value: (of) => sql`${of}.description`,
      change: "description",
    },
    {
      key: "store",
      label: { en: "Store", ms: "Kedai" },
      kind: "text",
      value: (of) => sql`(select k.name from connections k where k.id = ${of}.connection_id)`,
    },
    {
      key: "url",
      label: { en: "Link", ms: "Pautan" },
      kind: "link",
      value: (of) => sql`${of}.url`,
    },
    {
      key: "variants",
      label: { en: "Variants", ms: "Bilangan varian" },
      kind: "number",
      value: ofVariants(sql`count(*)`),
    },
    {
      key: "priceMin",
      label: { en: "Price", ms: "Harga" },
      kind: "money",
      currency,
      value: ofVariants(
        sql`case when min(v.currency) = max(v.currency) then min(v.price_minor) end`,
      ),
    },
    {
      key: "priceMax",
      label: { en: "Highest price", ms: "Harga tertinggi" },
      kind: "money",
      currency,
      value: ofVariants(
        sql`case when min(v.currency) = max(v.currency) then max(v.price_minor) end`,
      ),
    },
    {
      key: "cost",
      label: { en: "Cost", ms: "Kos" },
      kind: "money",
      currency,
      value: ofVariants(
        sql`case when min(v.currency) = max(v.currency) then min(v.cost_minor) end`,
      ),
    },
    {
      key: "barcode",
      label: { en: "Barcode", ms: "Kod bar" },
      kind: "text",
      value: ofVariants(sql`string_agg(v.barcode, ', ' order by v.position)`),
    },
    {
      key: "stock",
      label: { en: "Stock", ms: "Stok" },
      kind: "number",
      value: ofVariants(sql`sum(v.stock_count)`),
    },
    {
      key: "created",
      label: { en: "Created", ms: "Dicipta" },
      kind: "moment",
      value: (of) => sql`${of}.created_at`,
    },
    {
      key: "updated",
      label: { en: "Changed", ms: "Diubah" },
      kind: "moment",
      value: (of) => sql`${of}.updated_at`,
      sort: { key: (of) => sql`${of}.updated_at`, cast: sql`::timestamptz` },
    },
  ],
  relations: [
    {
      key: "orders",
      label: { en: "Orders", ms: "Pesanan" },
      type: "order",
      joins: (one, others) =>
        sql`${others}.id in (select l.order_id from order_lines l where l.product_id = ${one}.id)`,
      through: {
        table: sql`order_lines l`,
        joins: (one, others) => sql`l.product_id = ${one}.id and ${others}.id = l.order_id`,
      },
    },
  ],
};

type Field = RecordType["fields"][number];
const amount = (key: string, en: string, ms: string, value: Field["value"]): Field => ({
  ...{ key, label: { en, ms }, kind: "money", value },
  currency: (of) => sql`${of}.currency`,
});

/** A variant's, in files: under the names by which they are read in again. */
export const variantFields: readonly Field[] = [
  {
    key: "variantTitle",
    label: { en: "Variant", ms: "Varian" },
    kind: "text",
    value: (of) => sql`${of}.title`,
  },
  { key: "sku", label: { en: "SKU", ms: "SKU" }, kind: "text", value: (of) => sql`${of}.sku` },
  {
    key: "currency",
    label: { en: "Currency", ms: "Mata wang" },
    kind: "text",
    value: (of) => sql`${of}.currency`,
  },
  amount("price", "Price", "Harga", (of) => sql`${of}.price_minor`),
  amount("comparePrice", "Price before", "Harga asal", (of) => sql`${of}.compare_price_minor`),
  amount("cost", "Cost", "Kos", (of) => sql`${of}.cost_minor`),
  {
    key: "barcode",
    label: { en: "Barcode", ms: "Kod bar" },
    kind: "text",
    value: (of) => sql`${of}.barcode`,
  },
  {
    key: "stock",
    label: { en: "Stock", ms: "Stok" },
    kind: "number",
    value: (of) => sql`${of}.stock_count`,
  },
];
