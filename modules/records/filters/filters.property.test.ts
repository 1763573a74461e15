import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { newId, showId } from "#kernel/ids.ts";
import { SPANS, type Where } from "#kernel/where.ts";
import { customerType } from "#modules/crm/customers/fields.ts";
import { ACTIONS } from "#modules/modules.ts";
import { ORDER_STATES_OF_C } from "#modules/sales/fixtures/states.ts";
import { orderType } from "#modules/sales/orders/fields.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import { type TestCompany, testCompany, testHouse } from "#platform/testing/house.ts";
import { OPERATORS_OF } from "./filters.contract.ts";
import { type Asked, fits, type Row } from "./filters.testing.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 150);

const NOW = new Date("2026-11-22T08:00:00Z");
const ZONE = "Asia/Kuala_Lumpur";
const TEXTS = ["Ali", "ali baba", "50% off_\\", "Nur Aina", "王小明", "Zoë", "x", "O'Brien"];
const TAGS = ["vip", "borong", "lama", "100%"];
const COUNTRIES = ["MY", "SG", "BN"];
const CONSENTS = ["unknown", "subscribed", "unsubscribed", "pending"];
const STATUSES = ["open", "completed", "cancelled"];
const PAYMENTS = ["paid", "unpaid", "refunded"];
const ME = newId<"account">();
const OTHER = newId<"account">();

const DAY_MS = 86_400_000;
/** Around the edges of days in the company's zone. */
const moment = fc
  .tuple(fc.integer({ min: -40, max: 5 }), fc.constantFrom(0, 1, DAY_MS / 2, DAY_MS - 1))
  .map(([days, ms]) => new Date(Date.parse("2026-11-21T16:00:00Z") + days * DAY_MS + ms));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 3, nil: null });

const anybody = fc.record({
  name: fc.constantFrom("", ...TEXTS),
  email: maybe(fc.constantFrom("ali@example.my", "zoë@example.com", "x@y.my")),
  city: maybe(fc.constantFrom(...TEXTS)),
  country: maybe(fc.constantFrom(...COUNTRIES)),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3 }),
  emailConsent: fc.constantFrom(...CONSENTS),
  note: fc.constantFrom("", ...TEXTS),
  orders: fc.integer({ min: 0, max: 4 }),
  spent: fc.integer({ min: -100, max: 400 }),
  firstOrder: moment,
  lastOrder: moment,
  created: moment,
  owner: maybe(fc.constantFrom<string>(ME, OTHER)),
});
/** The figures of who never ordered are those of nobody else: lists go by one where another is asked for. */
const person = anybody.map((one) =>
  one.orders > 0 ? one : { ...one, spent: 0, firstOrder: null, lastOrder: null },
);
const sale = fc.record({
  status: fc.constantFrom(...STATUSES),
  payment: fc.constantFrom(...PAYMENTS),
  channel: fc.constantFrom("shop", "stall"),
  currency: fc.constantFrom("MYR", "MYR", "SGD"),
  total: fc.integer({ min: 0, max: 400 }),
  isTest: fc.boolean(),
  placed: moment,
  note: fc.constantFrom("", "Kopi"),
  at: fc.nat({ max: 12 }),
  isDeleted: fc.boolean(),
});

const kinds = new Map(
  [...orderType.fields, ...customerType.fields].map(({ key, kind }) => [key, kind]),
);
const kindOf = (field: string) => kinds.get(field) ?? "text";

/** Any operator that a field knows, with a value that makes sense for it. */
const day = fc
  .integer({ min: -45, max: 5 })
  .map((days) => new Date(NOW.getTime() + days * DAY_MS).toISOString().slice(0, 10));
