import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceOf, lineWith, pastedLines } from "./journal-draft.ts";

const ACCOUNTS = [
  { id: "lac_rent", code: "6300", name: "Rent" },
  { id: "lac_bank", code: "1011", name: "Bank account" },
];

test("rows of a spreadsheet become lines: accounts by code or name, the head line left out", () => {
  const sheet =
    "Account\tDebit\tCredit\tWhat for\n6300\t1,200.00\t\tNovember\r\nBank account\t\t1200\t\n\n9999\t5\t\t";
  const lines = pastedLines(sheet, ACCOUNTS).map(({ key: _, ...line }) => line);
  assert.deepEqual(lines, [
    { account: "lac_rent", debit: "1,200.00", credit: "", memo: "November" },
    { account: "lac_bank", debit: "", credit: "1200", memo: "" },
    { account: "9999", debit: "5", credit: "", memo: "" },
  ]);
});

test("the difference is exact, and none where something cannot be read", () => {
  const lines = [
    lineWith({ debit: "0.10" }),
    lineWith({ debit: "0.20" }),
    lineWith({ credit: "0.30" }),
  ];
  assert.equal(differenceOf(lines, "MYR"), 0);
  assert.equal(differenceOf([...lines, lineWith({ credit: "0.01" })], "MYR"), -1);
  assert.equal(differenceOf([lineWith({ debit: "1,2" })], "MYR"), null);
});
