import assert from "node:assert/strict";
import { test } from "node:test";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { buyer, order, product } from "#modules/sales/fixtures/telling.ts";
import { transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import { signedUp, type TestBrowser, testDoor } from "#platform/testing/door.ts";
import type { OwnKind } from "./fields.contract.ts";
import { valueSql } from "./fields.sql.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Any = any;
const FIELDS = "/api/records/fields";
const CUSTOMERS = "/api/crm/customers";
const said = (en: string) => ({ en, ms: "" });

async function asked(
  browser: TestBrowser,
  method: "GET" | "POST" | "PATCH",
  url: string,
  body?: object,
) {
  const answer = await browser.ask(method, url, body);
  assert.equal(answer.status, 200, `${method} ${url} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const made = (browser: TestBrowser, field: object): Promise<Any> =>
  asked(browser, "POST", FIELDS, { type: "customer", kind: "text", ...field });

/** One of each kind, and what is sent and shown of it. */
const EACH: [field: object, sent: unknown, shown?: unknown][] = [
  [{ kind: "text", label: said("Nickname") }, " Ai "],
  [{ kind: "long_text", label: said("Story") }, "One\nTwo"],
  [{ kind: "number", label: said("Points") }, 12.5],
  [{ kind: "money", label: said("Credit") }, 125000],
  [{ kind: "date", label: said("Birthday") }, "1990-02-28"],
  [
    { kind: "moment", label: said("Called") },
    "2026-11-30T16:30:00+08:00",
    "2026-11-30T08:30:00.000Z",
  ],
  [{ kind: "yes_no", label: said("Wholesale") }, true],
  [{ kind: "choice", label: said("Tier"), choices: [{ label: said("Gold") }] }, "gold"],
  [
    {
      kind: "choices",
      label: said("Likes"),
      choices: [{ label: said("Tea") }, { label: said("Kopi") }],
    },
    ["tea", "kopi"],
    ["kopi", "tea"],
  ],
  [{ kind: "link", label: said("Site") }, "kedai.example", "https://kedai.example/"],
  [{ kind: "email", label: said("Other mail") }, "Aina@Lain.example", "aina@lain.example"],
  [
    { kind: "phone", label: said("Fax") },
    "03-2142 1234",
    { e164: "+60321421234", text: "03-2142 1234" },
  ],
];

test("a field of each kind: made, entered, shown by its page and its list, told in its timeline, held as its type", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  const friend = await asked(admin, "POST", CUSTOMERS, { name: "Badrul" });
  const all = [
    ...EACH,
    [{ kind: "reference", related: "customer", label: said("Friend") }, friend.id] as const,
  ];
  const custom: Record<string, unknown> = {};
  const shown: Record<string, unknown> = {};
  for (const [field, sent, expected] of all as typeof EACH) {
    const { key } = await made(admin, field);
    custom[key] = sent;
    shown[key] = expected ?? (typeof sent === "string" ? sent.trim() : sent);
  }
  const aina = await asked(admin, "POST", CUSTOMERS, { name: "Aina", custom });
  assert.deepEqual(aina.custom, shown);
  const { rows } = await asked(admin, "GET", `${CUSTOMERS}?search=aina`);
  assert.deepEqual(rows[0].custom, shown);

  const { fields } = await asked(admin, "GET", "/api/records/types/customer/fields");
  const own = fields.filter(({ isCustom }: Any) => isCustom);
  assert.deepEqual(
    own.map(({ key, kind, canFilter, canChange }: Any) => [key, kind, canFilter, canChange]),
    all.map(([field], i) => [`custom.${Object.keys(custom)[i]}`, (field as Any).kind, true, true]),
  );

  const changed = await asked(admin, "PATCH", `${CUSTOMERS}/${aina.id}`, {
    version: 1,
    custom: { points: 13, story: null },
  });
  assert.deepEqual(
    [changed.version, changed.custom],
    [2, { ...without(shown, "story"), points: 13 }],
  );
  const { rows: entries } = await asked(admin, "GET", `/api/records/timeline?subject=${aina.id}`);
  const edit = entries.find(({ detail }: Any) => detail.before !== undefined);
  assert.deepEqual(edit.detail.before, { "custom.points": 12.5, "custom.story": "One\nTwo" });
  assert.deepEqual(edit.detail.after, { "custom.points": 13, "custom.story": null });
  const { rows: log } = await asked(admin, "GET", `/api/trust/audit?subject=${aina.id}`);
  assert.deepEqual(log[0].change.after, { "custom.points": 13, "custom.story": null });
});

const without = (values: Record<string, unknown>, key: string) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));

test("an unknown field, a wrong value and a missing one are each answered at their place, and nothing is kept", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  await made(admin, { label: said("Nickname"), isRequired: true });
  await made(admin, { kind: "number", label: said("Points") });
  await made(admin, { kind: "yes_no", label: said("Wholesale"), initial: false });
  const refused = await admin.ask("POST", CUSTOMERS, {
    name: "Aina",
    custom: { points: "many", height: 3 },
  });
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.details, [
    { path: ["custom", "points"], code: "field.not_a_number" },
    { path: ["custom", "height"], code: "records.field.unknown" },
    { path: ["custom", "nickname"], code: "field.required" },
  ]);
  const aina = await asked(admin, "POST", CUSTOMERS, { name: "Aina", custom: { nickname: "Ai" } });
  assert.deepEqual(aina.custom, { nickname: "Ai", wholesale: false });
  const cleared = await admin.ask("PATCH", `${CUSTOMERS}/${aina.id}`, {
    version: 1,
    custom: { nickname: "" },
  });
  assert.deepEqual(cleared.body.details, [
    { path: ["custom", "nickname"], code: "field.required" },
  ]);
  const stale = await admin.ask("PATCH", `${CUSTOMERS}/${aina.id}`, {
    version: 7,
    custom: { nickname: "B" },
  });
  assert.equal(stale.status, 412);
});

test("a record is made by its fields as they are, however often they change while others are made", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  await asked(admin, "POST", CUSTOMERS, { name: "Before any" });
  const tier = await made(admin, { label: said("Tier"), initial: "0", isRequired: true });
  let { version } = tier;
  for (let round = 1; round <= 8; round += 1) {
    const change = asked(admin, "PATCH", `${FIELDS}/${tier.id}`, { version, initial: `${round}` });
    const beside = await Promise.all(
      [1, 2, 3, 4].map((n) => asked(admin, "POST", CUSTOMERS, { name: `Beside ${round} ${n}` })),
    );
    ({ version } = await change);
    for (const { custom } of beside)
      assert.ok([`${round - 1}`, `${round}`].includes(custom[tier.key]), custom[tier.key]);
    const next = await asked(admin, "POST", CUSTOMERS, { name: `After ${round}` });
    assert.equal(next.custom[tier.key], `${round}`);
  }
  await asked(admin, "PATCH", `${FIELDS}/${tier.id}`, { version, initial: null });
  const refused = await admin.ask("POST", CUSTOMERS, { name: "Without" });
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.details, [{ path: ["custom", tier.key], code: "field.required" }]);
});

test("what a store tells of an order, its customer and its products leaves own fields alone", async () => {
  await using shop = await testShop();
  await shop.hears({ product: product() }, { order: order() });
  for (const table of ["orders", "customers", "products"])
    await shop.rows(`update ${table} set custom = '{"size": "L"}'`);
  await shop.hears(
    { product: product({ title: "Kopi O" }, 9) },
    { order: order({ status: "completed", customer: buyer() }, 9) },
  );
  assert.deepEqual(
    await shop.rows(`
      select o.status, p.title, array[o.custom, c.custom, p.custom]::text[] as own
        from orders o, customers c, products p`),
    [
      {
        status: "completed",
        title: "Kopi O",
        own: Array.from({ length: 3 }, () => '{"size": "L"}'),
      },
    ],
  );
});

test("orders and products that people enter carry own fields, in page and list", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  await made(admin, { type: "order", kind: "date", label: said("Ship by") });
  await made(admin, { type: "product", kind: "number", label: said("Weight") });
  const records = [
    [
      "/api/sales/orders",
      { channel: "stall", lines: [{ title: "Kopi", quantity: 1, unitPriceMinor: 500 }] },
      [{ ship_by: "2026-12-01" }, { ship_by: "2026-12-02" }],
    ],
    ["/api/catalog/products", { title: "Kopi", variants: [{}] }, [{ weight: 2 }, { weight: 2.5 }]],
  ] as const;
  for (const [path, record, [custom, next]] of records) {
    const kept = await asked(admin, "POST", path, { ...record, custom });
    assert.deepEqual(kept.custom, custom);
    const changed = await asked(admin, "PATCH", `${path}/${kept.id}`, { version: 1, custom: next });
    assert.deepEqual(changed.custom, next);
    const { rows } = await asked(admin, "GET", path);
    assert.deepEqual(rows[0].custom, next);
    const { rows: told } = await asked(admin, "GET", `/api/records/timeline?subject=${kept.id}`);
    const [key, value] = Object.entries(next)[0] ?? [];
    assert.ok(
      told.some(({ detail }: Any) => detail.after?.[`custom.${key}`] === value),
      path,
    );
  }
});

test("renaming and retiring keep every value; a kind changes only where none is lost", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  const field = await made(admin, { label: said("Size") });
  const aina = await asked(admin, "POST", CUSTOMERS, { name: "Aina", custom: { size: "L" } });
  const change = (body: object) => admin.ask("PATCH", `${FIELDS}/${field.id}`, body);

  const renamed = await change({ version: 1, label: { en: "Shirt size", ms: "Saiz baju" } });
  assert.deepEqual([renamed.body.key, renamed.body.label.ms], ["size", "Saiz baju"]);
  const lossy = await change({ version: 2, kind: "number" });
  assert.deepEqual(lossy.body.details, [
    { path: ["kind"], code: "records.field.would_lose_values" },
  ]);
  const longer = await change({ version: 2, kind: "long_text" });
  assert.equal(longer.status, 200);

  const retired = await asked(admin, "POST", `${FIELDS}/${field.id}/retire`, { version: 3 });
  assert.ok(retired.retiredAt);
  const hidden = await asked(admin, "GET", `${CUSTOMERS}/${aina.id}`);
  assert.deepEqual(hidden.custom, {});
  const edited = await admin.ask("PATCH", `${CUSTOMERS}/${aina.id}`, {
    version: 1,
    custom: { size: "M" },
  });
  assert.deepEqual(edited.body.details, [
    { path: ["custom", "size"], code: "records.field.is_retired" },
  ]);
  await asked(admin, "POST", `${FIELDS}/${field.id}/bring-back`, { version: 4 });
  const back = await asked(admin, "GET", `${CUSTOMERS}/${aina.id}`);
  assert.deepEqual(back.custom, { size: "L" });
});

test("a choice in use is retired instead of removed, and renamed for every record at once", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  const field = await made(admin, {
    kind: "choice",
    label: said("Tier"),
    choices: [
      { label: said("Gold"), colour: "yellow" },
      { label: said("Silver") },
      { label: said("Tin") },
    ],
  });
  await asked(admin, "POST", CUSTOMERS, { name: "Aina", custom: { tier: "gold" } });
  const after = await asked(admin, "PATCH", `${FIELDS}/${field.id}`, {
    version: 1,
    choices: [{ value: "silver", label: said("Argent") }],
  });
  assert.deepEqual(
    after.choices.map(({ value, label, isRetired }: Any) => [value, label.en, isRetired]),
    [
      ["silver", "Argent", false],
      ["gold", "Gold", true],
    ],
  );
  const wrong = await admin.ask("POST", CUSTOMERS, { name: "B", custom: { tier: "gold" } });
  assert.deepEqual(wrong.body.details, [
    { path: ["custom", "tier"], code: "records.field.no_such_choice" },
  ]);
});

test("of 16 at once that want the same value of a unique field one gets it, and the trash blocks nobody", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  await made(admin, { label: said("Member no"), isUnique: true });
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      admin.ask("POST", CUSTOMERS, {
        name: `N ${i}`,
        custom: { member_no: i % 2 ? "A-1" : "a-1" },
      }),
    ),
  );
  const won = answers.filter(({ status }) => status === 200);
  assert.equal(won.length, 1);
  for (const { status, body } of answers.filter((one) => one !== won[0])) {
    assert.equal(status, 400);
    assert.deepEqual(body.details, [
      { path: ["custom", "member_no"], code: "records.field.taken" },
    ]);
  }
  await asked(admin, "POST", `${CUSTOMERS}/trash`, { ids: [won[0]?.body.id] });
  await asked(admin, "POST", CUSTOMERS, { name: "Next", custom: { member_no: "A-1" } });
});

test("a field becomes unique only where no two records have the same", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  const field = await made(admin, { label: said("Code") });
  const [one] = await Promise.all(
    ["X", "x"].map((code) => asked(admin, "POST", CUSTOMERS, { name: code, custom: { code } })),
  );
  const change = { version: 1, isUnique: true };
  const refused = await admin.ask("PATCH", `${FIELDS}/${field.id}`, change);
  assert.deepEqual(refused.body.details, [
    { path: ["isUnique"], code: "records.field.has_doubles" },
  ]);
  await asked(admin, "PATCH", `${CUSTOMERS}/${one.id}`, { version: 1, custom: { code: "Y" } });
  await asked(admin, "PATCH", `${FIELDS}/${field.id}`, change);
});

test("customers are put in order by an indexed field, page after page, and by no other", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  await made(admin, { kind: "number", label: said("Points"), isIndexed: true });
  await made(admin, { kind: "number", label: said("Height") });
  for (const [name, points] of [
    ["A", 2],
    ["B", null],
    ["C", 12.5],
    ["D", 2],
  ] as const)
    await asked(admin, "POST", CUSTOMERS, { name, custom: { points } });
  const early = await admin.ask("GET", `${CUSTOMERS}?sort=custom.points`);
  assert.deepEqual([early.status, early.body.details[0].path], [400, ["sort"]], "not made yet");
  await door.house.drain({ access: await onlyCompany(door) });
  const walk = async (sort: string) => {
    const names: string[] = [];
    for (let after = ""; ; ) {
      const { rows, next } = await asked(admin, "GET", `${CUSTOMERS}?sort=${sort}&limit=1${after}`);
      names.push(...rows.map(({ name }: Any) => name));
      if (next === null) return names.join("");
      after = `&after=${next}`;
    }
  };
  assert.equal(await walk("custom.points"), "BADC");
  assert.equal(await walk("-custom.points"), "CDAB");
  const wrong = await admin.ask("GET", `${CUSTOMERS}?sort=custom.height`);
  assert.equal(wrong.status, 400);
});

test("a field that is gone for good leaves no value, and needs its name said where records have some", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  const field = await made(admin, { label: said("Size"), isUnique: true, isIndexed: true });
  await asked(admin, "POST", CUSTOMERS, { name: "Aina", custom: { size: "L" } });
  const access = await onlyCompany(door);
  await door.house.drain({ access });
  assert.deepEqual(await customIndexes(access), [
    "customers_custom_size_find",
    "customers_custom_size_key",
    "customers_custom_size_sort",
  ]);
  await asked(admin, "POST", `${FIELDS}/${field.id}/retire`, { version: 1 });
  const unsaid = await admin.ask("POST", `${FIELDS}/${field.id}/purge`, { version: 2 });
  assert.deepEqual(unsaid.body.details, [{ path: ["key"], code: "records.field.is_used" }]);
  await asked(admin, "POST", `${FIELDS}/${field.id}/purge`, { version: 2, key: "size" });
  await door.house.drain({ access });
  const { fields } = await asked(admin, "GET", `${FIELDS}?type=customer`);
  assert.deepEqual(fields, []);
  const { rows } = await access.pool.query("select custom from customers");
  assert.deepEqual(rows, [{ custom: {} }]);
  assert.deepEqual(await customIndexes(access), []);
});

test("an indexed field of every kind is found and put in order by its index, with the expressions that lists use", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  const kinds = EACH.filter(([field]) => !["long_text", "choices"].includes((field as Any).kind));
  const keys: { key: string; kind: OwnKind }[] = [];
  for (const [field] of kinds) {
    const { key, kind } = await made(admin, { ...field, isIndexed: true });
    keys.push({ key, kind });
  }
  const access = await onlyCompany(door);
  await door.house.drain({ access });
  const { fields } = await asked(admin, "GET", "/api/records/types/customer/fields");
  await transaction(access.pool, "read write", async (db) => {
    await db.run(sql`set local enable_seqscan = off`);
    await db.run(sql`set local enable_bitmapscan = off`);
    await db.run(sql`set local enable_sort = off`);
    const of = sql`c`;
    for (const { key, kind } of keys) {
      const value = valueSql({ key, kind });
      const plan = JSON.stringify(
        await db.rows(
          sql`explain select id from customers c where ${value(of)} is not null order by ${value(of)}, id limit 5`,
        ),
      );
      assert.match(plan, new RegExp(`customers_custom_${key}_find`), kind);
      const shown = fields.find((one: Any) => one.key === `custom.${key}`);
      assert.equal(shown.canSort, kind !== "choice", kind);
    }
  });
});

async function onlyCompany(door: Any) {
  const { rows } = await door.house.control.query(
    "select id from companies where status = 'active'",
  );
  return door.house.companies.access(rows[0].id);
}

const customIndexes = async ({ pool }: Any): Promise<string[]> =>
  (
    await pool.query(
      "select indexname from pg_indexes where indexname like '%\\_custom\\_%' order by 1",
    )
  ).rows.map(({ indexname }: Any) => indexname);

test("brought back, a record comes without a unique value that another has now, or stays where it is", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  await made(admin, { label: said("Member no"), isUnique: true });
  const custom = { member_no: "A-1" };
  const aina = await asked(admin, "POST", CUSTOMERS, { name: "Aina", custom });
  await asked(admin, "POST", `${CUSTOMERS}/trash`, { ids: [aina.id] });
  const badrul = await asked(admin, "POST", CUSTOMERS, { name: "Badrul", custom });
  const restore = (resolution: string) =>
    asked(admin, "POST", "/api/records/trash/restore", { records: [aina.id], resolution });

  const { restored, conflicts } = await restore("ask");
  assert.deepEqual(restored, []);
  assert.deepEqual(conflicts, [
    {
      record: aina.id,
      name: "Aina",
      taken: [
        {
          kind: "field",
          key: "a-1",
          field: { en: "Member no", ms: "Member no" },
          record: badrul.id,
          name: "Badrul",
        },
      ],
      blocked: { without: null },
    },
  ]);
  assert.deepEqual((await restore("without")).restored, [aina.id]);
  const back = await asked(admin, "GET", `${CUSTOMERS}/${aina.id}`);
  assert.deepEqual([back.custom, back.trashedAt], [{}, null]);
  const kept = await asked(admin, "GET", `${CUSTOMERS}/${badrul.id}`);
  assert.deepEqual(kept.custom, custom);
});

test("two in the trash with one unique value: brought back together, the older one has it", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  await made(admin, { label: said("Member no"), isUnique: true });
  const custom = { member_no: "A-1" };
  const ids: string[] = [];
  for (const name of ["Aina", "Badrul"]) {
    const { id } = await asked(admin, "POST", CUSTOMERS, { name, custom });
    await asked(admin, "POST", `${CUSTOMERS}/trash`, { ids: [id] });
    ids.push(id);
  }
  const path = "/api/records/trash/restore";
  const { restored, conflicts } = await asked(admin, "POST", path, { records: ids });
  assert.deepEqual(restored, [ids[0]]);
  assert.deepEqual(
    conflicts.map(({ record }: Any) => record),
    [ids[1]],
  );
});

test("a reference names only what is there and seen, is found by its name, and is called by it", async () => {
  await using door = await testDoor();
  const admin = await signedUp(door);
  await made(admin, { kind: "reference", related: "product", label: said("Favourite") });
  const kopi = await asked(admin, "POST", "/api/catalog/products", {
    title: "Kopi",
    variants: [{}],
  });
  await asked(admin, "POST", CUSTOMERS, { name: "Aina", custom: { favourite: kopi.id } });
  const { found } = await asked(admin, "GET", `${FIELDS}/find?type=product&search=kop`);
  assert.deepEqual(found, [{ id: kopi.id, title: "Kopi" }]);
  const { titles } = await asked(admin, "GET", `${FIELDS}/titles?ids=${kopi.id},nonsense`);
  assert.deepEqual(titles, { [kopi.id]: "Kopi" });

  await asked(admin, "POST", "/api/catalog/products/trash", { ids: [kopi.id] });
  const gone = await admin.ask("POST", CUSTOMERS, { name: "B", custom: { favourite: kopi.id } });
  assert.deepEqual(gone.body.details, [
    { path: ["custom", "favourite"], code: "records.field.names_nothing" },
  ]);
});
