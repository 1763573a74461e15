import assert from "node:assert/strict";
import { test } from "node:test";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { importFile } from "./imports.testing.ts";

const CSV = [
  "Nama Penuh,E-mel,No Tel,Bandar,Tag,Catatan",
  "Tan Wei Ling,WeiLing.Tan@Example.com,012-345 6789,Ipoh,vip,Suka kopi",
  "Kavitha a/p Subramaniam,kavitha@example.my,,Klang,,",
  "Tanpa Emel,,013-555 0192,,,",
  "Rosak,bukan-emel,,,,",
  "Tan Wei Ling,weiling.tan@example.com,,,borong,",
].join("\n");

test("a file is read, matched by its headers, tried, taken and undone", async () => {
  await using shop = await testShop();
  const file = await importFile(shop.house, shop.caller, CSV);

  const read = await file.now();
  assert.equal(read.state, "matching", JSON.stringify(read.problem));
  assert.deepEqual(
    read.columns.map(({ header, match }: never) => [header, (match as { target: string }).target]),
    [
      ["Nama Penuh", "name"],
      ["E-mel", "email"],
      ["No Tel", "phone"],
      ["Bandar", "city"],
      ["Tag", "tags"],
      ["Catatan", "note"],
    ],
  );

  const tried = await file.does("try");
  assert.deepEqual(tried.counts, { created: 3, updated: 0, same: 0, folded: 1, failed: 1 });
  assert.deepEqual(await shop.rows("select * from customers"), []);

  const done = await file.does("run");
  assert.equal(done.state, "done");
  assert.deepEqual(done.counts, { created: 3, updated: 0, same: 0, folded: 1, failed: 1 });
  assert.deepEqual(
    await shop.rows("select name, email, phone, city, tags, note from customers order by name"),
    [
      {
        name: "Kavitha a/p Subramaniam",
        email: "kavitha@example.my",
        phone: null,
        city: "Klang",
        tags: [],
        note: "",
      },
      {
        name: "Tan Wei Ling",
        email: "weiling.tan@example.com",
        phone: "+60123456789",
        city: "Ipoh",
        tags: ["borong", "vip"],
        note: "Suka kopi",
      },
      {
        name: "Tanpa Emel",
        email: null,
        phone: "+60135550192",
        city: null,
        tags: [],
        note: "",
      },
    ],
  );

  const undone = await file.does("undo");
  assert.equal(undone.state, "undone");
  assert.deepEqual(undone.undone, { removed: 3, restored: 0, kept: 0, changedSince: 0 });
  for (const table of ["customers", "customer_identities", "timeline_entries", "import_changes"])
    assert.deepEqual(await shop.rows(`select * from ${table}`), [], table);
});

test("a consent that a file brings is kept as one that came by an import, by whoever brought it", async () => {
  await using shop = await testShop();
  const file = await importFile(
    shop.house,
    shop.caller,
    "Name,Email,Newsletter\nAina,aina@example.com,Ya\nBadrul,badrul@example.com,\n",
  );
  await file.runs();
  const entries = await shop.rows(
    "select channel, state, source, actor_name <> '' as named from consent_entries",
  );
  assert.deepEqual(entries, [
    { channel: "email", state: "subscribed", source: "import", named: true },
  ]);
});

test("a number that cannot be read is turned down, unless it stands so already", async () => {
  await using shop = await testShop();
  await shop.rows(
    `insert into customers (id, name, email, phone_text, created_at, updated_at)
     values (gen_random_uuid(), 'Aina', 'aina@example.com', 'di kedai', now(), now())`,
  );
  await shop.rows(
    `insert into customer_identities (kind, key, customer_id, is_told)
     select 'email', email, id, false from customers`,
  );
  const csv = "Email,Phone\naina@example.com,di kedai\nbadrul@example.com,di kedai\n";
  const file = await importFile(shop.house, shop.caller, csv);
  const { counts } = await file.does("try");
  assert.deepEqual(counts, { created: 0, updated: 0, same: 1, folded: 0, failed: 1 });
  const [failed] = await file.failures();
  assert.deepEqual(failed.problems, [{ column: 1, code: "crm.customer.not_a_phone" }]);
});
