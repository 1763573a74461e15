import type { RecordType } from "#modules/records/records.public.ts";
import { type Sql, sql } from "#platform/db/sql.ts";

const words = (of: Sql) => sql`${of}.search_text`;

/** Orders, as lists, filters, imports and exports know them. */
export const orderType: RecordType = {
  name: "order",
  label: { one: { en: "Order", ms: "Pesanan" }, many: { en: "Orders", ms: "Pesanan" } },
  reads: "sales.orders.read",
  writes: "sales.orders.write",
  deletes: "sales.orders.delete",
  topics: ["sales.orders", "records.timeline"],
  table: sql`orders`,
  isLive: (of) => sql`${of}.deleted_at is null`,
  ownerId: (of) => sql`${of}.owner_id`,
  title: (of) => sql`${of}.number`,
  fields: [
    {
      key: "number",
      label: { en: "Number", ms: "Nombor" },
      kind: "text",
      value: (of) => sql`${of}.number`,
      foundIn: words,
    },
    {
      key: "placed",
      label: { en: "Placed", ms: "Dibuat" },
      kind: "moment",
      value: (of) => sql`${of}.placed_at`,
      change: "placedAt",
      sort: { key: (of) => sql`${of}.placed_at`, cast: sql`::timestamptz` },
    },
    {
      key: "status",
      label: { en: "Status", ms: "Status" },
      kind: "choice",
      choices: [
        { value: "open", label: { en: "Open", ms: "Terbuka" } },
        { value: "completed", label: { en: "Completed", ms: "Selesai" } },
        { value: "pending", label: { en: "Pending", ms: "Menunggu" } },
        { value: "cancelled", label: { en: "Cancelled", ms: "Dibatalkan" } },
        { value: "failed", label: { en: "Failed", ms: "Gagal" } },
        { value: "draft", label: { en: "Draft", ms: "Draf" } },
      ],
      value: (of) => sql`${of}.status`,
    },
    {
      key: "payment",
      label: { en: "Payment", ms: "Bayaran" },
      kind: "choice",
      choices: [
        { value: "unpaid", label: { en: "Unpaid", ms: "Belum dibayar" } },
        { value: "pending", label: { en: "Pending", ms: "Menunggu" } },
        { value: "authorised", label: { en: "Authorised", ms: "Dibenarkan" } },
        { value: "part_paid", label: { en: "Part paid", ms: "Dibayar sebahagian" } },
        { value: "paid", label: { en: "Paid", ms: "Dibayar" } },
        { value: "part_refunded", label: { en: "Part refunded", ms: "Dipulangkan sebahagian" } },
        { value: "refunded", label: { en: "Refunded", ms: "Dipulangkan" } },
        { value: "voided", label: { en: "Voided", ms: "Dibatalkan" } },
        { value: "disputed", label: { en: "Disputed", ms: "Dipertikai" } },
      ],
      value: (of) => sql`${of}.payment_status`,
    },
    {
      key: "fulfilment",
      label: { en: "Fulfilment", ms: "Penghantaran" },
      kind: "choice",
      choices: [
        { value: "unfulfilled", label: { en: "To be sent", ms: "Belum dihantar" } },
        { value: "part_fulfilled", label: { en: "Part sent", ms: "Dihantar sebahagian" } },
        { value: "fulfilled", label: { en: "Sent", ms: "Dihantar" } },
        { value: "cancelled", label: { en: "Cancelled", ms: "Dibatalkan" } },
      ],
      value: (of) => sql`${of}.fulfilment_status`,
    },
    {
      key: "store",
      label: { en: "Store", ms: "Kedai" },
      kind: "text",
      value: (of) => sql`(select k.name from connections k where k.id = ${of}.connection_id)`,
    },
    {
      key: "channel",
      label: { en: "Channel", ms: "Saluran" },
      kind: "text",
      value: (of) => sql`${of}.channel`,
      change: "channel",
    },
    {
      key: "customer",
      label: { en: "Customer", ms: "Pelanggan" },
      kind: "reference",
      related: "customer",
      value: (of) => sql`${of}.customer_id`,
      change: "customerId",
    },
    {
      key: "name",
      label: { en: "Buyer’s name", ms: "Nama pembeli" },
      kind: "text",
      value: (of) => sql`${of}.name`,
      foundIn: words,
    },
    {
      key: "email",
      label: { en: "Buyer’s e-mail", ms: "E-mel pembeli" },
      kind: "email",
      class: "contact",
      value: (of) => sql`${of}.email`,
      foundIn: words,
    },
    {
      key: "phone",
      label: { en: "Buyer’s phone", ms: "Telefon pembeli" },
      kind: "phone",
      class: "contact",
      value: (of) => sql`coalesce(${of}.phone, ${of}.phone_text)`,
      foundIn: words,
    },
    {
      key: "currency",
      label: { en: "Currency", ms: "Mata wang" },
      kind: "text",
      value: (of) => sql`${of}.currency`,
    },
    {
      key: "total",
      label: { en: "Total", ms: "Jumlah" },
      kind: "money",
      currency: (of) => sql`${of}.currency`,
      value: (of) => sql`${of}.total_minor`,
      sort: { key: (of) => sql`${of}.total_minor`, cast: sql`::bigint` },
    },
    {
      key: "refunded",
      label: { en: "Refunded", ms: "Dipulangkan" },
      kind: "money",
      currency: (of) => sql`${of}.currency`,
      value: (of) => sql`${of}.refunded_minor`,
    },
    {
      key: "net",
      label: { en: "Net", ms: "Bersih" },
      kind: "money",
      currency: (of) => sql`${of}.currency`,
      value: (of) => sql`${of}.net_minor`,
    },
    {
      key: "shipping",
      label: { en: "Shipping", ms: "Penghantaran, caj" },
      kind: "money",
      currency: (of) => sql`${of}.currency`,
      value: (of) => sql`${of}.shipping_minor`,
      change: "shippingMinor",
    },
    {
      key: "discount",
      label: { en: "Discount", ms: "Diskaun" },
      kind: "money",
      currency: (of) => sql`${of}.currency`,
      value: (of) => sql`${of}.discount_minor`,
      change: "discountMinor",
    },
    {
      key: "tax",
      label: { en: "Tax", ms: "Cukai" },
      kind: "money",
      currency: (of) => sql`${of}.currency`,
      value: (of) => sql`${of}.tax_minor`,
      change: "taxMinor",
    },
    {
      key: "items",
      label: { en: "Items", ms: "Bilangan barang" },
      kind: "number",
      value: (of) => sql`${of}.items_count`,
    },
    {
      key: "discountCodes",
      label: { en: "Discount codes", ms: "Kod diskaun" },
      kind: "tags",
      value: (of) => sql`${of}.discount_codes`,
    },
    {
      key: "tags",
      label: { en: "Tags", ms: "Tag" },
      kind: "tags",
      value: (of) => sql`${of}.tags`,
    },
    {
      key: "paymentMethod",
      label: { en: "Paid by", ms: "Dibayar melalui" },
      kind: "text",
      value: (of) => sql`${of}.payment_method`,
      change: "paymentMethod",
    },
    {
      key: "isSale",
      label: { en: "Counts as a sale", ms: "Dikira sebagai jualan" },
      kind: "yes_no",
      value: (of) => sql`${of}.is_sale`,
    },
    {
      key: "isTest",
      label: { en: "Test order", ms: "Pesanan ujian" },
      kind: "yes_no",
      value: (of) => sql`${of}.is_test`,
    },
    {
      key: "note",
      label: { en: "Note", ms: "Nota" },
      kind: "long_text",
      class: "sensitive",
      value: (of) => sql`${of}.note`,
      change: "note",
    },
    {
      key: "owner",
      label: { en: "Whose", ms: "Milik" },
      kind: "member",
      value: (of) => sql`${of}.owner_id`,
    },
  ],
  relations: [
    {
      key: "customer",
      label: { en: "Customer", ms: "Pelanggan" },
      type: "customer",
      joins: (one, others) => sql`${others}.id = ${one}.customer_id`,
    },
    {
      key: "products",
      label: { en: "Products", ms: "Produk" },
      type: "product",
      joins: (one, others) =>
        sql`${others}.id in (select l.product_id from order_lines l where l.order_id = ${one}.id)`,
      through: {
        table: sql`order_lines l`,
        joins: (one, others) => sql`l.order_id = ${one}.id and ${others}.id = l.product_id`,
      },
    },
  ],
};

