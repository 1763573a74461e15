import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { RECORD_TYPES } from "#modules/modules.ts";
import { type CompanyAction, inCompany, perform } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import {
  changeProduct,
  countListedProducts as countProducts,
  createProduct,
  getProduct,
  listCategories,
  listProducts as listedProducts,
} from "./products.actions.ts";
import type { ProductRow } from "./products.contract.ts";
import type { StoreProduct, StoreVariant } from "./products.rules.ts";
import { applyStoreProduct, applyStoreVariation, deleteStoreProduct } from "./store-products.ts";

const listProducts = listedProducts(RECORD_TYPES);
const countListedProducts = countProducts(RECORD_TYPES);

const SHOP = "019ab000-0000-7000-8000-000000000001";
const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 2, minute));
const variant = (externalId: string | null, price: string | null): StoreVariant => ({
  externalId,
  title: externalId ?? "",
  sku: null,
  currency: null,
  price,
  comparePrice: null,
  stockCount: null,
});
const told = (minute: number, changes: Partial<StoreProduct> = {}): StoreProduct => ({
  connectionId: SHOP,
  externalId: "p1",
  title: "Kopi O",
  description: "",
  status: "active",
  kind: "simple",
  vendor: null,
  url: null,
  tags: [],
  variants: [variant(null, "5.00")],
  createdAt: null,
  clock: { updatedAt: at(minute), tie: `50:${minute}` },
  ...changes,
});
const variation = (externalId: string, price: string, minute: number) => ({
  connectionId: SHOP,
  productExternalId: "p1",
  variant: { ...variant(externalId, price), externalId },
  clock: { updatedAt: at(minute), tie: "50:a" },
});

