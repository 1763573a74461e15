import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { alone } from "./server.ts";

/** The numbered SQL files of one kind of database, in order. Forward only. */
export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
};
export type Timeline = readonly Migration[];

const ROOT = join(import.meta.dirname, "../../database");

export async function readTimeline(kind: "control" | "tenant"): Promise<Timeline> {
  const files = (await readdir(join(ROOT, kind))).filter((file) => file.endsWith(".sql")).sort();
  const timeline = await Promise.all(files.map((file) => readMigration(join(ROOT, kind), file)));
  const twice = timeline.find(({ number }, i) => number === timeline[i - 1]?.number);
  if (twice !== undefined)
    throw new Error(`two migrations of database/${kind} have the number ${twice.number}`);
  return timeline;
}

async function readMigration(dir: string, file: string): Promise<Migration> {
  const [, digits] = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file) ?? [];
  if (digits === undefined) throw new Error(`${file} is not named like 0042_module_slice.sql`);
  const sql = await readFile(join(dir, file), "utf8");
  return {
    number: Number(digits),
    name: file.slice(0, -".sql".length),
    sql,
    checksum: createHash("sha256").update(sql).digest("hex"),
  };
}

/** How far a database of this release has come: the number of its last migration. */
export const versionOf = (timeline: Timeline): number => timeline.at(-1)?.number ?? 0;

/**
 * Brings one database forward: each file in a transaction of its own together with the note that it ran, so that a
 * process killed in between goes on where it stopped. Run twice it changes nothing.
 */
export async function migrate(client: pg.Client, timeline: Timeline): Promise<number> {
  return alone(client, "migrations", async () => {
    // An admin who happens to be called like a schema would otherwise make all tables there.
    await client.query("set search_path to public");
    const known = await appliedIn(client);
    refuseIfRewritten(timeline, known);
    const open = timeline.filter(({ number }) => !known.has(number));
    for (const migration of open) await apply(client, migration);
    return open.length;
  });
}

/** Out of reach of the companies' roles: a schema of its own that they may not even look into. */
async function appliedIn(client: pg.Client): Promise<Map<number, string>> {
  await client.query(`
    create schema if not exists house;
    create table if not exists house.migrations (
      number     int         primary key,
      name       text        not null,
      checksum   text        not null,
      applied_at timestamptz not null default now()
    )`);
  const { rows } = await client.query<{ number: number; checksum: string }>(
    "select number, checksum from house.migrations",
  );
  return new Map(rows.map(({ number, checksum }) => [number, checksum]));
}

function refuseIfRewritten(timeline: Timeline, known: ReadonlyMap<number, string>): void {
  for (const { number, name, checksum } of timeline) {
    const before = known.get(number);
    if (before !== undefined && before !== checksum)
      throw new Error(
        `${name} was changed after it had run here. A migration stays as it is; write a new one, or drop this database when nothing in it is needed.`,
      );
  }
}

async function apply(client: pg.Client, { number, name, sql, checksum }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query(
      "insert into house.migrations (number, name, checksum) values ($1, $2, $3)",
      [number, name, checksum],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
