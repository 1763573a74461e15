import { isCurrency, type Minor, readMinor } from "#kernel/money.ts";
import { isNoMoment, momentOf } from "./moments.rules.ts";
import { cleanText } from "./text.rules.ts";
import { UNREADABLE, unreadable } from "./unreadable.rules.ts";

/** A place in a body: what stands there, and the way to it. */
export type Spot = {
  readonly value: unknown;
  readonly up: Spot | null;
  readonly key: string | number;
};

const LIST_MAX = 10_000;

export const topOf = (value: unknown): Spot => {
  if (isRecord(value)) return { value, up: null, key: "" };
  throw unreadable(UNREADABLE.notAnObject, "", value);
};

/** The named field of an object; nothing when the spot is no object. */
export const field = (spot: Spot, key: string): Spot => ({
  value: isRecord(spot.value) ? spot.value[key] : undefined,
  up: spot,
  key,
});

/** A field below a field: `amount` of `shop_money` of `price_set`. */
export const fieldBelow = (spot: Spot, ...keys: readonly string[]): Spot =>
  keys.reduce(field, spot);

export const isAbsent = (spot: Spot): boolean => spot.value === undefined || spot.value === null;
/** Absent, or the empty text that PHP writes for nothing. */
export const isEmpty = (spot: Spot): boolean => isAbsent(spot) || spot.value === "";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The way to a spot as people write it: `line_items[2].total`. */
export function pathOf(spot: Spot): string {
  if (spot.up === null) return "";
  const above = pathOf(spot.up);
  if (typeof spot.key === "number") return `${above}[${spot.key}]`;
  return above === "" ? spot.key : `${above}.${spot.key}`;
}

export const missing = (spot: Spot) => unreadable(UNREADABLE.fieldMissing, pathOf(spot), "");

/** The items of a list that figures hang on: absent is empty, anything but a list is refused. */
export function listAt(spot: Spot, key: string): Spot[] {
  const list = field(spot, key);
  if (isEmpty(list)) return [];
  const items = itemsOf(list.value);
  if (items === null) throw unreadable(UNREADABLE.notAList, pathOf(list), list.value);
  if (items.length > LIST_MAX) {
    throw unreadable(UNREADABLE.listTooLong, pathOf(list), `${items.length}`);
  }
  return items.map((value, at) => ({ value, up: list, key: at }));
}

/** PHP writes a list that has lost an item as an object: `{"0": …, "2": …}`. */
function itemsOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isRecord(value) || !Object.keys(value).every((key) => /^\d{1,6}$/.test(key))) return null;
  return Object.values(value);
}

/** The items of a list that no figure hangs on: anything but a list is empty. */
export function someAt(spot: Spot, key: string): Spot[] {
  const list = field(spot, key);
  return Array.isArray(list.value)
    ? list.value.slice(0, 250).map((value, at) => ({ value, up: list, key: at }))
    : [];
}

/** Text for reading eyes: lenient, empty when there is none. */
export function textAt(spot: Spot, key: string, max: number): string {
  const { value } = field(spot, key);
  if (typeof value === "string") return cleanText(value, max);
  return typeof value === "number" ? String(value) : "";
}

export const textOrNull = (spot: Spot, key: string, max: number): string | null =>
  textAt(spot, key, max) || null;

export const flagAt = (spot: Spot, key: string): boolean => field(spot, key).value === true;

/** The digits of an id; null when there is none (absent, or the 0 of WordPress). */
export function idOrNull(spot: Spot): string | null {
  const { value } = spot;
  if (isEmpty(spot) || value === 0 || value === "0") return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return String(value);
  if (typeof value === "string" && /^[1-9]\d{0,30}$/.test(value)) return value;
  throw unreadable(UNREADABLE.notAnId, pathOf(spot), value);
}

export function idOf(spot: Spot): string {
  const id = idOrNull(spot);
  if (id === null) throw missing(spot);
  return id;
}

/** An id that only links: one that cannot be read is none. */
export function linkOrNull(spot: Spot): string | null {
  try {
    return idOrNull(spot);
  } catch {
    return null;
  }
}

