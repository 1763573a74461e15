import { readId } from "#kernel/ids.ts";
import {
  amountTarget,
  type Meanings,
  textTarget,
  wordTarget,
} from "#modules/records/records.public.ts";
import { STATUS_WORDS } from "./imports.rules.ts";

/** What the columns of a file of products can be. */
export const productMeanings: Meanings = {
  type: "product",
  targets: [
    {
      key: "id",
      label: { en: "Kaunter’s id", ms: "Id Kaunter" },
      kind: "text",
      read: (said) => readId("product", said) ?? { code: "catalog.product.not_known" },
    },
    wordTarget("status", "Status", "Status", STATUS_WORDS),
    {
      key: "descriptionHtml",
      label: { en: "Description as HTML", ms: "Keterangan HTML" },
      kind: "long_text",
    },
    textTarget("handle", "Rows of one product", "Baris satu produk"),
    textTarget("parent", "Variation of", "Variasi bagi"),
    textTarget("sourceId", "Its number there", "Nombornya di sana"),
    textTarget("variantTitle", "Variant", "Varian"),
    textTarget("option1", "First option", "Pilihan pertama"),
    textTarget("option2", "Second option", "Pilihan kedua"),
    textTarget("option3", "Third option", "Pilihan ketiga"),
    {
      key: "variantId",
      label: { en: "Kaunter’s id of the variant", ms: "Id varian Kaunter" },
      kind: "text",
      read: (said) => readId("variant", said) ?? { code: "catalog.variant.not_found" },
    },
    textTarget("sku", "SKU", "SKU"),
    amountTarget("price", "Price", "Harga"),
    amountTarget("comparePrice", "Price before", "Harga asal"),
    amountTarget("cost", "Cost", "Kos"),
    textTarget("barcode", "Barcode", "Kod bar"),
    {
      key: "currency",
      label: { en: "Currency", ms: "Mata wang" },
      kind: "text",
      read: (said) => said.toUpperCase(),
    },
    { key: "stock", label: { en: "Stock", ms: "Stok" }, kind: "number" },
  ],
  without: ["status"],
  words: {
    id: ["kaunter id", "id produk kaunter"],
    title: [
      ...["name", "product", "product name", "product title", "item", "item name"],
      ...["nama", "nama produk", "produk", "barang", "nama barang"],
    ],
    description: ["details", "butiran", "penerangan", "huraian"],
    descriptionHtml: ["body html", "description html"],
    status: ["published", "diterbitkan"],
    vendor: ["brand", "supplier", "manufacturer", "jenama", "pembekal"],
    tags: ["labels", "tanda"],
    handle: ["slug", "product group", "product key"],
    parent: ["parent sku", "variation of"],
    variantTitle: [
      "variant name",
      "variant title",
      "variation",
      "variation name",
      "varian",
      "variasi",
    ],
    option1: ["option1 value", "option 1", "attribute 1 value s", "size", "saiz"],
    option2: ["option2 value", "option 2", "attribute 2 value s", "colour", "color", "warna"],
    option3: ["option3 value", "option 3", "attribute 3 value s"],
    variantId: ["variant id kaunter", "variant id", "id varian"],
    sku: [
      ...["product code", "item code", "code", "variant sku", "stock code", "seller sku"],
      ...["kod", "kod produk", "kod barang", "kod sku"],
    ],
    price: [
      ...["unit price", "selling price", "regular price", "variant price", "retail price"],
      ...["harga jualan", "harga seunit", "harga jual"],
    ],
    comparePrice: [
      "compare at price",
      "variant compare at price",
      "original price",
      "rrp",
      "harga biasa",
    ],
    category: ["product category", "product type", "type", "categories", "jenis", "jenis produk"],
    cost: [
      ...["cost per item", "cost price", "unit cost", "cost of goods", "buying price"],
      ...["harga kos", "kos seunit", "harga beli"],
    ],
    barcode: [
      ...["variant barcode", "ean", "upc", "gtin", "isbn", "ean13", "gtin upc ean or isbn"],
      ...["kod bar", "kod palang"],
    ],
    currency: ["currency code", "kod mata wang"],
    stock: [
      ...["quantity", "qty", "stock quantity", "inventory", "on hand", "variant inventory qty"],
      ...["kuantiti", "baki stok", "bilangan"],
    ],
  },
  keys: ["id", "sku"],
  policies: {
    id: ["fill"],
    handle: ["fill"],
    parent: ["fill"],
    sourceId: ["fill"],
    variantId: ["fill"],
  },
  needsOneOf: ["title", "sku", "id"],
};
