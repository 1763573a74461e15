import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { testHouse } from "#platform/testing/house.ts";
import { archiveAccount, getAccount, listAccounts } from "../chart/chart.actions.ts";
import { asOwner, booksCompany, rawEntry } from "./books.testing.ts";
import {
  getDraft,
  getJournal,
  keepDraft,
  listJournals,
  postManualJournal,
  reverseJournal,
} from "./journals.actions.ts";

const DAY = "2026-11-20";

test("a journal is posted with its number, stands in the balances, and the same key posts nothing twice", async () => {
  await using house = await testHouse();
  const { asks, entry, posts, idOf } = await booksCompany(house);
  const first = await posts(DAY, ["6300", 50_000], ["6600", 5_000], ["1011", -55_000]);
  assert.equal(first.number, "J-2026-000001");
  assert.equal(first.totalMinor, 55_000);
  const told = entry(DAY, ["6300", 1], ["1011", -1]);
  const second = await asks(postManualJournal, told);
  assert.deepEqual((await asks(postManualJournal, told)).number, second.number);
  assert.equal(second.number, "J-2026-000002");
  assert.equal((await asks(getAccount, { id: idOf("1011") })).balanceMinor, -55_001);
  assert.equal((await asks(getAccount, { id: idOf("6000") })).balanceMinor, 55_001, "a group");
  const { rows } = await asks(listJournals, { account: idOf("6600") });
  assert.deepEqual(
    rows.map((row: { number: string }) => row.number),
    ["J-2026-000001"],
  );
});

test("what does not hold is refused where it is typed, with the reason", async () => {
  await using house = await testHouse();
  const { asks, entry, posts, idOf } = await booksCompany(house);
  const { accounts } = await asks(listAccounts, {});
  const archived = accounts.find((one: { code: string }) => one.code === "6800");
  await asks(archiveAccount, { id: archived.id, version: 1 });
  const refusals: [object, string, string][] = [
    [entry(DAY, ["6300", 5], ["1011", -4]), "lines", "finance.journal.not_balanced"],
    [entry(DAY, ["6300", 0], ["1011", 0]), "lines", "finance.journal.zero_line"],
    [entry(DAY, ["6000", 5], ["1011", -5]), "lines.0.accountId", "finance.account.is_a_group"],
    [entry(DAY, ["6800", 5], ["1011", -5]), "lines.0.accountId", "finance.account.closed"],
    [entry("2029-01-01", ["6300", 5], ["1011", -5]), "postedOn", "finance.journal.too_far_ahead"],
    [
      { ...entry(DAY), lines: [foreign(idOf("1011"), 101), foreign(idOf("6300"), -101)] },
      "lines.0.amountMinor",
      "finance.journal.rate_differs",
    ],
  ];
  for (const [told, path, code] of refusals)
    await assert.rejects(asks(postManualJournal, told), (error: unknown) => {
      assert.ok(error instanceof Problem);
      const [first] = error.details as { path: unknown[]; code: string }[];
      assert.deepEqual([first?.path.join("."), first?.code], [path, code]);
      return true;
    });
  await assert.rejects(
    posts("2025-12-31", ["6300", 5], ["1011", -5]),
    /finance.period.before_books/,
  );
  assert.equal((await asks(listJournals, {})).rows.length, 0);
});

/** Ten dollars at 3.355 are RM 33.55. */
const foreign = (accountId: string, amountMinor: number) => ({
  ...{ accountId, amountMinor, currency: "SGD", rate: "3.355" },
  documentMinor: amountMinor > 0 ? 1_000 : -1_000,
});

test("a line in another currency keeps its amount, its rate and the day of the rate", async () => {
  await using house = await testHouse();
  const { asks, entry, idOf } = await booksCompany(house);
  const told = {
    ...entry(DAY),
    lines: [foreign(idOf("1011"), 3355), foreign(idOf("4800"), -3355)],
  };
  const posted = await asks(postManualJournal, told);
  const { amountMinor, currency, documentMinor, rate, rateOn, rateSource } = posted.lines[0];
  assert.deepEqual(
    { amountMinor, currency, documentMinor, rate, rateOn, rateSource },
    {
      ...{ amountMinor: 3355, currency: "SGD", documentMinor: 1000, rate: "3.355", rateOn: DAY },
      rateSource: "manual",
    },
  );
});

