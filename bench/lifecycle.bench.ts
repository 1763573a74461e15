import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  askForBackups,
  backupsOf,
  keepBackups,
  moveCompany,
} from "#modules/companies/companies.public.ts";
import { readConfig } from "#platform/config/config.ts";
import { transaction } from "#platform/db/db.ts";
import { type BuiltHouse, buildHouse } from "#platform/house/build.ts";
import { createLog } from "#platform/log/log.ts";
import { startPostgres } from "#platform/postgres/postgres.ts";
import { refill } from "#platform/tenancy/clones.ts";
import { HOUSE_NAMES, urlFor } from "#platform/tenancy/names.ts";
import { migrateCompanies } from "#platform/tenancy/rings.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { prepareCluster, prepareServer } from "#platform/tenancy/template.ts";
import { readTimeline, type Timeline } from "#platform/tenancy/timelines.ts";
import { settle } from "../apps/cli/crowd.ts";
import { progress, withFolder } from "./kaunter.ts";
import { quantile, type Row, row } from "./row.ts";

/** How many companies lie on the one server, and of how many customers the large one is: fewer when time is short. */
const COMPANIES = Number(process.env["BENCH_COMPANIES"] ?? 1_000);
const CUSTOMERS = Number(process.env["BENCH_CUSTOMERS"] ?? 1_000_000);
/** One in so many is broken in a way of its own when all are migrated. */
const BROKEN_EVERY = 100;
const MB = 1024 * 1024;
const SECOND = "second";

const silent = createLog("silent");

/** Many small companies on one server, and a large one through backup and restore. */
export const run = (): Promise<Row[]> =>
  withFolder(async (dir) => {
    const postgres = await startPostgres({ dir: join(dir, "postgres") });
    const second = await startPostgres({ dir: join(dir, SECOND), port: 25_900 });
    try {
      await prepareServer(postgres.url, HOUSE_NAMES, { isOurs: true });
      await prepareCluster(second.url, HOUSE_NAMES);
      const there = new URL(second.url);
      there.searchParams.set("region", "my-1");
      there.searchParams.set("room", "1");
      const env = {
        KAUNTER_DIR: dir,
        KAUNTER_READY_COMPANIES: "0",
        KAUNTER_CLUSTERS: `${SECOND}=${there.href}`,
      };
      const config = readConfig(env, dir);
      const built = await buildHouse(config, { databaseUrl: postgres.url, log: silent });
      try {
        return [...(await crowd(built, postgres.url)), ...(await large(built, postgres.url))];
      } finally {
        await built.close();
      }
    } finally {
      await second.stop();
      await postgres.stop();
    }
  });

async function crowd(built: BuiltHouse, url: string): Promise<Row[]> {
  const { house, workshop } = built;
  const before = await bytesOn(url);
  const times: number[] = [];
  for (let i = 0; i < COMPANIES; i += 1) {
    await refill(workshop, 1);
    const began = performance.now();
    await transaction(house.control, "read write", (control) =>
      house.companies.provision(control, companyOf(`Kedai ${i}`)),
    );
    times.push(performance.now() - began);
    if (i % 100 === 99) progress(`${i + 1} companies`);
  }
  const each = ((await bytesOn(url)) - before) / COMPANIES / MB;
  const held = (await memoryOf(url)) / MB;

  const all = await house.companies.all();
  const odd = all.filter((_, i) => i % BROKEN_EVERY === BROKEN_EVERY - 1);
  for (const id of odd) await inDatabase(built, id, "create table bench_extra (id int)");
  const began = performance.now();
  const first = await migrateCompanies(workshop, await nextTimeline(), silent);
  const migrateS = (performance.now() - began) / 1000;
  for (const id of odd) await inDatabase(built, id, "drop table bench_extra");
  const second = await migrateCompanies(workshop, await nextTimeline(), silent);
  const isRight =
    first.migrated === COMPANIES - odd.length &&
    first.broken.length === odd.length &&
    second.migrated === odd.length;
  if (!isRight) throw new Error("the migration did not reach whom it should");

  const of = `${COMPANIES} companies on one server`;
  return [
    row("lifecycle.sign_up", `A company claimed, up to ${of}, p95`, {
      ...{ goal: 1000, result: quantile(times, 0.95), unit: "ms", better: "lower" },
    }),
    row("lifecycle.disk", `What an empty company takes on disk, ${of}`, {
      ...{ goal: 25, result: each, unit: "MB", better: "lower" },
    }),
    row("lifecycle.memory", `What PostgreSQL holds while all are idle, ${of}`, {
      ...{ goal: 1024, result: held, unit: "MB", better: "lower" },
    }),
    row("lifecycle.migrate", `A migration over ${of}, 1 in ${BROKEN_EVERY} broken, the rest on`, {
      ...{ goal: COMPANIES / 2, result: migrateS, unit: "s", better: "lower" },
    }),
  ];
}

