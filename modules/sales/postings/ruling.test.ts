import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readId } from "#kernel/ids.ts";
import { switchOnBooks } from "#modules/finance/books/books.actions.ts";
import {
  archiveAccount,
  createAccount,
  listAccounts,
} from "#modules/finance/chart/chart.actions.ts";
import { lockFiled } from "#modules/finance/periods/periods.actions.ts";
import { ACTIONS } from "#modules/modules.ts";
import type { CompanyAction } from "#platform/actions/action.ts";
import { testHouse } from "#platform/testing/house.ts";
import { type Said, type Shop, testShop } from "../fixtures/shop.ts";
import { at, line, order, product, refund } from "../fixtures/telling.ts";
import { getPostings } from "./postings.actions.ts";
import {
  changePostingRules,
  getPostingRules,
  getRerun,
  postSalesAnew,
  tryAnew,
} from "./ruling.actions.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 10);
const BOOKS = { chart: "online_my", language: "en", startsOn: "2026-01-01" };
const NOVEMBER = { from: "2026-11-01", to: "2026-11-30" };

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

const entriesCount = async (shop: Shop): Promise<number> =>
  (await shop.rows("select count(*)::int as n from journal_entries"))[0].n;

/** A product with two variants: what it is sold as, and what each costs. */
const coffee = (
  externalId = "p1",
  category: string | null = "Drinks > Coffee",
  minute = 1,
): Said => ({
  product: product(
    {
      externalId,
      category,
      variants: ["v1", "v2"].map((id, n) => ({
        externalId: id,
        title: id,
        sku: null,
        currency: null,
        price: "5.00",
        cost: n === 0 ? "1.80" : "2.35",
        comparePrice: null,
        stockCount: null,
      })),
    },
    minute,
  ),
});

const ofVariant = (variant: "v1" | "v2", told: Partial<Parameters<typeof line>[0]> = {}) =>
  line({ externalId: variant, externalVariantId: variant, ...told });

/** Books that are on, with an account for coffee and a rule that says so. */
async function ruledShop(shop: Shop, category = "Drinks"): Promise<string> {
  await shop.asks(switchOnBooks, BOOKS);
  const { id } = await shop.asks(createAccount, {
    ...{ code: "4150", name: "Coffee sold", kind: "revenue" },
  });
  await shop.asks(changePostingRules, {
    ...{ version: 1, rules: [{ category, accountId: id }], booksCosts: true },
  });
  return id;
}

test("revenue goes to the account of its category, and what was sold leaves the inventory at its cost", async () => {
  await using shop = await testShop();
  await ruledShop(shop);
  await shop.hears(coffee(), coffee("p2", "Mugs"), {
    order: order({
      totalMinor: 3800,
      lines: [
        ofVariant("v1", { netMinor: 900, discountMinor: 100 }),
        ofVariant("v2", { quantity: 1.5, currentQuantity: 1.5, netMinor: 1100 }),
        line({ externalId: "3", externalProductId: "p2", externalVariantId: "v1", netMinor: 1000 }),
      ],
    }),
  });
  assert.deepEqual(await balances(shop), {
    "Coffee sold": -2100,
    // 2 × 1.80 + 1.5 × 2.35 (3.525 is 3.53) + 2 × 1.80
    "Cost of goods sold": 360 + 353 + 360,
    "Discounts given": 100,
    Inventory: -(360 + 353 + 360),
    Sales: -1000,
    "Shipping charged": -800,
    "Shop, FPX": 3800,
  });
  await isSound(shop);
  const rules = await shop.asks(getPostingRules, {});
  assert.deepEqual(
    [rules.rules[0].category, rules.rules[0].account.code, rules.rules[0].productsCount],
    ["Drinks", "4150", 1],
  );
  assert.deepEqual(rules.unruled, [{ category: "Mugs", productsCount: 1 }]);
  assert.deepEqual(rules.costs, { variantsCount: 4, knownCount: 4 });
});