async function shop() {
  const house = await testHouse();
  const company = await testCompany(house);
  const { pool } = company.access;
  await pool.query(
    `insert into connections (id, kind, name, address, secret, created_at, updated_at)
     values ($1, 'woocommerce', 'Shop', 'address', 'sealed', now(), now())`,
    [SHOP],
  );
  return {
    // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
    asks: (action: CompanyAction, input: object): Promise<any> =>
      perform(action, house, company.admin, input),
    hears: async <T>(apply: (ctx: CommandCtx) => Promise<T>): Promise<T> =>
      (await inCompany(house, company.admin, "test", "read write", apply)).output,
    theOne: async () => {
      const { rows } = await pool.query("select id from products");
      return showId("product", rows[0].id);
    },
    rows: async (text: string) => (await pool.query(text)).rows,
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

const is = (kind: string, code: string) => (problem: Problem) => {
  assert.deepEqual([problem.kind, problem.code], [kind, code]);
  return true;
};

test("a product by hand has variants with prices in the company's currency, and is found by name and SKU", async () => {
  await using company = await shop();
  const made = await company.asks(createProduct, {
    title: "Kopi Ais",
    vendor: "Kedai",
    tags: ["drink"],
    variants: [
      { title: "Kecil", sku: "KA-S", priceMinor: 300, stockCount: 5 },
      { title: "Besar", sku: "KA-L", priceMinor: 450 },
    ],
  });
  assert.deepEqual(
    [made.variantsCount, made.currency, made.priceMinMinor, made.priceMaxMinor, made.stockCount],
    [2, "MYR", 300, 450, 5],
  );
  for (const search of ["kopi", "ka-l", "besar", "KEDAI"]) {
    const { rows } = await company.asks(listProducts, { search });
    assert.deepEqual(
      rows.map(({ title }: ProductRow) => title),
      ["Kopi Ais"],
      search,
    );
  }
  assert.deepEqual(await company.asks(countListedProducts, { search: "teh" }), {
    count: 0,
    allCount: 1,
  });
});

test("changing a product by hand keeps its variants' ids, adds new ones and removes those left out", async () => {
  await using company = await shop();
  const made = await company.asks(createProduct, {
    title: "Kopi",
    variants: [{ title: "A", priceMinor: 100 }, { title: "B" }],
  });
  const [a] = made.variants;
  const changed = await company.asks(changeProduct, {
    id: made.id,
    version: made.version,
    title: "Kopi O",
    variants: [
      { title: "C", currency: "JPY", priceMinor: 50 },
      { ...a, priceMinor: 120 },
    ],
  });
  assert.deepEqual(
    changed.variants.map(({ title, priceMinor }: { title: string; priceMinor: number }) => [
      title,
      priceMinor,
    ]),
    [
      ["C", 50],
      ["A", 120],
    ],
  );
  assert.equal(changed.variants[1].id, a.id);
  // Two currencies have no lowest price between them.
  assert.deepEqual([changed.currency, changed.priceMinMinor], [null, null]);
  await assert.rejects(
    company.asks(changeProduct, { id: made.id, version: made.version, title: "x" }),
    is("stale", "record.changed_meanwhile"),
  );
});

test("a store's product takes only tags by hand, and they outlive what the store says", async () => {
  await using company = await shop();
  await company.hears((ctx) => applyStoreProduct(ctx, told(1, { tags: ["hot", "old"] })));
  const id = await company.theOne();
  const before = await company.asks(getProduct, { id });
  const contents = "catalog.product.belongs_to_store";
  assert.deepEqual(before.blocked, { change: null, contents, trash: null });
  await assert.rejects(
    company.asks(changeProduct, { id, version: before.version, title: "Mine" }),
    is("refused", "catalog.product.belongs_to_store"),
  );
  await company.asks(changeProduct, { id, version: before.version, tags: ["hot", "best"] });
  await company.hears((ctx) => applyStoreProduct(ctx, told(2, { tags: ["hot", "old", "new"] })));
  const after = await company.asks(getProduct, { id });
  assert.deepEqual(after.tags, ["hot", "new", "best"]);
});

test("an older state changes nothing, an unknown price is not free, and yen have no cents", async () => {
  await using company = await shop();
  const yen = { ...variant("1", "1200"), currency: "JPY", comparePrice: "1,500" };
  await company.hears((ctx) =>
    applyStoreProduct(ctx, told(5, { variants: [yen, variant("2", null)] })),
  );
  const stale = await company.hears((ctx) => applyStoreProduct(ctx, told(4, { title: "Old" })));
  assert.equal(stale.outcome, "seen");
  const again = await company.hears((ctx) =>
    applyStoreProduct(ctx, told(5, { variants: [yen, variant("2", null)] })),
  );
  assert.equal(again.outcome, "seen");
  const product = await company.asks(getProduct, { id: await company.theOne() });
  assert.equal(product.title, "Kopi O");
  assert.deepEqual(
    product.variants.map((one: { priceMinor: number; comparePriceMinor: number }) => [
      one.priceMinor,
      one.comparePriceMinor,
    ]),
    [
      [1200, 1500],
      [null, null],
    ],
  );
});

test("a variation may come before its product, and its own deletion takes it away", async () => {
  await using company = await shop();
  await company.hears((ctx) => applyStoreVariation(ctx, variation("12", "7.00", 3)));
  await company.hears((ctx) => applyStoreVariation(ctx, variation("9", "6.00", 3)));
  await company.hears((ctx) =>
    applyStoreProduct(ctx, told(1, { kind: "variable", variants: null })),
  );
  const id = await company.theOne();
  const titles = async () =>
    (await company.asks(getProduct, { id })).variants.map(({ title }: { title: string }) => title);
  assert.deepEqual(await titles(), ["9", "12"]);
  await company.hears((ctx) =>
    deleteStoreProduct(ctx, { connectionId: SHOP, externalId: "9", at: at(4) }),
  );
  assert.deepEqual(await titles(), ["12"]);
  await company.hears((ctx) => applyStoreVariation(ctx, variation("9", "6.50", 8)));
  assert.deepEqual(await titles(), ["9", "12"]);
});

test("a simple product that becomes a variable one loses its only variant", async () => {
  await using company = await shop();
  await company.hears((ctx) => applyStoreProduct(ctx, told(1)));
  await company.hears((ctx) =>
    applyStoreProduct(ctx, told(2, { kind: "variable", variants: null })),
  );
  await company.hears((ctx) => applyStoreVariation(ctx, variation("9", "6.00", 3)));
  const { variants } = await company.asks(getProduct, { id: await company.theOne() });
  assert.deepEqual(
    variants.map(({ title }: { title: string }) => title),
    ["9"],
  );
});

test("a deleted product is in no list until a later state of it is told", async () => {
  await using company = await shop();
  const key = { connectionId: SHOP, externalId: "p1", at: at(5) };
  await company.hears((ctx) => deleteStoreProduct(ctx, key));
  await company.hears((ctx) => applyStoreProduct(ctx, told(4)));
  assert.deepEqual((await company.asks(listProducts, {})).rows, []);
  const gone = await company.asks(getProduct, { id: await company.theOne() });
  assert.equal(gone.blocked.change, "catalog.product.deleted");
  await company.hears((ctx) => applyStoreProduct(ctx, told(6)));
  assert.equal((await company.asks(listProducts, {})).rows.length, 1);
});

test("every sort pages through all products once", async () => {
  await using company = await shop();
  for (const title of ["kopi", "Kopi", "Teh", "Äpple", "果汁"])
    await company.asks(createProduct, { title, variants: [{}] });
  for (const sort of ["title", "-title", "updated", "-updated"]) {
    const all: string[] = [];
    let after: string | undefined;
    do {
      const page = await company.asks(listProducts, { sort, limit: "2", ...(after && { after }) });
      all.push(...page.rows.map(({ id }: ProductRow) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    assert.equal(new Set(all).size, 5, sort);
  }
});

test("what a person says of a store's product, its category and what its variants cost, outlives what the store says", async () => {
  await using company = await shop();
  const sold = (cost: string | null) => [
    { ...variant("1", "5.00"), cost, barcode: "4006381333931" },
    variant("2", "6.00"),
  ];
  const tells = (minute: number, category: string | null, cost: string | null) =>
    company.hears((ctx) =>
      applyStoreProduct(ctx, told(minute, { category, variants: sold(cost) })),
    );
  await tells(1, "Drinks", "2.10");
  const id = await company.theOne();
  const product = () => company.asks(getProduct, { id });
  const said = async () => {
    const { category, variants } = await product();
    return [category, ...variants.map(({ costMinor }: { costMinor: number }) => costMinor)];
  };
  assert.deepEqual(await said(), ["Drinks", 210, null]);
  const { version, variants } = await product();
  assert.equal(variants[0].barcode, "4006381333931");
  await company.asks(changeProduct, {
    ...{ id, version, category: " Minuman>Kopi " },
    costs: [
      { variantId: variants[0].id, costMinor: 250 },
      { variantId: variants[1].id, costMinor: 300 },
    ],
  });
  assert.deepEqual(await said(), ["Minuman > Kopi", 250, 300]);
  await tells(2, "Beverages", "2.20");
  assert.deepEqual(await said(), ["Minuman > Kopi", 250, 300], "a person said so");

  const back = await product();
  await company.asks(changeProduct, {
    ...{ id, version: back.version, category: null },
    costs: [{ variantId: back.variants[0].id, costMinor: null }],
  });
  assert.deepEqual(await said(), ["Beverages", 220, 300], "the store has its word back");
  const other = { variantId: showId("variant", SHOP), costMinor: 1 };
  const now = await product();
  await assert.rejects(
    company.asks(changeProduct, { id, version: now.version, costs: [other] }),
    (error: Problem) => error.kind === "invalid",
  );
});

test("a list is narrowed to a category with all below it and to a barcode, and those in use are counted", async () => {
  await using company = await shop();
  const makes = (title: string, category: string | null, barcode: string | null) =>
    company.asks(createProduct, {
      ...{ title, category },
      variants: [{ priceMinor: 500, costMinor: 200, barcode }],
    });
  await makes("Kopi O", "Drinks > Coffee", "96385074");
  await makes("Teh", "Drinks", null);
  await makes("Kuih", "Drinks & more", "KUIH-1");
  const titles = async (filter: object) =>
    (await company.asks(listProducts, filter)).rows.map(({ title }: { title: string }) => title);
  assert.deepEqual(await titles({ category: "Drinks" }), ["Kopi O", "Teh"]);
  assert.deepEqual(await titles({ barcode: "96385074" }), ["Kopi O"]);
  assert.deepEqual(await titles({ search: "96385" }), ["Kopi O"]);
  const where = JSON.stringify({ field: "cost", is: "at_least", value: 200 });
  assert.equal((await company.asks(countListedProducts, { where })).count, 3);
  assert.deepEqual((await company.asks(listCategories, {})).categories, [
    { name: "Drinks", count: 1 },
    { name: "Drinks & more", count: 1 },
    { name: "Drinks > Coffee", count: 1 },
  ]);
});
