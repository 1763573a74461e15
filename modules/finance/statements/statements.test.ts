import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays } from "#kernel/day.ts";
import { testHouse } from "#platform/testing/house.ts";
import { asOwner, type BooksCompany, booksCompany } from "../journals/books.testing.ts";
import { postManualJournal } from "../journals/journals.actions.ts";
import { checkBooks } from "./nightly.ts";
import {
  balanceSheet,
  booksHealth,
  generalLedger,
  profitAndLoss,
  trialBalance,
} from "./statements.actions.ts";

type Row = { code: string; nowMinor: number; beforeMinor: number | null };

test("profit and loss, balance sheet and trial balance say the same of a few months", async () => {
  await using house = await testHouse();
  const { asks, posts } = await booksCompany(house, { startsOn: "2025-01-01" });
  await posts("2025-12-01", ["1011", 500_000], ["3100", -500_000]);
  await posts("2025-12-15", ["1011", 100_000], ["4100", -100_000]);
  await posts("2026-10-20", ["1011", 30_000], ["4100", -30_000]);
  await posts("2026-11-02", ["1011", 80_000], ["4100", -80_000]);
  await posts("2026-11-05", ["5100", 30_000], ["1011", -30_000]);
  await posts("2026-11-09", ["6300", 12_000], ["1011", -12_000]);

  const november = { from: "2026-11-01", to: "2026-11-30", compare: "before" };
  const profit = await asks(profitAndLoss, november);
  assert.deepEqual(profit.before, { from: "2026-10-01", to: "2026-10-31" });
  assert.deepEqual(profit.sums.grossProfit, { nowMinor: 50_000, beforeMinor: 30_000 });
  assert.deepEqual(profit.sums.netProfit, { nowMinor: 38_000, beforeMinor: 30_000 });
  assert.deepEqual(
    profit.rows.map(({ code, nowMinor, beforeMinor }: Row) => [code, nowMinor, beforeMinor]),
    [
      ["4100", 80_000, 30_000],
      ["5100", 30_000, 0],
      ["6300", 12_000, 0],
    ],
  );

  const sheet = await asks(balanceSheet, { on: "2026-11-05" });
  assert.equal(sheet.sums.assets.nowMinor, 680_000);
  assert.equal(sheet.sums.profitThisYear.nowMinor, 80_000);
  assert.equal(sheet.sums.profitEarlier.nowMinor, 100_000);
  assert.equal(sheet.sums.liabilitiesAndEquity.nowMinor, 680_000);

  const trial = await asks(trialBalance, { from: "2026-11-03", to: "2026-11-30" });
  const bank = trial.rows.find(({ code }: Row) => code === "1011");
  assert.deepEqual([bank.openingMinor, bank.debitMinor, bank.creditMinor], [710_000, 0, 42_000]);
  assert.deepEqual([trial.sums.openingMinor, trial.sums.closingMinor], [0, 0]);

  const ledger = await asks(generalLedger, {
    account: bank.accountId,
    from: "2026-11-01",
    to: "2026-11-30",
  });
  assert.equal(ledger.openingMinor, 630_000);
  assert.equal(ledger.rows.at(-1).balanceMinor, ledger.closingMinor);
});

const CODES = ["1011", "2100", "3100", "4100", "4800", "5100", "6300"];

