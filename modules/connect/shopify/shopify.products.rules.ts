import type { StoreProduct, StoreVariant } from "#modules/catalog/catalog.public.ts";
import { textOfHtml } from "#platform/transfer/html-text.rules.ts";
import type { Deed, DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import {
  decimalOrNull,
  field,
  isAbsent,
  listAt,
  missing,
  momentAt,
  numberOrNull,
  type Spot,
  someMoment,
  textAt,
  textOrNull,
} from "../reading/fields.rules.ts";
import { headerOf } from "../reading/platforms.rules.ts";
import { tieOf } from "../reading/reading.rules.ts";
import { cleanText, dictionary } from "../reading/text.rules.ts";
import { recordId, tagsOf } from "./shopify.words.rules.ts";

/**
 * A product with its variants. One with very many arrives shortened, with the ids of all beside: then the product does
 * not speak of its variants as a whole, and those it brought are told one by one.
 */
export function productDeedsOf(delivery: DeliveryToRead, body: Spot): Deed[] {
  const { connectionId } = delivery;
  const externalId = recordId(body);
  const hasVariants = Array.isArray(field(body, "variants").value);
  const brought = listAt(body, "variants");
  const isWhole = hasVariants && brought.length >= listAt(body, "variant_gids").length;
  const updatedAt = momentAt(field(body, "updated_at"));
  const content = {
    connectionId,
    externalId,
    ...wordsOf(delivery, body, brought.length),
    variants: isWhole ? brought.map(variantOf) : null,
    createdAt: someMoment(field(body, "created_at")),
  };
  const product = { ...content, clock: { updatedAt, tie: tieOf(50, content) } };
  if (isWhole) return [{ does: "product", product }];
  const variations = brought.map((spot) => {
    const variation = { connectionId, productExternalId: externalId, variant: variantOf(spot) };
    const changedAt = momentAt(field(spot, "updated_at")) ?? updatedAt;
    const clock = { updatedAt: changedAt, tie: tieOf(50, variation) };
    return { does: "variation" as const, variation: { ...variation, clock } };
  });
  return [{ does: "product", product }, ...variations];
}

function wordsOf(delivery: DeliveryToRead, body: Spot, variantsCount: number) {
  const title = field(body, "title");
  if (isAbsent(title)) throw missing(title);
  const html = field(body, "body_html").value;
  const status = textAt(body, "status", 20);
  return {
    title: textAt(body, "title", 300) || textAt(body, "handle", 300) || "–",
    description: typeof html === "string" ? cleanText(textOfHtml(html), 20_000) : "",
    status: statusFor(status) ?? "active",
    kind: variantsCount > 1 ? "variable" : "simple",
    vendor: textOrNull(body, "vendor", 200),
    category: textOrNull(body, "product_type", 200),
    url: addressOf(delivery, textAt(body, "handle", 300)),
    tags: tagsOf(body),
  } satisfies Partial<StoreProduct>;
}

/** Versions before 2020 send no status: what they tell of is for sale. */
const statusFor = dictionary<StoreProduct["status"]>({
  active: "active",
  draft: "draft",
  archived: "archived",
});

function addressOf(delivery: DeliveryToRead, handle: string): string | null {
  const domain = headerOf(delivery.headers, "x-shopify-shop-domain") ?? "";
  const isShop = /^[a-z0-9-]+\.myshopify\.com$/.test(domain);
  return isShop && handle !== ""
    ? `https://${domain}/products/${encodeURIComponent(handle)}`
    : null;
}

function variantOf(variant: Spot): StoreVariant & { externalId: string } {
  const title = textAt(variant, "title", 200);
  const price = decimalOrNull(field(variant, "price"));
  const compare = decimalOrNull(field(variant, "compare_at_price"));
  // Said and null: the shop does not count it. Newer versions do not say.
  const isCounted = field(variant, "inventory_management").value !== null;
  return {
    externalId: recordId(variant),
    title: title === "Default Title" ? "" : title,
    sku: textOrNull(variant, "sku", 100),
    barcode: textOrNull(variant, "barcode", 50),
    currency: null,
    price,
    comparePrice: compare !== null && Number(compare) > Number(price ?? 0) ? compare : null,
    stockCount: isCounted ? numberOrNull(field(variant, "inventory_quantity")) : null,
  };
}
