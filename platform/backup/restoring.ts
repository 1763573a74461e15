import { once } from "node:events";
import { text } from "node:stream/consumers";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import type { CompanyKey } from "#platform/crypto/company-sealer.ts";
import type { Workshop } from "#platform/tenancy/clones.ts";
import { migrateCompanySchema } from "#platform/tenancy/company-schema.ts";
import { quoted } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { closeToPublic } from "#platform/tenancy/template.ts";
import { readTimeline, type Timeline } from "#platform/tenancy/timelines.ts";
import { type Part, partsOf } from "./archive.ts";
import { bringBackChains } from "./chains.ts";
import { FORMAT, linesIn, type Tail } from "./dumping.ts";
import type { Progress } from "./progress.ts";
import {
  PLAIN_TEXT,
  quotedColumns,
  quotedTable,
  type Sequence,
  selectGuards,
  selectState,
  selectTables,
  setSequence,
  type Table,
  type TableState,
  titleOf,
} from "./tables.sql.ts";

/** A backup cannot be read, or is not what it should be. The message is for the operator's eyes. */
export class BrokenBackup extends Error {
  override readonly name = "BrokenBackup";
}

export type Source = {
  readonly key: string;
  /** The sealed bytes from their beginning. */
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly companyId: string;
};

export type Restored = Tail & { readonly keys: readonly CompanyKey[] };

const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);
const HeadShape = z.object({
  format: z.literal(FORMAT),
  companyId: z.uuid(),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.int()).max(10_000),
  keys: z.array(z.object({ id: z.int().min(1).max(255), bytes: z.base64() })).max(255),
  tables: z.array(z.object({ schema: Name, name: Name, columns: z.array(Name) })).max(5_000),
});
const TailShape = z.object({
  tables: z.array(z.object({ table: z.string(), rows: z.int(), hash: z.string() })),
  sequences: z.array(z.object({ schema: Name, name: Name, value: z.string().regex(/^-?\d+$/) })),
});

/**
 * Makes a database of this name out of a backup: the tables by our own migrations, those that had run then, and nothing
 * but rows from the file. Answers what the backup says its tables held, and the keys of its sealed values. The database may be left half done when it throws.
 */
export async function restoreInto(
  shop: Workshop,
  database: string,
  { key, bytes, companyId }: Source,
  progress: Progress = () => undefined,
): Promise<Restored> {
  const parts = partsOf(key, bytes);
  const first = await parts.next();
  if (first.done === true || first.value.name !== "head.json")
    throw new BrokenBackup("its beginning is missing");
  const head = await jsonIn(first.value, HeadShape);
  if (head.companyId !== companyId) throw new BrokenBackup("it is the backup of another company");
  await makeTables(shop, database, head.migrations);
  const tail = await withAdmin(shop.serverUrl, database, (client) =>
    fillTables(client, (tables) => copyIn(client, tables, head.tables, parts, progress)),
  );
  await bringBackChains(shop, database, companyId);
  return {
    ...tail,
    keys: head.keys.map(({ id, bytes }) => ({ id, bytes: Buffer.from(bytes, "base64") })),
  };
}

/** What differs from what the backup says: a table, with what was and what is. Nothing where all is as it was. */
export type Difference = {
  readonly table: string;
  readonly was: number | null;
  readonly is: number | null;
};

/** Counts and hashes every table of a restored database anew. */
export async function differencesFrom(
  shop: Workshop,
  database: string,
  expected: readonly TableState[],
): Promise<Difference[]> {
  const found = await withAdmin(shop.serverUrl, database, async (client) => {
    await client.query(PLAIN_TEXT);
    const states: TableState[] = [];
    for (const table of await selectTables(client)) states.push(await selectState(client, table));
    return states;
  });
  const names = new Set([...expected, ...found].map(({ table }) => table));
  return [...names].sort().flatMap((table) => {
    const was = expected.find((state) => state.table === table);
    const is = found.find((state) => state.table === table);
    const isSame =
      was !== undefined && is !== undefined && was.hash === is.hash && was.rows === is.rows;
    return isSame ? [] : [{ table, was: was?.rows ?? null, is: is?.rows ?? null }];
  });
}

