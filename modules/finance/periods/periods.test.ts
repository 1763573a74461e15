import assert from "node:assert/strict";
import { test } from "node:test";
import { perform } from "#platform/actions/action.ts";
import { testHouse } from "#platform/testing/house.ts";
import { asOwner, booksCompany } from "../journals/books.testing.ts";
import { postManualJournal, reverseJournal } from "../journals/journals.actions.ts";
import {
  liftFiled,
  liftSoft,
  listPeriods,
  lockFiled,
  lockHard,
  lockSoft,
} from "./periods.actions.ts";

const OCTOBER = "2026-10-01";
const LINES: [string, number][] = [
  ["6300", 100],
  ["1011", -100],
];

test("a soft lock stops whoever may not lock, and comes and goes", async () => {
  await using house = await testHouse();
  const { asks, caller, entry, posts } = await booksCompany(house);
  const manager = caller("manager");
  const byManager = () => perform(postManualJournal, house, manager, entry("2026-10-05", ...LINES));
  await byManager();
  await asks(lockSoft, { startsOn: OCTOBER });
  await assert.rejects(byManager(), /finance.period.soft_locked/);
  await posts("2026-10-05", ...LINES);
  await assert.rejects(
    perform(liftSoft, house, manager, { startsOn: OCTOBER }),
    /platform.permission/,
  );
  await asks(liftSoft, { startsOn: OCTOBER });
  await byManager();
});

test("a month that was filed takes nothing from anybody until it is lifted with a reason", async () => {
  await using house = await testHouse();
  const { asks, posts } = await booksCompany(house);
  const november = await posts("2026-11-02", ...LINES);
  await asks(lockFiled, { startsOn: OCTOBER });
  await assert.rejects(posts("2026-10-31", ...LINES), /finance.period.filed/);
  await assert.rejects(
    asks(reverseJournal, { id: november.id, postedOn: "2026-10-31" }),
    /finance.period.filed/,
  );
  await assert.rejects(asks(lockFiled, { startsOn: "2026-11-01" }), /finance.period.not_over/);
  await asks(liftFiled, { startsOn: OCTOBER, reason: "An amended return" });
  await posts("2026-10-31", ...LINES);
});

test("a hard lock closes the month and all before it, for ever, also for who owns the tables", async () => {
  await using house = await testHouse();
  const company = await booksCompany(house);
  const { asks, posts } = company;
  const { periods } = await asks(lockHard, { startsOn: OCTOBER });
  const open = periods.filter((one: { hardLockedAt: unknown }) => one.hardLockedAt === null);
  assert.deepEqual(
    open.map((one: { startsOn: string }) => one.startsOn),
    ["2026-11-01"],
  );
  for (const day of ["2026-01-01", "2026-10-31"])
    await assert.rejects(posts(day, ...LINES), /finance.period.hard_locked/);
  await assert.rejects(asks(liftSoft, { startsOn: OCTOBER }), /finance.period.hard_locked/);
  await asOwner(house, company, async (client) => {
    for (const statement of [
      "update periods set hard_locked_at = null",
      "update periods set hard_locked_at = now() where starts_on = '2026-10-01'",
      "delete from periods",
    ])
      await assert.rejects(client.query(statement), /locked for ever|is refused/, statement);
  });
});

test("while many post, a closing waits for them, and nothing is posted after it", async () => {
  await using house = await testHouse();
  const { access, asks, posts } = await booksCompany(house);
  let closed = 0;
  const poster = async () => {
    for (let n = 0; n < 6; n += 1)
      await posts("2026-10-10", ...LINES).catch((error: { code: string }) => {
        assert.equal(error.code, "finance.period.filed");
        closed += 1;
      });
  };
  const posters = Array.from({ length: 32 }, poster);
  const countAtLock = asks(lockFiled, { startsOn: OCTOBER }).then(async ({ periods }) => {
    const october = periods.find((one: { startsOn: string }) => one.startsOn === OCTOBER);
    return october.entriesCount as number;
  });
  await Promise.all(posters);
  const { rows } = await access.pool.query<{ count: number }>(
    "select count(*)::int as count from journal_entries",
  );
  assert.equal(rows[0]?.count, await countAtLock, "none after the lock");
  assert.equal((rows[0]?.count ?? 0) + closed, 192);
  const { periods } = await asks(listPeriods, {});
  assert.ok(periods.find((one: { startsOn: string }) => one.startsOn === OCTOBER).filedAt !== null);
});
