import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { settle } from "#apps/cli/crowd.ts";
import { readId } from "#kernel/ids.ts";
import type { Where } from "#kernel/where.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { forgetPeak, type Kaunter, type Person, peakOf, progress, withKaunter } from "./kaunter.ts";
import { MILLION, many, quantile, type Row, row } from "./row.ts";

const CROWD = {
  until: new Date("2026-11-22T04:00:00Z"),
  currency: "MYR",
  owners: [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`),
};
const ORDERS_EACH = 5;
const ROUNDS = 3;
const AT = "/api/crm/customers";

const spent = (value: number): Where => ({ field: "spent", is: "at_least", value });
const tagged = (...value: string[]): Where => ({ field: "tags", is: "any_of", value });
const city = (value: string): Where => ({ field: "city", is: "is", value });
const bought = (where: Where): Where => ({ related: "orders", has: "some", where });

/** What views are saved for: by figures, words, days, choices and what was bought, nested and not. */
const VIEWS: readonly (readonly [what: string, where: Where, sort?: string])[] = [
  ["spent", spent(100_000)],
  ["spent, by name", spent(500_000), "name"],
  ["tags", tagged("vip")],
  ["city", city("Kuching")],
  ["name contains", { field: "name", is: "contains", value: "aminah" }],
  ["e-mail ends", { field: "email", is: "ends", value: "234@gmail.example" }],
  ["last order", { field: "lastOrder", is: "in_last_days", value: 30 }],
  ["quiet", { field: "lastOrder", is: "over_days_ago", value: 365 }],
  ["consent", { field: "emailConsent", is: "any_of", value: ["subscribed"] }],
  ["country", { field: "country", is: "none_of", value: ["MY"] }, "-created"],
  ["nobody’s", { field: "owner", is: "empty" }],
  ["nested", { all: [spent(50_000), { any: [tagged("vip"), city("Ipoh")] }] }],
  [
    "nested not",
    { all: [tagged("vip", "borong"), { not: city("Ipoh") }, spent(20_000)] },
    "-spent",
  ],
  ["never ordered", { all: [{ field: "orders", is: "is", value: 0 }, city("Melaka")] }],
];
const BY_ORDERS: readonly (readonly [what: string, where: Where])[] = [
  [
    "bought in Singapore dollars lately",
    bought({
      all: [
        { field: "currency", is: "is", value: "SGD" },
        { field: "placed", is: "in_last_days", value: 30 },
      ],
    }),
  ],
  [
    "vip with two open orders",
    {
      all: [
        tagged("vip"),
        {
          related: "orders",
          has: "at_least",
          count: 2,
          where: { field: "status", is: "any_of", value: ["open"] },
        },
      ],
    },
  ],
  [
    "in Ipoh without a paid order",
    {
      all: [
        city("Ipoh"),
        {
          related: "orders",
          has: "none",
          where: { field: "payment", is: "any_of", value: ["paid"] },
        },
      ],
    },
  ],
];

/** Saved views and deeds on many, as the screens ask for them, in a company of a million. */
export const run = (customers: number): Promise<Row[]> =>
  withKaunter(async (kaunter) => {
    const owner = await kaunter.signedUp("Kedai Sejuta");
    const began = performance.now();
    const orders = customers * ORDERS_EACH;
    await settle(await databaseOf(kaunter, owner), { ...CROWD, customers, orders });
    progress(`settled in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    const lists = await timesOf(
      owner,
      VIEWS.map(([what, where, sort]) => [what, asked(where, sort)]),
    );
    const counts = await timesOf(
      owner,
      VIEWS.map(([what, where]) => [what, counted(where)]),
    );
    const related = await timesOf(
      owner,
      BY_ORDERS.map(([what, where]) => [what, asked(where)]),
    );
    const relatedCounts = await timesOf(
      owner,
      BY_ORDERS.map(([what, where]) => [what, counted(where)]),
    );
    const ms = (goal: number, result: number) =>
      ({ goal, result, unit: "ms", better: "lower" }) as const;
    return [
      row(
        "views.list_p50",
        `${VIEWS.length} saved views at ${many(customers)} customers, p50`,
        ms(6, quantile(lists, 0.5)),
      ),
      row(
        "views.list_p95",
        `${VIEWS.length} saved views at ${many(customers)} customers, p95`,
        ms(100, quantile(lists, 0.95)),
      ),
      row(
        "views.count_p95",
        `Exact count of a saved view at ${many(customers)} customers, p95`,
        ms(300, quantile(counts, 0.95)),
      ),
      row(
        "views.related_p95",
        `Saved views by what was bought, ${many(orders)} orders, p95`,
        ms(100, quantile(related, 0.95)),
      ),
      row(
        "views.related_count_p95",
        "Exact count by what was bought, p95",
        ms(300, quantile(relatedCounts, 0.95)),
      ),
      ...(await searchRows(owner)),
      await scrollRow(owner, customers),
      ...(await exportRows(kaunter, owner, customers)),
      await mergeRow(owner),
      ...(await bulkRows(owner)),
    ];
  });

