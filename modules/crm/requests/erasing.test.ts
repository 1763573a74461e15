import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { KEEPERS } from "#modules/modules.ts";
import { asks, sold, whereIs } from "#modules/records/trash/trash.testing.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { at, buyer, order, refund } from "#modules/sales/fixtures/telling.ts";
import { checkLog } from "#modules/trust/audit/chain.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { replayErasures } from "./replaying.ts";
import { asked, asksOf, eraseCustomer } from "./requests.testing.ts";

/** What Aina is known by and what was written of her, wherever it stands. */
const WORDS = ["aina", "123456789", "Ipoh"];

/** The words that are found anywhere in the company's database. */
async function foundIn(shop: Shop): Promise<string[]> {
  const found: string[] = [];
  for (const word of WORDS)
    for (const table of await whereIs(shop, word)) found.push(`${word} in ${table}`);
  return found;
}

test("after an erasure nothing of the person is found in any table, what was sold stays, and the audit log is whole", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  assert.ok((await foundIn(shop)).length > 10);
  const sums =
    "select count(*)::int as count, sum(total_minor)::int as total from orders where is_sale";
  const before = await shop.rows(sums);

  const { id, version } = await asked(shop, "erasure", customer);
  const { parts } = await asksOf(shop, "preview", { id });
  const erased = await asksOf(shop, "erase", { id, version });

  assert.deepEqual(await foundIn(shop), []);
  assert.deepEqual(await shop.rows(sums), before);
  assert.deepEqual(await shop.rows("select id from customers"), []);
  assert.deepEqual(
    (await checkLog(shop.house, shop.caller.access, { isWhole: true })).findings,
    [],
  );
  assert.deepEqual([erased.state, erased.hasCertificate, erased.person], ["done", true, ""]);
  const fates = Object.fromEntries(
    parts.map(({ table, fate, count }: any) => [table, `${fate} ${count}`]),
  );
  assert.deepEqual(
    [fates["customers"], fates["orders"], fates["order_lines"], fates["payments"]],
    ["deleted 1", "masked 2", "kept 2", "kept 1"],
  );
});

test("the certificate says what was done and not of whom, and verifies with the house's key", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const { id } = await eraseCustomer(shop, customer);
  const { file } = await asksOf(shop, "certificate", { id });
  const signed = JSON.parse(file.content);
  const key = createPublicKey({
    key: Buffer.from(signed.publicKey, "base64"),
    format: "der",
    type: "spki",
  });
  const isSigned = (text: string) =>
    verify(null, Buffer.from(text), key, Buffer.from(signed.signature, "base64"));
  assert.ok(isSigned(signed.statement));
  assert.ok(!isSigned(signed.statement.replace("masked", "deleted")));
  assert.equal(signed.publicKey, shop.house.keys.audit.publicKeys[signed.keyId]);
  const said = JSON.parse(signed.statement);
  assert.equal(said.request, id);
  assert.deepEqual(
    said.parts.find(({ table }: { table: string }) => table === "orders"),
    { part: "sales.orders", table: "orders", fate: "masked", count: 2, why: "books" },
  );
  for (const word of WORDS) assert.doesNotMatch(file.content, new RegExp(word, "i"));
});

test("who is in the trash is erased as well, and does not come back from it", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const { id, version } = await asked(shop, "erasure", customer);
  await asks(shop, "delete customers", { ids: [showId("customer", customer)] });
  await asksOf(shop, "erase", { id, version });
  assert.deepEqual(await foundIn(shop), []);
  assert.deepEqual((await asks(shop, "trash", {})).rows, []);
});

test("what a store tells again of somebody erased stays nameless; what they buy since is a new customer's", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  await eraseCustomer(shop, customer);
  const account = buyer({
    isAccount: true,
    externalId: "7",
    phoneText: "012-345 6789",
    createdAt: at(0),
    clock: { updatedAt: at(50), tie: "50:late" },
  });
  await shop.hears(
    { customer: account },
    { order: order({ customer: account, note: "for aina" }, 50) },
    { order: order({ externalId: "102", number: "#102", placedAt: at(7), note: "for aina" }, 50) },
    { refund: refund({ externalId: "r9", reason: "aina said so", tie: "20:b" }) },
    { refund: refund({ orderExternalId: "102", externalId: "r8", reason: "aina said so" }) },
    { gone: "order", externalId: "none", at: at(51) },
  );
  assert.deepEqual(await foundIn(shop), []);
  const orders = await shop.rows(
    "select number, name, customer_id, erased_at is not null as is_erased from orders order by number",
  );
  assert.deepEqual(
    orders.map((one) => [one.number, one.name, one.customer_id, one.is_erased]),
    [
      ["#100", "", null, true],
      ["#101", "", null, true],
      ["#102", "", null, true],
    ],
  );

  const since = new Date(shop.house.clock.now.getTime() + 3_600_000);
  shop.house.clock.advance(2 * 3_600_000);
  await shop.hears({
    order: order({ externalId: "200", number: "#200", placedAt: since, customer: account }, 55),
  });
  const [one, ...more] = await shop.rows("select id, name, orders_count from customers");
  assert.deepEqual([one.name, one.orders_count, more], ["Aina binti Zul", 1, []]);
  assert.notEqual(one.id, customer);
});