test("an edit posts the difference of revenue and cost, what a refund names comes back on its day, a replay posts nothing", async () => {
  await using shop = await testShop();
  await ruledShop(shop);
  const first = order({
    lines: [ofVariant("v1", { quantity: 3, currentQuantity: 3, netMinor: 1000 })],
  });
  const edited = {
    ...first,
    ...order({}, 5),
    totalMinor: 1300,
    lines: [ofVariant("v1", { quantity: 3, currentQuantity: 2, netMinor: 500 })],
  };
  await shop.hears(coffee(), { order: first }, { order: edited });
  const after = await balances(shop);
  assert.deepEqual([after["Coffee sold"], after["Cost of goods sold"]], [-500, 360]);
  const back = refund({
    amountMinor: 250,
    refundedAt: new Date("2026-11-20T04:00:00Z"),
    lines: [{ lineExternalId: "v1", quantity: 1, amountMinor: 250 }],
  });
  const now = { ...edited, ...order({}, 8), totalMinor: 1300 };
  const refunded = {
    ...now,
    lines: [ofVariant("v1", { quantity: 3, currentQuantity: 1, netMinor: 500 })],
  };
  await shop.hears({ refund: back }, { order: refunded });
  assert.equal((await balances(shop))["Cost of goods sold"], 180);
  const byDay = await shop.rows(
    `select e.about_on, sum(l.amount_minor)::int as minor from journal_entries e join journal_lines l on l.entry_id = e.id
       join ledger_accounts a on a.id = l.account_id where a.part = 'cost_of_goods' group by 1 order by 1`,
  );
  assert.deepEqual(
    byDay.map(({ about_on, minor }) => [about_on, minor]),
    [
      ["2026-11-01", 360],
      ["2026-11-20", -180],
    ],
  );
  const count = await entriesCount(shop);
  await shop.hears({ order: first }, { refund: back }, coffee(), { order: refunded });
  assert.equal(await entriesCount(shop), count);
  await isSound(shop);
});

test("another category, rule or cost moves nothing that was sold before, until its time is tried and posted anew", async () => {
  await using shop = await testShop();
  const coffeeSold = await ruledShop(shop);
  await shop.hears(coffee(), { order: order({ lines: [ofVariant("v1", { netMinor: 1000 })] }) });
  const before = await balances(shop);
  const tea = await shop.asks(createAccount, { code: "4160", name: "Tea sold", kind: "revenue" });
  await shop.asks(changePostingRules, {
    ...{ version: 2, booksCosts: true },
    rules: [
      { category: "Drinks", accountId: coffeeSold },
      { category: "drinks > tea", accountId: tea.id },
    ],
  });
  const moved = { ...(coffee("p1", "Drinks > Tea", 7) as { product: object }).product };
  await shop.hears({ product: moved } as Said, {
    order: order({ note: "Ring twice", lines: [ofVariant("v1", { netMinor: 1000 })] }, 9),
  });
  assert.deepEqual(await balances(shop), before);

  await assert.rejects(shop.asks(postSalesAnew, {}), { code: "sales.postings.not_tried" });
  await shop.asks(tryAnew, NOVEMBER);
  await shop.house.drain(shop.caller);
  const tried = await shop.asks(getRerun, {});
  assert.deepEqual(
    [tried.state, tried.changedCount, tried.totalCount, tried.blocked.post],
    ["tried", 1, 1, null],
  );
  assert.deepEqual(
    tried.changes.map((one: { account: { code: string }; amountMinor: number }) => [
      one.account.code,
      one.amountMinor,
    ]),
    [
      ["4150", 1000],
      ["4160", -1000],
    ],
  );
  assert.deepEqual(await balances(shop), before);

  await shop.asks(postSalesAnew, {});
  await shop.house.drain(shop.caller);
  assert.equal((await shop.asks(getRerun, {})).state, "posted");
  const { "Coffee sold": sold, ...rest } = before;
  assert.deepEqual(await balances(shop), { ...rest, "Tea sold": sold });
  await isSound(shop);
});

