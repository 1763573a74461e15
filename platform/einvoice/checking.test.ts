import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { checkEInvoice } from "./checking.ts";
import type { EInvoice } from "./invoice.rules.ts";
import { EN_16931, writeUbl } from "./writing-ubl.ts";

const VALID: EInvoice = {
  isCreditNote: false,
  specification: EN_16931,
  number: "INV-1",
  issuedOn: "2026-11-30",
  typeCode: "380",
  currency: "EUR",
  dueOn: "2026-12-14",
  notes: ["Terima kasih"],
  preceding: [],
  seller: {
    name: "Kedai",
    ids: [],
    vatId: "DE123456789",
    address: { city: "Köln", country: "DE" },
  },
  buyer: { name: "Pembeli", ids: [], address: { country: "FR" } },
  payments: [{ code: "30", account: { id: "DE02120300000000202051" } }],
  adjustments: [
    { isCharge: false, amount: "10.00", reason: "Discount", vat: { category: "S", rate: "19" } },
  ],
  totals: {
    lines: "110.00",
    allowances: "10.00",
    charges: "0.00",
    net: "100.00",
    tax: "19.00",
    total: "119.00",
    payable: "119.00",
  },
  breakdown: [{ taxable: "100.00", tax: "19.00", vat: { category: "S", rate: "19" } }],
  documents: [],
  lines: [
    {
      id: "1",
      quantity: "1",
      unit: "C62",
      net: "110.00",
      adjustments: [],
      price: "110",
      vat: { category: "S", rate: "19" },
      name: "Kopi",
      classifications: [],
      attributes: [],
    },
  ],
};

const LINE = VALID.lines[0] as EInvoice["lines"][0];
const rulesOf = (invoice: EInvoice): string[] => [
  ...new Set(checkEInvoice(writeUbl(invoice)).map(({ rule }) => rule)),
];

test("a document that lacks or mistakes one thing breaks the rule that asks for it", () => {
  const broken: [Partial<EInvoice>, string[]][] = [
    [{}, []],
    [{ specification: undefined }, ["BR-01"]],
    [{ number: " " }, ["BR-02"]],
    [{ issuedOn: undefined }, ["BR-03"]],
    [{ typeCode: "381" }, ["BR-CL-01"]],
    [{ buyer: { ...VALID.buyer, address: { city: "Paris" } } }, ["BR-11"]],
    [{ seller: { ...VALID.seller, vatId: undefined } }, ["BR-CO-26", "BR-S-02", "BR-S-03"]],
    [{ seller: { ...VALID.seller, vatId: "123" } }, ["BR-CO-09"]],
    [{ dueOn: undefined }, ["BR-CO-25"]],
    [{ payments: [{ code: "30" }] }, ["BR-61"]],
    [{ payments: [{ code: "99", account: { id: "1" } }] }, ["BR-CL-16"]],
    [{ currency: "EUX" }, ["BR-CL-04", "BR-CL-03"]],
    [{ totals: { ...VALID.totals, payable: "119.01" } }, ["BR-CO-16"]],
    [{ totals: { ...VALID.totals, lines: "110.01" } }, ["BR-CO-10", "BR-CO-13"]],
    [{ lines: [{ ...LINE, name: undefined }] }, ["BR-25"]],
    [{ lines: [{ ...LINE, unit: "MO" }] }, ["BR-CL-23"]],
    [{ lines: [{ ...LINE, vat: { category: "S", rate: "20" } }] }, ["BR-S-08"]],
    [
      { lines: [{ ...LINE, vat: { category: "AE", rate: "0" } }] },
      ["BR-S-08", "BR-AE-01", "BR-AE-02"],
    ],
    [{ lines: [] }, ["BR-16", "BR-CO-10", "BR-S-08"]],
  ];
  for (const [change, rules] of broken)
    assert.deepEqual(rulesOf({ ...VALID, ...change }), rules, JSON.stringify(change));
});

test("a credit note is due without a day, and tells what it answers", () => {
  const note: EInvoice = {
    ...VALID,
    isCreditNote: true,
    typeCode: "381",
    dueOn: undefined,
    preceding: [{ id: "INV-1", issuedOn: "2026-11-01" }],
  };
  assert.deepEqual(rulesOf(note), []);
});

test("signs of markup and what XML has no place for do no harm", () => {
  const odd = `<b>&"'\u0000\u001b\ud800]]> 咖啡 ☕`;
  assert.deepEqual(rulesOf({ ...VALID, notes: [odd], buyer: { ...VALID.buyer, name: odd } }), []);
});

test("what is no invoice, or would grow when it is read, is refused", () => {
  const refusals: [string, string][] = [
    ["", "platform.xml.damaged"],
    ["not xml", "platform.xml.damaged"],
    ["<a><b></a>", "platform.xml.damaged"],
    ["<Invoice/>", "platform.einvoice.not_ubl"],
    [
      `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>`,
      "platform.einvoice.not_ubl",
    ],
    [
      '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>',
      "platform.xml.declares_types",
    ],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "platform.xml.declares_types"],
    ["<a>&undeclared;</a>", "platform.xml.damaged"],
    ["<a>".repeat(200), "platform.xml.too_large"],
    [`<a>${"<b/>".repeat(200_001)}</a>`, "platform.xml.too_large"],
    [`<a>${" ".repeat(17 * 1024 * 1024)}</a>`, "platform.xml.too_large"],
  ];
  for (const [xml, code] of refusals)
    assert.throws(
      () => checkEInvoice(xml),
      (error) => error instanceof Problem && error.code === code,
      xml.slice(0, 60),
    );
});