test("whatever was posted, each statement of any time is the sum of its lines, and the books are healthy", async () => {
  await using house = await testHouse();
  const company = await booksCompany(house, { startsOn: "2025-01-01" });
  const entry = fc.record({
    day: fc.integer({ min: 0, max: 680 }),
    debit: fc.constantFrom(...CODES),
    credit: fc.constantFrom(...CODES),
    minor: fc.integer({ min: 1, max: 1e9 }),
  });
  const random = fc.sample(entry, { numRuns: 60, seed: 7 });
  for (const { day, debit, credit, minor } of random)
    await company.posts(addDays("2025-01-01", day), [debit, minor], [credit, -minor]);
  const span = fc.tuple(fc.integer({ min: 0, max: 690 }), fc.integer({ min: 0, max: 690 }));
  for (const [one, other] of fc.sample(span, { numRuns: 25, seed: 7 })) {
    const from = addDays("2025-01-01", Math.min(one, other));
    const to = addDays("2025-01-01", Math.max(one, other));
    const { rows } = await company.asks(trialBalance, { from, to });
    const found = rows
      .filter(
        ({ debitMinor, creditMinor }: { debitMinor: number; creditMinor: number }) =>
          debitMinor + creditMinor > 0,
      )
      .map((row: Row & { debitMinor: number; creditMinor: number }) => [
        row.code,
        row.debitMinor,
        row.creditMinor,
      ]);
    const { rows: lines } = await company.access.pool.query(
      `select a.code, sum(greatest(l.amount_minor, 0))::bigint as debit, sum(greatest(-l.amount_minor, 0))::bigint as credit
         from journal_lines l join ledger_accounts a on a.id = l.account_id where l.posted_on between $1 and $2
        group by 1 order by 1`,
      [from, to],
    );
    assert.deepEqual(
      found,
      lines.map(({ code, debit, credit }) => [code, debit, credit]),
      `${from} to ${to}`,
    );
    const sheet = await company.asks(balanceSheet, { on: to });
    assert.equal(sheet.sums.assets.nowMinor, sheet.sums.liabilitiesAndEquity.nowMinor);
  }
  assert.deepEqual(await unsound(company), []);
});

const unsound = async ({ asks }: BooksCompany): Promise<string[]> =>
  (await asks(booksHealth, {})).checks
    .filter(({ count }: { count: number }) => count > 0)
    .map(({ check }: { check: string }) => check);

/** What somebody with all rights, and with every guard switched off, might do. */
const CORRUPTIONS: readonly [string, string][] = [
  [
    "update journal_lines set amount_minor = amount_minor + 1 where position = 1",
    "entries.balance",
  ],
  [
    "update journal_lines set amount_minor = amount_minor * 2, document_minor = document_minor * 2",
    "chain.hashes",
  ],
  ["update journal_lines set memo = 'else'", "chain.hashes"],
  ["update journal_entries set memo = 'else'", "chain.hashes"],
  ["update journal_entries set poster_id = gen_random_uuid()", "chain.hashes"],
  ["update journal_entries set posted_at = posted_at - interval '1 day'", "chain.hashes"],
  [
    "update journal_lines set account_id = (select id from ledger_accounts where code = '6600') where amount_minor > 0",
    "chain.hashes",
  ],
  ["update journal_entries set posted_on = posted_on - 1 where ordinal = 2", "lines.same_day"],
  [
    "delete from journal_lines where entry_id = (select id from journal_entries where ordinal = 2)",
    "entries.lines",
  ],
  ["delete from journal_lines where position = 2", "entries.lines"],
  ["delete from journal_entries where ordinal = 2", "numbers.gapless"],
  ["delete from journal_entries where ordinal = 3", "numbers.last"],
  [
    "delete from journal_lines using journal_entries e where e.id = entry_id and e.ordinal = 3; delete from journal_entries where ordinal = 3; update journal_numbers set ordinal = 2",
    "balances.equal_lines",
  ],
  ["update journal_numbers set ordinal = 9", "numbers.last"],
  ["update journal_entries set year = 2024", "numbers.year"],
  ["update journal_entries set position = 7 where ordinal = 3", "chain.places"],
  ["update journal_entries set hash = '\\x00' where ordinal = 1", "chain.hashes"],
  ["update ledger_balances set debit_minor = debit_minor + 1", "balances.equal_lines"],
  ["delete from ledger_balances where credit_minor > 0", "balances.equal_nothing"],
  ["update ledger_balances set lines_count = 9", "balances.equal_lines"],
  [
    "insert into ledger_balances select '2026-01-01', account_id, 0, 'MYR', 5, 5, 0, 5, 1 from ledger_balances limit 1",
    "balances.equal_lines",
  ],
  ["update ledger_accounts set is_group = true where code = '1011'", "lines.no_group"],
  ["update ledger_accounts set currency = 'SGD' where code = '1011'", "lines.currency"],
  ["update journal_lines set document_minor = 1", "lines.home_currency"],
  ["delete from periods", "periods.of_entries"],
  ["update books set starts_on = '2026-12-01'", "periods.begin"],
  ["update books set year_begins_month = 4", "numbers.year"],
  [
    "insert into periods (starts_on, hard_locked_at) values ('2026-12-01', now())",
    "periods.hard_locks_meet",
  ],
  ["update periods set hard_locked_at = '2026-01-01'", "periods.none_after_lock"],
  [
    "update ledger_accounts set parent_id = (select id from ledger_accounts where code = '4000') where code = '1011'",
    "accounts.parents",
  ],
  [
    "update ledger_accounts set parent_id = (select id from ledger_accounts where code = '1010') where code = '1000'",
    "accounts.tree",
  ],
  ["update ledger_accounts set part = null where part = 'sales'", "accounts.parts"],
  [
    "update ledger_accounts set part = null, archived_at = now() where code = '1011'",
    "accounts.archived_empty",
  ],
  [
    "drop index ledger_accounts_code; update ledger_accounts set code = '6300' where code = '6600'",
    "accounts.codes",
  ],
  ["delete from dimension_sets", "chain.hashes"],
  ["update journal_lines set rate = 2, rate_source = 'else'", "chain.hashes"],
  ["update journal_entries set source_key = source_key || '!'", "chain.hashes"],
  [
    "update journal_entries set reverses_id = (select id from journal_entries where ordinal = 1) where ordinal = 2",
    "reversals.opposite",
  ],
];

