import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CountryCode, getCountries, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { phoneOf } from "./phone.ts";

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 12 });
const REGIONS: readonly CountryCode[] = [
  "MY",
  "SG",
  "ID",
  "TH",
  "GB",
  "US",
  "AR",
  "BR",
  "MX",
  "IT",
];

const byRules = (typed: string, country: CountryCode): string | null => {
  const number = parsePhoneNumberFromString(typed, country);
  return number?.isValid() === true ? number.number : null;
};

test("a number is read the same by the pattern of mobile lines as by all rules", () => {
  const beginning = fc.constantFrom(
    "",
    "0",
    "01",
    "011",
    "01",
    "+60",
    "+601",
    "+6011",
    "6",
    "08",
    "+65",
    "8",
    "9",
    "7",
  );
  const region = fc.oneof(fc.constantFrom(...REGIONS), fc.constantFrom(...getCountries()));
  fc.assert(
    fc.property(beginning, digits, region, (begin, rest, country) => {
      const typed = `${begin}${rest.join("")}`;
      // `00` is read as `+` before either of them looks.
      fc.pre(!typed.startsWith("00"));
      const withoutTrunk = typed.replace(/^\+?600/, "60").replace(/^\+/, "");
      const expected = byRules(typed, country) ?? byRules(`+${withoutTrunk}`, country);
      assert.equal(phoneOf(typed, country), expected);
    }),
    { numRuns: 20_000 },
  );
});

test("what is no number stays none, however near it comes", () => {
  for (const typed of [
    "0000000",
    "012345",
    "01234567890123",
    "+60012345678",
    "+600000000000",
    "016-000",
  ])
    assert.equal(phoneOf(typed, "MY"), null);
  assert.equal(phoneOf("012-345 6789", "MY"), "+60123456789");
  assert.equal(phoneOf("60 012-345 6789", "MY"), "+60123456789");
});

test("a number as it is dialled at home is the home's where its owner's country has none such", () => {
  assert.equal(phoneOf("012-345 6789", "SG", "MY"), "+60123456789");
  assert.equal(phoneOf("012-345 6789", null, "MY"), "+60123456789");
  // Without its 0 it may be anything, and a number of their own country is that.
  assert.equal(phoneOf("12-345 6789", "SG", "MY"), null);
  assert.equal(phoneOf("81234567", "SG", "MY"), "+6581234567");
  assert.equal(phoneOf("016-000", "SG", "MY"), null);
});
