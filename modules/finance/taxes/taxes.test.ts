import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { readId } from "#kernel/ids.ts";
import { type CompanyAction, inCompany, perform } from "#platform/actions/action.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { booksCompany } from "../journals/books.testing.ts";
import { readyTaxes, taxesForChart } from "./ready.rules.ts";
import {
  addReadyTaxes,
  archiveTax,
  changeTax,
  createTax,
  dropRate,
  listTaxes,
  restoreTax,
  setRate,
} from "./taxes.actions.ts";
import { rateOn, whyNotRate } from "./taxes.rules.ts";
import { requireTaxesOn } from "./taxes.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;

async function company() {
  const house = await testHouse();
  const { admin, access } = await testCompany(house);
  const asks = (action: CompanyAction, input: object): Promise<Reply> =>
    perform(action, house, admin, input);
  return { house, admin, access, asks, [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]() };
}

const refusedWith = (code: string, field?: string) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error));
  const [first] = (Array.isArray(error.details) ? error.details : []) as {
    path: string[];
    code: string;
  }[];
  assert.equal(field === undefined ? error.code : first?.code, code);
  if (field !== undefined) assert.deepEqual(first?.path, [field]);
  return true;
};

test("the ready codes of Malaysia know that service tax rose in March 2024, and are added once", async () => {
  await using of = await company();
  assert.deepEqual(await of.asks(addReadyTaxes, { set: "my_sst" }), { added: 8 });
  assert.deepEqual(await of.asks(addReadyTaxes, { set: "my_sst" }), { added: 0 });
  const { codes } = await of.asks(listTaxes, {});
  const service = codes.find(({ code }: Reply) => code === "ST");
  assert.deepEqual(
    [service.rate, service.rates],
    [
      "8",
      [
        { startsOn: "2024-03-01", rate: "8" },
        { startsOn: "2018-09-01", rate: "6" },
      ],
    ],
  );
  assert.equal(rateOn(service.rates, "2024-02-29"), "6");
  assert.equal(rateOn(service.rates, "2018-08-31"), null);
});

test("ready rates are those of the law, by day, and each fits its kind", () => {
  const rateOf = (
    set: Parameters<typeof readyTaxes>[0],
    country: string | null,
    code: string,
    day: string,
  ) => rateOn(readyTaxes(set, country, "en").find((tax) => tax.code === code)?.rates ?? [], day);
  assert.deepEqual(
    ["2022-12-31", "2023-06-01", "2024-01-01"].map((day) => rateOf("sg_gst", null, "SR", day)),
    ["7", "8", "9"],
  );
  assert.deepEqual(
    [
      rateOf("eu_vat", "EE", "VAT", "2025-06-30"),
      rateOf("eu_vat", "EE", "VAT", "2025-07-01"),
      rateOf("eu_vat", "FI", "VAT", "2026-11-30"),
      rateOf("eu_oss", "DE", "OSS-RO", "2026-11-30"),
      rateOf("eu_oss", "DE", "OSS-DE", "2026-11-30"),
    ],
    ["22", "24", "25.5", "21", null],
  );
  for (const set of ["my_sst", "sg_gst", "eu_vat", "eu_oss", "none"] as const)
    for (const { code, category, rates } of readyTaxes(set, "DE", "ms"))
      for (const { rate } of rates) assert.equal(whyNotRate(category, rate), null, code);
  assert.equal(readyTaxes("eu_oss", "DE", "en").length, 26);
});

