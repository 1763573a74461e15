import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { settle } from "#apps/cli/crowd.ts";
import { readId } from "#kernel/ids.ts";
import type { Where } from "#kernel/where.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { type Kaunter, type Person, progress, withKaunter } from "./kaunter.ts";
import { quantile, type Row, row } from "./row.ts";

const CROWD = {
  customers: 1_000_000,
  orders: 5_000_000,
  until: new Date("2026-11-22T04:00:00Z"),
  currency: "MYR",
  owners: [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`),
};
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
export const run = (): Promise<Row[]> =>
  withKaunter(async (kaunter) => {
    const owner = await kaunter.signedUp("Kedai Sejuta");
    const began = performance.now();
    await settle(await databaseOf(kaunter, owner), CROWD);
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
        `${VIEWS.length} saved views at 1,000,000 customers, p50`,
        ms(6, quantile(lists, 0.5)),
      ),
      row(
        "views.list_p95",
        `${VIEWS.length} saved views at 1,000,000 customers, p95`,
        ms(100, quantile(lists, 0.95)),
      ),
      row(
        "views.count_p95",
        "Exact count of a saved view at 1,000,000 customers, p95",
        ms(300, quantile(counts, 0.95)),
      ),
      row(
        "views.related_p95",
        "Saved views by what was bought, 5,000,000 orders, p95",
        ms(100, quantile(related, 0.95)),
      ),
      row(
        "views.related_count_p95",
        "Exact count by what was bought, p95",
        ms(300, quantile(relatedCounts, 0.95)),
      ),
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

type Run = { id: string; state: string; totalCount: number; changedCount: number };
const MANY = 100_000;

/** A field set on a hundred thousand, and put back: audited, each as it was. */
async function bulkRows(owner: Person): Promise<Row[]> {
  const where = JSON.stringify({
    all: [
      { field: "created", is: "after", value: "2026-09-09" },
      { field: "created", is: "before", value: "2026-11-21" },
    ],
  });
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
