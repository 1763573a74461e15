import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { replayErasures } from "#modules/crm/requests/replaying.ts";
import { ACTIONS, KEEPERS } from "#modules/modules.ts";
import { checkLog } from "#modules/trust/audit/chain.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { type TestCompany, testCompany, testHouse } from "#platform/testing/house.ts";
import { type TestStore, testStore } from "./test-store.ts";

const house = await testHouse();
after(() => house[Symbol.asyncDispose]());

const TEST_ORDER = JSON.parse(
  readFileSync(new URL("test-order.shopify.json", import.meta.url), "utf8"),
);
const DAY_MS = 86_400_000;
const REDACT = { shop_id: 954889, shop_domain: "kedai.myshopify.com" };
const NAMES = "select name from customers order by name";

test("a shop that took Kaunter out asks for its customers to be erased: an Admin decides, and whom something else tells of stays", async () => {
  const company = await testCompany(house);
  await using shopify = await testStore(house, company, "shopify");
  await using woo = await testStore(house, company);
  await filled(company, shopify, woo);
  const totals = "select sum(total_minor)::int as total, count(*)::int as count from orders";
  const sold = await rows(company, totals);

  await shopify.send(REDACT, { topic: "shop/redact" });
  await shopify.send(REDACT, { topic: "shop/redact" });
  await shopify.read();
  const listed = await asks(company, "GET", "", {});
  assert.deepEqual(
    listed.rows.map((row: any) => [row.kind, row.connection, row.receivedOn, row.dueOn]),
    [["store_erasure", "Kedai shopify", "2026-11-22", "2026-12-22"]],
  );
  const [{ id }] = listed.rows;
  assert.equal((await rows(company, NAMES)).length, 5, "nobody goes before somebody decides");
  assert.deepEqual(await asks(company, "GET", "/:id/store-customers", { id }), {
    goingCount: 2,
    stayingCount: 2,
    isMore: false,
  });
  const asked = await asks(company, "GET", "/:id", { id });
  assert.deepEqual(
    [asked.blocked.erase, asked.blocked.refuse, asked.blocked.change, asked.blocked.finish],
    [null, null, "crm.request.is_of_a_store", "crm.request.not_erased"],
  );

  const begun = await asks(company, "POST", "/:id/erase", { id, version: asked.version });
  assert.deepEqual(
    [begun.state, begun.blocked.erase, begun.blocked.refuse],
    ["open", "crm.request.is_erasing", "crm.request.is_erasing"],
  );
  await house.drain({ access: company.access });

  assert.deepEqual(await rows(company, NAMES), [
    { name: "Both Stores" },
    { name: "Bought Here" },
    { name: "Woo Alone" },
  ]);
  for (const word of ["alone@one", "alone@two"])
    assert.deepEqual(await whereIs(company, word), [], word);
  assert.deepEqual(await rows(company, totals), sold, "what was sold stays");
  const done = await asks(company, "GET", "/:id", { id });
  assert.deepEqual([done.state, done.erasedCount, done.hasCertificate], ["done", 2, true]);
  assert.deepEqual((await checkLog(house, company.access, { isWhole: true })).findings, []);

  const { file } = await asks(company, "GET", "/:id/certificate", { id });
  const signed = JSON.parse(file.content);
  const key = createPublicKey({
    key: Buffer.from(signed.publicKey, "base64"),
    format: "der",
    type: "spki",
  });
  assert.ok(
    verify(null, Buffer.from(signed.statement), key, Buffer.from(signed.signature, "base64")),
  );
  const said = JSON.parse(signed.statement);
  assert.deepEqual([said.customers, said.request], [2, id]);
  assert.equal(said.parts.find(({ table }: any) => table === "customers").count, 2);

  await shopify.send(customer(1, "Alone One", "alone@one.example"), { topic: "customers/update" });
  await shopify.read();
  assert.deepEqual(await whereIs(company, "alone@one"), [], "the store brings nobody back");
  await company.access.pool.query("delete from erasures");
  assert.equal(await replayErasures(house, company.access, KEEPERS), 1, "and no backup");
});

test("a shop that is connected again keeps its customers: the request is refused with the reason", async () => {
  const company = await testCompany(house);
  await using shopify = await testStore(house, company, "shopify");
  await shopify.send(customer(1, "Alone One", "alone@one.example"), { topic: "customers/create" });
  await shopify.send(REDACT, { topic: "shop/redact" });
  await shopify.read();
  const [{ id }] = (await asks(company, "GET", "", {})).rows;
  const refuse = { id, version: 1, answer: "The store is connected again." };
  const stale = { ...company.admin, provedAt: null };
  await assert.rejects(asks(company, "POST", "/:id/erase", { id, version: 1 }, stale), {
    code: "accounts.session.stale",
  });
  await assert.rejects(
    asks(company, "POST", "/:id/erase", { id, version: 1 }, company.caller("member")),
    { kind: "forbidden" },
  );
  assert.equal((await asks(company, "POST", "/:id/refuse", refuse)).state, "refused");
  await house.drain({ access: company.access });
  assert.deepEqual(await rows(company, NAMES), [{ name: "Alone One" }]);
});

