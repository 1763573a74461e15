import { COUNTRIES, currencyOf, zonesOf } from "#kernel/countries.ts";

/** Where this browser stands: its zone, and the country that has it. */
export function placeHere(): { country: string; zone: string; currency: string } {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const country = COUNTRIES.find((code) => zonesOf(code).includes(timeZone)) ?? "MY";
  return { country, ...placeOf(country, timeZone) };
}

/** Zone and currency follow the country; the browser's own zone where the country has it. */
export function placeOf(
  country: string,
  preferred = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): { zone: string; currency: string } {
  const zones = zonesOf(country);
  const zone = zones.includes(preferred) ? preferred : (zones[0] ?? preferred);
  return { zone, currency: currencyOf(country) };
}
