import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "#modules/records/imports/fixtures/fixtures.ts";
import { importFile } from "#modules/records/imports/imports.testing.ts";
import { differences, stateOf } from "#modules/records/trash/trash.testing.ts";
import { type Shop, testShop } from "../fixtures/shop.ts";
import { at, buyer, order } from "../fixtures/telling.ts";

const OF = { type: "order", name: "pesanan.csv" };
const PRODUCTS = { type: "product", name: "produk.csv" };

const sales = (shop: Shop) =>
  shop.rows(`
    select o.number, o.status, o.payment_status as payment, o.fulfilment_status as fulfilment, o.is_sale,
           o.total_minor as total, o.discount_minor as discount, o.tax_minor as tax, o.taxes_included,
           o.difference_minor as difference, o.refunded_minor as refunded, o.channel, c.email as customer, o.joined_by,
           (select json_agg(json_build_array(l.title, l.sku, l.quantity, l.net_minor, l.product_id is not null)
                            order by l.position) from order_lines l where l.order_id = o.id) as lines
      from orders o left join customers c on c.id = o.customer_id order by o.number`);

test("Shopify's orders come in with their lines grouped, their customers made, and what they come to rolled up", async () => {
  await using shop = await testShop();
  const products = await importFile(
    shop.house,
    shop.caller,
    fixture("shopify-products.csv"),
    PRODUCTS,
  );
  await products.runs();
  const file = await importFile(shop.house, shop.caller, fixture("shopify-orders.csv"), OF);
  const read = await file.now();
  assert.equal(read.file.preset, "Shopify");
  const tried = await file.does("try");
  assert.deepEqual(tried.counts, { created: 3, updated: 0, same: 0, folded: 0, failed: 0 });
  assert.deepEqual(await shop.rows("select * from orders"), []);
  assert.deepEqual(await shop.rows("select * from customers"), []);
  const done = await file.does("run");
  assert.deepEqual(done.counts, tried.counts);

  const [first, second, third] = await sales(shop);
  assert.deepEqual(first, {
    ...{ number: "#1001", status: "completed", payment: "paid", fulfilment: "fulfilled" },
    ...{ is_sale: true, total: 10160, discount: 1040, tax: 0, taxes_included: false },
    ...{
      difference: 0,
      refunded: 0,
      channel: "web",
      customer: "aina@example.com",
      joined_by: "email",
    },
    lines: [
      ["Kaus", "KAUS-MS", 2, 7020, true],
      ["Topi", "TOPI", 1, 2340, false],
    ],
  });
  const { payment, total, taxes_included, refunded, difference } = second;
  assert.deepEqual(
    [payment, total, taxes_included, refunded, difference],
    ["part_refunded", 5000, true, 2000, 0],
  );
  assert.deepEqual([third.status, third.is_sale, third.customer], ["cancelled", false, null]);
  const people = await shop.rows(
    "select email, phone, city, postcode, orders_count, spent_minor, first_order_at from customers order by email",
  );
  assert.deepEqual(people, [
    {
      ...{ email: "aina@example.com", phone: "+60123456789", city: "Ipoh", postcode: "30000" },
      ...{ orders_count: 1, spent_minor: 10160, first_order_at: new Date("2026-10-01T01:00:00Z") },
    },
    {
      ...{ email: "badrul@example.com", phone: null, city: null, postcode: null },
      ...{ orders_count: 1, spent_minor: 3000, first_order_at: new Date("2026-10-03T03:58:00Z") },
    },
  ]);
  const told = await shop.rows(
    "select subject_type, count(*)::int as count from timeline_entries where kind like 'sales.%' group by 1 order by 1",
  );
  assert.deepEqual(told, [
    { subject_type: "customer", count: 6 },
    { subject_type: "order", count: 11 },
  ]);

  const again = await importFile(shop.house, shop.caller, fixture("shopify-orders.csv"), OF);
  const second_ = await again.does("try");
  assert.deepEqual(second_.counts, { created: 0, updated: 0, same: 3, folded: 0, failed: 0 });
});

test("WooCommerce's orders are known by their columns, and the customer by e-mail or by phone", async () => {
  await using shop = await testShop();
  await shop.hears({
    customer: buyer({ externalId: null, email: null, name: "Elyas", phoneText: "0135550192" }),
  });
  const file = await importFile(shop.house, shop.caller, fixture("woocommerce-orders.csv"), OF);
  assert.equal((await file.now()).file.preset, "WooCommerce");
  const done = await file.runs();
  assert.deepEqual(done.counts, { created: 2, updated: 0, same: 0, folded: 0, failed: 0 });
  const [first, second] = await sales(shop);
  assert.deepEqual(
    [
      first.status,
      first.payment,
      first.total,
      first.discount,
      first.tax,
      first.difference,
      first.customer,
    ],
    ["completed", "paid", 6572, 500, 372, 0, "devi@example.com"],
  );
  assert.deepEqual([second.status, second.payment, second.joined_by], ["open", "paid", "phone"]);
  const people = await shop.rows("select name, orders_count from customers order by name");
  assert.deepEqual(people, [
    { name: "Devi Nair", orders_count: 1 },
    { name: "Elyas", orders_count: 1 },
  ]);
});