async function large(built: BuiltHouse, url: string): Promise<Row[]> {
  if (CUSTOMERS === 0) return [];
  const { house } = built;
  const { id } = await transaction(house.control, "read write", (control) =>
    house.companies.provision(control, companyOf("Kedai Besar")),
  );
  const name = await databaseOf(built, id);
  await settle(urlFor(url, name), {
    customers: CUSTOMERS,
    orders: CUSTOMERS * 5,
    until: house.now(),
    currency: "MYR",
  });
  const bytes = await withAdmin(url, "postgres", async (client) => {
    const { rows } = await client.query("select pg_database_size($1)::float8 as bytes", [name]);
    return rows[0].bytes as number;
  });
  const gb = (bytes / 2 ** 30).toPrecision(3);
  progress(`a company of ${gb} GB`);

  let memory = process.memoryUsage().rss;
  const atFirst = memory;
  const looking = setInterval(() => {
    memory = Math.max(memory, process.memoryUsage().rss);
  }, 100);
  const since = house.now();
  const began = performance.now();
  await askForBackups(house, [id], "bench");
  await keepBackups(built);
  const allS = (performance.now() - began) / 1000;
  clearInterval(looking);
  const [backup] = await backupsOf(house, id, since);
  if (backup?.verifiedAs !== "equal") throw new Error("the backup did not come back as it was");
  const restoreS = (backup.verifyMs ?? 0) / 1000;
  return [
    row("lifecycle.backup", `A company of ${gb} GB backed up, per GB`, {
      ...{ goal: 300, result: (allS - restoreS) / Number(gb), unit: "s", better: "lower" },
    }),
    row("lifecycle.restore", `The same restored and every table compared, per GB`, {
      ...{ goal: 600, result: restoreS / Number(gb), unit: "s", better: "lower" },
    }),
    row("lifecycle.backup_memory", "The most that both took of this process's memory", {
      ...{ goal: 300, result: (memory - atFirst) / MB, unit: "MB", better: "lower" },
    }),
    ...(await moved(built, id, gb)),
  ];
}

/** To another server while four write without a pause: the longest that one of them waited for its commit is what they saw of it. */
async function moved(built: BuiltHouse, id: string, gb: string): Promise<Row[]> {
  const { house } = built;
  let isOver = false;
  let commits = 0;
  let longestMs = 0;
  const write = async () => {
    for (let last = performance.now(); !isOver; ) {
      const access = await house.companies.access(id);
      const isDone = await access?.pool.query(RENAME).then(
        () => true,
        () => wait(20, false),
      );
      if (isDone !== true) continue;
      commits += 1;
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }
  };
  const writing = Promise.all([write(), write(), write(), write()]);
  const began = performance.now();
  let copiedMs = 0;
  const { pausedMs } = await moveCompany(built, id, SECOND, 5_000, (step) => {
    progress(`moving: ${step}, ${commits} commits beside it`);
    if (step === "pause") copiedMs = performance.now() - began;
  });
  isOver = true;
  await writing;
  const of = `A company of ${gb} GB moved while four write`;
  return [
    row("lifecycle.move", `${of}, per GB`, {
      ...{ goal: 300, result: copiedMs / 1000 / Number(gb), unit: "s", better: "lower" },
    }),
    row("lifecycle.move_pause", `${of}: nobody could write for`, {
      ...{ goal: 5_000, result: pausedMs, unit: "ms", better: "lower" },
    }),
    row("lifecycle.move_seen", `${of}: the longest that a writer waited`, {
      ...{ goal: 5_000, result: longestMs, unit: "ms", better: "lower" },
    }),
  ];
}

const RENAME = `
  update customers set name = left(name, 40) || '.' where ctid = (
    select ctid from customers tablesample system (0.1) limit 1)`;

const companyOf = (name: string) => ({
  name,
  country: "MY",
  zone: "Asia/Kuala_Lumpur",
  currency: "MYR",
  region: "my-1",
  phone: null,
});

async function nextTimeline(): Promise<Timeline> {
  const sql = "create table bench_extra (id int primary key)";
  return [
    ...(await readTimeline("tenant")),
    { number: 9001, name: "9001_bench", sql, checksum: "bench" },
  ];
}

async function databaseOf({ house }: BuiltHouse, id: string): Promise<string> {
  const { rows } = await house.control.query<{ name: string }>(
    "select database_name as name from companies where id = $1",
    [id],
  );
  return rows[0]?.name ?? "";
}

const inDatabase = async (built: BuiltHouse, id: string, statement: string): Promise<unknown> =>
  withAdmin(built.workshop.serverUrl, await databaseOf(built, id), (client) =>
    client.query(statement),
  );

const bytesOn = (url: string): Promise<number> =>
  withAdmin(url, "postgres", async (client) => {
    const { rows } = await client.query(
      "select sum(pg_database_size(oid))::float8 as bytes from pg_database",
    );
    return rows[0].bytes as number;
  });

/** Proportional, so that what all of its processes share counts once. */
async function memoryOf(url: string): Promise<number> {
  const pids = await withAdmin(url, "postgres", async (client) => {
    const { rows } = await client.query<{ pid: number }>("select pid from pg_stat_activity");
    return rows.map(({ pid }) => pid);
  });
  const shares = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
      return Number(/^Pss: +(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
    }),
  );
  return shares.reduce((sum, share) => sum + share, 0);
}
