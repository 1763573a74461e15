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