test("a time without anything to change says so, and costs that are no longer booked are taken out by posting anew", async () => {
  await using shop = await testShop();
  const accountId = await ruledShop(shop);
  await shop.hears(coffee(), { order: order({ lines: [ofVariant("v1", { netMinor: 1000 })] }) });
  const again = async () => {
    await shop.asks(tryAnew, NOVEMBER);
    await shop.house.drain(shop.caller);
  };
  await again();
  assert.equal((await shop.asks(getRerun, {})).blocked.post, "sales.postings.nothing_changes");
  await shop.asks(changePostingRules, {
    ...{ version: 2, rules: [{ category: "Drinks", accountId }], booksCosts: false },
  });
  await again();
  await shop.asks(postSalesAnew, {});
  await shop.house.drain(shop.caller);
  const { Inventory: inventory, "Cost of goods sold": cost } = await balances(shop);
  assert.deepEqual([inventory, cost], [undefined, undefined]);
  await isSound(shop);
});

test("what is posted anew about a closed month lands in the first open one", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, BOOKS);
  const october = { placedAt: new Date("2026-10-10T02:00:00Z"), paidAt: at(1) };
  await shop.hears(coffee(), {
    order: order({ ...october, lines: [ofVariant("v1", { netMinor: 1000 })] }),
  });
  await shop.asks(lockFiled, { startsOn: "2026-10-01" });
  const { id } = await shop.asks(createAccount, {
    code: "4150",
    name: "Coffee sold",
    kind: "revenue",
  });
  await shop.asks(changePostingRules, {
    ...{ version: 1, rules: [{ category: "Drinks", accountId: id }], booksCosts: true },
  });
  await shop.asks(tryAnew, { from: "2026-10-01", to: "2026-10-31" });
  await shop.house.drain(shop.caller);
  await shop.asks(postSalesAnew, {});
  await shop.house.drain(shop.caller);
  const [entry] = await shop.rows(
    `select e.posted_on, e.about_on from journal_entries e join journal_lines l on l.entry_id = e.id
      where l.account_id = $1`,
    [readId("ledger_account", id)],
  );
  assert.deepEqual([entry.posted_on, entry.about_on], ["2026-11-01", "2026-10-10"]);
  await isSound(shop);
});

test("a rule books to an account of income only, once for a category, and its account stays", async () => {
  await using shop = await testShop();
  const accountId = await ruledShop(shop);
  const { accounts } = await shop.asks(listAccounts, {});
  const idOf = (code: string) => accounts.find((one: { code: string }) => one.code === code).id;
  const rule = (rules: object[]) =>
    shop.asks(changePostingRules, { version: 2, rules, booksCosts: true });
  for (const code of ["1011", "4000"])
    await assert.rejects(rule([{ category: "Mugs", accountId: idOf(code) }]), {
      details: [{ path: ["rules", 0, "accountId"], code: "sales.postings.no_income_account" }],
    });
  await assert.rejects(
    rule([
      { category: "Mugs", accountId },
      { category: "mugs", accountId },
    ]),
    { details: [{ path: ["rules", 1, "category"], code: "sales.postings.category_twice" }] },
  );
  await assert.rejects(shop.asks(archiveAccount, { id: accountId, version: 1 }), {
    code: "finance.account.is_chosen",
  });
  const [kept] = (await shop.asks(getPostingRules, {})).rules;
  assert.equal(kept.category, "Drinks");
});

