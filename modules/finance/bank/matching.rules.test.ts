import assert from "node:assert/strict";
import { test } from "node:test";
import type { Id } from "#kernel/ids.ts";
import {
  type OpenBill,
  type OpenInvoice,
  type OpenLine,
  suggestionsFor,
  sureOne,
} from "./matching.rules.ts";

const line = (told: Partial<OpenLine>): OpenLine => ({
  ...{ bookedOn: "2026-11-05", amountMinor: 150_00, counterparty: "", reference: "", text: "" },
  ...told,
});
const invoice = (number: string, buyerName: string, dueMinor: number): OpenInvoice => ({
  ...{ id: number as Id<"invoice">, number, buyerName, dueMinor, issuedOn: "2026-11-01" },
});
const NOTHING = { invoices: [], bills: [], entries: [], waiting: [], habit: null };
const INVOICES = [
  invoice("INV-2026-00012", "Seri Kenari Sdn Bhd", 150_00),
  invoice("INV-2026-00112", "Warung Pak Ali", 150_00),
];

test("an invoice's number is known however a payer writes it, and never as a part of another", () => {
  for (const [text, expected] of [
    ["INV-2026-00012", "INV-2026-00012"],
    ["payment inv202600012 thanks", "INV-2026-00012"],
    ["inv 12", "INV-2026-00012"],
    ["INV112", "INV-2026-00112"],
    ["inv 0112 nov", "INV-2026-00112"],
  ] as const) {
    const [best] = suggestionsFor(line({ text }), { ...NOTHING, invoices: INVOICES });
    assert.ok(best?.kind === "invoices", text);
    assert.deepEqual([best.invoices[0]?.number, best.score], [expected, 90], text);
  }
});

test("words that all companies share make no name, and two that fit alike are matched by nobody", () => {
  const text = "TRANSFER SDN BHD";
  const found = suggestionsFor(line({ text }), { ...NOTHING, invoices: INVOICES });
  assert.deepEqual(
    found.map(({ why }) => why),
    [["amount"], ["amount"]],
  );
  assert.equal(sureOne(found, 50), null);
  const named = suggestionsFor(line({ counterparty: "PAK ALI WARUNG" }), {
    ...{ ...NOTHING, invoices: INVOICES },
  });
  assert.equal(sureOne(named, 70)?.score, 70);
});

test("part of an invoice is taken only where its number is told, and more than is due never", () => {
  const some = (amountMinor: number, text: string) =>
    suggestionsFor(line({ amountMinor, text }), { ...NOTHING, invoices: INVOICES });
  const [part] = some(50_00, "INV-2026-00012");
  assert.ok(part?.kind === "invoices");
  assert.equal(part.invoices[0]?.amountMinor, 50_00);
  assert.deepEqual(some(50_00, "Seri Kenari"), []);
  assert.deepEqual(some(151_00, "INV-2026-00012"), []);
});

test("a payout is what waits, or what waits less a fee that a provider would keep", () => {
  const account = { id: "a" as Id<"ledger_account">, code: "1200.01", name: "Shop, Stripe" };
  const waiting = [
    { account, store: "Shop", method: "Stripe", grossMinor: 1000_00, refundsMinor: 100_00 },
  ];
  const of = (amountMinor: number, text = "") =>
    suggestionsFor(line({ amountMinor, text }), { ...NOTHING, waiting })[0];
  assert.deepEqual([of(900_00)?.why, of(900_00, "STRIPE")?.score], [["clears"], 90]);
  const less = of(873_00, "Stripe payout");
  assert.ok(less?.kind === "payout");
  assert.deepEqual([less.payout.feeMinor, less.payout.leftMinor], [27_00, 0]);
  // Of a part of what waits nobody knows the fee.
  const half = of(400_00, "Stripe payout");
  assert.ok(half?.kind === "payout");
  assert.deepEqual([half.payout.feeMinor, half.payout.leftMinor], [0, 500_00]);
  assert.equal(of(901_00, "Stripe payout"), undefined);
  assert.equal(of(400_00), undefined);
});

test("what went out pays a bill of its sum or number, or all that one supplier asks for; never two suppliers at once", () => {
  const bill = (number: string, supplierName: string, dueMinor: number): OpenBill => ({
    ...{ id: number as Id<"bill">, number, supplierName, supplierId: supplierName, dueMinor },
  });
  const bills = [
    bill("TNB-8841", "Tenaga Nasional", 150_00),
    bill("TNB-8902", "Tenaga Nasional", 50_00),
    bill("A-8841", "Kedai Kertas", 50_00),
  ];
  const out = (amountMinor: number, text: string) =>
    suggestionsFor(line({ amountMinor, text }), { ...NOTHING, bills }).map((one) =>
      one.kind === "bills" ? [one.bills.map(({ number }) => number), one.why] : one.kind,
    );
  assert.deepEqual(out(-150_00, "tnb 8841"), [[["TNB-8841"], ["amount", "number"]]]);
  assert.deepEqual(out(-200_00, "TENAGA NASIONAL NOV"), [
    [
      ["TNB-8841", "TNB-8902"],
      ["sum", "name"],
    ],
  ]);
  assert.deepEqual(out(-100_00, "tnb-8902 and a-8841"), []);
  assert.deepEqual(out(150_00, "tnb 8841"), [], "what came in pays nobody");
});