type Field = RecordType["fields"][number];
const amount = (key: string, en: string, ms: string, value: Field["value"]): Field => ({
  ...{ key, label: { en, ms }, kind: "money", value },
  currency: (of) => sql`${of}.currency`,
});

/** A line's, in files: under the names by which they are read in again. */
export const lineFields: readonly Field[] = [
  {
    key: "lineTitle",
    label: { en: "Line: title", ms: "Baris: tajuk" },
    kind: "text",
    value: (of) => sql`${of}.title`,
  },
  {
    key: "lineVariant",
    label: { en: "Line: variant", ms: "Baris: varian" },
    kind: "text",
    value: (of) => sql`${of}.variant_title`,
  },
  {
    key: "lineSku",
    label: { en: "Line: SKU", ms: "Baris: SKU" },
    kind: "text",
    value: (of) => sql`${of}.sku`,
  },
  {
    key: "lineQuantity",
    label: { en: "Line: quantity", ms: "Baris: kuantiti" },
    kind: "number",
    value: (of) => sql`${of}.quantity`,
  },
  amount(
    "linePrice",
    "Line: price each",
    "Baris: harga seunit",
    (of) => sql`${of}.unit_price_minor`,
  ),
  // Of the whole order's discount its share is told by the order.
  amount(
    "lineDiscount",
    "Line: discount",
    "Baris: diskaun",
    (of) => sql`${of}.discount_minor - ${of}.shared_discount_minor`,
  ),
  amount("lineNet", "Line: net", "Baris: bersih", (of) => sql`${of}.net_minor`),
];
