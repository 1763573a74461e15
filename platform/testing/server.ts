import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { APP_ROLE, type Names, quoted } from "#platform/tenancy/names.ts";
import { alone, databaseExists, withAdmin } from "#platform/tenancy/server.ts";
import { closeToPublic, prepareServer } from "#platform/tenancy/template.ts";
import { readTimeline } from "#platform/tenancy/timelines.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Longer than any run of tests takes; what is older and idle was left behind. */
const LEFT_MS = 3 * 60 * 60_000;

/** The server that tests run on, as its admin. */
export function testServerUrl(): string {
  const given = process.env["KAUNTER_TEST_DATABASE_URL"];
  if (given !== undefined && given !== "") return given;
  try {
    return readFileSync(join(ROOT, ".kaunter/test-postgres.url"), "utf8").trim();
  } catch {
    throw new Error(
      "No PostgreSQL for tests: run `npm test`, or start one with `node_modules/.bin/node tools/dev-postgres.ts`, or set KAUNTER_TEST_DATABASE_URL.",
    );
  }
}

/** Names of one test house, and those of the migrated databases it is cloned from. */
export type TestNames = { readonly own: Names; readonly base: Names };

/**
 * A control database of its own, cloned in a moment from one that was migrated once for all tests of these migrations.
 * Companies are cloned from the one template, which nobody changes.
 */
export async function claimTestNames(serverUrl: string): Promise<TestNames> {
  const hash = await migrationsHash();
  const base: Names = {
    control: `t_${hash}_control`,
    template: `t_${hash}_template`,
    companyPrefix: `t_${hash}_c_`,
  };
  made += 1;
  const mark = `${Date.now().toString(36)}_${process.pid}_${made}`;
  const own: Names = {
    control: `t_${mark}_control`,
    template: base.template,
    companyPrefix: `t_${mark}_c_`,
  };
  await withAdmin(serverUrl, "postgres", (client) =>
    alone(client, "kaunter tests", async () => {
      if (made === 1) await sweep(client, base);
      if (!(await databaseExists(client, `${base.control}_done`))) {
        await prepareServer(serverUrl, base, { isOurs: false });
        await client.query(
          `alter database ${quoted(base.control)} rename to ${quoted(`${base.control}_done`)}`,
        );
      }
      await client.query(
        `create database ${quoted(own.control)} template ${quoted(`${base.control}_done`)} strategy file_copy`,
      );
      await closeToPublic(client, [own.control]);
    }),
  );
  return { own, base };
}
let made = 0;

/** Everything of one test house: its databases and the roles that go with them. */
export async function dropTestNames(serverUrl: string, { own }: TestNames): Promise<void> {
  await withAdmin(serverUrl, "postgres", async (client) => {
    await dropAll(client, await databasesLike(client, own.companyPrefix));
    await dropAll(client, [own.control]);
  });
}

/** What killed runs left behind, and what was migrated for migrations that are no longer these. */
async function sweep(client: pg.Client, { control, template }: Names): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database d
      where starts_with(datname, 't_') and datname <> all($1::text[])
        and (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - $2 * interval '1 millisecond'
        and not exists (select from pg_stat_activity a where a.datid = d.oid)`,
    [[`${control}_done`, template], LEFT_MS],
  );
  await dropAll(
    client,
    rows.map(({ datname }) => datname),
  );
}

async function databasesLike(client: pg.Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where starts_with(datname, $1)",
    [prefix],
  );
  return rows.map(({ datname }) => datname);
}

async function dropAll(client: pg.Client, names: readonly string[]): Promise<void> {
  for (const name of names)
    await client.query(`drop database if exists ${quoted(name)} with (force)`);
  // Afterwards: a test may have let one role into another's database.
  for (const name of names) await client.query(`drop role if exists ${quoted(name)}`);
}

/** Whatever decides how a fresh database looks. */
async function migrationsHash(): Promise<string> {
  const timelines = await Promise.all([readTimeline("control"), readTimeline("tenant")]);
  const hash = createHash("sha256").update(APP_ROLE);
  for (const file of ["company-schema", "template", "timelines"])
    hash.update(await readFile(join(ROOT, `platform/tenancy/${file}.ts`)));
  for (const { name, checksum } of timelines.flat()) hash.update(`${name} ${checksum}\n`);
  return hash.digest("hex").slice(0, 12);
}
