import assert from "node:assert/strict";
import { test } from "node:test";
import { importFile } from "#modules/records/imports/imports.testing.ts";
import { SIGN_UP, signedUp, testDoor } from "#platform/testing/door.ts";
import { testCompany } from "#platform/testing/house.ts";

const CARD = "4111111111111111";
const WRITTEN = "4242 4242 4242 4242";

test("a card's number that is typed into a form, at sign-up too, or comes in a file, is in no column of any table", async () => {
  await using door = await testDoor();
  const browser = await signedUp(door, { companyName: `Kedai ${CARD}` });
  const { body: me } = await browser.ask("GET", "/api/accounts/me");
  assert.equal(me.company.name, "Kedai •••• 1111");
  const made = await browser.ask("POST", "/api/crm/customers", {
    name: `Siti ${WRITTEN}`,
    line1: `Jalan 1, kad: ${CARD}`,
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  assert.equal(made.body.name, "Siti •••• 4242");
  const noted = await browser.ask("POST", "/api/records/notes", {
    of: { type: "customer", id: made.body.id },
    text: `Bayar guna ${WRITTEN}, tamat 12/29`,
  });
  assert.notEqual(noted.status, 500);

  const company = await testCompany(door.house);
  const file = `Nama,E-mel\nSiti ${CARD},siti@example.com\nAli,${CARD}\n`;
  const one = await importFile(door.house, company.admin, file);
  await one.matches({ Nama: "name", "E-mel": "email" });
  await one.runs();
  assert.equal((await one.failures()).length, 1);

  const { rows } = await door.house.control.query("select id from companies");
  const pools = [door.house.control];
  for (const { id } of rows) {
    const access = await door.house.companies.access(id);
    if (access !== null) pools.push(access.pool);
  }
  let texts = 0;
  for (const pool of pools) {
    const tables = await pool.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')`,
    );
    for (const { name } of tables.rows) {
      const found = await pool.query<{ row: string }>(
        `select row_to_json(t)::text as row from ${name} t`,
      );
      for (const { row } of found.rows) {
        texts += 1;
        assert.ok(!row.includes(CARD) && !row.includes(WRITTEN), `${name}: ${row}`);
      }
    }
  }
  assert.ok(texts > 50, `${texts} rows were looked at`);
  assert.equal(SIGN_UP.password.includes("•"), false);
});