test("whatever somebody with all rights changes, the health of the books names it", async () => {
  await using house = await testHouse();
  const company = await booksCompany(house);
  for (const day of ["2026-10-01", "2026-10-02", "2026-11-03"])
    await company.posts(day, ["6300", 700], ["1011", -700]);
  assert.deepEqual(await unsound(company), []);
  const { CHECKS } = await import("./health.sql.ts");
  await asOwner(house, company, async (client) => {
    await client.query("set session_replication_role = replica");
    for (const [corruption, check] of CORRUPTIONS) {
      await client.query("begin");
      await client.query(corruption);
      const { rows } = await client.query((CHECKS[check]?.text ?? [""]).join(""));
      assert.ok(rows.length > 0, `${check} finds: ${corruption}`);
      await client.query("rollback");
    }
  });
});

test("each night balances that are not their lines are added up anew, and what was found is kept", async () => {
  await using house = await testHouse();
  const company = await booksCompany(house);
  await company.posts("2026-11-01", ["6300", 5], ["1011", -5]);
  await asOwner(house, company, (client) =>
    client.query("update ledger_balances set debit_minor = debit_minor + 1"),
  );
  assert.deepEqual(await unsound(company), [
    "balances.equal_lines",
    "balances.equal_nothing",
    "statements.meet",
  ]);
  const found = await checkBooks(house, company.access);
  assert.equal(found.differingCount, 2);
  assert.deepEqual(await unsound(company), []);
  const { rows } = await company.access.pool.query(
    "select differing_count, unsound from books_checks",
  );
  assert.equal(rows[0].differing_count, 2);
  assert.deepEqual(rows[0].unsound, [
    "balances.equal_lines",
    "balances.equal_nothing",
    "statements.meet",
  ]);
});

test("a journal that nobody balanced is refused before it is anywhere", async () => {
  await using house = await testHouse();
  const { asks, entry, access } = await booksCompany(house);
  await assert.rejects(asks(postManualJournal, entry("2026-11-01", ["6300", 5], ["1011", -6])));
  const { rows } = await access.pool.query("select count(*)::int as n from ledger_balances");
  assert.equal(rows[0].n, 0);
});
