import { showId } from "#kernel/ids.ts";
import { ACTIONS } from "#modules/modules.ts";
import type { Shop } from "#modules/sales/fixtures/shop.ts";
import {
  at,
  buyer,
  order,
  payment,
  product,
  refund,
  subscription,
  variation,
} from "#modules/sales/fixtures/telling.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { Role } from "#platform/permissions/roles.ts";

export const DAY_MS = 86_400_000;

/** What differs by nature: who did what when, and notes of which days have to be added up anew. */
const PASSED_BY = new Set(["audit_entries", "trash_entries", "day_touches"]);

/** Every row of every table but those, without the count of its versions. */
export async function stateOf(shop: Shop): Promise<string[]> {
  const state: string[] = [];
  for (const table of await tablesOf(shop)) {
    if (PASSED_BY.has(table) || table.startsWith("audit_")) continue;
    for (const { version: _, ...row } of await shop.rows(`select * from "${table}"`))
      state.push(`${table} ${JSON.stringify(row)}`);
  }
  return state.sort((one, other) => (one < other ? -1 : 1));
}

/** The rows that only one of both has. */
export const differences = (one: readonly string[], other: readonly string[]): string[] => [
  ...one.filter((row) => !other.includes(row)).map((row) => `was: ${row}`),
  ...other.filter((row) => !one.includes(row)).map((row) => `is: ${row}`),
];

const tablesOf = async (shop: Shop): Promise<string[]> =>
  (
    await shop.rows(
      `select table_name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    )
  ).map(({ table_name }) => table_name);

/** Where a word stands, in every column of every table. */
export async function whereIs(shop: Shop, word: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of await tablesOf(shop)) {
    const rows = await shop.rows(
      `select count(*) from "${table}" as t where t::text ilike '%' || $1 || '%'`,
      [word],
    );
    if (rows[0].count > 0) found.push(table, ...Array(rows[0].count - 1).fill(table));
  }
  return found;
}

const actionOf = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  if (found?.door !== "company") throw new Error(`${method} ${path}`);
  return found;
};

const DOORS: Record<string, [string, string]> = {
  customer: ["GET", "/api/crm/customers/:id"],
  order: ["GET", "/api/sales/orders/:id"],
  product: ["GET", "/api/catalog/products/:id"],
  customers: ["GET", "/api/crm/customers/count"],
  orders: ["GET", "/api/sales/orders/count"],
  products: ["GET", "/api/catalog/products/count"],
  "new customer": ["POST", "/api/crm/customers"],
  trash: ["GET", "/api/records/trash"],
  "trash count": ["GET", "/api/records/trash/count"],
  "delete customers": ["POST", "/api/crm/customers/trash"],
  "empty trash": ["POST", "/api/records/trash/empty"],
  restore: ["POST", "/api/records/trash/restore"],
};

/** By the door: a record by its id, or whatever else by what is sent. */
export async function asks(
  shop: Shop,
  door: string,
  input: object | string,
  as: Role | Caller = shop.caller,
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
): Promise<any> {
  const [method, path] = DOORS[door] ?? ["", ""];
  const sent = typeof input === "string" ? { id: showId(door as "order", input) } : input;
  const caller = typeof as === "string" ? shop.callerAs(as) : as;
  return perform(actionOf(method, path), shop.house, caller, sent);
}

export const many = async (shop: Shop, door: string, filter: object): Promise<number> =>
  (await asks(shop, door, filter)).count;

export const restored = (shop: Shop, records: readonly string[], resolution = "ask") =>
  asks(shop, "restore", { records, resolution });

/** Runs whatever is due by the test's clock. */
export const emptied = (shop: Shop): Promise<void> => shop.house.drain(shop.caller);

/** All of one person and of what they bought, in every table there is. */
export async function sold(shop: Shop) {
  const account = buyer({
    isAccount: true,
    externalId: "7",
    phoneText: "012-345 6789",
    tags: ["vip"],
  });
  await shop.hears(
    { product: product() },
    { variation: variation("v1", "6.00") },
    { customer: account },
    { order: order({ customer: account }) },
    { order: order({ externalId: "101", number: "#101", placedAt: at(5), totalMinor: 900 }, 6) },
    { refund: refund() },
    { payment: payment() },
    { subscription: subscription() },
  );
  return {
    customer: (await shop.rows("select id from customers"))[0].id as string,
    order: (await shop.rows("select id from orders where external_id = '100'"))[0].id as string,
    product: (await shop.rows("select id from products"))[0].id as string,
  };
}