export function currencyOf(spot: Spot): string {
  if (isEmpty(spot)) throw missing(spot);
  const code = typeof spot.value === "string" ? spot.value.trim().toUpperCase() : "";
  if (!isCurrency(code)) throw unreadable(UNREADABLE.unknownCurrency, pathOf(spot), spot.value);
  return code;
}

/** An amount that must be there and exact. */
export function moneyOf(spot: Spot, currency: string): Minor {
  if (isEmpty(spot)) throw missing(spot);
  const { value } = spot;
  const minor =
    typeof value === "string" || typeof value === "number" ? readMinor(value, currency) : null;
  return believable(minor, spot);
}

/** An amount of a part, where nothing means 0. One with more decimals than its currency has is rounded: shops may
 * keep tax to the ten-thousandth, and what the whole comes to is said elsewhere. */
export function partOf(spot: Spot, currency: string): Minor {
  if (isEmpty(spot)) return 0;
  const { value } = spot;
  const isAmount = typeof value === "string" || typeof value === "number";
  const minor = isAmount ? (readMinor(value, currency) ?? rounded(String(value), currency)) : null;
  return believable(minor, spot);
}

/** Larger than any sale in any currency, and small enough that the sum of 500 lines of it stays exact. */
const AMOUNT_MAX = 1e13;

/** An amount that was read and can be one; what a price came to when it was multiplied, too. */
export function believable(minor: Minor | null, spot: Spot): Minor {
  if (minor !== null && Math.abs(minor) <= AMOUNT_MAX) return minor;
  throw unreadable(UNREADABLE.notMoney, pathOf(spot), spot.value);
}

/** Rounds half away from zero, on the digits: `12.345` is 12.35 ringgit. */
function rounded(text: string, currency: string): Minor | null {
  const match = /^(-?\d{1,12})\.(\d{1,20})$/.exec(text.trim());
  if (match === null) return null;
  const [, whole = "", fraction = ""] = match;
  const unit = readMinor("1", currency) ?? 1;
  const places = String(unit).length - 1;
  const kept = readMinor(places === 0 ? whole : `${whole}.${fraction.slice(0, places)}`, currency);
  if (kept === null) return null;
  const up = (fraction[places] ?? "0") >= "5" ? 1 : 0;
  return whole.startsWith("-") ? kept - up : kept + up;
}

/** A decimal amount as it came, where the currency is not known yet; null when unknown. */
export function decimalOrNull(spot: Spot): string | null {
  if (isEmpty(spot)) return null;
  const text = String(spot.value).trim();
  if (/^-?(?:\d{1,12}(?:\.\d{1,20})?|\.\d{1,20})$/.test(text)) return text;
  throw unreadable(UNREADABLE.notMoney, pathOf(spot), spot.value);
}

/** A quantity; at most what its column holds. */
export function numberOf(spot: Spot): number {
  if (isEmpty(spot)) throw missing(spot);
  const number = numberOrNull(spot);
  if (number === null) throw unreadable(UNREADABLE.notANumber, pathOf(spot), spot.value);
  return number;
}

export function numberOrNull(spot: Spot): number | null {
  const { value } = spot;
  const isText = typeof value === "string" && /^-?\d{1,10}(?:\.\d{1,10})?$/.test(value.trim());
  const number = typeof value === "number" ? value : isText ? Number(value) : Number.NaN;
  return Math.abs(number) < 1e10 ? Math.round(number * 1000) / 1000 : null;
}

/** A moment that figures hang on: absent is null, one that cannot be read is refused. */
export function momentAt(spot: Spot, zone = "UTC"): Date | null {
  if (isEmpty(spot)) return null;
  const { value } = spot;
  if (typeof value === "string") {
    if (isNoMoment(value.trim())) return null;
    const moment = momentOf(value, zone);
    if (moment !== null) return moment;
  }
  throw unreadable(UNREADABLE.notAMoment, pathOf(spot), value);
}

/** A moment that is only shown: one that cannot be read is none. */
export const someMoment = (spot: Spot, zone = "UTC"): Date | null =>
  typeof spot.value === "string" ? momentOf(spot.value, zone) : null;