test("more than one batch of them goes, and a run that died in between is taken up", async () => {
  const company = await testCompany(house);
  await using shopify = await testStore(house, company, "shopify");
  for (let n = 1; n <= 130; n++)
    await shopify.send(customer(n, `Alone ${n}`, `alone@${n}.example`), {
      topic: "customers/create",
    });
  await shopify.send(REDACT, { topic: "shop/redact" });
  await shopify.read();
  const [{ id }] = (await asks(company, "GET", "", {})).rows;
  await asks(company, "POST", "/:id/erase", { id, version: 1 });
  await asAdmin(company, STOPS_AT_A_HUNDRED);
  await assert.rejects(house.drain({ access: company.access }), /stops_at_a_hundred/);
  const stopped = await asks(company, "GET", "/:id", { id });
  assert.deepEqual([stopped.state, stopped.erasedCount], ["open", 100]);
  assert.equal((await rows(company, NAMES)).length, 30);
  await asAdmin(company, "drop trigger stops_at_a_hundred on privacy_requests");
  house.clock.advance(30 * DAY_MS);
  await house.drain({ access: company.access });
  const done = await asks(company, "GET", "/:id", { id });
  assert.deepEqual([done.state, done.erasedCount], ["done", 130]);
  assert.deepEqual(await rows(company, NAMES), []);
});

async function filled(company: TestCompany, shopify: TestStore, woo: TestStore): Promise<void> {
  await shopify.send(order(1, customer(1, "Alone One", "alone@one.example")), {
    topic: "orders/create",
  });
  await shopify.send(customer(2, "Alone Two", "alone@two.example"), { topic: "customers/create" });
  await shopify.send(customer(3, "Both Stores", "both@example.com"), { topic: "customers/create" });
  await shopify.send(customer(4, "Bought Here", "here@example.com"), { topic: "customers/create" });
  await shopify.read();
  await woo.send(wooCustomer(31, "Both Stores", "both@example.com"), { topic: "customer.created" });
  await woo.send(wooCustomer(32, "Woo Alone", "woo@example.com"), { topic: "customer.created" });
  await woo.read();
  const [{ id }] = await rows(company, "select id from customers where email = 'here@example.com'");
  await perform(actionOf("POST", "/api/sales/orders"), house, company.admin, {
    customerId: showId("customer", id),
    channel: "stall",
    lines: [{ title: "Kopi O", quantity: 1, unitPriceMinor: 500 }],
  });
}

const customer = (id: number, name: string, email: string) => ({
  id,
  admin_graphql_api_id: `gid://shopify/Customer/${id}`,
  email,
  first_name: name.split(" ")[0],
  last_name: name.split(" ")[1],
  created_at: "2026-11-01T10:00:00+08:00",
  updated_at: "2026-11-01T10:00:00+08:00",
});

const order = (id: number, of: object) => ({
  ...TEST_ORDER,
  id,
  admin_graphql_api_id: `gid://shopify/Order/${id}`,
  email: null,
  contact_email: null,
  phone: null,
  billing_address: null,
  shipping_address: null,
  customer: of,
});

const wooCustomer = (id: number, name: string, email: string) => ({
  id,
  email,
  first_name: name.split(" ")[0],
  last_name: name.split(" ")[1],
  date_created_gmt: "2026-11-01T03:00:00",
  date_modified_gmt: "2026-11-01T03:00:00",
  billing: {},
  shipping: {},
});

const STOPS_AT_A_HUNDRED = `
  create function stops_at_a_hundred() returns trigger language plpgsql as
    $$ begin if new.erased_count > 100 then raise 'stops_at_a_hundred'; end if; return new; end $$;
  create trigger stops_at_a_hundred before update on privacy_requests
    for each row execute function stops_at_a_hundred()`;

async function asAdmin(company: TestCompany, text: string): Promise<void> {
  const [{ name }] = await rows(company, "select current_database() as name");
  await withAdmin(house.serverUrl, name, (client) => client.query(text));
}

function actionOf(method: string, path: string): CompanyAction {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  if (found?.door !== "company") throw new Error(`${method} ${path}`);
  return found;
}

const asks = (
  { admin }: TestCompany,
  method: string,
  path: string,
  input: object,
  as: Caller = admin,
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
): Promise<any> => perform(actionOf(method, `/api/crm/requests${path}`), house, as, input);

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
const rows = async ({ access }: TestCompany, text: string): Promise<any[]> =>
  (await access.pool.query(text)).rows;

/** The tables in which anything says this. */
async function whereIs(company: TestCompany, word: string): Promise<string[]> {
  const tables = await rows(
    company,
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await company.access.pool.query(
      `select from "${name}" as t where t::text ilike '%' || $1 || '%' limit 1`,
      [word],
    );
    if ((rowCount ?? 0) > 0) found.push(name);
  }
  return found;
}
