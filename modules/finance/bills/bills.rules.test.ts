import assert from "node:assert/strict";
import { test } from "node:test";
import type { Id } from "#kernel/ids.ts";
import {
  type BillState,
  claimsBy,
  postingsFor,
  standingOf,
  taxSharesOf,
  twinsOf,
  whyNotApprove,
  whyNotTwice,
} from "./bills.rules.ts";

const [coffee, dinner, bank] = ["coffee", "dinner", "bank"].map(
  (name) => name as Id<"ledger_account">,
);
const gst = "gst" as Id<"tax_code">;
const plain = { channel: "", storeId: null, own: {} };
const line = (accountId: Id<"ledger_account"> | undefined, claimsTax: boolean, channel = "") => ({
  ...{ accountId: accountId ?? null, claimsTax, taxCodeIds: [gst] },
  dimensions: { ...plain, channel },
});
const reckoned = (netMinor: number, taxMinor: number) => ({
  ...{ netMinor, taxMinor, grossMinor: netMinor, discountMinor: 0 },
  taxes: [{ code: "SR", minor: taxMinor }],
});

test("lines of one account and one channel are one posting, tax that is not claimed is cost, and all of it comes to nothing", () => {
  const lines = [
    line(coffee, true),
    line(coffee, true),
    line(coffee, false, "pasar"),
    line(dinner, false),
  ];
  const figures = {
    lines: [reckoned(1_000, 90), reckoned(500, 45), reckoned(200, 18), reckoned(300, 27)],
    ...{ roundingMinor: -2, payableMinor: 2_178 },
  };
  const of = (kind: "bill" | "vendor_credit" | "expense") =>
    postingsFor(
      { kind, accountId: bank ?? null },
      { lines, taxes: [] },
      { groups: [], ...figures },
    ).map(({ to, minor }) => ["part" in to ? to.part : to.accountId, minor]);
  const bill = [
    ["coffee", 1_500],
    ["coffee", 218],
    ["dinner", 327],
    ["purchase_tax", 135],
    ["rounding", -2],
    ["payable", -2_178],
  ];
  assert.deepEqual(of("bill"), bill);
  assert.deepEqual(
    of("vendor_credit"),
    bill.map(([to, minor]) => [to, -Number(minor)]),
  );
  assert.deepEqual(of("expense").at(-1), ["bank", -2_178]);
  assert.equal(
    of("bill").reduce((sum, [, minor]) => sum + Number(minor), 0),
    0,
  );
});

test("a tax that is claimed on one line and not on another is shared between the two, to the cent", () => {
  const figures = {
    lines: [reckoned(1_000, 90), reckoned(333, 30)],
    groups: [
      {
        ...{ scheme: "GST" as const, category: "S" as const, rate: "9", isWithheld: false },
        ...{ taxableMinor: 1_333, taxMinor: 120 },
        codes: [{ code: "SR", taxableMinor: 1_333, taxMinor: 120 }],
      },
    ],
  };
  const shares = taxSharesOf(
    "vendor_credit",
    {
      taxes: [{ id: gst, code: "SR", scheme: "GST", isWithheld: false }],
      lines: [line(coffee, true), line(dinner, false)],
    },
    figures,
  );
  assert.deepEqual(
    shares.map(({ isClaimed, taxableMinor, taxMinor }) => [isClaimed, taxableMinor, taxMinor]),
    [
      [true, -1_000, -90],
      [false, -333, -30],
    ],
  );
});

test("sales and service tax are cost where nobody says otherwise; GST and VAT are claimed", () => {
  assert.deepEqual([["SERVICE_TAX"], ["SALES_TAX", "GST"], ["GST"], ["VAT"], []].map(claimsBy), [
    false,
    false,
    true,
    true,
    true,
  ]);
});

test("the same number is told before the same sum, and only what is approved keeps another from being approved", () => {
  const known = { payableMinor: 5_000, isApproved: true, number: "" };
  const id = (name: string) => name as Id<"bill">;
  const bill = { numberKey: "a1", payableMinor: 5_000, billedOn: "2026-11-10" };
  const twins = twinsOf(bill, [
    { ...known, id: id("near"), numberKey: "b2", billedOn: "2026-11-20" },
    { ...known, id: id("far"), numberKey: "b3", billedOn: "2026-11-21" },
    { ...known, id: id("same"), numberKey: "a1", billedOn: "2025-01-01", payableMinor: 1 },
  ]);
  assert.deepEqual(
    twins.map(({ id: one, why }) => [one, why]),
    [
      ["same", "same_number"],
      ["near", "same_amount"],
    ],
  );
  assert.equal(whyNotTwice(twins), "finance.bill.same_number");
  assert.equal(whyNotTwice(twins.map((one) => ({ ...one, isApproved: false }))), null);
});

const state: BillState = {
  ...{ kind: "bill", status: "draft", isInTrash: false, supplierId: "s", number: "1" },
  ...{ currency: "MYR", dueOn: "2026-11-30", netMinor: 100, payableMinor: 100, paidMinor: 0 },
  ...{ creditedMinor: 0, usedMinor: 0, dueMinor: 100, accountId: null, linesCount: 1 },
};

test("why a draft is not approved, one reason at a time, in the order in which they are put right", () => {
  const why = (more: Partial<BillState>, accountId = coffee, currency: string | null = "MYR") =>
    whyNotApprove({ ...state, ...more }, [{ accountId: accountId ?? null }], currency);
  assert.equal(why({}), null);
  assert.equal(why({ isInTrash: true }), "finance.bill.is_discarded");
  assert.equal(why({ status: "approved" }), "finance.bill.is_approved");
  assert.equal(why({ supplierId: null }), "finance.bill.no_supplier");
  assert.equal(why({ number: "" }), "finance.bill.no_number");
  assert.equal(why({ linesCount: 0 }), "finance.bill.has_no_lines");
  assert.equal(why({ kind: "expense", supplierId: null }), "finance.bill.not_paid_from");
  assert.equal(why({ payableMinor: -1 }), "finance.bill.is_negative");
  assert.equal(why({ payableMinor: 0 }), "finance.bill.is_nothing");
  assert.equal(why({}, coffee, null), "finance.books.off");
});

test("where a paper stands follows from what was paid, what was taken off, and the day", () => {
  const of = (more: Partial<BillState>, today = "2026-11-30") =>
    standingOf({ ...state, status: "approved", ...more }, today);
  assert.equal(of({}), "open");
  assert.equal(of({}, "2026-12-01"), "overdue");
  assert.equal(of({ paidMinor: 40, dueMinor: 60 }), "part_paid");
  assert.equal(of({ paidMinor: 100, dueMinor: 0 }), "paid");
  assert.equal(of({ creditedMinor: 100, dueMinor: 0 }), "credited");
  assert.equal(of({ kind: "vendor_credit" }), "unused");
  assert.equal(of({ kind: "vendor_credit", usedMinor: 100, dueMinor: 0 }), "used");
  assert.equal(of({ kind: "expense", status: "undone" }), "undone");
});
