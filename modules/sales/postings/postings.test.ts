import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { showId } from "#kernel/ids.ts";
import { switchOnBooks } from "#modules/finance/books/books.actions.ts";
import { lockFiled } from "#modules/finance/periods/periods.actions.ts";
import { tellRate } from "#modules/finance/rates/rates.actions.ts";
import { ACTIONS } from "#modules/modules.ts";
import { type CompanyAction, inCompany } from "#platform/actions/action.ts";
import { isBeaten, isTaken } from "#platform/db/db.ts";
import { testHouse } from "#platform/testing/house.ts";
import { said } from "../fixtures/saying.ts";
import { type Said, type Shop, testShop } from "../fixtures/shop.ts";
import { at, line, order, payment, refund, SHOP } from "../fixtures/telling.ts";
import { forgetStoreSales } from "../orders/forgetting.ts";
import { trashOrders } from "../orders/trash.actions.ts";
import { getPostings } from "./postings.actions.ts";

const RESTORE = ACTIONS.find(
  ({ does }) => does.path === "/api/records/trash/restore",
) as CompanyAction;
const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 10);
const BOOKS = { chart: "online_my", language: "en", startsOn: "2026-01-01" };

/** What stands on each account, in the currency of the books; what is nothing is left out. */
async function balances(shop: Shop): Promise<Record<string, number>> {
  const rows = await shop.rows(
    `select a.name, sum(b.debit_minor - b.credit_minor)::bigint as minor
       from ledger_balances b join ledger_accounts a on a.id = b.account_id group by 1
      having sum(b.debit_minor - b.credit_minor) <> 0 order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, minor }) => [name, Number(minor)]));
}

async function isSound(shop: Shop): Promise<void> {
  assert.deepEqual(await shop.rows("select * from differing_balances"), []);
  assert.deepEqual((await shop.asks(getPostings, {})).unequal, []);
}

test("an order posts in its own transaction: what it earned, its tax, and where its money waits", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, BOOKS);
  const taxed = line({ netMinor: 900, discountMinor: 100, taxMinor: 54 });
  await shop.hears({ order: order({ lines: [taxed], taxMinor: 54, totalMinor: 1754 }) });
  assert.deepEqual(await balances(shop), {
    "Discounts given": 100,
    "SST on sales": -54,
    Sales: -1000,
    "Shipping charged": -800,
    "Shop, FPX": 1754,
  });
  await isSound(shop);
});

test("a refund takes back its share of the tax, an edit posts the difference, and a replay nothing", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, BOOKS);
  const first = order({
    taxMinor: 108,
    totalMinor: 1908,
    payments: [payment({ amountMinor: 1908 })],
  });
  const edited = {
    ...first,
    ...order({}, 5),
    taxMinor: 54,
    totalMinor: 1754,
    lines: [line({ netMinor: 900 })],
  };
  const back = refund({ amountMinor: 877 });
  await shop.hears({ order: first });
  await shop.hears({ order: { ...edited, payments: first.payments } }, { refund: back });
  const posted = await balances(shop);
  assert.deepEqual(posted, {
    "Customers owing": -154,
    Refunds: 850,
    "SST on sales": -27,
    Sales: -900,
    "Shipping charged": -800,
    "Shop, FPX": 1031,
  });
  const count = async () =>
    (await shop.rows("select count(*)::int as n from journal_entries"))[0].n;
  const before = await count();
  await shop.hears({ order: first }, { refund: back }, { order: edited });
  assert.equal(await count(), before);
  await isSound(shop);
});

test("switching on posts what was sold before, and who deletes an order takes it out of the books until it is back", async () => {
  await using shop = await testShop();
  await shop.hears({ order: order() }, { order: order({ externalId: "101", number: "#101" }) });
  await shop.asks(switchOnBooks, BOOKS);
  await shop.house.drain(shop.caller);
  const { run } = await shop.asks(getPostings, {});
  assert.deepEqual(run, { state: "done", doneCount: 2, totalCount: 2 });
  assert.equal((await balances(shop))["Sales"], -2000);

  const [one] = await shop.rows("select id from orders where number = '#101'");
  const id = showId("order", one.id);
  await shop.asks(trashOrders, { ids: [id] });
  assert.equal((await balances(shop))["Sales"], -1000);
  await isSound(shop);
  await shop.asks(RESTORE, { records: [id] });
  assert.equal((await balances(shop))["Sales"], -2000);
  await isSound(shop);
});

test("what changes about a closed month is posted in the first open one, and says what it is about", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, BOOKS);
  const october = order({ placedAt: new Date("2026-10-10T02:00:00Z"), paidAt: at(1) });
  await shop.hears({ order: october });
  await shop.asks(lockFiled, { startsOn: "2026-10-01" });
  await shop.hears({
    order: { ...october, ...order({ totalMinor: 1900 }, 9), placedAt: october.placedAt },
  });
  const late = await shop.rows(
    "select posted_on, about_on from journal_entries where about_on = '2026-10-10' order by ordinal",
  );
  assert.deepEqual(
    late.map((one) => one.posted_on),
    ["2026-10-10", "2026-11-01"],
  );
  await isSound(shop);
});

test("an order in another currency waits for a rate, and keeps the one it was posted with", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, BOOKS);
  await shop.hears({ order: order({ currency: "SGD" }) });
  assert.equal((await shop.asks(getPostings, {})).waitingCount, 1);
  await shop.asks(tellRate, { currency: "SGD", rateOn: "2026-10-01", rate: "3.355" });
  await shop.house.drain(shop.caller);
  assert.equal((await shop.asks(getPostings, {})).waitingCount, 0);
  assert.deepEqual(await balances(shop), {
    Sales: -3355,
    "Shipping charged": -2684,
    "Shop, FPX": 6039,
  });
  await shop.asks(tellRate, { currency: "SGD", rateOn: "2026-11-01", rate: "3.4" });
  await shop.hears({ order: order({ currency: "SGD", totalMinor: 1900 }, 7) });
  assert.equal((await balances(shop))["Differences of stores"], -335 - 1);
  await isSound(shop);
});

test("a store that leaves without a trace leaves nothing on any account", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, BOOKS);
  await shop.hears({ order: order() }, { refund: refund() });
  await inCompany(shop.house, shop.caller, "test", "read write", async (ctx) => {
    await forgetStoreSales(ctx, SHOP);
    await ctx.audit({ type: "connection", id: SHOP, name: "Shop" }, {});
  });
  assert.deepEqual(await balances(shop), {});
  await isSound(shop);
});

/** What stands for each order, by the store's number. */
const standing = (shop: Shop) =>
  shop.rows(
    `select o.external_id, e.about_on, a.name, l.currency, sum(l.amount_minor)::bigint as minor, sum(l.document_minor)::bigint as document
       from journal_entries e join journal_lines l on l.entry_id = e.id join ledger_accounts a on a.id = l.account_id
       join orders o on o.id = e.source_id
      group by 1, 2, 3, 4 having sum(l.amount_minor) <> 0 order by 1, 2, 3, 4`,
  );

test("however a store's tellings are shuffled and repeated, the same stands in the books in the end", async () => {
  await using house = await testHouse();
  const property = fc.asyncProperty(
    fc
      .array(said, { minLength: 4, maxLength: 20 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.shuffledSubarray(all),
        ),
      ),
    async ([inOrder, shuffled, repeated]) => {
      const stood: unknown[] = [];
      for (const heard of [inOrder, [...shuffled, ...repeated]]) {
        await using shop = await testShop({}, house);
        await shop.asks(switchOnBooks, BOOKS);
        await shop.asks(tellRate, { currency: "SGD", rateOn: "2026-01-01", rate: "3.3333" });
        await shop.hears(...heard);
        await isSound(shop);
        stood.push(await standing(shop));
      }
      assert.deepEqual(stood[1], stood[0]);
    },
  );
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 50 });
});

test("eight who tell the same at once, in any order, post each thing once", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, BOOKS);
  const told: Said[] = Array.from({ length: 12 }, (_, n) => {
    const externalId = String(100 + (n % 4));
    const paid = payment({ orderExternalId: externalId });
    if (n >= 8) return { refund: refund({ orderExternalId: externalId, externalId: `r${n}` }) };
    return { order: order({ externalId, number: `#${externalId}`, payments: [paid] }, 1 + n) };
  });
  const tell = async (one: Said): Promise<void> => {
    try {
      await shop.hears(one);
    } catch (error) {
      // As the worker does: who lost tries again.
      if (!isBeaten(error) && !isTaken(error)) throw error;
      await tell(one);
    }
  };
  await Promise.all(
    Array.from({ length: 8 }, async (_, worker) => {
      for (const n of told.keys()) await tell(told[(n * 5 + worker * 7) % told.length] as Said);
    }),
  );
  await isSound(shop);
  const sold = await balances(shop);
  assert.deepEqual([sold["Sales"], sold["Refunds"], sold["Shop, FPX"]], [-4000, 2000, 5200]);
});