const asked = (where: Where, sort?: string): string =>
  `${AT}?${new URLSearchParams({ where: JSON.stringify(where), ...(sort === undefined ? {} : { sort }) })}`;
const counted = (where: Where): string =>
  `${AT}/count?${new URLSearchParams({ where: JSON.stringify(where) })}`;

/** Each asked for once beforehand; then round after round. The slowest are named. */
async function timesOf(
  owner: Person,
  paths: readonly (readonly [what: string, path: string])[],
): Promise<number[]> {
  const times: number[] = [];
  const named: { what: string; ms: number }[] = [];
  for (const [what, path] of paths) {
    await owner.ask("GET", path);
    const own: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      await owner.ask("GET", path);
      own.push(performance.now() - began);
    }
    times.push(...own);
    named.push({ what, ms: quantile(own, 0.5) });
  }
  for (const { what, ms } of named.sort((a, b) => b.ms - a.ms).slice(0, 8))
    progress(`${ms.toFixed(1)} ms ${what}`);
  return times;
}

/** What people type: names, parts of them, other scripts, addresses, numbers, and what nobody is called. */
const TYPED = [
  ...[
    "siti",
    "siti binti rahman",
    "wei ling",
    "tan",
    "nandu",
    "王小明",
    "கவிதா",
    "kenari sdn",
    "pelanggan771234",
  ],
  ...[
    "012-345 6789",
    "M-771234",
    "barang 12",
    "gmail.example",
    "li",
    "nobody at all",
    "muhamad hafis",
  ],
];
const SEARCHED = ["/api/crm/customers", "/api/sales/orders", "/api/catalog/products"];

/** The palette asks all lists at once, and is as fast as the slowest of them; a list's own search asks for a whole page. */
async function searchRows(owner: Person): Promise<Row[]> {
  const found = (text: string, at: string, limit: number) =>
    owner.ask("GET", `${at}?${new URLSearchParams({ search: text, limit: String(limit) })}`);
  const palette = await eachTimed(TYPED, (text) =>
    Promise.all(SEARCHED.map((at) => found(text, at, 5))),
  );
  const list = await eachTimed(TYPED, (text) => found(text, AT, 50));
  const ms = (times: readonly number[]) =>
    ({ goal: 100, result: quantile(times, 0.95), unit: "ms", better: "lower" }) as const;
  return [
    row("views.search_palette_p95", "Search in the palette: three lists at once, p95", ms(palette)),
    row("views.search_list_p95", "Search in the list of customers, p95", ms(list)),
  ];
}

async function eachTimed(
  texts: readonly string[],
  ask: (text: string) => Promise<unknown>,
): Promise<number[]> {
  for (const text of texts) await ask(text);
  const named: { text: string; ms: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const text of texts) {
      const began = performance.now();
      await ask(text);
      named.push({ text, ms: performance.now() - began });
    }
  const slowest = named.toSorted((a, b) => b.ms - a.ms).slice(0, 3);
  progress(`search: ${slowest.map(({ text, ms }) => `${ms.toFixed(0)} ms ${text}`).join(", ")}`);
  return named.map(({ ms }) => ms);
}

const SCROLLED = { rows: 100_000, limit: 200 };