test("who shares nothing with the erased but the first name or a deleted order keeps everything", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const other = buyer({
    email: "badrul@example.com",
    name: "Aina Badrul",
    phoneText: "019-222 3333",
  });
  await shop.hears({ order: order({ externalId: "300", number: "#300", customer: other }) });
  await eraseCustomer(shop, customer);
  const [kept, ...more] = await shop.rows("select name, email, phone, orders_count from customers");
  assert.deepEqual(
    [kept, more],
    [
      {
        name: "Aina Badrul",
        email: "badrul@example.com",
        phone: "+60192223333",
        orders_count: 1,
      },
      [],
    ],
  );
});

test("a database put back to before an erasure has it done again, and nothing of the person is left", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const { id, version } = await asked(shop, "erasure", customer);
  const dump = await dumpOf(shop);
  await asksOf(shop, "erase", { id, version });
  assert.deepEqual(await foundIn(shop), []);

  await putBack(shop, dump);
  assert.ok((await foundIn(shop)).length > 10, "the backup has them");
  const replayed = () => replayErasures(shop.house, shop.caller.access, KEEPERS);
  assert.equal(await replayed(), 1);
  assert.deepEqual(await foundIn(shop), []);
  assert.equal(await replayed(), 0, "once is enough");
  const again = await asksOf(shop, "get", { id });
  assert.equal(again.state, "done");

  await shop.hears({ order: order({ customer: buyer({ externalId: "7" }) }, 50) });
  assert.deepEqual(await foundIn(shop), [], "and stores do not bring them back");
});

test("the control database knows of an erasure by keyed hashes alone", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  await eraseCustomer(shop, customer);
  const { rows: tables } = await shop.house.control.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables)
    for (const word of [...WORDS, customer]) {
      const { rows } = await shop.house.control.query(
        `select count(*)::int as count from "${name}" as t where t::text ilike '%' || $1 || '%'`,
        [word],
      );
      assert.equal(rows[0].count, 0, `${word} in ${name}`);
    }
  const { rows } = await shop.house.control.query(
    "select cardinality(hashes)::int as count from erasures",
  );
  assert.ok(rows[0].count >= 4, "customer, address, number and account");
});

test("only an Admin erases, and only with a fresh proof", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const { id, version } = await asked(shop, "erasure", customer);
  for (const role of ["manager", "member", "analyst", "viewer"] as const)
    await assert.rejects(asksOf(shop, "erase", { id, version }, role), { kind: "forbidden" }, role);
  const stale = { ...shop.caller, provedAt: null, now: shop.house.clock.now };
  await assert.rejects(asksOf(shop, "erase", { id, version }, stale), {
    code: "accounts.session.stale",
  });
  const access = await asked(shop, "access", customer);
  await assert.rejects(asksOf(shop, "erase", { id: access.id, version: access.version }), {
    code: "crm.request.is_no_erasure",
  });
});

type Dump = ReadonlyMap<string, string>;

/** Every row of every table, as a backup has them. */
async function dumpOf(shop: Shop): Promise<Dump> {
  const dump = new Map<string, string>();
  for (const { name } of await shop.rows(TABLES)) {
    const [{ rows }] = await shop.rows(
      `select coalesce(json_agg(t), '[]')::text as rows from "${name}" as t`,
    );
    dump.set(name, rows);
  }
  return dump;
}

/** As whoever runs the server puts a database back: what the application may not touch included. */
async function putBack(shop: Shop, dump: Dump): Promise<void> {
  const [{ name: database }] = await shop.rows("select current_database() as name");
  await withAdmin(shop.house.serverUrl, database, async (admin) => {
    await admin.query("set session_replication_role = replica");
    for (const name of dump.keys()) await admin.query(`delete from "${name}"`);
    for (const [name, all] of dump) {
      const { rows: columns } = await admin.query<{ name: string }>(
        `select column_name as name from information_schema.columns
          where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
        [name],
      );
      const list = columns.map((column) => `"${column.name}"`).join(", ");
      await admin.query(
        `insert into "${name}" (${list}) overriding system value
         select ${list} from json_populate_recordset(null::"${name}", $1::json)`,
        [all],
      );
    }
  });
}

const TABLES = `select table_name as name from information_schema.tables
                 where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
