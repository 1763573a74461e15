import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { settle } from "#apps/cli/crowd.ts";
import { readId, showId } from "#kernel/ids.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { type Kaunter, type Person, progress, withKaunter } from "./kaunter.ts";
import { quantile, type Row, row } from "./row.ts";

const OWNERS = [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`);
const CROWD = {
  customers: 1_000_000,
  orders: 1_000_000,
  until: new Date("2026-11-22T04:00:00Z"),
  currency: "MYR",
  owners: OWNERS,
};
const ROUNDS = 4;
const DEPTH = 12;

/** Lists, counts and Home as the screens ask for them, one after the other, in a company of a million. */
export const run = (): Promise<Row[]> =>
  withKaunter(async (kaunter) => {
    const owner = await kaunter.signedUp("Kedai Sejuta");
    const began = performance.now();
    const databaseUrl = await databaseOf(kaunter, owner);
    await settle(databaseUrl, CROWD);
    await rolledUp(owner, databaseUrl);
    progress(`a million of each in ${((performance.now() - began) / 1000).toFixed(0)} s`);

    const customers = await customerPages(owner);
    const orders = await orderPages(owner);
    return [
      ...(await listRows(owner, "customers", "Customer list", customers)),
      ...(await listRows(owner, "orders", "Order list", orders)),
      await countRow(owner, "customers", "Count of customers", "/api/crm/customers", customers),
      await countRow(owner, "orders", "Count and sums of orders", "/api/sales/orders", orders),
      await homeRow(owner),
    ];
  });

const CUSTOMER_SORTS =
  "-lastOrder,lastOrder,name,-name,-spent,spent,-orders,orders,-created,created".split(",");
const ORDER_SORTS = "-placed,placed,-total,total".split(",");

/** Of nobody, of oneself, who has none, and of colleagues who have many, some and few. */
const OWNED = ["nobody", "mine", ...OWNERS.map((id) => showId("account", id))].map((owner) => ({
  owner,
}));

/** What people ask for: every order at the top and deep down, filters, and words that many, few or none have. */
async function customerPages(owner: Person): Promise<string[]> {
  const at = "/api/crm/customers";
  return [
    ...(await walked(owner, at, CUSTOMER_SORTS)),
    ...asked(at, [
      { ordersMin: 3 },
      { ordersMin: 3, sort: "name" },
      { ordersMax: 0 },
      { spentMin: 100_000, sort: "-spent" },
      { spentMin: 500_000, sort: "name" },
      { lastOrderFrom: "2026-11-01" },
      { lastOrderTo: "2025-06-30", ordersMin: 2 },
      { firstOrderFrom: "2026-11-01", sort: "-spent" },
      { tag: "vip" },
      { tag: "vip", sort: "name" },
      { city: "Kuching" },
      { city: "kuching", sort: "-spent" },
      { country: "SG", sort: "-created" },
      { emailConsent: "subscribed" },
      { country: "BN", tag: "vip", ordersMin: 2 },
      { archived: "true" },
      ...OWNED,
      { owner: "nobody", sort: "name" },
      { search: "siti" },
      { search: "siti binti rahman" },
      { search: "nandu" },
      { search: "pelanggan771234" },
      { search: "王小明" },
      { search: "கவிதா" },
      { search: "kenari sdn" },
      { search: "li" },
      { search: "z" },
      { search: "012-345 6789" },
      { search: "nobody at all" },
      { search: "tan", sort: "-spent" },
      { search: "wei ling", city: "Ipoh" },
    ]),
  ];
}

async function orderPages(owner: Person): Promise<string[]> {
  const at = "/api/sales/orders";
  const [customer] = await rowsOf(owner, "/api/crm/customers?sort=-orders&limit=1");
  const [product] = await rowsOf(owner, "/api/catalog/products?limit=1");
  return [
    ...(await walked(owner, at, ORDER_SORTS)),
    ...asked(at, [
      { status: "open" },
      { status: "pending", sort: "-total" },
      { paymentStatus: "voided" },
      { fulfilmentStatus: "unfulfilled" },
      { placedFrom: "2026-11-01" },
      { placedFrom: "2025-03-01", placedTo: "2025-03-31", sort: "-total" },
      { customerId: customer?.id ?? "" },
      { productId: product?.id ?? "" },
      { currency: "SGD" },
      { channel: "chat", isSale: "true" },
      { totalMin: 60_000 },
      { totalMax: 1_000, sort: "placed" },
      ...OWNED,
      { owner: "nobody", status: "pending" },
      { search: "M-771234" },
      { search: "siti" },
      { search: "pelanggan4321" },
      { search: "王小明" },
      { search: "m-" },
      { search: "nobody at all" },
    ]),
  ];
}

const asked = (at: string, filters: readonly Record<string, string | number>[]): string[] =>
  filters.map((filter) => `${at}?${new URLSearchParams(filter as Record<string, string>)}`);

/** The first page of each order, the one after it, and one far down. */
async function walked(owner: Person, at: string, sorts: readonly string[]): Promise<string[]> {
  const pages: string[] = [];
  for (const sort of sorts) {
    pages.push(`${at}?sort=${sort}`);
    let next: string | null = null;
    for (let depth = 0; depth < DEPTH; depth += 1) {
      const after: string = next === null ? "" : `&after=${encodeURIComponent(next)}`;
      const page: { next: string | null } = await owner.ask(
        "GET",
        `${at}?sort=${sort}&limit=200${after}`,
      );
      next = page.next;
      if (next === null) throw new Error(`the list by ${sort} ends too soon`);
      if (depth === 0 || depth === DEPTH - 1)
        pages.push(`${at}?sort=${sort}&after=${encodeURIComponent(next)}`);
    }
  }
  return pages;
}

async function rowsOf(owner: Person, path: string): Promise<{ id: string }[]> {
  return (await owner.ask<{ rows: { id: string }[] }>("GET", path)).rows;
}

async function listRows(
  owner: Person,
  id: string,
  what: string,
  pages: readonly string[],
): Promise<Row[]> {
  const times = await timesOf(owner, pages);
  const figure = (goal: number, share: number) =>
    ({ goal, result: quantile(times, share), unit: "ms", better: "lower" }) as const;
  const mixture = `${what} at 1,000,000, ${pages.length} different pages`;
  return [
    row(`lists.${id}_p50`, `${mixture}, p50`, figure(6, 0.5)),
    row(`lists.${id}_p95`, `${mixture}, p95`, figure(100, 0.95)),
  ];
}

async function countRow(
  owner: Person,
  id: string,
  what: string,
  at: string,
  pages: readonly string[],
): Promise<Row> {
  const filters = pages
    .map((page) => new URL(page, "http://kaunter").searchParams)
    .filter((asks) => !asks.has("after"))
    .map((asks) => {
      asks.delete("sort");
      return `${at}/count?${asks}`;
    });
  const times = await timesOf(owner, [...new Set(filters)]);
  return row(`lists.${id}_count`, `${what} at 1,000,000 that a filter leaves, p95`, {
    goal: 300,
    result: quantile(times, 0.95),
    unit: "ms",
    better: "lower",
  });
}

async function homeRow(owner: Person): Promise<Row> {
  const path = "/api/insights/home?from=2026-10-24&to=2026-11-22";
  const times = await timesOf(
    owner,
    Array.from({ length: 5 }, () => path),
  );
  return row("lists.home", "Home over 30 days at 1,000,000 orders, p95", {
    goal: 300,
    result: quantile(times, 0.95),
    unit: "ms",
    better: "lower",
  });
}

/** Each asked for once beforehand; then round after round, each time in turn. The slowest are named. */
async function timesOf(owner: Person, paths: readonly string[]): Promise<number[]> {
  for (const path of paths) await owner.ask("GET", path);
  const byPath = new Map<string, number[]>(paths.map((path) => [path, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const path of paths) {
      const began = performance.now();
      await owner.ask("GET", path);
      byPath.get(path)?.push(performance.now() - began);
    }
  }
  const slowest = [...byPath]
    .map(([path, times]) => ({ path, ms: quantile(times, 0.5) }))
    .sort((a, b) => b.ms - a.ms);
  for (const { path, ms } of slowest.slice(0, 6))
    progress(`${ms.toFixed(1)} ms ${decodeURIComponent(path).replace(/after=.*/, "after=…")}`);
  return [...byPath.values()].flat();
}

const ROLLED_UP_WITHIN_MS = 180_000;

/** A first sale by hand has the worker add up the days, as it does in every company that sells. */
async function rolledUp(owner: Person, databaseUrl: string): Promise<void> {
  const lines = [{ title: "Kopi O", quantity: 1, unitPriceMinor: 500 }];
  await owner.ask("POST", "/api/sales/orders", { customerId: null, channel: "stall", lines });
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const until = performance.now() + ROLLED_UP_WITHIN_MS;
    while (performance.now() < until) {
      const { rowCount } = await client.query(
        "select from day_horizon where until_on = (now() at time zone 'Asia/Kuala_Lumpur')::date",
      );
      if (rowCount === 1) return;
      await wait(500);
    }
    throw new Error("the days were not added up in time");
  } finally {
    await client.query("vacuum (analyze) day_sums, day_products, day_touches");
    await client.end();
  }
}

async function databaseOf({ databaseUrl }: Kaunter, owner: Person): Promise<string> {
  const { company } = await owner.ask<{ company: { id: string } }>("GET", "/api/accounts/me");
  const control = new pg.Client(urlFor(databaseUrl, "kaunter_control"));
  await control.connect();
  const { rows } = await control.query<{ name: string }>(
    "select database_name as name from companies where id = $1",
    [readId("company", company.id)],
  );
  await control.end();
  return urlFor(databaseUrl, rows[0]?.name ?? "");
}
