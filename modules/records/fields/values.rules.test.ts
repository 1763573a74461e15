import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { showId } from "#kernel/ids.ts";
import type { OwnKind } from "./fields.contract.ts";
import { readValue, showValue, type ValueField } from "./values.rules.ts";

const CHOICES = ["small", "large"].map((value) => ({
  value,
  label: { en: value, ms: value },
  colour: "grey" as const,
  isRetired: false,
}));
const RETIRED = { ...CHOICES[0], value: "gone", isRetired: true } as (typeof CHOICES)[number];
const field = (kind: OwnKind): ValueField => ({
  key: "one",
  kind,
  related: kind === "reference" ? "customer" : null,
  choices: [...CHOICES, RETIRED],
});
const UUID = "019ab000-0000-7000-8000-0000000000ff";

const read = (kind: OwnKind, sent: unknown, before?: unknown) =>
  readValue(field(kind), sent, { country: "MY", before });

test("each kind keeps what was sent in one form, and says of everything else why not", () => {
  const table: [kind: OwnKind, sent: unknown, kept: unknown][] = [
    ["text", "  Batu\n Pahat ", "Batu Pahat"],
    ["text", "   ", null],
    ["text", 7, "field.invalid"],
    ["text", "x".repeat(501), "field.too_long"],
    ["long_text", "one\r\ntwo", "one\ntwo"],
    ["number", 12.5, 12.5],
    ["number", "12.50", 12.5],
    ["number", 0.1 + 0.2, 0.3],
    ["number", -0, 0],
    ["number", "1,000", "field.not_a_number"],
    ["number", Number.NaN, "field.not_a_number"],
    ["number", 1e15, "field.too_big"],
    ["money", 1250, 1250],
    ["money", 12.5, "field.not_an_amount"],
    ["money", "1250", "field.not_an_amount"],
    ["date", "2028-02-29", "2028-02-29"],
    ["date", "2026-02-29", "field.not_a_day"],
    ["date", "0000-01-01", "field.not_a_day"],
    ["moment", "2026-11-30T16:30:00+08:00", "2026-11-30T08:30:00.000Z"],
    ["moment", "2026-02-30T16:30:00Z", "records.field.not_a_moment"],
    ["moment", "2026-11-30", "records.field.not_a_moment"],
    ["yes_no", false, false],
    ["yes_no", "yes", "field.invalid"],
    ["choice", "small", "small"],
    ["choice", "huge", "records.field.no_such_choice"],
    ["choice", "gone", "records.field.no_such_choice"],
    ["choices", ["small", "large", "small"], ["large", "small"]],
    ["choices", [], null],
    ["choices", "small", "field.invalid"],
    ["link", "kedai.example/a b", "records.field.not_a_link"],
    ["link", "kedai.example/kopi", "https://kedai.example/kopi"],
    ["link", "javascript:alert(1)", "records.field.not_a_link"],
    ["link", "data:text/html,x", "records.field.not_a_link"],
    ["email", " Aina@Example.MY ", "aina@example.my"],
    ["email", "aina", "email.invalid"],
    ["phone", "012-345 6789", { e164: "+60123456789", text: "012-345 6789" }],
    ["phone", "ext 4455", { e164: null, text: "ext 4455" }],
    ["phone", "none", "phone.invalid"],
    ["reference", showId("customer", UUID), UUID],
    ["reference", showId("order", UUID), "records.field.names_nothing"],
    ["reference", UUID, "records.field.names_nothing"],
  ];
  for (const [kind, sent, expected] of table) {
    const done = read(kind, sent);
    assert.deepEqual("kept" in done ? done.kept : done.code, expected, `${kind} ${sent}`);
  }
});

test("a retired choice stays where it is, and is not chosen anew", () => {
  assert.deepEqual(read("choice", "gone", "gone"), { kept: "gone" });
  assert.deepEqual(read("choices", ["gone", "small"], ["gone"]), { kept: ["gone", "small"] });
  assert.deepEqual(read("choices", ["gone"], ["small"]), { code: "records.field.no_such_choice" });
});

const SENT: Record<OwnKind, fc.Arbitrary<unknown>> = {
  text: fc.string({ unit: "grapheme", maxLength: 100 }),
  long_text: fc.string({ unit: "grapheme", maxLength: 300 }),
  number: fc.double({ min: -1e14, max: 1e14, noNaN: true }),
  money: fc.maxSafeInteger(),
  date: fc
    .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  moment: fc
    .date({ min: new Date("0001-01-02"), max: new Date("9999-12-30"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  yes_no: fc.boolean(),
  choice: fc.constantFrom("small", "large"),
  choices: fc.subarray(["small", "large"]),
  link: fc.webUrl(),
  email: fc.emailAddress(),
  phone: fc.oneof(
    fc.stringMatching(/^01[0-9]-[0-9]{7}$/),
    fc.stringMatching(/^\+6[0-9]{9}$/),
    fc.stringMatching(/^ext [0-9]{3,6}$/),
  ),
  reference: fc.uuid().map((uuid) => showId("customer", uuid)),
};

for (const [kind, sent] of Object.entries(SENT) as [OwnKind, fc.Arbitrary<unknown>][])
  test(`${kind}: what was kept, shown and sent again is kept the same, wherever the company is by then`, () => {
    fc.assert(
      fc.property(sent, fc.constantFrom("MY", "ID", null), (value, country) => {
        const once = read(kind, value);
        if (!("kept" in once)) return;
        const wire = JSON.parse(JSON.stringify(showValue(field(kind), once.kept)));
        assert.deepEqual(readValue(field(kind), wire, { country }), once);
      }),
      { numRuns: 300 },
    );
  });
