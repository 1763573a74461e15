import type { Minor } from "#kernel/money.ts";
import type { StoreCustomer } from "#modules/crm/crm.public.ts";
import type { StoreOrder } from "#modules/sales/sales.public.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import {
  currencyOf,
  field,
  fieldBelow,
  idOf,
  isEmpty,
  linkOrNull,
  moneyOf,
  partOf,
  type Spot,
  textAt,
  textOrNull,
} from "../reading/fields.rules.ts";
import { momentOf } from "../reading/moments.rules.ts";
import { headerOf } from "../reading/platforms.rules.ts";
import { cleanText, countryOf } from "../reading/text.rules.ts";

/** When the event happened, by the platform; the same on every retry. */
export const happenedAt = (delivery: DeliveryToRead): Date | null =>
  momentOf(headerOf(delivery.headers, "x-shopify-triggered-at") ?? "", "UTC");

export const isTestDelivery = (delivery: DeliveryToRead): boolean =>
  headerOf(delivery.headers, "x-shopify-test")?.toLowerCase() === "true";

/**
 * The digits of a record's id. `gid://shopify/Order/820982911946154508` comes first: it is text, while the number in
 * `id` may have been rounded by whoever passed the body on.
 */
export function digitsOrNull(record: Spot): string | null {
  const gid = textAt(record, "admin_graphql_api_id", 200);
  return gidDigits(gid) ?? linkOrNull(field(record, "id"));
}

export const gidDigits = (gid: string): string | null =>
  /^gid:\/\/shopify\/\w+\/([1-9]\d{0,30})(?:\?.*)?$/.exec(gid)?.[1] ?? null;

export const recordId = (record: Spot): string => digitsOrNull(record) ?? idOf(field(record, "id"));

/** The shop's side of an amount that is told twice; null when only the plain field is there. */
function shopSide(record: Spot, key: string, currency: string): Spot | null {
  const money = fieldBelow(record, `${key}_set`, "shop_money");
  const isShops = field(money, "currency_code").value === currency;
  const amount = field(money, "amount");
  return isShops && !isEmpty(amount) ? amount : null;
}

/** An amount of a part in the shop's currency; nothing means 0. */
export const shopPart = (record: Spot, key: string, currency: string): Minor =>
  partOf(shopSide(record, key, currency) ?? field(record, key), currency);

/** An amount in the shop's currency that must be there and exact. */
export const shopMoney = (record: Spot, key: string, currency: string): Minor =>
  moneyOf(shopSide(record, key, currency) ?? field(record, key), currency);

export const shopMoneyOrNull = (record: Spot, key: string, currency: string): Minor | null => {
  const spot = shopSide(record, key, currency) ?? field(record, key);
  return isEmpty(spot) ? null : moneyOf(spot, currency);
};

export const sumOf = (spots: readonly Spot[], amountOf: (spot: Spot) => Minor): Minor =>
  spots.reduce((sum, spot) => sum + amountOf(spot), 0);

export const personName = (person: Spot): string =>
  cleanText(`${textAt(person, "first_name", 100)} ${textAt(person, "last_name", 100)}`, 200) ||
  textAt(person, "name", 200);

export const addressOf = (spot: Spot): StoreCustomer["address"] => ({
  street: textOrNull(spot, "address1", 200),
  street2: textOrNull(spot, "address2", 200),
  city: textOrNull(spot, "city", 100),
  postcode: textOrNull(spot, "zip", 20),
  state: textOrNull(spot, "province_code", 100) ?? textOrNull(spot, "province", 100),
  country: countryOf(textAt(spot, "country_code", 10)),
});

export function orderAddressOf(spot: Spot): StoreOrder["billing"] {
  const address = {
    name: personName(spot) || null,
    organisation: textOrNull(spot, "company", 200),
    ...addressOf(spot),
    phone: textOrNull(spot, "phone", 40),
  };
  return Object.values(address).every((value) => value === null) ? null : address;
}

/** What a transaction's amount is in; older versions say it only where it is not the shop's. */
export const transactionCurrency = (transaction: Spot, shopCurrency: string | null): string => {
  const told = field(transaction, "currency");
  return isEmpty(told) && shopCurrency !== null ? shopCurrency : currencyOf(told);
};

/** Tags are one text with commas. */
export const tagsOf = (record: Spot): string[] => [
  ...new Set(
    textAt(record, "tags", 5000)
      .split(",")
      .map((tag) => cleanText(tag, 50))
      .filter((tag) => tag !== "")
      .slice(0, 50),
  ),
];
