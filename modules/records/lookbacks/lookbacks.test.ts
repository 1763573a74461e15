import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { BESIDE_TODAY } from "#modules/modules.ts";
import { databaseExists, withAdmin } from "#platform/tenancy/server.ts";
import { SIGN_UP } from "#platform/testing/door.ts";
import { type BackedUp, backedUpDoor } from "../../companies/backups/backups.testing.ts";
import { keepOpenings } from "../../companies/companies.public.ts";

let at: BackedUp;
before(async () => {
  at = await backedUpDoor();
});
after(() => at[Symbol.asyncDispose]());

const AT = "/api/records/lookbacks";
const ask = async (method: "GET" | "POST" | "PATCH", path: string, body?: object) => {
  const answer = await at.owner.ask(method, path, body);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const work = () => keepOpenings(at.ground, { ...BESIDE_TODAY, beforeSeen: async () => undefined });
type Row = { record: string; type: string; kind: string; name: string; state: string };
const rowsOf = async (kind: string): Promise<Row[]> =>
  (await ask("GET", `${AT}/rows?kind=${kind}`)).rows;

async function backedUp(): Promise<string> {
  const { id } = await ask("POST", "/api/companies/backups", {});
  await at.keep();
  return id;
}

async function purged(...records: string[]): Promise<void> {
  await at.owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  await ask("POST", "/api/records/trash/purge", { records });
  await at.door.house.drain(at.companyId);
}

async function opened(backupId: string): Promise<void> {
  await ask("POST", AT, { backupId });
  await work();
  const { rows } = await at.door.house.control.query(
    "select state, why_failed from backup_openings order by asked_at desc, id desc limit 1",
  );
  assert.deepEqual(rows, [{ state: "open", why_failed: null }]);
}

/** Whatever came of a test, the next one opens its own. */
afterEach(async () => {
  await at.owner.ask("POST", `${AT}/close`, {});
  await work();
});

/** A customer with all that can hang on one. */
async function someone(name: string) {
  const customer = await ask("POST", "/api/crm/customers", {
    name,
    email: `${name.toLowerCase()}@kedai.example`,
    note: "suka kopi",
    tags: ["tetap"],
  });
  await ask("POST", "/api/records/notes", {
    subject: customer.id,
    text: `Nota tentang ${name}`,
    mentions: [],
  });
  const order = await ask("POST", "/api/sales/orders", {
    customerId: customer.id,
    channel: "stall",
    lines: [{ title: "Kopi O", quantity: 2, unitPriceMinor: 590 }],
    shippingMinor: 0,
    isPaid: true,
  });
  return { customer, order };
}

test("a customer who was deleted for good comes back from yesterday's backup whole: orders, notes, tags, figures", async () => {
  const { customer, order } = await someone("Rosnah");
  const was = await ask("GET", `/api/crm/customers/${customer.id}`);
  const backup = await backedUp();
  await ask("POST", "/api/crm/customers/trash", { ids: [customer.id] });
  await purged(customer.id);
  assert.equal((await at.owner.ask("GET", `/api/crm/customers/${customer.id}`)).status, 404);
  assert.equal((await ask("GET", `/api/sales/orders/${order.id}`)).customerId ?? null, null);

  await opened(backup);
  const gone = (await rowsOf("gone")).filter(({ name }) => name === "Rosnah");
  assert.deepEqual(
    gone.map(({ type, state }) => [type, state]),
    [["customer", "there"]],
  );
  await ask("POST", `${AT}/bring-back`, { records: [customer.id] });
  await work();
  const [back] = (await rowsOf("gone")).filter(({ name }) => name === "Rosnah");
  assert.equal(back?.state, "back");
  const is = await ask("GET", `/api/crm/customers/${customer.id}`);
  for (const key of ["name", "email", "note", "tags", "ordersCount", "spentMinor"])
    assert.deepEqual(is[key], was[key], key);
  const notes = await ask("GET", `/api/records/notes?subject=${customer.id}`);
  assert.match(JSON.stringify(notes), /Nota tentang Rosnah/);
  const again = await at.owner.ask("POST", `${AT}/bring-back`, { records: [customer.id] });
  assert.deepEqual([again.status, again.body.code], [409, "records.lookback.back_already"]);
});

test("an order and a product that were deleted for good come back with their lines and variants, counted again", async () => {
  const { customer, order } = await someone("Salmah");
  const product = await ask("POST", "/api/catalog/products", {
    title: "Kuih Lapis",
    variants: [{ title: "Sekotak", priceMinor: 1200 }],
  });
  const was = await ask("GET", `/api/sales/orders/${order.id}`);
  const spent = (await ask("GET", `/api/crm/customers/${customer.id}`)).spentMinor;
  const backup = await backedUp();
  await ask("POST", "/api/sales/orders/trash", { ids: [order.id] });
  await ask("POST", "/api/catalog/products/trash", { ids: [product.id] });
  await purged(order.id, product.id);
  await opened(backup);
  await ask("POST", `${AT}/bring-back`, { records: [order.id, product.id] });
  await work();
  await at.door.house.drain(at.companyId);
  const is = await ask("GET", `/api/sales/orders/${order.id}`);
  for (const key of ["number", "totalMinor", "lines", "payments", "customerId"])
    assert.deepEqual(is[key], was[key], key);
  assert.equal((await ask("GET", `/api/crm/customers/${customer.id}`)).spentMinor, spent);
  assert.equal((await ask("GET", `/api/catalog/products/${product.id}`)).title, "Kuih Lapis");
});

test("what lies in the trash and what was changed is told apart; the one comes back, the other is still there", async () => {
  const { customer } = await someone("Zaiton");
  const other = await ask("POST", "/api/crm/customers", { name: "Kamariah" });
  const backup = await backedUp();
  await ask("POST", "/api/crm/customers/trash", { ids: [customer.id] });
  const seen = await ask("GET", `/api/crm/customers/${other.id}`);
  await ask("PATCH", `/api/crm/customers/${other.id}`, { version: seen.version, city: "Ipoh" });
  await opened(backup);
  assert.deepEqual(
    (await rowsOf("trashed")).map(({ record }) => record),
    [customer.id],
  );
  assert.deepEqual(
    (await rowsOf("changed")).filter(({ type }) => type === "customer").map(({ record }) => record),
    [other.id],
  );
  const refused = await at.owner.ask("POST", `${AT}/bring-back`, { records: [other.id] });
  assert.deepEqual([refused.status, refused.body.code], [409, "records.lookback.still_there"]);
  await ask("POST", `${AT}/bring-back`, { records: [customer.id] });
  await work();
  assert.equal((await ask("GET", `/api/crm/customers/${customer.id}`)).name, "Zaiton");
});

test("of a record that was changed since each field is shown then and now, and comes back by itself", async () => {
  const other = await ask("POST", "/api/crm/customers", {
    ...{ name: "Hamidah", city: "Melaka", tags: ["tetap"], note: "suka teh" },
    ...{ email: "hamidah@kedai.example", emailConsent: "subscribed" },
  });
  const backup = await backedUp();
  await ask("PATCH", `/api/crm/customers/${other.id}`, {
    ...{ version: other.version, name: "Hamida", city: "Ipoh", tags: ["baru"], note: "suka kopi" },
    ...{ phone: "+60123456789", emailConsent: "unsubscribed" },
  });
  await opened(backup);
  const changes = async () =>
    (await ask("GET", `${AT}/changes?record=${other.id}`)).fields as {
      key: string;
      was: unknown;
      is: unknown;
      isSame: boolean;
      blocked: { bringBack: string | null };
    }[];
  const seen = new Map((await changes()).map((field) => [field.key, field]));
  assert.deepEqual([...seen].map(([key, { was, is }]) => [key, was, is]).toSorted(), [
    ["city", "Melaka", "Ipoh"],
    ["emailConsent", "subscribed", "unsubscribed"],
    ["name", "Hamidah", "Hamida"],
    ["note", "suka teh", "suka kopi"],
    ["phone", null, "+60123456789"],
    ["tags", ["tetap"], ["baru"]],
  ]);
  const own = await at.owner.ask("POST", `${AT}/bring-fields`, {
    ...{ record: other.id, keys: ["city", "emailConsent"] },
  });
  assert.deepEqual([own.status, own.body.code], [409, "records.lookback.own_word"]);
  await ask("POST", `${AT}/bring-fields`, { record: other.id, keys: ["name", "tags"] });
  const half = await ask("GET", `/api/crm/customers/${other.id}`);
  assert.deepEqual(
    [half.name, half.city, half.tags, half.note],
    ["Hamidah", "Ipoh", ["tetap"], "suka kopi"],
  );
  const again = await at.owner.ask("POST", `${AT}/bring-fields`, {
    ...{ record: other.id, keys: ["name"] },
  });
  assert.deepEqual([again.status, again.body.code], [409, "records.lookback.back_already"]);
  await ask("POST", `${AT}/bring-fields`, { record: other.id, keys: ["city", "note", "phone"] });
  const whole = await ask("GET", `/api/crm/customers/${other.id}`);
  assert.deepEqual([whole.city, whole.note, whole.phone], ["Melaka", "suka teh", null]);
  const left = (await changes()).filter(({ isSame }) => !isSame).map(({ key }) => key);
  assert.deepEqual(left, ["emailConsent"]);
  const row = (await rowsOf("changed")).find(({ record }) => record === other.id);
  assert.equal(row?.state, "back");
  for (const record of ["cus_odd", "ord_01kb41x7k2e9tr4q3h8v5m6n0p"])
    assert.equal((await at.owner.ask("GET", `${AT}/changes?record=${record}`)).status, 404);
});

test("whose address somebody else has today lies in the trash, where that is decided", async () => {
  const { customer } = await someone("Maimunah");
  const backup = await backedUp();
  await ask("POST", "/api/crm/customers/trash", { ids: [customer.id] });
  await purged(customer.id);
  await ask("POST", "/api/crm/customers", { name: "Lain", email: "maimunah@kedai.example" });
  await opened(backup);
  await ask("POST", `${AT}/bring-back`, { records: [customer.id] });
  await work();
  const [held] = (await rowsOf("gone")).filter(({ record }) => record === customer.id);
  assert.equal(held?.state, "held");
  const { rows } = await ask("GET", "/api/records/trash");
  assert.ok(rows.some(({ record }: { record: string }) => record === customer.id));
  const decided = await ask("POST", "/api/records/trash/restore", {
    records: [customer.id],
    resolution: "without",
  });
  assert.deepEqual(decided.restored, [customer.id]);
});

test("one is open at a time, for two hours; then nothing of it is left, and a process that died over it begins anew", async () => {
  const backup = await backedUp();
  await opened(backup);
  const twice = await at.owner.ask("POST", AT, { backupId: backup });
  assert.deepEqual([twice.status, twice.body.code], [409, "companies.opening.under_way"]);
  const { control } = at.door.house;
  const nameOf = async () =>
    (
      await control.query(
        "select database_name from backup_openings order by asked_at desc, id desc limit 1",
      )
    ).rows[0].database_name as string | null;
  const first = await nameOf();
  await control.query("update backup_openings set state = 'opening' where state = 'open'");
  await work();
  const second = await nameOf();
  assert.notEqual(second, first);
  const isThere = (name: string | null) =>
    withAdmin(at.door.house.serverUrl, "postgres", (client) => databaseExists(client, name ?? ""));
  assert.deepEqual([await isThere(first), await isThere(second)], [false, true]);
  await at.later(2 * 3_600_000);
  await work();
  assert.equal((await ask("GET", AT)).lookback, null);
  assert.equal(await isThere(second), false);
  const access = await at.door.house.companies.access(at.companyId);
  const left = await access?.pool.query("select from lookback_rows");
  assert.equal(left?.rowCount, 0);
});
