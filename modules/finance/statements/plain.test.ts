/** Judges from outside: hledger, ledger and beancount read the journal and must come to our trial balance. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { addDays } from "#kernel/day.ts";
import { readMinor } from "#kernel/money.ts";
import { testHouse } from "#platform/testing/house.ts";
import { changeAccount, createAccount } from "../chart/chart.actions.ts";
import { type BooksCompany, booksCompany } from "../journals/books.testing.ts";
import { postManualJournal } from "../journals/journals.actions.ts";
import { type PlainFormat, plainAccount } from "./plain.rules.ts";
import { plainJournal, trialBalance } from "./statements.actions.ts";

/** How each says what stands on every account, at cost: a line an account, name and amount. */
const JUDGES: Readonly<Record<PlainFormat, (file: string) => [program: string, args: string[]]>> = {
  hledger: (file) => [
    "hledger",
    ["-f", file, "balance", "-B", "--flat", "--no-total", "-O", "csv"],
  ],
  ledger: (file) => [
    "ledger",
    [
      "-f",
      file,
      "-B",
      "balance",
      "--flat",
      "--no-total",
      "--balance-format",
      "%(account),%(quantity(scrub(total)))\n",
    ],
  ],
  beancount: (file) => [
    "bean-query",
    ["-f", "csv", file, "select account, number(only('MYR', sum(weight))) as n group by account"],
  ],
};

async function textOf({ asks }: BooksCompany, format: PlainFormat): Promise<string> {
  let text = "";
  let after: string | null = "";
  while (after !== null) {
    const page: { text: string; next: string | null } = await asks(plainJournal, {
      format,
      ...(after === "" ? {} : { after }),
    });
    text += page.text;
    after = page.next;
  }
  return text;
}

function judged(format: PlainFormat, text: string): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), "kaunter-books-"));
  try {
    const file = join(folder, `books.${format}`);
    writeFileSync(file, text);
    const [program, args] = JUDGES[format](file);
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
    assert.equal(status, 0, `${format}: ${stderr}`);
    const found = stdout
      .split("\n")
      .map((row) => /^"?([A-Z][\w:.-]+)\s*"?,"?\s*(-?[\d.]+)(?: MYR)?\s*"?\r?$/.exec(row.trim()))
      .filter((row) => row !== null)
      .map(([, account = "", amount = ""]) => [account, readMinor(amount, "MYR")] as const)
      .filter(([, minor]) => minor !== 0);
    return Object.fromEntries(found.map(([account, minor]) => [account, minor ?? Number.NaN]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("three programs that we did not write come to the same trial balance, to the cent, on random books", async () => {
  await using house = await testHouse();
  const company = await booksCompany(house, { startsOn: "2025-01-01" });
  const { asks, idOf } = company;
  const parentId = idOf("6000");
  await asks(createAccount, {
    code: "6.100-x",
    name: 'Odd "name"; with | signs',
    kind: "expense",
    parentId,
  });
  const { id, version } = await asks(createAccount, {
    code: "6-100.x",
    name: "Another",
    kind: "expense",
    parentId,
  });
  await asks(changeAccount, { id, version, name: "Renamed\\ since" });
  const codes = ["1011", "1100", "2100", "2200", "3100", "4100", "4900", "5100", "6300"];
  const random = fc.record({
    day: fc.integer({ min: 0, max: 690 }),
    memo: fc.constantFrom(
      "Rent",
      'Quoted "so"',
      "; no comment",
      "Kopi | teh",
      "小明",
      "",
      "* (x)",
      "\\",
    ),
    parts: fc.array(fc.tuple(fc.constantFrom(...codes), fc.integer({ min: -1e10, max: 1e10 })), {
      minLength: 1,
      maxLength: 6,
    }),
  });
  for (const { day, memo, parts } of fc.sample(random, { numRuns: 60, seed: 11 })) {
    const lines = parts.filter(([, minor]) => minor !== 0);
    const rest = -lines.reduce((sum, [, minor]) => sum + minor, 0);
    const whole: [string, number][] = rest === 0 ? lines : [...lines, ["3900", rest]];
    if (whole.length < 2) continue;
    const entry = company.entry(addDays("2025-01-01", day), ...whole);
    await asks(postManualJournal, { ...entry, memo });
  }
  // Of foreign documents the others read the amount and what it cost; what only the rates made of it is ours alone.
  const foreign = (code: string, documentMinor: number, amountMinor: number, rate: string) => ({
    ...{ accountId: idOf(code), currency: "USD", documentMinor, amountMinor, rate },
  });
  for (const lines of [
    [foreign("1100", 11_001, 49_028, "4.4567"), foreign("4100", -11_001, -49_028, "4.4567")],
    [foreign("1100", -11_001, -48_404, "4.4"), { accountId: idOf("1011"), amountMinor: 48_404 }],
    [foreign("1100", 0, -1, "4.4"), { accountId: idOf("6990"), amountMinor: 1 }],
  ])
    await asks(postManualJournal, { ...company.entry("2026-03-01"), lines });
  const { rows } = await asks(trialBalance, { from: "2025-01-01", to: "2027-12-31" });
  const ours = Object.fromEntries(
    rows
      .filter(({ closingMinor }: { closingMinor: number }) => closingMinor !== 0)
      .map((row: Parameters<typeof plainAccount>[0] & { closingMinor: number }) => [
        plainAccount(row),
        row.closingMinor,
      ]),
  );
  assert.ok(Object.keys(ours).length > 8);
  for (const format of Object.keys(JUDGES) as PlainFormat[]) {
    const text = await textOf(company, format);
    assert.deepEqual(judged(format, text), ours, format);
  }
});

test("the judges are strict: one cent elsewhere and they say something else", () => {
  assert.ok(existsSync("/usr/bin/hledger"), "npm test installs them");
  const wrong = "2026-01-01 * x\n    Assets:A1  1.00 MYR\n    Income:A2  -0.99 MYR\n";
  assert.throws(() => judged("hledger", wrong), /unbalanced|balance/i);
  assert.throws(() => judged("ledger", wrong), /balance/i);
});
