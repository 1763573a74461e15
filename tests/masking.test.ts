import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { Contract } from "#kernel/contract.ts";
import { transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import { shapeOf } from "#platform/permissions/shapes.ts";
import { signedUp, type TestBrowser, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { knock } from "#platform/testing/knock.ts";
import { ACTIONS } from "../modules/modules.ts";

/** In every field that says how somebody is reached, and in every note about them. No other record says them. */
const CANARIES = {
  typedEmail: "zqtyped",
  nameless: "zqnameless",
  told: "zqtold",
  nobody: "zqbuyer",
  phone: "198761234",
  toldPhone: "187654321",
  street: "zqstreet",
  toldStreet: "zqjalan",
  postcode: "zq98765",
  note: "zqnote",
  orderNote: "zqordernote",
  recordNote: "zqrecordnote",
  ownContact: "zqwaze",
  ownNote: "zqallergy",
};
const SOME_CANARY = new RegExp(Object.values(CANARIES).join("|"), "i");
const SHOWN_ID = /\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g;

for (const role of ["analyst", "viewer"] as const)
  test(`${role}: what is masked is in no byte of any reply, and is not to be told by search or order`, async () => {
    await using door = await testDoor();
    await door.app.listen({ host: "127.0.0.1", port: 0 });
    const admin = await companyOfCanaries(door);
    const whole = await everythingOf(admin);
    for (const canary of Object.values(CANARIES))
      assert.match(whole, new RegExp(canary), `an Admin is shown ${canary}`);

    const browser = await memberOf(door, admin, role);
    const seen = await everythingOf(browser, whole.match(SHOWN_ID) ?? []);
    assert.doesNotMatch(seen, SOME_CANARY);
    assert.doesNotMatch(decodedIn(seen), SOME_CANARY, "in a cursor");
    assert.match(seen, /"name":"Aina"/, "what is not masked is there");
    assert.match(seen, /"email":"•••"/);
    assert.match(seen, /"custom":{"way_there":"•••","allergies":"•••","size":"L"}/);
    assert.match(seen, /"custom\.allergies":"•••"/, "in a history");
    assert.match(seen, /"custom\.size":"XL"/, "in a history");

    for (const path of searchable()) await nothingIsFound(browser, path);
  });

test("nobody sorts by what is masked: of the nameless the order by name is the order they came in", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  for (const email of ["zz@example.my", "mm@example.my", "aa@example.my"])
    await admin.ask("POST", "/api/crm/customers", { email });
  const byName = async (browser: TestBrowser) =>
    (await browser.ask("GET", "/api/crm/customers?sort=name")).body.rows.map(
      ({ id }: { id: string }) => id,
    );
  const shown = await byName(admin);
  const browser = await memberOf(door, admin, "viewer");
  const blind = await byName(browser);
  assert.deepEqual(
    blind,
    blind.toSorted((one: string, other: string) => (one < other ? -1 : 1)),
  );
  assert.notDeepEqual(blind, shown);
  const first = await browser.ask("GET", "/api/crm/customers?sort=name&limit=1");
  assert.doesNotMatch(Buffer.from(first.body.next, "base64url").toString(), /example/);
});

test("who does not see a field cannot write it either, and is not told who has an address", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  const { body: aina } = await admin.ask("POST", "/api/crm/customers", {
    name: "Aina",
    email: "aina@example.my",
  });
  const made = await admin.ask("POST", "/api/companies/roles", {
    name: "Blind",
    rules: {
      allow: ["crm.customers.read", "crm.customers.write"].map((on) => ({ on, scope: "all" })),
      deny: [],
      sees: { contact: "masked", sensitive: "hidden", secret: "hidden" },
    },
  });
  const browser = await memberOf(door, admin, made.body.id);
  const taken = await browser.ask("POST", "/api/crm/customers", { email: "aina@example.my" });
  const free = await browser.ask("POST", "/api/crm/customers", { email: "free@example.my" });
  for (const { status, body } of [taken, free]) {
    assert.equal(status, 403);
    assert.equal(body.code, "platform.field.masked");
    assert.deepEqual(body.details, [{ path: ["email"], code: "platform.field.masked" }]);
  }
  const cleared = await browser.ask("PATCH", `/api/crm/customers/${aina.id}`, {
    version: 1,
    email: null,
  });
  assert.equal(cleared.status, 403);
  await admin.ask("POST", "/api/records/fields", {
    type: "customer",
    kind: "text",
    label: { en: "Allergies" },
    class: "sensitive",
    isRequired: true,
  });
  for (const allergies of ["nuts", null]) {
    const path = `/api/crm/customers/${aina.id}`;
    const own = await browser.ask("PATCH", path, { version: 1, custom: { allergies } });
    assert.deepEqual(
      [own.status, own.body.details],
      [403, [{ path: ["custom", "allergies"], code: "platform.field.masked" }]],
    );
  }
  const renamed = await browser.ask("PATCH", `/api/crm/customers/${aina.id}`, {
    version: 1,
    name: "Aina Omar",
  });
  assert.deepEqual([renamed.status, renamed.body.email, renamed.body.note], [200, "•••", ""]);
  const kept = await admin.ask("GET", `/api/crm/customers/${aina.id}`);
  assert.equal(kept.body.email, "aina@example.my");
});

