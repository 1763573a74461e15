import assert from "node:assert/strict";
import { test } from "node:test";
import { RECORD_TYPES } from "#modules/modules.ts";
import { perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import * as bulk from "./bulk.actions.ts";
import * as actions from "./customers.actions.ts";

const listCustomers = actions.listCustomers(RECORD_TYPES);
const countCustomers = actions.countCustomers(RECORD_TYPES);

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;
type Deed = Parameters<typeof perform>[0];

test("a customer entered by hand is kept as typed, known by a normalised address and an E.164 phone, and audited", async () => {
  await using door = await doorOf();
  const customer = await door.ask(actions.createCustomer, {
    name: "Nur Aina",
    email: " Aina@Example.COM ",
    phone: "012-345 6789",
    city: "Ipoh",
    country: "MY",
    tags: ["vip"],
    emailConsent: "subscribed",
  });
  assert.equal(customer.email, "aina@example.com");
  assert.deepEqual([customer.phone, customer.phoneText], ["+60123456789", "012-345 6789"]);
  assert.deepEqual(customer.identities, [
    { kind: "email", key: "aina@example.com", connection: null },
  ]);
  assert.equal(customer.emailConsentAt, "2026-11-22T08:00:00.000Z");
  const restore = "crm.customer.not_archived";
  assert.deepEqual(customer.blocked, {
    change: null,
    give: null,
    archive: null,
    restore,
    trash: null,
  });
  const { rows } = await door.pool.query("select subject_name, change from audit_entries");
  assert.equal(rows.length, 1);
  assert.equal(rows[0].subject_name, "Nur Aina");
  assert.equal(rows[0].change.after.city, "Ipoh");
});

test("a taken e-mail address is refused at its field, and says whose it is", async () => {
  await using door = await doorOf();
  const first = await door.ask(actions.createCustomer, { email: "a@example.com" });
  const taken = [{ path: ["email"], code: "crm.customer.email_taken", customer: first.id }];
  await assert.rejects(door.ask(actions.createCustomer, { email: "A@example.com" }), {
    kind: "invalid",
    details: taken,
  });
  const other = await door.ask(actions.createCustomer, { email: "b@example.com" });
  await assert.rejects(
    door.ask(actions.changeCustomer([]), { id: other.id, version: 1, email: "a@example.com" }),
    { details: taken },
  );
  const { rows } = await door.pool.query("select count(*)::int from audit_entries");
  assert.equal(rows[0].count, 2);
});

test("of two people who enter the same address at once one is told that it is taken", async () => {
  await using door = await doorOf();
  const tries = Array.from({ length: 4 }, () =>
    door.ask(actions.createCustomer, { email: "same@example.com" }),
  );
  const ended = await Promise.allSettled(tries);
  assert.equal(ended.filter(({ status }) => status === "fulfilled").length, 1);
  for (const end of ended)
    if (end.status === "rejected")
      assert.equal(end.reason.details[0].code, "crm.customer.email_taken");
});

test("a customer has to be known by something, and a malformed address is refused at its field", async () => {
  await using door = await doorOf();
  await assert.rejects(door.ask(actions.createCustomer, { note: "who?" }), {
    code: "crm.customer.has_nothing",
  });
  await assert.rejects(door.ask(actions.createCustomer, { email: "not an address" }), {
    details: [{ path: ["email"], code: "email.invalid" }],
  });
  const { id } = await door.ask(actions.createCustomer, { name: "Ali" });
  await assert.rejects(door.ask(actions.changeCustomer([]), { id, version: 1, name: "" }), {
    code: "crm.customer.has_nothing",
  });
});

test("a change says only what differs, moves the version on, and one on an old version is refused", async () => {
  await using door = await doorOf();
  const { id } = await door.ask(actions.createCustomer, { name: "Ali", email: "ali@example.com" });
  const changed = await door.ask(actions.changeCustomer([]), {
    id,
    version: 1,
    city: "Kuching",
    email: "ali@example.my",
  });
  assert.deepEqual([changed.name, changed.city, changed.version], ["Ali", "Kuching", 2]);
  assert.deepEqual(
    changed.identities.map(({ key }: Reply) => key),
    ["ali@example.my"],
  );
  const { rows } = await door.pool.query(
    "select change from audit_entries order by id desc limit 1",
  );
  assert.deepEqual(rows[0].change, {
    before: { city: null, email: "ali@example.com" },
    after: { city: "Kuching", email: "ali@example.my" },
  });
  await assert.rejects(door.ask(actions.changeCustomer([]), { id, version: 1, name: "Abu" }), {
    kind: "stale",
  });
  // The address that only a person typed is free again.
  await door.ask(actions.createCustomer, { email: "ali@example.com" });
});

test("an archived customer leaves the list, and comes back when restored", async () => {
  await using door = await doorOf();
  const { id } = await door.ask(actions.createCustomer, { name: "Ali" });
  const archived = await door.ask(actions.archiveCustomer, { id, version: 1 });
  assert.equal(archived.blocked.archive, "crm.customer.already_archived");
  assert.deepEqual((await door.ask(listCustomers, {})).rows, []);
  assert.equal((await door.ask(listCustomers, { archived: "true" })).rows.length, 1);
  await assert.rejects(door.ask(actions.archiveCustomer, { id, version: 2 }), {
    code: "crm.customer.already_archived",
  });
  await door.ask(actions.restoreCustomer, { id, version: 2 });
  assert.equal((await door.ask(listCustomers, {})).rows.length, 1);
});

test("tagging many names those it made a difference to, so that an undo takes back just that", async () => {
  await using door = await doorOf();
  const ali = await door.ask(actions.createCustomer, { name: "Ali", tags: ["vip"] });
  const abu = await door.ask(actions.createCustomer, { name: "Abu" });
  const ids = [ali.id, abu.id];
  const tagged = await door.ask(bulk.tagCustomers, { ids, add: ["vip"] });
  assert.deepEqual(tagged, { count: 1, ids: [abu.id] });
  assert.deepEqual(await door.ask(actions.listTags, {}), { tags: ["vip"] });
  await door.ask(bulk.tagCustomers, { ids: tagged.ids, remove: ["vip"] });
  const { rows } = await door.ask(listCustomers, { sort: "name" });
  assert.deepEqual(
    rows.map(({ tags }: Reply) => tags),
    [[], ["vip"]],
  );
  assert.deepEqual(await door.ask(bulk.archiveCustomers, { ids }), { count: 2, ids });
  assert.equal((await door.ask(bulk.archiveCustomers, { ids })).count, 0);
  assert.equal((await door.ask(bulk.restoreCustomers, { ids })).count, 2);
});

test("every order of the list pages through each customer once, whoever never ordered included", async () => {
  await using door = await doorOf();
  await door.fill(37);
  for (const sort of [
    "-lastOrder",
    "lastOrder",
    "name",
    "-name",
    "-spent",
    "spent",
    "-orders",
    "orders",
    "-created",
    "created",
  ]) {
    for (const filter of [{}, { country: "MY" }, { search: "an" }]) {
      const whole = await door.ask(listCustomers, { sort, limit: 200, ...filter });
      const paged: Reply[] = [];
      let after: string | undefined;
      do {
        const page = await door.ask(listCustomers, {
          sort,
          limit: 7,
          ...filter,
          ...(after === undefined ? {} : { after }),
        });
        paged.push(...page.rows);
        after = page.next ?? undefined;
      } while (after !== undefined);
      assert.deepEqual(paged, whole.rows, sort);
      const { count } = await door.ask(countCustomers, filter);
      assert.equal(paged.length, count);
    }
  }
  const { rows } = await door.ask(listCustomers, { sort: "-lastOrder", limit: 200 });
  const ordered = rows.map(({ lastOrderAt }: Reply) => lastOrderAt !== null);
  assert.deepEqual(
    ordered,
    [...ordered].sort((a, b) => Number(b) - Number(a)),
  );
});

test("people are found by any part of what they are known by, in any script, by short words and by a phone as typed", async () => {
  await using door = await doorOf();
  const customer = (name: string, rest: object = {}) =>
    door.ask(actions.createCustomer, { name, ...rest });
  await customer("王小明", { city: "Ipoh" });
  await customer("அருண் குமார்", { organisation: "Kopi 100% Sdn_Bhd" });
  await customer("Ñandú Élodie", { email: "nandu@example.com" });
  await customer("Nur Aina", { phone: "012-345 6789" });
  const found = async (search: string) =>
    (await door.ask(listCustomers, { search, sort: "name" })).rows.map(({ name }: Reply) => name);
  assert.deepEqual(await found("小明"), ["王小明"]);
  assert.deepEqual(await found("明"), ["王小明"]);
  assert.deepEqual(await found("குமார்"), ["அருண் குமார்"]);
  assert.deepEqual(await found("ñand"), ["Ñandú Élodie"]);
  assert.deepEqual(await found("ÉLO"), ["Ñandú Élodie"]);
  assert.deepEqual(await found("nandu@"), ["Ñandú Élodie"]);
  assert.deepEqual(await found("012-345 6789"), ["Nur Aina"]);
  assert.deepEqual(await found("345 67"), ["Nur Aina"]);
  assert.deepEqual(await found("a"), ["Nur Aina"]);
  assert.deepEqual(await found("aina nur"), ["Nur Aina"]);
  assert.deepEqual(await found("100%"), ["அருண் குமார்"]);
  assert.deepEqual(await found("00% s"), ["அருண் குமார்"]);
  assert.deepEqual(await found("n_r"), []);
  assert.deepEqual(await found("\\"), []);
});

test("each filter leaves what it says, and the count and the sum are of just those rows", async () => {
  await using door = await doorOf();
  await door.fill(60);
  const all = (await door.ask(listCustomers, { limit: 200 })).rows;
  const zoned = (at: string | null) =>
    at === null ? "" : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
  const cases: [object, (row: Reply) => boolean][] = [
    [{ ordersMin: "1" }, ({ ordersCount }) => ordersCount >= 1],
    [{ ordersMax: "0" }, ({ ordersCount }) => ordersCount === 0],
    [
      { spentMin: "2000", spentMax: "9000" },
      ({ spentMinor }) => spentMinor >= 2000 && spentMinor <= 9000,
    ],
    [
      { lastOrderFrom: "2026-11-05", lastOrderTo: "2026-11-12" },
      ({ lastOrderAt }) => zoned(lastOrderAt) >= "2026-11-05" && zoned(lastOrderAt) <= "2026-11-12",
    ],
    [
      { lastOrderTo: "2026-11-05" },
      ({ lastOrderAt }) => lastOrderAt !== null && zoned(lastOrderAt) <= "2026-11-05",
    ],
    [
      { firstOrderFrom: "2026-10-03", firstOrderTo: "2026-10-09" },
      ({ firstOrderAt }) =>
        zoned(firstOrderAt) >= "2026-10-03" && zoned(firstOrderAt) <= "2026-10-09",
    ],
    [{ tag: "vip" }, ({ tags }) => tags.includes("vip")],
    [{ country: "SG" }, ({ country }) => country === "SG"],
    [{ city: "ipoh" }, ({ city }) => city === "Ipoh"],
    [{ emailConsent: "subscribed" }, ({ emailConsent }) => emailConsent === "subscribed"],
  ];
  for (const [filter, holds] of cases) {
    const expected = all.filter(holds);
    assert.ok(expected.length > 0, JSON.stringify(filter));
    for (const sort of ["-lastOrder", "lastOrder", "spent", "orders", "name"]) {
      const { rows } = await door.ask(listCustomers, { ...filter, sort, limit: 200 });
      assert.deepEqual(idsOf(rows), idsOf(expected), `${JSON.stringify(filter)} ${sort}`);
    }
    assert.deepEqual(await door.ask(countCustomers, filter), {
      count: expected.length,
      allCount: all.length,
      spentMinor: expected.reduce((sum: number, { spentMinor }: Reply) => sum + spentMinor, 0),
    });
  }
});

test("what no column can hold is bad input, never our failure", async () => {
  await using door = await doorOf();
  const cursor = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString("base64url");
  await assert.rejects(door.ask(listCustomers, { after: "nonsense" }), {
    details: [{ path: ["after"], code: "cursor.unknown" }],
  });
  for (const asked of [
    { sort: "spent", after: cursor(["spent", "many", "nobody"]) },
    { lastOrderFrom: "0000-01-01" },
    { ordersMin: "99999999999" },
    { tag: "a\0" },
  ])
    await assert.rejects(door.ask(listCustomers, asked), { kind: "invalid" });
  for (const name of ["a\0b", "half a \ud83d"])
    await assert.rejects(door.ask(actions.createCustomer, { name }), {
      details: [{ path: ["name"], code: "field.invalid" }],
    });
});

test("whoever may only read is told why the verbs are closed", async () => {
  await using door = await doorOf();
  const { id } = await door.ask(actions.createCustomer, { name: "Ali" });
  const { blocked } = await door.ask(actions.getCustomer, { id }, "viewer");
  assert.equal(blocked.archive, "platform.permission.missing");
  await assert.rejects(door.ask(actions.archiveCustomer, { id, version: 1 }, "viewer"), {
    kind: "forbidden",
  });
});

const idsOf = (rows: readonly Reply[]): string[] => rows.map(({ id }) => id).sort();

async function doorOf() {
  const house = await testHouse();
  const company = await testCompany(house);
  const { pool } = company.access;
  return {
    pool,
    ask: async (deed: Deed, input: object, role?: "viewer"): Promise<Reply> => {
      const caller: Caller = role === undefined ? company.admin : company.caller(role);
      return perform(deed, house, caller, input);
    },
    /** Customers of every kind, with sums as orders would have left them. */
    fill: (count: number) =>
      pool.query(
        `insert into customers (id, name, email, city, country, tags, email_consent, orders_count, spent_minor,
                                first_order_at, last_order_at, created_at, updated_at)
         select ('019ab000-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid,
                (array['Anna', 'Budi', 'Chan', '', 'Danial'])[1 + g % 5],
                case when g % 5 = 3 or g % 2 = 0 then 'c' || g || '@example.com' end,
                (array['Ipoh', 'Kuching', null])[1 + g % 3], (array['MY', 'SG'])[1 + g % 2],
                case when g % 4 = 0 then array['vip'] else '{}' end,
                (array['unknown', 'subscribed'])[1 + g % 2], g % 4, (g % 4) * (g % 7) * 1000,
                case when g % 4 > 0 then timestamptz '2026-10-01T18:00:00Z' + g / 3 * interval '11 hours' end,
                case when g % 4 > 0 then timestamptz '2026-11-01T18:00:00.123456Z' + g / 3 * interval '13 hours' end,
                timestamptz '2026-01-01' + g / 2 * interval '1 day', now()
           from generate_series(1, $1) g`,
        [count],
      ),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}
