import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { at, buyer, order } from "#modules/sales/fixtures/telling.ts";
import { differences, stateOf } from "../trash/trash.testing.ts";
import { importFile } from "./imports.testing.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 12);

/** What an import leaves of itself: that it was, and what was agreed to meanwhile, which nothing takes back. */
const OF_IMPORTS = /^(imports|import_\w+|consent_entries) /;
const businessOf = async (shop: Parameters<typeof stateOf>[0]): Promise<string[]> =>
  (await stateOf(shop)).filter((row) => !OF_IMPORTS.test(row));

const PEOPLE = ["aina", "badrul", "chong", "devi", "elyas"];
const cell = fc.constantFrom("", "", "-", "Aina", "Ipoh", "vip; borong", "Ya");
const row = fc.record({
  name: fc.constantFrom("", "Aina Omar", "Badrul", "Chong Mei Yee"),
  email: fc.constantFrom("", ...PEOPLE.map((name) => `${name}@Example.com`), "bukan-emel"),
  phone: fc.constantFrom("", "012-345 6789", "+60135550192", "01"),
  city: cell,
  tags: cell,
  note: cell,
  consent: fc.constantFrom("", "Ya", "Tidak"),
  since: fc.constantFrom("", "03/11/2020", "2021-02-03 14:05"),
});

test("any import is undone to the letter: every business table is as it was before", async () => {
  await using shop = await testShop();
  await shop.hears(
    { customer: buyer({ isAccount: true, externalId: "7", email: "aina@example.com" }) },
    { customer: buyer({ externalId: null, email: null, name: "Badrul", phoneText: "0198765432" }) },
    { customer: buyer({ externalId: null, email: "chong@example.com", name: "" }) },
  );
  await shop.house.drain(shop.caller);
  const before = await businessOf(shop);
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.constantFrom("fill", "overwrite"),
      async (rows, policy) => {
        const lines = rows.map(({ name, email, phone, city, tags, note, consent, since }) =>
          [name, email, phone, city, tags, note, consent, since].join(","),
        );
        const csv = ["Name,Email,Phone,City,Tags,Note,Newsletter,Customer since", ...lines];
        const file = await importFile(shop.house, shop.caller, `${csv.join("\n")}\n`);
        if ((await file.now()).state === "unreadable") return;
        await file.matches({
          City: { target: "city", policy },
          Note: { target: "note", policy },
          Phone: { target: "phone", policy },
          Tags: { target: "tags", policy: policy === "fill" ? "add" : "overwrite" },
        });
        const tried = await file.does("try");
        const done = await file.does("run");
        const undone = await file.does("undo");
        assert.equal(undone.state, "undone");
        assert.deepEqual(done.counts, tried.counts, csv.join("\n"));
        assert.deepEqual(differences(before, await businessOf(shop)), [], csv.join("\n"));
      },
    ),
    { numRuns: RUNS },
  );
});

test("an undo leaves later edits and who has bought since, and says how many", async () => {
  await using shop = await testShop();
  await shop.hears({
    customer: buyer({ isAccount: true, externalId: "7", email: "aina@example.com" }),
  });
  const file = await importFile(
    shop.house,
    shop.caller,
    "Name,Email,City,Note\nAina,aina@example.com,Kuching,Suka kopi\nDevi,devi@example.com,Klang,\nElyas,elyas@example.com,,\n",
  );
  await file.matches({ City: { target: "city", policy: "overwrite" } });
  await file.runs();
  const [aina] = await shop.rows(
    "select id, version from customers where email = 'aina@example.com'",
  );
  await shop.rows("update customers set note = 'Suka teh', version = version + 1 where id = $1", [
    aina.id,
  ]);
  await shop.hears({
    order: order(
      { customer: buyer({ externalId: null, email: "devi@example.com" }), placedAt: at(9) },
      9,
    ),
  });
  const { undone } = await file.does("undo");
  assert.deepEqual(undone, { removed: 1, restored: 1, kept: 1, changedSince: 1 });
  const left = await shop.rows("select email, city, note from customers order by email");
  assert.deepEqual(left, [
    { email: "aina@example.com", city: left[0]?.city, note: "Suka teh" },
    { email: "devi@example.com", city: left[1]?.city, note: "" },
  ]);
  assert.notEqual(left[0]?.city, "Kuching");
});

test("an undo keeps whom an order that does not count names, and whom somebody wrote a note on", async () => {
  await using shop = await testShop();
  const file = await importFile(
    shop.house,
    shop.caller,
    "Name,Email\nDevi,devi@example.com\nElyas,elyas@example.com\nFarid,farid@example.com\n",
  );
  await file.runs();
  const customer = buyer({ externalId: null, email: "devi@example.com" });
  await shop.hears({
    order: order({ customer, status: "cancelled", placedAt: at(9) }, 9),
  });
  // As if the store had said nothing new of her: only what hangs on her keeps her.
  await shop.rows("update customers set version = 1 where email = 'devi@example.com'");
  await shop.rows(
    `insert into notes (id, subject_type, subject_id, written_subject_id, text, author_name, created_at)
     select gen_random_uuid(), 'customer', id, id, 'Suka kopi', 'Aisyah', now()
       from customers where email = 'elyas@example.com'`,
  );
  const { undone } = await file.does("undo");
  assert.deepEqual(undone, { removed: 1, restored: 0, kept: 2, changedSince: 0 });
});