test("a list is not narrowed by the name of a field that its rows mask, unless the filter says that it is one", () => {
  const open: string[] = [];
  for (const { does } of ACTIONS.filter(
    (one) => one.door === "company" && one.does.method === "GET",
  )) {
    const row = rowShapeOf(does.output);
    const asked = shapeOf(does.input);
    for (const name of fieldsOf(does.input)) {
      const isMasked = row?.is === "object" && row.fields.get(name)?.is === "classed";
      const isSaid = asked?.is === "object" && asked.fields.get(name)?.is === "classed";
      if (isMasked && !isSaid) open.push(`${does.method} ${does.path} ${name}`);
    }
  }
  assert.deepEqual(open, []);
});

type Schema = Contract[string]["input"];

const fieldsOf = (schema: Schema): string[] =>
  Object.keys((schema as { shape?: object }).shape ?? {});

function rowShapeOf(output: Schema) {
  const rows = (output as { shape?: { rows?: { element?: Schema } } }).shape?.rows?.element;
  return shapeOf(rows ?? output);
}

/** A company whose customers, orders, deliveries, history and trash carry the canaries. */
async function companyOfCanaries(door: TestDoor): Promise<TestBrowser> {
  const admin = await signedUp(door);
  const ask = async (path: string, body: object) => {
    const answer = await admin.ask("POST", path, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  for (const [label, fieldClass] of [
    ["Way there", "contact"],
    ["Allergies", "sensitive"],
    ["Size", "business"],
  ] as const)
    await ask("/api/records/fields", {
      type: "customer",
      kind: "text",
      label: { en: label },
      class: fieldClass,
      isIndexed: true,
    });
  const aina = await ask("/api/crm/customers", {
    name: "Aina",
    custom: { way_there: CANARIES.ownContact, allergies: CANARIES.ownNote, size: "XL" },
    email: `${CANARIES.typedEmail}@example.my`,
    phone: `0${CANARIES.phone}`,
    street: CANARIES.street,
    postcode: CANARIES.postcode,
    note: CANARIES.note,
  });
  const changed = await admin.ask("PATCH", `/api/crm/customers/${aina.id}`, {
    version: 1,
    email: `${CANARIES.typedEmail}2@example.my`,
    note: `${CANARIES.note} again`,
    custom: {
      way_there: `${CANARIES.ownContact} 2`,
      allergies: `${CANARIES.ownNote} 2`,
      size: "L",
    },
    city: "Ipoh",
  });
  assert.equal(changed.status, 200);
  await ask("/api/records/notes", { subject: aina.id, text: CANARIES.recordNote });
  const nameless = await ask("/api/crm/customers", { email: `${CANARIES.nameless}@example.my` });
  const gone = await ask("/api/crm/customers", { email: `${CANARIES.nameless}3@example.my` });
  const order = (customerId: string) => ({
    customerId,
    channel: "stall",
    note: CANARIES.orderNote,
    lines: [{ title: "Kopi", quantity: 1, unitPriceMinor: 500 }],
  });
  await ask("/api/sales/orders", order(aina.id));
  await ask("/api/sales/orders", order(nameless.id));
  await ask("/api/crm/customers/trash", { ids: [gone.id] });

  const store = await ask("/api/connect/connections", { kind: "woocommerce", name: "Kedai" });
  for (const [id, first, email] of [
    [1, "Badrul", `${CANARIES.told}@example.my`],
    [2, "", `${CANARIES.nobody}@example.my`],
  ] as const)
    await deliver(door, store, "order.created", orderOf(id, first, email));
  await deliver(door, store, "customer.created", {
    id: 9,
    email: `${CANARIES.told}9@example.my`,
    first_name: "",
    last_name: "",
    date_created_gmt: "2026-11-01T03:00:00",
    billing: { phone: `0${CANARIES.toldPhone}`, address_1: CANARIES.toldStreet },
  });
  await deliver(door, store, "order.created", {
    ...orderOf(3, "Chong", `${CANARIES.told}@example.my`),
    total: `${CANARIES.told} is no amount`,
  });
  const { rows } = await door.house.control.query(
    "select id from companies where status = 'active'",
  );
  for (const { id } of rows) await door.house.drain(id);
  return admin;
}

const orderOf = (id: number, first: string, email: string): object => ({
  id,
  number: `N-${id}`,
  status: "processing",
  currency: "MYR",
  total: "12.00",
  date_created_gmt: "2026-11-01T03:00:00",
  date_modified_gmt: "2026-11-01T03:00:00",
  customer_note: CANARIES.orderNote,
  billing: {
    first_name: first,
    last_name: "",
    email,
    phone: `0${CANARIES.toldPhone}`,
    address_1: CANARIES.toldStreet,
    city: "Ipoh",
    country: "MY",
  },
  shipping: { first_name: first, address_1: CANARIES.toldStreet },
  line_items: [{ id, name: "Kopi", product_id: 5, quantity: 1, total: "12.00", total_tax: "0.00" }],
});

async function deliver(
  door: TestDoor,
  store: { url: string; secret: string },
  topic: string,
  body: object,
): Promise<void> {
  const payload = Buffer.from(JSON.stringify(body));
  const { port } = door.app.server.address() as AddressInfo;
  const status = await knock(`http://127.0.0.1:${port}${new URL(store.url).pathname}`, payload, {
    "content-type": "application/json",
    "x-wc-webhook-topic": topic,
    "x-wc-webhook-signature": createHmac("sha256", store.secret).update(payload).digest("base64"),
  });
  assert.equal(status, 200);
}

/** Every list, every page of every record, as text: status, headers and body. */
async function everythingOf(browser: TestBrowser, known: readonly string[] = []): Promise<string> {
  let all = "";
  const ask = async (url: string) => {
    const { status, headers, body } = await browser.ask("GET", url);
    assert.ok(status < 500, url);
    all += `${url} ${status} ${JSON.stringify(headers)} ${JSON.stringify(body)}\n`;
  };
  const reads = ACTIONS.map(({ does }) => does).filter(({ method }) => method === "GET");
  for (const { path } of reads.filter((one) => !one.path.includes(":"))) {
    await ask(path);
    await ask(`${path}?limit=1`);
    await ask(`${path}?sort=name&limit=1`);
  }
  const ids = [...new Set([...known, ...(all.match(SHOWN_ID) ?? [])])];
  for (const id of ids) {
    for (const { path } of reads.filter((one) => one.path.includes(":")))
      await ask(path.replace(/:\w+/, id));
    await ask(`/api/records/timeline?subject=${id}`);
    await ask(`/api/records/notes?subject=${id}`);
  }
  return all;
}

/** What stands in cursors, in the clear. */
const decodedIn = (text: string): string =>
  [...text.matchAll(/"next":"([\w-]+)"/g)]
    .map(([, cursor = ""]) => Buffer.from(cursor, "base64url").toString())
    .join("\n");

const searchable = (): string[] =>
  ACTIONS.map(({ does }) => does)
    .filter(
      ({ method, path, input }) =>
        method === "GET" && !path.includes(":") && fieldsOf(input).includes("search"),
    )
    .map(({ path }) => path);

/** A search for what is masked answers as one for what nobody ever wrote. */
async function nothingIsFound(browser: TestBrowser, path: string): Promise<void> {
  const found = async (search: string) => {
    const { status, body } = await browser.ask(
      "GET",
      `${path}?search=${encodeURIComponent(search)}`,
    );
    return { status, rows: body.rows?.length, count: body.count, sums: body.sums };
  };
  const nothing = await found("qqxxqqnothing");
  for (const canary of Object.values(CANARIES))
    for (const typed of [canary, canary.slice(0, 6), `0${canary}`, `${canary}@example.my`])
      assert.deepEqual(await found(typed), nothing, `${path} ${typed}`);
}

/** Somebody who works in the Admin's company: one of the five, or a role of its own by its id. */
async function memberOf(door: TestDoor, admin: TestBrowser, role: string): Promise<TestBrowser> {
  const email = `somebody-else-${door.house.clock.now.getTime()}@lain.example`;
  const browser = await signedUp(door, { email, companyName: "Lain" });
  const { body: me } = await admin.ask("GET", "/api/accounts/me");
  const isOwn = role.startsWith("rol_");
  await transaction(door.house.control, "read write", async (db) => {
    const theirs = sql`(select m.company_id from members m join accounts a on a.id = m.account_id
                         where a.email = ${me.account.email})`;
    const them = sql`(select id from accounts where email = ${email})`;
    await db.run(sql`update members set company_id = ${theirs} where account_id = ${them}`);
    await db.run(sql`
      update members set role = ${isOwn ? "own" : role}, role_id = ${isOwn ? sql`(select id from roles limit 1)` : null}
       where account_id = ${them}`);
    await db.run(sql`
      update sessions set company_id = ${theirs} where account_id = ${them}`);
  });
  return browser;
}
