import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkEInvoice } from "#platform/einvoice/checking.ts";
import { readUbl } from "#platform/einvoice/reading-ubl.ts";
import { readXml } from "#platform/transfer/reading-xml.ts";
import { reckon } from "../taxes/reckoning.rules.ts";
import { vatPaper } from "../taxes/reckoning.testing.ts";
import { eInvoiceOf, whyNotTold } from "./einvoice.rules.ts";
import { isStrictlyValid, told, xmlOf } from "./einvoice.testing.ts";

const RUNS = 10_000;

const TAX = {
  code: "s8",
  scheme: "VAT",
  category: "S",
  rate: 8_000_000n,
  isCompound: false,
  isWithheld: false,
} as const;
const PAPER = {
  currency: "MYR",
  pricesContainTax: false,
  lines: [{ quantity: 2_000_000n, price: 12_500_000n, adjustments: [], taxes: [TAX] }],
  adjustments: [],
};

test("10,000 random papers are valid e-invoices and credit notes, with no sum off by a cent", () => {
  fc.assert(fc.property(vatPaper, isStrictlyValid), { numRuns: RUNS });
});

test("what is written is read back the same", () => {
  fc.assert(
    fc.property(vatPaper, (paper) => {
      const said = eInvoiceOf(told(paper, { buyer: { name: "Müller", ids: [], vatId: "DE1" } }));
      const read = readUbl(readXml(xmlOf(paper, { buyer: said.buyer })));
      assert.deepEqual(read.totals, { ...said.totals, taxInTaxCurrency: undefined });
      assert.deepEqual(
        read.lines.map(({ net, price, quantity, vat }) => ({ net, price, quantity, vat })),
        said.lines.map(({ net, price, quantity, vat }) => ({ net, price, quantity, vat })),
      );
      assert.equal(read.seller.name, said.seller.name);
    }),
    { numRuns: 500 },
  );
});

test("a draft says what it lacks, rule by rule", () => {
  const rules = (more: Parameters<typeof told>[1]) =>
    checkEInvoice(xmlOf(PAPER, more)).map(({ rule }) => rule);
  assert.deepEqual(rules({}), []);
  assert.deepEqual(rules({ number: undefined }), ["BR-02"]);
  assert.deepEqual(rules({ seller: { name: "Kedai", ids: [], address: { country: "MY" } } }), [
    "BR-CO-26",
    "BR-S-02",
  ]);
  assert.deepEqual(rules({ buyer: { ids: [] } }), ["BR-07", "BR-10", "BR-11"]);
  assert.deepEqual(rules({ dueOn: undefined }), ["BR-CO-25"]);
});

test("a cent that is off is found, also where the official rules tolerate it", () => {
  const xml = xmlOf(PAPER).replaceAll(">2.00<", ">2.01<").replaceAll(">27.00<", ">27.01<");
  assert.deepEqual(
    checkEInvoice(xml, true).map(({ rule }) => rule),
    ["BR-CO-17", "BR-S-09"],
  );
  assert.deepEqual(checkEInvoice(xml, false), []);
});

test("fils cannot be told: the rules allow two decimals", () => {
  const paper = { ...PAPER, currency: "KWD" };
  const rules = new Set(checkEInvoice(xmlOf(paper)).map(({ rule }) => rule));
  assert.ok(rules.has("UBL-DT-01"));
});

test("what is paid already is told, and lessens what is due", () => {
  const { totals } = eInvoiceOf(told(PAPER, { prepaidMinor: 700 }));
  assert.deepEqual([totals.total, totals.prepaid, totals.payable], ["27.00", "7.00", "20.00"]);
  assert.deepEqual(checkEInvoice(xmlOf(PAPER, { prepaidMinor: 700 })), []);
});

test("two taxes on a line cannot be told, one beside what is withheld can", () => {
  const line = PAPER.lines[0] as (typeof PAPER.lines)[0];
  const withTaxes = (
    ...taxes: (typeof TAX | (Omit<typeof TAX, "isWithheld"> & { isWithheld: true }))[]
  ) => ({
    ...PAPER,
    lines: [{ ...line, taxes }],
  });
  assert.equal(whyNotTold(withTaxes(TAX, { ...TAX, isWithheld: true })), null);
  assert.equal(whyNotTold(withTaxes(TAX, TAX)), "finance.einvoice.several_taxes");
  assert.equal(reckon(PAPER).payableMinor, 2_700);
});