/** As a company's database looked when just these migrations had run. Today's is cloned, an older one made anew. */
export async function makeTables(
  shop: Workshop,
  database: string,
  migrations: readonly number[],
): Promise<void> {
  const timeline = await readTimeline("tenant");
  const ran = timelineOf(timeline, migrations);
  const isOfToday = ran.length === timeline.length;
  const template = isOfToday ? shop.names.template : "template0";
  await withAdmin(shop.serverUrl, "postgres", async (client) => {
    await client.query(
      `create database ${quoted(database)} template ${quoted(template)} strategy ${shop.strategy}`,
    );
    await closeToPublic(client, [database]);
  });
  if (!isOfToday) await migrateCompanySchema(shop.serverUrl, database, ran);
}

function timelineOf(timeline: Timeline, migrations: readonly number[]): Timeline {
  const known = new Map(timeline.map((migration) => [migration.number, migration]));
  return migrations.map((number) => {
    const migration = known.get(number);
    if (migration === undefined)
      throw new BrokenBackup(
        `it was made by a newer Kaunter than this one (migration ${number}): update first`,
      );
    return migration;
  });
}

/**
 * Fills the tables of a new database. Foreign keys, triggers and indexes wait until all rows are there; the keys are then
 * checked against them, so that rows that do not fit together are refused.
 */
export async function fillTables<T extends { readonly sequences: readonly Sequence[] }>(
  client: pg.Client,
  copyAll: (tables: readonly Table[]) => Promise<T>,
): Promise<T> {
  await client.query(PLAIN_TEXT);
  const tables = await selectTables(client);
  const guards = await selectGuards(client);
  for (const { undo } of guards) await client.query(undo);
  for (const table of tables) {
    await client.query(`alter table ${quotedTable(table)} disable trigger user`);
    // A new company's database is not empty everywhere.
    await client.query(`truncate ${quotedTable(table)}`);
  }

  const tail = await copyAll(tables);

  for (const { redo } of guards) await client.query(redo);
  for (const table of tables)
    await client.query(`alter table ${quotedTable(table)} enable trigger user`);
  for (const sequence of tail.sequences) await setSequence(client, sequence);
  await client.query("analyze");
  return tail;
}

/** One COPY to a table, over all of its parts. */
async function copyIn(
  client: pg.Client,
  tables: readonly Table[],
  told: readonly Table[],
  parts: AsyncIterable<Part>,
  progress: Progress,
): Promise<Tail> {
  let open: { readonly title: string; readonly copy: Copy } | null = null;
  let rows = 0;
  for await (const part of parts) {
    const isTail = part.name === "tail.json";
    const title = isTail ? null : tableIn(part.name);
    if (open !== null && open.title !== title) {
      await open.copy.end();
      open = null;
    }
    if (title === null) return jsonIn(part, TailShape);
    open ??= { title, copy: beginCopy(client, tableFor(title, tables, told)) };
    for await (const chunk of part.bytes) {
      await open.copy.write(chunk);
      rows += linesIn(chunk);
    }
    progress(rows, rows);
  }
  throw new BrokenBackup("its end is missing");
}

type Copy = { write(chunk: Buffer): Promise<void>; end(): Promise<void> };

export function beginCopy(client: pg.Client, table: Table): Copy {
  const stream = client.query(
    copyFrom(`copy ${quotedTable(table)} (${quotedColumns(table)}) from stdin`),
  );
  const done = finished(stream);
  done.catch(() => undefined);
  return {
    write: async (chunk) => {
      if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), done]);
    },
    end: async () => {
      stream.end();
      await done;
    },
  };
}

function tableIn(name: string): string {
  const [, title] = /^data\/([a-z0-9_]+\.[a-z0-9_]+)\/\d{6,}\.copy$/.exec(name) ?? [];
  if (title === undefined) throw new BrokenBackup(`${name} does not belong into a backup`);
  return title;
}

/** Our own table, with the columns that the file names, in its order. */
function tableFor(title: string, tables: readonly Table[], told: readonly Table[]): Table {
  const ours = tables.find((table) => titleOf(table) === title);
  const theirs = told.find((table) => titleOf(table) === title);
  if (ours === undefined || theirs === undefined)
    throw new BrokenBackup(`there is no table ${title}`);
  return { ...ours, columns: theirs.columns };
}

async function jsonIn<T>(part: Part, shape: z.ZodType<T>): Promise<T> {
  try {
    return shape.parse(JSON.parse(await text(part.bytes)));
  } catch (error) {
    throw new BrokenBackup(`its ${part.name} cannot be read`, { cause: error });
  }
}
