import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { reckon } from "../taxes/reckoning.rules.ts";
import { anyPaper } from "../taxes/reckoning.testing.ts";
import {
  figuresOf,
  type InvoiceState,
  invoiceNumberOf,
  postingsFor,
  standingOf,
  whyNotCredit,
  whyNotIssue,
  whyNotIssuedOn,
} from "./invoices.rules.ts";

const DRAFT: InvoiceState = {
  kind: "invoice",
  status: "draft",
  currency: "MYR",
  dueOn: null,
  netMinor: 10_000,
  payableMinor: 10_800,
  paidMinor: 0,
  creditedMinor: 0,
  writtenOffMinor: 0,
  dueMinor: 10_800,
  linesCount: 1,
};
const ISSUED: InvoiceState = { ...DRAFT, status: "issued", dueOn: "2026-12-30" };

test("what a paper posts sums to nothing, and is the paper's own figures, on any paper", () => {
  fc.assert(
    fc.property(
      anyPaper,
      fc.constantFrom("invoice" as const, "credit_note" as const),
      (paper, kind) => {
        const figures = figuresOf(reckon(paper));
        const postings = postingsFor(kind, figures);
        assert.equal(
          postings.reduce((sum, { minor }) => sum + minor, 0),
          0,
        );
        const tax = postings.find(({ part }) => part === "sales_tax")?.minor ?? 0;
        assert.equal((kind === "invoice" ? -tax : tax) || 0, figures.taxMinor || 0);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a paper stands as its day and its payments say", () => {
  const stands = (change: Partial<InvoiceState>, today = "2026-12-01") =>
    standingOf({ ...ISSUED, ...change }, today);
  assert.deepEqual(
    [
      standingOf(DRAFT, "2026-12-01"),
      stands({}),
      stands({ paidMinor: 800, dueMinor: 10_000 }),
      stands({}, "2026-12-30"),
      stands({}, "2026-12-31"),
      stands({ paidMinor: 10_800, dueMinor: 0 }),
      stands({ creditedMinor: 10_800, dueMinor: 0 }),
      stands({ paidMinor: 800, creditedMinor: 10_000, dueMinor: 0 }),
      stands({ kind: "credit_note" }),
    ],
    ["draft", "open", "part_paid", "open", "overdue", "paid", "credited", "paid", "issued"],
  );
});

test("a draft says why it cannot be issued", () => {
  const why = (change: Partial<InvoiceState>, books: string | null = "MYR") =>
    whyNotIssue({ ...DRAFT, ...change }, books);
  assert.deepEqual(
    [
      why({}),
      why({ status: "issued" }),
      why({ status: "discarded" }),
      why({ linesCount: 0 }),
      why({ payableMinor: -1 }),
      why({ payableMinor: 0, netMinor: 0 }),
      why({}, null),
    ],
    [
      null,
      "finance.invoice.is_issued",
      "finance.invoice.is_discarded",
      "finance.invoice.has_no_lines",
      "finance.invoice.is_negative",
      "finance.invoice.is_nothing",
      "finance.books.off",
    ],
  );
  assert.equal(whyNotCredit({ ...ISSUED, dueMinor: 0 }), "finance.invoice.nothing_due");
});

test("numbers run in the order of days", () => {
  assert.equal(invoiceNumberOf("INV", 2026, 42), "INV-2026-00042");
  assert.equal(whyNotIssuedOn("2026-12-01", "2026-11-30", null), "finance.invoice.in_the_future");
  assert.equal(
    whyNotIssuedOn("2026-11-01", "2026-11-30", "2026-11-02"),
    "finance.invoice.before_the_last",
  );
  assert.equal(whyNotIssuedOn("2026-11-02", "2026-11-30", "2026-11-02"), null);
});
