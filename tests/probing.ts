import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Endpoint } from "#kernel/contract.ts";
import { diceFor } from "#modules/connect/fixtures/dice.ts";
import { signedUp, type TestBrowser, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { fingerprint } from "#platform/testing/fingerprint.ts";
import { knock } from "#platform/testing/knock.ts";
import { ACTIONS } from "../modules/modules.ts";

const SHOWN_ID = /\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g;

/** Asks for another company's records by its ids, words and cursors, so often, through every action in turn. */
export async function probed(count: number): Promise<void> {
  await using door = await testDoor();
  await door.app.listen({ host: "127.0.0.1", port: 0 });
  const ours = await companyWith(door, "ZAITUN");
  const theirs = await companyWith(door, "QUETZAL");
  const { pool } = theirs.access;
  const before = await fingerprint(pool);

  let probes = 0;
  for (const [endpoint, input] of inputsFrom(theirs, count)) {
    const { url, body } = requestOf(endpoint, input);
    const answer = await ours.browser.ask(endpoint.method, url, body);
    assertNothingOf(theirs, answer.body, `${endpoint.method} ${url} ${JSON.stringify(body)}`);
    probes += 1;
  }
  assert.ok(probes >= count, `${probes} probes`);
  assert.equal(await fingerprint(pool), before, "nothing of theirs has changed");
}

type Populated = Awaited<ReturnType<typeof companyWith>>;

/** Somebody with a company whose every record carries the word. */
export async function companyWith(door: TestDoor, word: string) {
  const browser = await signedUp(door, {
    email: `${word.toLowerCase()}@${word.toLowerCase()}.example`,
    companyName: `${word} Sdn Bhd`,
    name: `${word} binti ${word}`,
  });
  const made = await browser.ask("POST", "/api/connect/connections", {
    kind: "woocommerce",
    name: `${word} store`,
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const store = { url: String(made.body.url), secret: String(made.body.secret) };
  const kept = 12;
  for (let id = 1; id <= kept; id += 1)
    assert.equal(await deliver(door, store, orderOf(word, id)), 200);
  const { rows } = await door.house.control.query(
    "select company_id from webhook_addresses where address = $1",
    [new URL(store.url).pathname.split("/").at(-1)],
  );
  await door.house.drain(rows[0].company_id);
  const access = await door.house.companies.access(rows[0].company_id);
  assert.ok(access !== null);
  await browser.ask("POST", "/api/crm/customers", { name: `${word} tangan`, note: word });
  await browser.ask("POST", "/api/catalog/products", {
    title: `${word} kopi`,
    variants: [{ title: "", sku: `${word}-1`, priceMinor: 500 }],
  });
  const seen = await everythingOf(browser);
  assert.ok(seen.includes(word) && [...new Set(seen.match(SHOWN_ID))].length > 30);
  return { browser, store, access, kept, word, ids: [...new Set(seen.match(SHOWN_ID))] };
}

/** All that its lists and pages say, as text. */
async function everythingOf(browser: TestBrowser): Promise<string> {
  let all = "";
  for (const { does } of ACTIONS)
    if (does.method === "GET" && !does.path.includes(":") && does.path !== "/api/live")
      all += JSON.stringify((await browser.ask("GET", does.path)).body);
  return all;
}

/** For every action in turn, with their ids wherever an id may stand. */
function* inputsFrom(theirs: Populated, count: number): Generator<[Endpoint, object]> {
  const dice = diceFor("probes");
  const endpoints = ACTIONS.filter(({ door }) => door !== "open")
    .map(({ does }) => does)
    // What would end the session that asks.
    .filter(({ path }) => !/sign-out|sessions|password/.test(path));
  let yielded = 0;
  while (yielded < count)
    for (const endpoint of endpoints) {
      const id = dice.pick(theirs.ids);
      const other = dice.pick(theirs.ids);
      const of = (prefix: string) =>
        theirs.ids.find((one) => one.startsWith(prefix) && dice.happens(0.5)) ?? id;
      const input = {
        id: dice.happens(0.5) ? id : other,
        ids: [id, other],
        version: dice.between(1, 2),
        customerId: of("cus_"),
        productId: of("prd_"),
        connectionId: of("con_"),
        subject: id,
        search: dice.pick([theirs.word, id, `${theirs.word.toLowerCase()}@`]),
        after: Buffer.from(JSON.stringify(["2027-01-01T00:00:00.000Z", id])).toString("base64url"),
        filter: { connectionId: of("con_") },
        add: ["probe"],
        note: "probe",
        name: "probe",
      };
      yield [
        endpoint,
        dice.happens(0.5) ? input : { ...input, after: undefined, search: undefined },
      ];
      yielded += 1;
    }
}

/** The path with its ids put in; the rest as query or body, of what this action takes. */
function requestOf(endpoint: Endpoint, input: object): { url: string; body?: object } {
  const known = fieldsOf(endpoint);
  const rest = Object.fromEntries(
    Object.entries(input).filter(([name, value]) => known.has(name) && value !== undefined),
  );
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = (input as Record<string, unknown>)[name] ?? (input as { id: string }).id;
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  if (endpoint.method !== "GET") return { url: path, body: rest };
  const asked = Object.entries(rest).filter(([, value]) => typeof value === "string");
  return { url: `${path}?${new URLSearchParams(asked as [string, string][])}` };
}

const fieldsOf = (endpoint: Endpoint): ReadonlySet<string> =>
  new Set(Object.keys((endpoint.input as { shape?: object }).shape ?? {}));

/** Neither their words nor an id of theirs, but for what the probe itself said. */
export function assertNothingOf(
  theirs: { word: string; ids: readonly string[] },
  body: unknown,
  probe: string,
) {
  const text = JSON.stringify(body ?? "");
  assert.equal(text.toUpperCase().includes(theirs.word), false, `${probe} → ${text.slice(0, 300)}`);
  const told = (text.match(SHOWN_ID) ?? []).filter(
    (id) => theirs.ids.includes(id) && !probe.includes(id),
  );
  assert.deepEqual(told, [], `${probe} → ${text.slice(0, 300)}`);
}

export async function deliver(
  door: TestDoor,
  store: { url: string; secret: string },
  order: object,
): Promise<number> {
  const payload = Buffer.from(JSON.stringify(order));
  const { port } = door.app.server.address() as AddressInfo;
  return knock(`http://127.0.0.1:${port}${new URL(store.url).pathname}`, payload, {
    "content-type": "application/json",
    "x-wc-webhook-topic": "order.created",
    "x-wc-webhook-signature": createHmac("sha256", store.secret).update(payload).digest("base64"),
  });
}

export const orderOf = (word: string, id: number): object => ({
  id,
  number: `${word}-${id}`,
  status: "processing",
  currency: "MYR",
  total: "12.00",
  date_created_gmt: "2026-11-01T03:00:00",
  date_modified_gmt: "2026-11-01T03:00:00",
  billing: {
    first_name: word,
    last_name: `ke-${id}`,
    email: `${word.toLowerCase()}${id}@example.my`,
  },
  line_items: [
    { id, name: `${word} kopi`, product_id: 5, quantity: 1, total: "12.00", total_tax: "0.00" },
  ],
});
