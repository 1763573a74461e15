import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { CompanyKey } from "#platform/crypto/company-sealer.ts";
import type { Add } from "./archive.ts";
import type { Progress } from "./progress.ts";
import {
  PLAIN_TEXT,
  quotedColumns,
  quotedTable,
  type Sequence,
  selectMigrations,
  selectSequences,
  selectState,
  selectTables,
  type Table,
  type TableState,
  titleOf,
} from "./tables.sql.ts";

/** Of the archive; a reader refuses one that it does not know. */
export const FORMAT = "kaunter-backup/1";

/** First in the archive: what is needed to make the tables before their rows come. */
export type Head = {
  readonly format: typeof FORMAT;
  readonly companyId: string;
  readonly takenAt: string;
  readonly migrations: readonly number[];
  /**
   * What opens the sealed values among the rows: a rotation takes keys away that an older backup still needs. Base64. They lie
   * under the backup's own seal, and are gone with its key.
   */
  readonly keys: readonly { readonly id: number; readonly bytes: string }[];
  readonly tables: readonly Table[];
};
/** Last in the archive: without it the archive is not whole. */
export type Tail = {
  readonly tables: readonly TableState[];
  readonly sequences: readonly Sequence[];
};

export type Dumped = { readonly tables: readonly TableState[]; readonly rows: number };

const PART_BYTES = 4 * 1024 * 1024;

/**
 * Everything that a company's database holds at one moment, while work goes on: one snapshot (repeatable read), each table
 * as PostgreSQL's own COPY text in parts of a few megabytes. `head.json`, `data/<schema>.<table>/<part>.copy`, `tail.json`.
 */
export async function dumpDatabase(
  client: pg.Client,
  about: {
    readonly companyId: string;
    readonly now: Date;
    readonly keys: readonly CompanyKey[];
  },
  add: Add,
  progress: Progress = () => undefined,
): Promise<Dumped> {
  await client.query(PLAIN_TEXT);
  await client.query("begin isolation level repeatable read read only");
  const tables = await selectTables(client);
  const head: Head = {
    format: FORMAT,
    companyId: about.companyId,
    takenAt: about.now.toISOString(),
    migrations: await selectMigrations(client),
    keys: about.keys.map(({ id, bytes }) => ({ id, bytes: Buffer.from(bytes).toString("base64") })),
    tables,
  };
  await add("head.json", jsonOf(head));
  const states: TableState[] = [];
  for (const table of tables) states.push(await selectState(client, table));
  const rows = states.reduce((sum, state) => sum + state.rows, 0);

  let done = 0;
  for (const table of tables)
    await dumpTable(client, table, add, (some) => {
      done += some;
      progress(done, rows);
    });
  const tail: Tail = { tables: states, sequences: await selectSequences(client) };
  await add("tail.json", jsonOf(tail));
  await client.query("commit");
  return { tables: states, rows };
}

async function dumpTable(
  client: pg.Client,
  table: Table,
  add: Add,
  seen: (rows: number) => void,
): Promise<void> {
  const stream = client.query(
    copyTo(`copy ${quotedTable(table)} (${quotedColumns(table)}) to stdout`),
  );
  let parts: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  const flush = async () => {
    if (bytes === 0) return;
    number += 1;
    const part = Buffer.concat(parts, bytes);
    await add(`data/${titleOf(table)}/${String(number).padStart(6, "0")}.copy`, part);
    seen(linesIn(part));
    parts = [];
    bytes = 0;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes >= PART_BYTES) await flush();
  }
  await flush();
}

/** In COPY's text a line end is always the end of a row. */
export function linesIn(part: Buffer): number {
  let count = 0;
  for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) count += 1;
  return count;
}

const jsonOf = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
