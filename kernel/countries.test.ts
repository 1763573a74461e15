import assert from "node:assert/strict";
import { test } from "node:test";
import { allZones, COUNTRIES, currencyOf, isCountry, zonesOf } from "./countries.ts";
import { isZone } from "./day.ts";
import { isCurrency } from "./money.ts";

test("every country has a currency in use and, first, a zone that may be chosen", () => {
  assert.ok(COUNTRIES.length > 240);
  for (const country of COUNTRIES) {
    assert.ok(isCurrency(currencyOf(country)), country);
    for (const zone of zonesOf(country)) assert.ok(isZone(zone) && allZones().has(zone), zone);
  }
  const withoutZone = COUNTRIES.filter((country) => zonesOf(country).length === 0);
  assert.deepEqual(withoutZone, ["XK"]);
});

test("zone and currency follow the country", () => {
  assert.equal(zonesOf("MY")[0], "Asia/Kuala_Lumpur");
  assert.equal(currencyOf("MY"), "MYR");
  assert.equal(zonesOf("US")[0], "America/New_York");
  assert.equal(zonesOf("IN")[0], "Asia/Kolkata");
  assert.equal(currencyOf("HR"), "EUR");
});

test("what is no country and no zone is none", () => {
  assert.ok(!isCountry("ZZ") && !isCountry("my") && !isCountry("UK"));
  for (const zone of ["+08:00", "asia/kuala_lumpur", "Mars/Olympus", ""])
    assert.ok(!allZones().has(zone), zone);
});
