import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "#modules/records/imports/fixtures/fixtures.ts";
import { importFile } from "#modules/records/imports/imports.testing.ts";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { product } from "#modules/sales/fixtures/telling.ts";

type Shop = Awaited<ReturnType<typeof testShop>>;

const OF = { type: "product", name: "produk.csv" };

const catalogue = (shop: Shop) =>
  shop.rows(`
    select p.title, p.status, p.vendor, p.tags, p.description,
           json_agg(json_build_array(v.title, v.sku, v.price_minor, v.compare_price_minor, v.stock_count)
                    order by v.position) as variants
      from products p join variants v on v.product_id = p.id group by p.id order by p.title`);

test("a sheet of products in Malay makes one product of the rows that follow each other under one name, and is taken back without a trace", async () => {
  await using shop = await testShop();
  const csv = [
    "Nama Produk,Varian,Kod SKU,Harga Jualan,Baki Stok,Jenama,Tag",
    'Baju Kurung,M,BK-M,"RM 1,089.90",3,Warisan,"raya, baju"',
    "Baju Kurung,L,BK-L,99.90,,,",
    "Kopi 250 g,,KOPI,18,120,Kebun,",
    "Teh,,TEH,percuma,1,,",
  ].join("\n");
  const file = await importFile(shop.house, shop.caller, csv, OF);
  const tried = await file.does("try");
  assert.deepEqual(tried.counts, { created: 2, updated: 0, same: 0, folded: 0, failed: 1 });
  assert.deepEqual(await catalogue(shop), []);

  const done = await file.does("run");
  assert.deepEqual(done.counts, tried.counts);
  assert.deepEqual(await catalogue(shop), [
    {
      ...{
        title: "Baju Kurung",
        status: "active",
        vendor: "Warisan",
        tags: ["raya", "baju"],
        description: "",
      },
      variants: [
        ["M", "BK-M", 108990, null, 3],
        ["L", "BK-L", 9990, null, null],
      ],
    },
    {
      ...{ title: "Kopi 250 g", status: "active", vendor: "Kebun", tags: [], description: "" },
      variants: [["", "KOPI", 1800, null, 120]],
    },
  ]);
  const undone = await file.does("undo");
  assert.deepEqual(undone.undone, { removed: 2, restored: 0, kept: 0, changedSince: 0 });
  for (const table of ["products", "variants", "timeline_entries", "import_changes"])
    assert.deepEqual(await shop.rows(`select * from ${table}`), [], table);
});

test("the exports of Shopify and WooCommerce are known by their columns, variants and all", async () => {
  await using shop = await testShop();
  const shopify = await importFile(shop.house, shop.caller, fixture("shopify-products.csv"), OF);
  assert.equal((await shopify.now()).file.preset, "Shopify");
  const first = await shopify.runs();
  assert.deepEqual(first.counts, { created: 2, updated: 0, same: 0, folded: 0, failed: 0 });
  const woo = await importFile(shop.house, shop.caller, fixture("woocommerce-products.csv"), OF);
  assert.equal((await woo.now()).file.preset, "WooCommerce");
  const second = await woo.runs();
  assert.deepEqual(second.counts, { created: 2, updated: 0, same: 0, folded: 0, failed: 0 });
  assert.deepEqual(await catalogue(shop), [
    {
      ...{ title: "Beg Tote", status: "draft", vendor: "Kanvas", tags: [], description: "" },
      variants: [["", "TOTE", 4500, null, 12]],
    },
    {
      ...{
        title: "Hoodie",
        status: "active",
        vendor: null,
        tags: ["hangat"],
        description: "Tebal & lembut",
      },
      variants: [
        ["Biru / M", "HOOD-BM", 12000, null, 4],
        ["Biru / L", "HOOD-BL", 12500, null, 0],
      ],
    },
    {
      ...{ title: "Kaus", status: "active", vendor: "Kanvas", tags: ["baju", "raya"] },
      description: "Kapas\n100%",
      variants: [
        ["Merah / S", "KAUS-MS", 3900, 4900, 5],
        ["Merah / M", "KAUS-MM", 3900, 4900, 7],
      ],
    },
    {
      ...{ title: "Topi", status: "active", vendor: null, tags: [], description: "" },
      variants: [["", "TOPI", 2550, null, null]],
    },
  ]);
  // The same file again makes nothing new, and says so before.
  const again = await importFile(shop.house, shop.caller, fixture("shopify-products.csv"), OF);
  const tried = await again.does("try");
  assert.deepEqual(tried.counts, { created: 0, updated: 0, same: 2, folded: 0, failed: 0 });
});