function condition(field: string): fc.Arbitrary<Where> {
  const family = (
    { text: "text", long_text: "text", email: "text", number: "number", money: "number" } as const
  )[kindOf(field) as "text"];
  const is = (operators: readonly string[], value?: fc.Arbitrary<unknown>) =>
    fc.record({
      field: fc.constant(field),
      is: fc.constantFrom(...operators),
      ...(value === undefined ? {} : { value }),
    }) as fc.Arbitrary<Where>;
  const bare = is(["empty", "not_empty"]);
  if (family === "text") {
    const part = fc
      .tuple(fc.constantFrom(...TEXTS), fc.nat(3), fc.integer({ min: 1, max: 6 }))
      .map(([text, from, length]) => text.slice(from, from + length).trim() || text);
    return fc.oneof(
      bare,
      is(OPERATORS_OF.text.slice(0, 6), fc.oneof(part, fc.constantFrom(...TEXTS))),
    );
  }
  if (family === "number") {
    const number = fc.integer({ min: -100, max: 400 });
    const pair = fc.tuple(number, number);
    const one = ["at_least", "at_most", "more", "less", "is", "is_not"];
    return fc.oneof(bare, is(one, number), is(["between"], pair));
  }
  switch (kindOf(field)) {
    case "moment":
      return fc.oneof(
        bare,
        is(["in_last_days", "over_days_ago", "in_next_days"], fc.integer({ min: 1, max: 40 })),
        is(["this", "previous"], fc.constantFrom(...SPANS)),
        is(["on", "before", "after"], day),
        is(["between"], fc.tuple(day, day)),
      );
    case "yes_no":
      return is(["is"], fc.boolean());
    case "tags":
      return fc.oneof(bare, is(["any_of", "all_of", "none_of"], someOf(TAGS)));
    case "member":
      return fc.oneof(
        is(["is_me", "is_not_me", "empty", "not_empty"]),
        is(["any_of", "none_of"], someOf([showId("account", ME), showId("account", OTHER)])),
      );
    default: {
      const all =
        { country: COUNTRIES, emailConsent: CONSENTS, status: STATUSES, payment: PAYMENTS }[
          field
        ] ?? [];
      return fc.oneof(bare, is(["any_of", "none_of"], someOf(all)));
    }
  }
}
const someOf = (all: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 2 });

