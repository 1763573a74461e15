import type { StoreProduct, StoreVariant } from "#modules/catalog/catalog.public.ts";
import { textOfHtml } from "#platform/transfer/html-text.rules.ts";
import type { DeliveryToRead, Reading } from "../deliveries/deliveries.rules.ts";
import {
  decimalOrNull,
  field,
  idOf,
  isAbsent,
  linkOrNull,
  missing,
  numberOrNull,
  type Spot,
  someAt,
  someMoment,
  textAt,
  textOrNull,
} from "../reading/fields.rules.ts";
import { deeds, tieOf } from "../reading/reading.rules.ts";
import { cleanText } from "../reading/text.rules.ts";
import { momentIn, nameAt } from "./woocommerce.words.rules.ts";

/** A variation travels under the product's topics, and is told by its type and its parent. */
export function readProduct(delivery: DeliveryToRead, body: Spot): Reading {
  const productExternalId = parentOf(body);
  if (productExternalId === null) {
    return deeds({ does: "product", product: productOf(delivery, body) });
  }
  const variation = {
    connectionId: delivery.connectionId,
    productExternalId,
    variant: { ...variantOf(body), externalId: idOf(field(body, "id")), title: choicesOf(body) },
  };
  const updatedAt = momentIn(delivery, body, "date_modified");
  const clock = { updatedAt, tie: tieOf(50, variation) };
  return deeds({ does: "variation", variation: { ...variation, clock } });
}

/** The product a variation belongs to; null for a product. The list of variations names it in a link only. */
function parentOf(body: Spot): string | null {
  const type = textAt(body, "type", 50);
  if (type.endsWith("variation")) return linkOrNull(field(body, "parent_id"));
  const [up] = type === "" ? someAt(field(body, "_links"), "up") : [];
  return up === undefined
    ? null
    : (/\/products\/(\d+)\/?$/.exec(textAt(up, "href", 1000))?.[1] ?? null);
}

function productOf(delivery: DeliveryToRead, body: Spot): StoreProduct {
  const kind = textAt(body, "type", 50) || "simple";
  if (isAbsent(field(body, "name"))) throw missing(field(body, "name"));
  const product = {
    connectionId: delivery.connectionId,
    externalId: idOf(field(body, "id")),
    title: nameAt(body, "name", 300) || textAt(body, "sku", 100) || "–",
    description: descriptionOf(body),
    status: statusOf(textAt(body, "status", 50)),
    kind,
    vendor: nameAt(someAt(body, "brands")[0] ?? NOTHING, "name", 200) || null,
    category: nameAt(someAt(body, "categories")[0] ?? NOTHING, "name", 200) || null,
    url: textOrNull(body, "permalink", 1000),
    tags: someAt(body, "tags")
      .map((tag) => nameAt(tag, "name", 50))
      .filter((tag) => tag !== "")
      .slice(0, 50),
    // A variable product lists ids only: its variations come one by one.
    variants: kind.startsWith("variable") ? null : [variantOf(body)],
    createdAt: someMoment(field(body, "date_created_gmt")),
  };
  const updatedAt = momentIn(delivery, body, "date_modified");
  return { ...product, clock: { updatedAt, tie: tieOf(50, product) } };
}

const NOTHING: Spot = { value: undefined, up: null, key: "" };

const descriptionOf = (body: Spot): string => {
  const html = field(body, "description").value || field(body, "short_description").value;
  return typeof html === "string" ? cleanText(textOfHtml(html), 20_000) : "";
};

function statusOf(word: string): StoreProduct["status"] {
  if (word === "publish") return "active";
  return word === "trash" ? "archived" : "draft";
}

/** The price in force; `""` is unknown, not free. The regular price is shown beside it only while it is another. */
function variantOf(body: Spot): StoreVariant {
  const price = decimalOrNull(field(body, "price"));
  const regular = decimalOrNull(field(body, "regular_price"));
  const isReduced = price !== null && regular !== null && Number(regular) > Number(price);
  return {
    externalId: null,
    title: "",
    sku: textOrNull(body, "sku", 100),
    barcode: textOrNull(body, "global_unique_id", 50),
    cost: decimalOrNull(field(field(body, "cost_of_goods_sold"), "total_value")),
    currency: null,
    price,
    comparePrice: isReduced ? regular : null,
    // `"parent"`: the stock is the product's and counted there; false: not counted.
    stockCount:
      field(body, "manage_stock").value === true
        ? numberOrNull(field(body, "stock_quantity"))
        : null,
  };
}

const choicesOf = (body: Spot): string =>
  cleanText(
    someAt(body, "attributes")
      .map((attribute) => nameAt(attribute, "option", 100))
      .filter((option) => option !== "")
      .join(" / "),
    200,
  );