/** Page after page of a hundred thousand rows, as somebody scrolls who never stops. */
async function scrollRow(owner: Person, customers: number): Promise<Row> {
  const rows = Math.min(SCROLLED.rows, customers);
  const times: number[] = [];
  let after = "";
  for (let page = 0; page < rows / SCROLLED.limit; page += 1) {
    const began = performance.now();
    const { next } = await owner.ask<{ next: string | null }>(
      "GET",
      `${AT}?limit=${SCROLLED.limit}${after}`,
    );
    times.push(performance.now() - began);
    if (next === null) break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  const result = quantile(times, 0.95);
  return row("views.scroll_p95", `Scrolling through ${many(rows)} customers, a page of 200, p95`, {
    ...{ goal: 100, result, unit: "ms", better: "lower" },
  });
}

/** All of them into one CSV file, and the most memory that the process held meanwhile. */
async function exportRows({ pid }: Kaunter, owner: Person, customers: number): Promise<Row[]> {
  await forgetPeak(pid);
  const began = performance.now();
  const asked = { type: "customer", format: "csv", language: "en" };
  const { id } = await owner.ask<{ id: string }>("POST", "/api/records/exports", asked);
  for (;;) {
    const at = await owner.ask<{ state: string }>("GET", `/api/records/exports/${id}`);
    if (at.state === "done") break;
    if (at.state === "failed") throw new Error("the export failed");
    await wait(250);
  }
  const seconds = (performance.now() - began) / 1000;
  const peakMiB = await peakOf(pid);
  progress(`exported in ${seconds.toFixed(1)} s, ${peakMiB.toFixed(0)} MiB`);
  const better = "lower";
  return [
    row("views.export", `Export of ${many(customers)} customers as CSV`, {
      ...{ goal: (60 * customers) / MILLION, result: seconds, unit: "s", better },
    }),
    row("views.export_memory", "  most memory of the process meanwhile", {
      ...{ goal: 300, result: peakMiB, unit: "MiB", better },
    }),
  ];
}

const MERGES = 30;

/** Two who ordered are said to be one, and then again not to be. */
async function mergeRow(owner: Person): Promise<Row> {
  type Listed = { rows: { id: string }[] };
  const { rows } = await owner.ask<Listed>("GET", `${AT}?sort=-orders&limit=${MERGES * 2}`);
  const times: number[] = [];
  for (let pair = 0; pair < MERGES; pair += 1) {
    const [into = "", from = ""] = rows.slice(pair * 2, pair * 2 + 2).map(({ id }) => id);
    const version = async (id: string) =>
      (await owner.ask<{ version: number }>("GET", `${AT}/${id}`)).version;
    const merged = await owner.ask<{ id: string }>("POST", `${AT}/${into}/merge`, {
      ...{ version: await version(into), fromId: from, fromVersion: await version(from) },
    });
    const began = performance.now();
    await owner.ask("POST", `/api/crm/merges/${merged.id}/undo`, {});
    times.push(performance.now() - began);
  }
  const result = quantile(times, 0.95);
  return row("views.merge_undo_p95", "A merge of the two who order most, undone, p95", {
    ...{ goal: 200, result, unit: "ms", better: "lower" },
  });
}

type Run = { id: string; state: string; totalCount: number; changedCount: number };
const MANY = 100_000;

/** A field set on a hundred thousand, and put back: audited, each as it was. */
async function bulkRows(owner: Person): Promise<Row[]> {
  // Nine in a hundred: of a million nearly as many as one deed may touch.
  const where = JSON.stringify(tagged("borong"));
  const deed = { does: "set", field: "organisation", value: "Pelanggan setia" };
  const began = performance.now();
  const started = await owner.ask<Run>("POST", "/api/records/bulk", {
    type: "customer",
    where,
    deed,
  });
  const done = await until(owner, started.id, "done");
  const seconds = (performance.now() - began) / 1000;
  const undoBegan = performance.now();
  await owner.ask("POST", `/api/records/bulk/${started.id}/undo`, {});
  await until(owner, started.id, "undone");
  const undoSeconds = (performance.now() - undoBegan) / 1000;
  const of = (took: number) => Math.round((took * MANY) / done.totalCount);
  progress(`${done.totalCount} in ${seconds.toFixed(1)} s, back in ${undoSeconds.toFixed(1)} s`);
  const s = (goal: number, result: number) =>
    ({ goal, result, unit: "s", better: "lower" }) as const;
  return [
    row("views.bulk", "A field set on 100,000 customers of a million, audited", s(60, of(seconds))),
    row("views.bulk_undo", "The same put back as it was", s(60, of(undoSeconds))),
  ];
}

async function until(owner: Person, id: string, state: string): Promise<Run> {
  for (;;) {
    const run = await owner.ask<Run>("GET", `/api/records/bulk/${id}`);
    if (run.state === state) return run;
    await wait(100);
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