test("a reversal answers an entry once, today or on a chosen day, and both stand", async () => {
  await using house = await testHouse();
  const { asks, posts, idOf } = await booksCompany(house);
  const one = await posts("2026-10-02", ["6300", 700], ["1011", -700]);
  const other = await posts("2026-10-03", ["6300", 900], ["1011", -900]);
  const reversal = await asks(reverseJournal, { id: one.id });
  assert.equal(reversal.postedOn, "2026-11-22");
  assert.deepEqual(reversal.reverses, { id: one.id, number: one.number });
  assert.deepEqual(
    reversal.lines.map((line: { amountMinor: number }) => line.amountMinor),
    [-700, 700],
  );
  assert.equal((await asks(getJournal, { id: one.id })).reversedBy.number, reversal.number);
  await assert.rejects(asks(reverseJournal, { id: one.id }), /finance.journal.reversed/);
  const chosen = await asks(reverseJournal, { id: other.id, postedOn: "2026-10-31" });
  assert.equal(chosen.postedOn, "2026-10-31");
  assert.equal((await asks(getAccount, { id: idOf("1011") })).balanceMinor, 0);
});

test("a draft is kept for whoever writes it until they post", async () => {
  await using house = await testHouse();
  const { asks, posts } = await booksCompany(house);
  const line = { account: "6300", debit: "12.50", credit: "", memo: "rent" };
  await asks(keepDraft, { postedOn: DAY, memo: "half", lines: [line] });
  assert.deepEqual((await asks(getDraft, {})).lines, [line]);
  await posts(DAY, ["6300", 1], ["1011", -1]);
  assert.equal(await asks(getDraft, {}), null);
});

test("numbers have no gap, also where many post at once and some fail", async () => {
  await using house = await testHouse();
  const { access, asks, entry, posts } = await booksCompany(house);
  const tries = Array.from({ length: 48 }, (_, n) =>
    n % 3 === 0
      ? asks(postManualJournal, entry("2025-01-01", ["6300", 1], ["1011", -1])).catch(() => null)
      : posts(DAY, ["6300", 1 + n], ["1011", -1 - n]),
  );
  await Promise.all(tries);
  const { rows } = await access.pool.query(
    "select count(*)::int as count, max(ordinal)::int as last from journal_entries where series = 'J'",
  );
  assert.deepEqual(rows, [{ count: 32, last: 32 }]);
});

test("the application may write nothing of the ledger but through its one way in", async () => {
  await using house = await testHouse();
  const { access, posts } = await booksCompany(house);
  await posts(DAY, ["6300", 700], ["1011", -700]);
  for (const statement of [
    "insert into journal_numbers values ('J', 2027, 5)",
    "update ledger_balances set debit_minor = 0",
    "delete from journal_lines",
    "update journal_entries set memo = ''",
    "delete from periods",
    "delete from ledger_accounts",
  ])
    await assert.rejects(access.pool.query(statement), /permission denied/, statement);
});

test("the database itself refuses what is no entry, whoever asks", async () => {
  await using house = await testHouse();
  const company = await booksCompany(house);
  await asOwner(house, company, async (client) => {
    const refuses = (pattern: RegExp, ...lines: [string, number][]) => {
      const told = rawEntry(company, DAY, ...lines);
      return assert.rejects(client.query("select * from post_entry($1)", [told]), pattern);
    };
    await refuses(/does not balance: 1/, ["6300", 5], ["1011", -4]);
    await refuses(/journal_lines_amount_minor_check/, ["6300", 0], ["1011", 0]);
    await refuses(/journal_entries_lines_count_check/, ["6300", 5]);
    await refuses(/finance.account.closed/, ["6000", 5], ["1011", -5]);
  });
});

test("what is posted is never changed, removed or added to, also by who owns the tables", async () => {
  await using house = await testHouse();
  const company = await booksCompany(house);
  await company.posts(DAY, ["6300", 700], ["1011", -700]);
  await asOwner(house, company, async (client) => {
    for (const statement of [
      "update journal_lines set amount_minor = 1",
      "update journal_entries set memo = 'else'",
      "delete from journal_lines",
      "truncate journal_lines, journal_entries cascade",
    ])
      await assert.rejects(client.query(statement), /is refused/, statement);
    const late = (position: number, count: number) =>
      client.query(
        `insert into journal_lines (entry_id, position, lines_count, account_id, amount_minor, currency, document_minor,
                                    posted_on)
         select entry_id, $1, $2, account_id, 5, 'MYR', 5, posted_on from journal_lines where position = 1`,
        [position, count],
      );
    await assert.rejects(late(3, 2), /check constraint/);
    await assert.rejects(late(3, 3), /journal_lines_entry_id_lines_count_fkey/);
    await assert.rejects(late(2, 2), /journal_lines_pkey/);
  });
});
