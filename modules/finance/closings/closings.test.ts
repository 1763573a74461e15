import assert from "node:assert/strict";
import { test } from "node:test";
import { testHouse } from "#platform/testing/house.ts";
import { changeAccount, getAccount } from "../chart/chart.actions.ts";
import { asOwner, booksCompany } from "../journals/books.testing.ts";
import { changeLetterhead } from "../letterheads/letterheads.actions.ts";
import { closeYear, getClosedFile, listClosings, verifyYear } from "./closings.actions.ts";

const of = (report: string, format = "csv") => ({ year: 2025, report, format, language: "en" });

async function closedBooks() {
  const house = await testHouse();
  const books = await booksCompany(house, { startsOn: "2025-01-01" });
  await books.posts("2025-03-01", ["1011", 900_00], ["4100", -900_00]);
  await books.posts("2025-12-31", ["6300", 250_00], ["1011", -250_00]);
  await books.posts("2026-02-01", ["1011", 10_00], ["4100", -10_00]);
  return { ...books, house };
}

test("a year is closed once it is over: its months are locked for ever, and its statements are the same bytes later", async () => {
  const { asks, posts, house, idOf } = await closedBooks();
  await using _ = house;
  const { years } = await asks(listClosings, {});
  assert.deepEqual(
    years.map((one: { year: number; blocked: { close: string | null } }) => [
      one.year,
      one.blocked.close,
    ]),
    [
      [2026, "finance.closing.not_over"],
      [2025, null],
    ],
  );
  await assert.rejects(asks(closeYear, { year: 2026 }), { code: "finance.closing.not_over" });
  const closed = await asks(closeYear, { year: 2025 });
  assert.equal(closed.hashes.length, 16);
  await assert.rejects(posts("2025-12-31", ["1011", 1], ["4100", -1]), {
    code: "finance.period.hard_locked",
  });
  await assert.rejects(asks(closeYear, { year: 2025 }), { code: "finance.closing.closed" });

  // What happens since, what accounts and the company are called since: none of it is of that year.
  await posts("2026-03-01", ["6300", 5_00], ["1011", -5_00]);
  const rent = await asks(getAccount, { id: idOf("6300") });
  await asks(changeAccount, { id: rent.id, version: rent.version, code: "1005", name: "=Sewa" });
  const blank = Object.fromEntries(
    "registration taxNumber street street2 city postcode state email phone bankName bankAccount bankBic footer"
      .split(" ")
      .map((name) => [name, ""]),
  );
  const letterhead = { ...blank, legalName: "Kenari Baru Sdn Bhd", termsDays: 30, version: 1 };
  await asks(changeLetterhead, letterhead);
  assert.deepEqual(await asks(verifyYear, { year: 2025 }), { checkedCount: 16, differing: [] });
  const profit = await asks(getClosedFile, of("profit_and_loss"));
  assert.equal(profit.isSame, true);
  assert.match(Buffer.from(profit.base64, "base64").toString(), /6300,Rent,250\.00/);
  assert.equal((await asks(getClosedFile, of("balance_sheet", "pdf"))).isSame, true);
});

test("a ledger that somebody changed behind the house is told by the statements of its closed year", async () => {
  const books = await closedBooks();
  await using _ = books.house;
  await books.asks(closeYear, { year: 2025 });
  await asOwner(books.house, books, async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query(
      "update ledger_balances set debit_minor = debit_minor + 100 where period_on = '2025-12-01' and debit_minor > 0",
    );
  });
  const { differing } = await books.asks(verifyYear, { year: 2025 });
  assert.ok(differing.length >= 8);
  await assert.rejects(
    books.access.pool.query("delete from year_closings"),
    /permission denied|refused/,
  );
});