const ofOrders = fc.oneof(
  ...["status", "payment", "channel", "total", "isTest", "placed", "note"].map(condition),
);
const leaf = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.oneof(
      ...["name", "email", "city", "country", "tags", "emailConsent", "note", "orders", "spent"]
        .concat("firstOrder", "lastOrder", "created", "owner")
        .map(condition),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      related: fc.constant("orders"),
      has: fc.constantFrom("some", "none", "at_least"),
      count: fc.integer({ min: 1, max: 3 }),
      where: fc.option(
        fc.oneof(
          ofOrders,
          fc.record({ any: fc.array(ofOrders, { minLength: 1, maxLength: 2 }) }),
          fc.record({ not: ofOrders }),
        ),
        { nil: undefined },
      ),
    }) as fc.Arbitrary<Where>,
  },
);
const group = (of: fc.Arbitrary<Where>): fc.Arbitrary<Where> =>
  fc.oneof(
    { weight: 3, arbitrary: of },
    { weight: 2, arbitrary: fc.record({ all: fc.array(of, { maxLength: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ any: fc.array(of, { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: of }) },
  );
const where = group(group(group(leaf)));

const FIELDS = [
  "name",
  "email",
  "city",
  "country",
  "tags",
  "emailConsent",
  "note",
  "orders",
].concat(...["spent", "firstOrder", "lastOrder", "created", "owner"]);

test("each operator of each kind of field leaves exactly the rows that it fits", async () => {
  await using world = await worldOf();
  for (const field of FIELDS)
    for (const sought of fc.sample(condition(field), { numRuns: 40, seed: 9 }))
      await world.agrees(sought, "name");
});

test("every filter leaves exactly the rows that fit it, in every order, and counts them", async () => {
  await using world = await worldOf();
  const sort = fc.constantFrom("-lastOrder", "lastOrder", "-spent", "name", "orders", "-created");
  const property = fc.asyncProperty(where, sort, (sought, by) => world.agrees(sought, by));
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 500 });
});

async function worldOf() {
  const house = await testHouse({ now: NOW });
  const company = await testCompany(house);
  const rows = fc.sample(person, { numRuns: 60, seed: 7 });
  const sales = fc.sample(sale, { numRuns: 90, seed: 8 });
  const people = await settle(company, rows, sales);
  const caller = { ...company.admin, actor: { ...company.admin.actor, id: ME } };
  const asked: Asked = { zone: ZONE, today: "2026-11-22", currency: "MYR", me: ME, kindOf };
  const list = actionOf("/api/crm/customers");
  const count = actionOf("/api/crm/customers/count");
  return {
    /** The list by the door and the evaluator say the same. */
    async agrees(sought: Where, sort: string): Promise<void> {
      const text = JSON.stringify(sought);
      const expected = [...people].filter(([, row]) => fits(translated(sought), row, asked));
      const found = (await perform(list, house, caller, { where: text, sort, limit: "200" })) as {
        rows: { id: string }[];
      };
      const ids = new Set(found.rows.map(({ id }) => id));
      assert.deepEqual(ids, new Set(expected.map(([id]) => id)), text);
      const counted = (await perform(count, house, caller, { where: text })) as { count: number };
      assert.equal(counted.count, expected.length, text);
    },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

/** The evaluator holds owners as they are kept. */
function translated(sought: Where): Where {
  const text = JSON.stringify(sought);
  return JSON.parse(
    text.replaceAll(showId("account", ME), ME).replaceAll(showId("account", OTHER), OTHER),
  );
}

const actionOf = (path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === "GET" && does.path === path);
  if (found?.door !== "company") throw new Error(path);
  return found;
};

async function settle(
  { access: { pool } }: TestCompany,
  rows: readonly (typeof person extends fc.Arbitrary<infer T> ? T : never)[],
  sales: readonly (typeof sale extends fc.Arbitrary<infer T> ? T : never)[],
): Promise<Map<string, Row>> {
  const people = new Map<string, Row>();
  const ids: string[] = [];
  const orders: Row[][] = rows.map(() => []);
  for (const [at, one] of rows.entries()) {
    const id = newId<"customer">();
    ids.push(id);
    await pool.query(
      `insert into customers (id, name, email, city, country, tags, email_consent, note, orders_count, spent_minor,
         first_order_at, last_order_at, created_at, owner_id, updated_at)
       values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,now())`,
      [
        ...[id, one.name, one.email, one.city, one.country, one.tags, one.emailConsent, one.note],
        ...[one.orders, one.spent, one.firstOrder, one.lastOrder, one.created, one.owner],
      ],
    );
    people.set(showId("customer", id), { values: one, related: { orders: orders[at] ?? [] } });
  }
  for (const [at, one] of sales.entries()) {
    const isSale = one.status !== "cancelled" && !one.isTest && !one.isDeleted;
    await pool.query(
      `insert into orders (id, number, channel, customer_id, status, payment_status, fulfilment_status, is_sale, is_test,
         currency, lines_minor, total_minor, items_count, placed_at, name, note, joined_by, deleted_at, created_at, updated_at)
       values ($1,$2,$3,$4,$5,$13,'fulfilled',$6,$7,$8,$9,$9,1,$10,'',$11,'person',$12,now(),now())`,
      [
        ...[newId<"order">(), `#${at}`, one.channel, ids[one.at], one.status, isSale, one.isTest],
        ...[one.currency, one.total, one.placed, one.note, one.isDeleted ? NOW : null, one.payment],
      ],
    );
    if (!one.isDeleted) orders[one.at]?.push({ values: one });
  }
  await pool.query(`update customers c set order_states = ${ORDER_STATES_OF_C}`);
  return people;
}