test("any import of orders is undone to the letter, its customers included", async () => {
  await using shop = await testShop();
  await shop.hears({
    order: order(
      { customer: buyer({ externalId: null, email: "aina@example.com" }), placedAt: at(1) },
      1,
    ),
  });
  const made = await importFile(
    shop.house,
    shop.caller,
    "Nombor,Tarikh,Emel,Produk,Kuantiti,Harga,Status bayaran\nS-1,03/10/2026,chong@example.com,Kopi,2,18.00,belum dibayar\n",
    OF,
  );
  await made.runs();
  await shop.house.drain(shop.caller);
  const OF_IMPORTS = /^(imports|import_\w+|consent_entries) /;
  const businessOf = async () => (await stateOf(shop)).filter((row) => !OF_IMPORTS.test(row));
  const before = await businessOf();
  const file = await importFile(
    shop.house,
    shop.caller,
    [
      "Nombor,Tarikh,Emel,Nama,Produk,Kuantiti,Harga,Status bayaran,Penghantaran caj,Nota",
      "S-1,03/10/2026,,,Kopi,3,17.50,paid,5.00,Segera",
      "S-2,04/10/2026,aina@example.com,Aina,Teh,1,12.00,paid,,",
      "S-3,05/10/2026,devi@example.com,Devi,Teh,2,12.00,paid,,",
      "S-3,,,,Kopi,1,18.00,,,",
    ].join("\n"),
    OF,
  );
  const over = (target: string) => ({ target, policy: "overwrite" });
  await file.matches({
    ...{ Kuantiti: over("lineQuantity"), Harga: over("linePrice"), Nota: over("note") },
    ...{ "Status bayaran": over("payment"), "Penghantaran caj": over("shipping") },
  });
  const tried = await file.does("try");
  assert.deepEqual(tried.counts, { created: 2, updated: 1, same: 0, folded: 0, failed: 0 });
  await file.does("run");
  const all = await sales(shop);
  assert.deepEqual(
    all
      .filter(({ number }) => number.startsWith("S-"))
      .map(({ number, total, payment }) => [number, total, payment]),
    [
      ["S-1", 5750, "paid"],
      ["S-2", 1200, "paid"],
      ["S-3", 4200, "paid"],
    ],
  );
  const { undone } = await file.does("undo");
  assert.deepEqual(undone, { removed: 2, restored: 1, kept: 0, changedSince: 0 });
  assert.deepEqual(differences(before, await businessOf()), []);
});

test("an undo leaves orders that changed since, and their customers", async () => {
  await using shop = await testShop();
  const file = await importFile(
    shop.house,
    shop.caller,
    "Order,Date,Email,Item,Price\nA1,2026-10-03,devi@example.com,Teh,12\nA2,2026-10-03,elyas@example.com,Teh,12\n",
    OF,
  );
  await file.runs();
  await shop.rows(
    "update orders set note = 'Telefon dahulu', version = version + 1 where number = 'A2'",
  );
  const { undone } = await file.does("undo");
  assert.deepEqual(undone, { removed: 1, restored: 0, kept: 2, changedSince: 0 });
  assert.deepEqual(await shop.rows("select email, orders_count from customers"), [
    { email: "elyas@example.com", orders_count: 1 },
  ]);
});

test("a store's order keeps what its store says; a wrong line keeps the whole order back until it is put right", async () => {
  await using shop = await testShop();
  await shop.hears({ order: order({ number: "#77", placedAt: at(2) }, 2) });
  const csv = [
    "Order number,Date,Note,Item name,Qty,Price",
    "#77,2026-10-03,Simpan di stor,,,",
    "B1,2026-10-03,,Kopi,1,18",
    "B1,2026-10-03,,Teh,0,12",
    "B2,2027-10-03,,Teh,1,12",
    "B3,,,Teh,1,12",
  ].join("\n");
  const file = await importFile(shop.house, shop.caller, csv, OF);
  await file.matches({
    Note: { target: "note", policy: "overwrite" },
    Date: { target: "placed", policy: "fill" },
  });
  const done = await file.runs();
  assert.deepEqual(done.counts, { created: 0, updated: 1, same: 0, folded: 0, failed: 4 });
  assert.deepEqual(
    (await file.failures()).map(({ line, problems }) => [
      line,
      problems.map(({ code }: { code: string }) => code),
    ]),
    [
      [3, []],
      [4, ["field.not_positive"]],
      [5, ["sales.order.placed_in_future"]],
      [6, ["field.required"]],
    ],
  );
  await file.asks("fix", { line: 4, cells: [{ column: 4, value: "2" }] });
  const again = await file.does("rerun");
  assert.deepEqual(again.counts, { created: 1, updated: 1, same: 0, folded: 0, failed: 2 });
  const locked = await importFile(shop.house, shop.caller, "Order number,Paid by\n#77,Tunai\n", OF);
  await locked.matches({ "Paid by": { target: "paymentMethod", policy: "overwrite" } });
  await locked.runs();
  const [failed] = await locked.failures();
  assert.deepEqual(failed.problems, [{ column: 1, code: "sales.order.belongs_to_store" }]);
});