test("a cost that is told after the sale is booked when its order is told of next; a foreign one is not guessed", async () => {
  await using shop = await testShop();
  await ruledShop(shop);
  const uncosted = product({ externalId: "p1", category: "Drinks" });
  await shop.hears({ product: uncosted }, { order: order() });
  assert.equal((await balances(shop))["Cost of goods sold"], undefined);
  const PRODUCT = ACTIONS.find(
    ({ does }) => does.method === "PATCH" && does.path === "/api/catalog/products/:id",
  ) as CompanyAction;
  const GET = ACTIONS.find(
    ({ does }) => does.method === "GET" && does.path === "/api/catalog/products",
  ) as CompanyAction;
  const { rows } = await shop.asks(GET, {});
  const ONE = ACTIONS.find(
    ({ does }) => does.method === "GET" && does.path === "/api/catalog/products/:id",
  ) as CompanyAction;
  const { version, variants } = await shop.asks(ONE, { id: rows[0].id });
  await shop.asks(PRODUCT, {
    ...{ id: rows[0].id, version },
    costs: [{ variantId: variants[0].id, costMinor: 210 }],
  });
  await shop.hears({ order: order({ note: "Ring twice" }, 5) });
  assert.equal((await balances(shop))["Cost of goods sold"], 420);
  await shop.rows("update variants set currency = 'USD'");
  await shop.hears({ order: order({ externalId: "101", number: "#101" }) });
  assert.equal((await balances(shop))["Cost of goods sold"], 420);
  await isSound(shop);
});

/** Whatever a store may tell of two orders of a catalogue that stays as it is. */
const told = fc
  .record({
    externalId: fc.constantFrom("100", "101"),
    minute: fc.integer({ min: 1, max: 9 }),
    status: fc.constantFrom("open", "open", "completed", "cancelled"),
    lines: fc.array(
      fc.record({
        id: fc.constantFrom("v1", "v2"),
        of: fc.constantFrom("p1", "p2"),
        quantity: fc.integer({ min: 1, max: 4 }),
        lost: fc.integer({ min: 0, max: 1 }),
        minor: fc.integer({ min: 0, max: 5000 }),
      }),
      { maxLength: 4 },
    ),
    back: fc.option(fc.integer({ min: 1, max: 2 })),
  })
  .map(
    ({ externalId, minute, status, lines, back }): Said => ({
      order: {
        ...order(
          {
            ...{ externalId, number: `#${externalId}`, status: status as "open" },
            lines: lines.map(({ id, of, quantity, lost, minor }, at) =>
              line({
                ...{ externalId: `${at}`, externalProductId: of, externalVariantId: id },
                ...{ quantity, currentQuantity: quantity - lost, netMinor: minor },
              }),
            ),
            refunds:
              back === null
                ? []
                : [
                    refund({
                      ...{ orderExternalId: externalId, externalId: `r${back}`, amountMinor: 100 },
                      lines: [{ lineExternalId: "0", quantity: back, amountMinor: 100 }],
                    }),
                  ],
          },
          minute,
        ),
        clock: {
          updatedAt: at(minute),
          tie: `30:${JSON.stringify([status, lines, back])}`.slice(0, 200),
        },
      },
    }),
  );

test("in whatever order orders and their products are told, revenue and cost end on the same accounts", async () => {
  await using house = await testHouse();
  const property = fc.asyncProperty(
    fc.array(told, { minLength: 3, maxLength: 12 }).chain((orders) => {
      const all = [...orders, coffee("p1", "Drinks > Coffee"), coffee("p2", "Mugs")];
      return fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray(all),
      );
    }),
    async ([inOrder, shuffled, repeated]) => {
      const stood: unknown[] = [];
      for (const heard of [inOrder, [...shuffled, ...repeated]]) {
        await using shop = await testShop({}, house);
        await ruledShop(shop);
        await shop.hears(...heard);
        await isSound(shop);
        stood.push(
          await shop.rows(
            `select o.external_id, e.about_on, a.name, sum(l.amount_minor)::bigint as minor
               from journal_entries e join journal_lines l on l.entry_id = e.id
               join ledger_accounts a on a.id = l.account_id join orders o on o.id = e.source_id
              group by 1, 2, 3 having sum(l.amount_minor) <> 0 order by 1, 2, 3`,
          ),
        );
      }
      assert.deepEqual(stood[1], stood[0]);
    },
  );
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 50 });
});
