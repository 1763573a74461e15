import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { newId, showId } from "#kernel/ids.ts";
import { customerImporter } from "#modules/crm/customers/imports.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { RECORD_TYPES } from "#modules/modules.ts";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { at, buyer, order } from "#modules/sales/fixtures/telling.ts";
import type { ImportId } from "./imports.contract.ts";
import { importFile } from "./imports.testing.ts";
import { takeFile } from "./taking.ts";

test("an import that dies between two batches goes on after the last row that was committed", async () => {
  await using shop = await testShop();
  const lines = Array.from({ length: 7_000 }, (_, i) => `Pelanggan ${i},p${i}@example.com,`);
  const twice = "Pelanggan 3 lagi,P3@example.com,Ipoh";
  const csv = ["Nama,E-mel,Bandar", ...lines, twice].join("\n");
  const file = await importFile(shop.house, shop.caller, csv);
  await file.does("try");
  await file.asks("run");
  const [one] = await shop.rows("select id, run from imports");

  let batches = 0;
  const dying: typeof customerImporter = {
    ...customerImporter,
    take: (ctx, rows, how) => {
      batches += 1;
      if (batches > 1) throw new Error("killed");
      return customerImporter.take(ctx, rows, how);
    },
  };
  const imports = { importers: [dying], holders: [], followers: [], types: RECORD_TYPES };
  const stage = {
    house: shop.house,
    caller: shop.caller,
    imports,
    id: one.id as ImportId,
    run: one.run,
  };
  await assert.rejects(takeFile(stage, "running"), /killed/);
  const half = await file.now();
  assert.equal(half.state, "running");
  assert.ok(half.rowsDone > 0 && half.rowsDone < 7_001);
  const [{ count }] = await shop.rows("select count(*)::int as count from customers");
  assert.equal(count, half.rowsDone, "what is counted is what was written");

  await shop.house.drain(shop.caller);
  const done = await file.now();
  assert.equal(done.state, "done");
  assert.deepEqual(done.counts, { created: 7_000, updated: 0, same: 0, folded: 1, failed: 0 });
  const [all] = await shop.rows(
    `select count(*)::int as people, count(distinct email)::int as emails,
            (select count(*)::int from import_changes) as changes from customers`,
  );
  assert.deepEqual(all, { people: 7_000, emails: 7_000, changes: 7_000 });
});

test("a row that speaks of somebody again is tried as it is taken: who it gives a number is found by the rows below", async () => {
  await using shop = await testShop();
  const file = await importFile(
    shop.house,
    shop.caller,
    "Name,Email,Phone\nBadrul,badrul@example.com,\nBadrul,badrul@example.com,+60135550192\nBadrul,,+60135550192\n",
  );
  const tried = await file.does("try");
  assert.deepEqual(tried.counts, { created: 1, updated: 0, same: 1, folded: 1, failed: 0 });
  assert.deepEqual((await file.does("run")).counts, tried.counts);
});

const person = fc.constantFrom("aina", "badrul", "chong", "devi");
const told = fc.record({
  who: person,
  isAccount: fc.boolean(),
  hasOrder: fc.boolean(),
});

test("an import and a store that speak of the same people at once end in one customer for each address", async () => {
  await using shop = await testShop();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 6 }),
      fc.array(told, { minLength: 1, maxLength: 6 }),
      async (rows, tellings) => {
        round += 1;
        const addressOf = (who: string) => `${who}.${round}@example.com`;
        const csv = [
          "Name,Email",
          ...rows.map((who) => `${who},${addressOf(who).toUpperCase()}`),
        ].join("\n");
        const file = await importFile(shop.house, shop.caller, `${csv}\n`);
        await file.does("try");
        await file.asks("run");
        await Promise.all([
          shop.house.drain(shop.caller),
          ...tellings.map(({ who, isAccount, hasOrder }, i) => {
            const customer = buyer({
              ...{ isAccount, externalId: isAccount ? `${round}${who}` : null },
              email: addressOf(who),
            });
            const externalId = `${round}-${i}`;
            return shop.hears(
              hasOrder
                ? {
                    order: order(
                      { externalId, number: `#${externalId}`, customer, placedAt: at(i) },
                      i,
                    ),
                  }
                : { customer },
            );
          }),
        ]);
        const people = await shop.rows(
          "select email, count(*)::int as count from customers where email like $1 group by email order by email",
          [`%.${round}@example.com`],
        );
        const expected = [...new Set([...rows, ...tellings.map(({ who }) => who)])].sort();
        assert.deepEqual(
          people,
          expected.map((who) => ({ email: addressOf(who), count: 1 })),
        );
      },
    ),
    { numRuns: 8 },
  );
});

test("who is named by an id that is not known here is found by what else is said, or new under that id, and told apart", async () => {
  await using shop = await testShop();
  const [ali, siti, late] = Array.from({ length: 3 }, () =>
    showId("customer", newId<"customer">()),
  );
  await (await importFile(shop.house, shop.caller, "Nama,E-mel\nAli,ali@example.com")).runs();
  const csv = [
    "ID,Nama,E-mel,Bandar",
    `${ali},,ali@example.com,Ipoh`,
    `${siti},Siti,,Kuching`,
    `${siti},Siti,siti@example.com,`,
    `${late},,,Melaka`,
  ].join("\n");
  const file = await importFile(shop.house, shop.caller, csv);
  const done = await file.runs();
  assert.deepEqual(done.counts, { created: 1, updated: 1, same: 0, folded: 1, failed: 1 });
  assert.equal(done.elsewhereCount, 2);
  assert.equal((await file.failures())[0].problems[0].code, "crm.customer.not_known");
  const people = "select id, name, email, city from customers order by name";
  const [known, made] = await shop.rows(people);
  assert.deepEqual([known.name, known.city, made.email], ["Ali", "Ipoh", "siti@example.com"]);
  assert.deepEqual([showId("customer", made.id), known.id === made.id], [siti, false]);

  const bought = [
    "ID,Number,Placed,Customer,Buyer’s name,Buyer’s e-mail,Total",
    `${showId("order", newId<"order">())},#1,2026-11-01,${siti},Ani,ani@example.com,12.50`,
    `${showId("order", newId<"order">())},#1,2026-11-02,${late},Ani,ani@example.com,8.00`,
  ].join("\n");
  const sales = await importFile(shop.house, shop.caller, bought, { type: "order" });
  assert.equal((await sales.runs()).counts.created, 2, "each company counts its own orders");
  const buyers = await shop.rows(
    "select c.id, c.name from orders o join customers c on c.id = o.customer_id order by placed_at",
  );
  assert.deepEqual(
    buyers.map(({ id, name }) => [showId("customer", id), name]),
    [
      [siti, "Siti"],
      [late, "Ani"],
    ],
  );

  await shop.asks(trashCustomers, { ids: [siti] });
  const again = await importFile(shop.house, shop.caller, `ID,Nama\n${siti},Siti Aminah`);
  assert.equal((await again.runs()).counts.failed, 1);
  assert.equal((await again.failures())[0].problems[0].code, "crm.customer.in_trash");
});
