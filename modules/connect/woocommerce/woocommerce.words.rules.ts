import type { StoreCustomer } from "#modules/crm/crm.public.ts";
import type { StoreOrder } from "#modules/sales/sales.public.ts";
import { withoutEntities } from "#platform/transfer/html-text.rules.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import {
  field,
  isEmpty,
  momentAt,
  type Spot,
  textAt,
  textOrNull,
} from "../reading/fields.rules.ts";
import { cleanText, countryOf } from "../reading/text.rules.ts";

/** A moment: `date_paid_gmt` is UTC without saying so; older plugins send `date_paid` only, in the shop's local time. */
export function momentIn(delivery: DeliveryToRead, spot: Spot, name: string): Date | null {
  const gmt = field(spot, `${name}_gmt`);
  return isEmpty(gmt) ? momentAt(field(spot, name), delivery.company.zone) : momentAt(gmt);
}

/** A name that WordPress keeps escaped for HTML. */
export const nameAt = (spot: Spot, key: string, max: number): string =>
  cleanText(withoutEntities(textAt(spot, key, max * 2)), max);

export const fullNameOf = (person: Spot): string =>
  cleanText(`${nameAt(person, "first_name", 100)} ${nameAt(person, "last_name", 100)}`, 200);

export const addressOf = (spot: Spot): StoreCustomer["address"] => ({
  street: textOrNull(spot, "address_1", 200),
  street2: textOrNull(spot, "address_2", 200),
  city: textOrNull(spot, "city", 100),
  postcode: textOrNull(spot, "postcode", 20),
  state: textOrNull(spot, "state", 100),
  country: countryOf(textAt(spot, "country", 10)),
});

/** Null when nobody typed anything: shops send every field of an empty address. */
export function orderAddressOf(spot: Spot): StoreOrder["billing"] {
  const address = {
    name: fullNameOf(spot) || null,
    organisation: nameAt(spot, "company", 200) || null,
    ...addressOf(spot),
    phone: textOrNull(spot, "phone", 40),
  };
  return Object.values(address).every((value) => value === null) ? null : address;
}