test("a known product is found by a SKU and only filled or written over as asked, and an undo leaves what changed since", async () => {
  await using shop = await testShop();
  const made = await importFile(
    shop.house,
    shop.caller,
    "Title,SKU,Price,Stock,Vendor\nKopi,K1,18,5,\nTeh,T1,12,5,Kebun\n",
    OF,
  );
  await made.runs();
  const before = await catalogue(shop);
  const file = await importFile(
    shop.house,
    shop.caller,
    "Title,SKU,Price,Stock,Vendor,Variant\nKopi Luwak,k1,20,-,Ladang,\nKopi Luwak,K2,30,1,,1 kg\nTeh,T1,13,5,Bukit,\n",
    OF,
  );
  await file.matches({ Stock: { target: "stock", policy: "overwrite" } });
  const tried = await file.does("try");
  assert.deepEqual(tried.counts, { created: 0, updated: 1, same: 1, folded: 0, failed: 0 });
  await file.does("run");
  assert.deepEqual(
    (await catalogue(shop)).map(({ title, vendor, variants }) => [title, vendor, variants]),
    [
      [
        "Kopi",
        "Ladang",
        [
          ["", "K1", 1800, null, null],
          ["1 kg", "K2", 3000, null, 1],
        ],
      ],
      ["Teh", "Kebun", [["", "T1", 1200, null, 5]]],
    ],
  );
  await shop.rows(
    "update products set vendor = 'Sendiri', version = version + 1 where title = 'Kopi'",
  );
  const { undone } = await file.does("undo");
  assert.deepEqual(undone, { removed: 0, restored: 1, kept: 0, changedSince: 1 });
  const after = await catalogue(shop);
  assert.deepEqual(after, [{ ...before[0], vendor: "Sendiri" }, before[1]]);
});

test("one wrong row keeps the whole product back, and putting it right lets all of it in", async () => {
  await using shop = await testShop();
  const csv =
    "Title,Variant,SKU,Price\nKaus,S,KS,10\nKaus,M,KM,sepuluh\nKaus,L,KL,12\nTopi,,TP,9\n";
  const file = await importFile(shop.house, shop.caller, csv, OF);
  const done = await file.runs();
  assert.deepEqual(done.counts, { created: 1, updated: 0, same: 0, folded: 0, failed: 3 });
  const failures = await file.failures();
  assert.deepEqual(
    failures.map(({ line, problems }) => [line, problems]),
    [
      [2, []],
      [3, [{ column: 3, code: "records.import.not_an_amount" }]],
      [4, []],
    ],
  );
  const still = await file.asks("fix", { line: 3, cells: [{ column: 3, value: "-5" }] });
  assert.equal(still.isFixed, false);
  const fixed = await file.asks("fix", { line: 3, cells: [{ column: 3, value: "11" }] });
  assert.deepEqual([fixed.isFixed, fixed.problems], [true, []]);
  const again = await file.does("rerun");
  assert.deepEqual(again.counts, { created: 2, updated: 0, same: 0, folded: 0, failed: 0 });
  const [kaus] = await catalogue(shop);
  assert.deepEqual(
    kaus.variants.map(([, sku, price]: never[]) => [sku, price]),
    [
      ["KS", 1000],
      ["KM", 1100],
      ["KL", 1200],
    ],
  );
  assert.deepEqual(await file.failures(), []);
});

test("of a store's product a file says what it costs and what it is sold as, nothing else, and takes it back", async () => {
  await using shop = await testShop();
  await shop.hears({
    product: product({
      category: "Minuman",
      variants: [
        {
          ...{ externalId: null, title: "", sku: "KO-1", currency: null, price: "5.00" },
          ...{ comparePrice: null, cost: "2.00", stockCount: 10 },
        },
      ],
    }),
  });
  const kept = () =>
    shop.rows(`select p.category, p.is_category_own, v.cost_minor, v.is_cost_own, v.price_minor
                 from products p join variants v on v.product_id = p.id`);
  const before = await kept();
  const csv = "SKU,Category,Cost\nKO-1,Kopi>Hitam,2.35\n";
  const file = await importFile(shop.house, shop.caller, csv, OF);
  const over = (target: string) => ({ target, policy: "overwrite" });
  await file.matches({ Category: over("category"), Cost: over("cost") });
  const { counts } = await file.runs();
  assert.deepEqual(counts, { created: 0, updated: 1, same: 0, folded: 0, failed: 0 });
  assert.deepEqual(await kept(), [
    {
      ...{ category: "Kopi > Hitam", is_category_own: true },
      ...{ cost_minor: 235, is_cost_own: true, price_minor: 500 },
    },
  ]);
  await file.does("undo");
  assert.deepEqual(await kept(), before);

  const priced = await importFile(shop.house, shop.caller, "SKU,Price\nKO-1,9.00\n", OF);
  await priced.matches({ Price: over("price") });
  await priced.does("try");
  const [failed] = await priced.failures();
  assert.equal(failed.problems[0].code, "catalog.product.belongs_to_store");
});