test("a code is entered, renamed, given a rate to come, archived and restored; what does not fit is refused at its field", async () => {
  await using of = await company();
  const said = { code: "V", name: "VAT", scheme: "VAT", category: "S", startsOn: "2026-01-01" };
  for (const [change, field, code] of [
    [{ rate: "0" }, "rate", "finance.tax.standard_is_above_zero"],
    [{ rate: "8", category: "E" }, "rate", "finance.tax.category_bears_none"],
    [{ rate: "101" }, "rate", "finance.tax.no_percent"],
    [
      { rate: "5", scheme: "WITHHOLDING", isCompound: true },
      "isCompound",
      "finance.tax.withheld_not_compound",
    ],
  ] as const)
    await assert.rejects(of.asks(createTax, { ...said, ...change }), refusedWith(code, field));

  const made = await of.asks(createTax, { ...said, rate: "9.975" });
  await assert.rejects(
    of.asks(createTax, { ...said, rate: "5" }),
    refusedWith("finance.tax.code_is_taken", "code"),
  );
  const at = (version: number) => ({ id: made.id, version });
  const named = await of.asks(changeTax, {
    ...at(1),
    name: "Value added tax",
    exemptionReason: "",
  });
  assert.deepEqual(
    [named.name, named.exemptionReason, named.version],
    ["Value added tax", null, 2],
  );
  const rated = await of.asks(setRate, { ...at(2), startsOn: "2027-01-01", rate: "12" });
  assert.deepEqual([rated.rate, rated.rates.length], ["9.975", 2]);
  await assert.rejects(
    of.asks(dropRate, { ...at(2), startsOn: "2027-01-01" }),
    refusedWith("record.changed_meanwhile"),
  );
  const dropped = await of.asks(dropRate, { ...at(3), startsOn: "2027-01-01" });
  assert.equal(dropped.rates.length, 1);
  await assert.rejects(
    of.asks(dropRate, { ...at(4), startsOn: "2026-01-01" }),
    refusedWith("finance.tax.last_rate"),
  );

  const archived = await of.asks(archiveTax, at(4));
  assert.equal(archived.blocked.change, "finance.tax.is_archived");
  assert.deepEqual((await of.asks(listTaxes, {})).codes, []);
  await of.asks(createTax, { ...said, rate: "5" });
  await assert.rejects(
    of.asks(restoreTax, at(5)),
    refusedWith("finance.tax.code_is_taken", "code"),
  );
});

test("a paper of a day without a rate is refused, and so is a code that nobody knows", async () => {
  await using of = await company();
  const made = await of.asks(createTax, {
    ...{ code: "V", name: "VAT", scheme: "VAT", category: "S", startsOn: "2026-01-01", rate: "8" },
  });
  const id = readId("tax_code", made.id);
  assert.ok(id !== null);
  const on = (day: string, ids = [id]) =>
    inCompany(of.house, of.admin, "test", "read only", ({ db }) => requireTaxesOn(db, ids, day));
  const { output } = await on("2026-05-01");
  assert.equal(output.get(id)?.rate, 8_000_000n);
  await assert.rejects(on("2025-12-31"), refusedWith("finance.tax.no_rate_yet"));
});

test("the database refuses a code that cannot be, and keeps all that were", async () => {
  await using of = await company();
  await of.asks(addReadyTaxes, { set: "none" });
  for (const broken of [
    "update tax_codes set is_withheld = true",
    "update tax_codes set category = 'X'",
    "update tax_rates set rate = 100.1",
    "update tax_rates set rate = -1",
    "delete from tax_codes",
  ])
    await assert.rejects(of.access.pool.query(broken), broken);
});

test("books that are switched on have the taxes of their place", async () => {
  await using house = await testHouse();
  const { asks } = await booksCompany(house);
  const { codes } = await asks(listTaxes, {});
  assert.deepEqual(
    codes.map(({ code }: Reply) => code),
    ["EX", "IS", "NS", "SA10", "SA5", "ST", "ST6", "XP"],
  );
  assert.deepEqual(
    [
      taxesForChart("online_eu", "FR"),
      taxesForChart("online_eu", "CH"),
      taxesForChart("online_sg", "SG"),
      taxesForChart("general", "MY"),
    ].map(({ set, country }) => `${set} ${country}`),
    ["eu_vat FR", "none null", "sg_gst null", "none null"],
  );
});
