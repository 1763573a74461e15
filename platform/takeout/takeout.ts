import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { ZipFile } from "yazl";
import type { Progress } from "#platform/backup/progress.ts";
import { PLAIN_TEXT, selectMigrations, selectSequences } from "#platform/backup/tables.sql.ts";
import { type Cell, csvLine, type Head } from "#platform/transfer/writing.rules.ts";
import { csvFile, xlsxFile } from "#platform/transfer/writing.ts";
import { type Fields, fieldsOf, lineOf, linesOf } from "./copy-text.ts";
import {
  type Column,
  type Constraint,
  type Described,
  quotedName,
  selectChains,
  selectConstraints,
  selectCount,
  selectDescribed,
  selectWaiting,
} from "./describing.sql.ts";
import { type Filed, type FiledTable, indexOf, selectFiled, selectPiece } from "./filing.ts";
import { FORMAT, type Manifest, type WaitingJob } from "./manifest.ts";

/** What of a sealed value is handed out: its text as COPY writes it (`\x…` for bytes), or null where it opens something else. */
export type Opener = (row: string, sealed: string) => string | null;

export type Takeout = {
  readonly company: Manifest["company"];
  readonly now: Date;
  /** Tables of the house's own workings that only pass through: `export_parts`. */
  readonly leftOut: ReadonlySet<string>;
  /** By table and column, `deliveries.body`. The row is named by its `id`. */
  readonly openers: ReadonlyMap<string, Opener>;
  /** What the house knows of it beside its database. */
  readonly beside: Pick<Manifest, "roles" | "stays">;
  /** Whose rows are files. */
  readonly filed: readonly FiledTable[];
  /** Who signed its audit log, and what they signed of its gaps. */
  readonly audit: Manifest["audit"];
};

export type Packed = { readonly tables: number; readonly rows: number };

/**
 * Everything a company has, as one ZIP that flows as it is read: `sql/` for psql on any PostgreSQL from 15 on, `csv/` (RFC
 * 4180, UTF-8), `excel/`, `files/` with what hangs on records, a dictionary of every column, a manifest with counts, and the SHA-256 of each file with a script
 * that checks them. All of one moment: the caller's connection holds one snapshot until the end.
 */
export async function packTakeout(
  client: pg.Client,
  takeout: Takeout,
  progress: Progress = () => undefined,
): Promise<{ readonly zip: Readable; readonly packed: Packed }> {
  await client.query(PLAIN_TEXT);
  await client.query("begin isolation level repeatable read read only");
  const all = await selectDescribed(client);
  const tables = all.filter(({ name }) => !takeout.leftOut.has(name));
  // A rule about a sealed value does not hold of the open one.
  const constraints = (await selectConstraints(client)).filter(
    ({ table, columns }) =>
      !takeout.leftOut.has(table) &&
      !columns.some((column) => takeout.openers.has(`${table}.${column}`)),
  );
  const files = await selectFiled(client, takeout.filed);
  const { manifest, waiting } = await describe(client, takeout, tables, all, files.length);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);

  const zip = new ZipFile();
  const sums = new Map<string, string>();
  const add = (name: string, pieces: () => AsyncIterable<Buffer>, compress = true) =>
    zip.addReadStreamLazy(name, { mtime: takeout.now, compress }, (start) =>
      start(null, Readable.from(summed(name, pieces(), sums))),
    );
  const text = (name: string, of: () => string) =>
    add(name, async function* () {
      yield Buffer.from(of());
    });

  let done = 0;
  const counted = async function* (table: Described) {
    for await (const batch of rowsOf(client, table, takeout.openers)) {
      done += batch.length;
      // Each table is read three times: for SQL, CSV and Excel.
      progress(Math.floor(done / 3), rows);
      yield batch;
    }
  };

  text("README.txt", () => readme(takeout));
  text("sql/1-tables.sql", () => tablesSql(tables, constraints));
  add("sql/2-data.sql", async function* () {
    yield Buffer.from("set client_encoding to 'UTF8';\nset standard_conforming_strings to on;\n");
    for (const table of tables) yield* copySql(table, counted(table));
  });
  text("sql/3-keys.sql", () => keysSql(constraints));
  text("csv/dictionary.csv", () => dictionary(tables));
  for (const table of tables)
    add(`csv/${table.name}.csv`, () => csvFile(headsOf(table), textsOf(counted(table))));
  for (const table of tables)
    add(`excel/${table.name}.xlsx`, () =>
      xlsxFile(
        table.name.slice(0, 31),
        headsOf(table),
        cellsOf(table, counted(table)),
        takeout.company.zone,
      ),
    );
  // As they are: pictures and papers are packed already.
  for (const file of files) add(file.path, () => filePieces(client, file, takeout.openers), false);
  text("files/index.csv", () => indexOf(files, sums));
  text("waiting.jsonl", () => waiting.map((job) => `${JSON.stringify(job)}\n`).join(""));
  text("manifest.json", () => `${JSON.stringify(manifest, null, 1)}\n`);
  text("verify.sh", () => VERIFY);
  // Last: the sums of all that came before.
  zip.addReadStreamLazy("SHA256SUMS", { mtime: takeout.now }, (start) =>
    start(
      null,
      Readable.from([Buffer.from([...sums].map(([name, sum]) => `${sum}  ${name}\n`).join(""))]),
    ),
  );
  zip.end();
  const flow = zip.outputStream as Readable;
  zip.on("error", (error) => flow.destroy(error as Error));
  return { zip: flow, packed: { tables: tables.length, rows } };
}

async function describe(
  client: pg.Client,
  { company, now, audit, beside }: Takeout,
  tables: readonly Described[],
  all: readonly Described[],
  files: number,
): Promise<{ readonly manifest: Manifest; readonly waiting: readonly WaitingJob[] }> {
  const counted: Manifest["tables"] = [];
  for (const { name, columns } of tables)
    counted.push({ name, rows: await selectCount(client, name), columns: [...columns] });
  const waiting = await selectWaiting(client);
  const sequences = (await selectSequences(client)).filter(({ schema }) => schema === "public");
  const manifest: Manifest = {
    format: FORMAT,
    company,
    takenAt: now.toISOString(),
    migrations: await selectMigrations(client),
    chains: await selectChains(client),
    audit,
    ...beside,
    sequences: sequences.map(({ name, value }) => ({ name, value })),
    jobs: waiting.length,
    files,
    tables: counted,
    leftOut: all.filter((table) => !tables.includes(table)).map(({ name }) => name),
  };
  return { manifest, waiting };
}

const VERIFY = `#!/bin/sh
# Says for every file of this export whether it is as it was written.
cd "$(dirname "$0")" && sha256sum --check --quiet SHA256SUMS && echo "Every file is as it was written."
`;

async function* summed(
  name: string,
  pieces: AsyncIterable<Buffer>,
  sums: Map<string, string>,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  sums.set(name, hash.digest("hex"));
}

/** A file out of its sealed pieces, one held at a time. */
async function* filePieces(
  client: pg.Client,
  file: Filed,
  openers: Takeout["openers"],
): AsyncGenerator<Buffer> {
  const { table, sealed } = file.of.parts;
  const open = openers.get(`${table}.${sealed}`);
  for (let position = 0; ; position += 1) {
    const piece = await selectPiece(client, file, position);
    if (piece === null) return;
    const plain = open === undefined ? piece.sealed : open(piece.id, piece.sealed);
    yield Buffer.from(plain?.slice(2) ?? "", "hex");
  }
}

/** A table's rows as text, some thousand at a time, with its sealed values opened. */
async function* rowsOf(
  client: pg.Client,
  table: Described,
  openers: Takeout["openers"],
): AsyncGenerator<Fields[]> {
  const columns = table.columns.map(({ name }) => quotedName(name)).join(", ");
  const copy = client.query(
    copyTo(`copy (select ${columns} from ${quotedName(table.name)}) to stdout`),
  );
  const id = table.columns.findIndex(({ name }) => name === "id");
  const sealed = table.columns.flatMap(({ name }, at) => {
    const open = openers.get(`${table.name}.${name}`);
    return open === undefined ? [] : [{ at, open }];
  });
  for await (const lines of linesOf(copy as AsyncIterable<Buffer>)) {
    const rows = lines.map(fieldsOf);
    yield sealed.length === 0 ? rows : rows.map((fields) => opened(fields, id, sealed));
  }
}

function opened(
  fields: Fields,
  id: number,
  sealed: readonly { readonly at: number; readonly open: Opener }[],
): Fields {
  const plain = [...fields];
  for (const { at, open } of sealed) {
    const value = plain[at];
    if (typeof value === "string") plain[at] = open(fields[id] ?? "", value);
  }
  return plain;
}

/** What a value that may be left out cannot promise: not null. */
function tablesSql(tables: readonly Described[], constraints: readonly Constraint[]): string {
  const made = tables.map(({ name, columns }) => {
    const lines = columns.map((column) => `  ${quotedName(column.name)} ${column.type}`);
    return `create table ${quotedName(name)} (\n${lines.join(",\n")}\n);`;
  });
  const keys = constraints.filter(({ kind }) => kind === "p").map(constraintSql);
  return `-- Run first: psql -v ON_ERROR_STOP=1 -f sql/1-tables.sql -f sql/2-data.sql -f sql/3-keys.sql\n${made.join("\n")}\n${keys.join("\n")}\n`;
}

/** Those that hold among what is handed out: a reference to what is left out cannot. */
const keysSql = (constraints: readonly Constraint[]): string => {
  const tables = new Set(constraints.map(({ table }) => table));
  const kept = constraints.filter(
    ({ kind, definition }) =>
      kind !== "p" &&
      (kind !== "f" || tables.has(/REFERENCES "?([a-z0-9_]+)/.exec(definition)?.[1] ?? "")),
  );
  return `${kept.map(constraintSql).join("\n")}\n`;
};

const constraintSql = ({ table, name, definition }: Constraint): string =>
  `alter table ${quotedName(table)} add constraint ${quotedName(name)} ${definition};`;

async function* copySql(
  { name, columns }: Described,
  batches: AsyncIterable<readonly Fields[]>,
): AsyncGenerator<Buffer> {
  const named = columns.map((column) => quotedName(column.name)).join(", ");
  yield Buffer.from(`copy ${quotedName(name)} (${named}) from stdin;\n`);
  for await (const rows of batches) yield Buffer.from(rows.map(lineOf).join(""));
  yield Buffer.from("\\.\n\n");
}

function dictionary(tables: readonly Described[]): string {
  const lines = tables.flatMap(({ name, columns }) =>
    columns.map((column) => [
      name,
      column.name,
      column.type,
      column.isNullable ? "yes" : "no",
      column.refers ?? "",
    ]),
  );
  return [["table", "column", "type", "may be empty", "refers to"], ...lines].map(csvLine).join("");
}

const headsOf = ({ columns }: Described): Head[] =>
  columns.map((column) => ({ label: column.name, as: kindOf(column) }));

async function* textsOf(batches: AsyncIterable<readonly Fields[]>): AsyncGenerator<string[][]> {
  for await (const rows of batches) yield rows.map((fields) => fields.map((field) => field ?? ""));
}

async function* cellsOf(
  { columns }: Described,
  batches: AsyncIterable<readonly Fields[]>,
): AsyncGenerator<Cell[][]> {
  const kinds = columns.map(kindOf);
  for await (const rows of batches)
    yield rows.map((fields) => fields.map((field, at) => cellOf(field, kinds[at] ?? "text")));
}

function kindOf({ type }: Column): Head["as"] {
  if (/^(bigint|integer|smallint|numeric.*|double precision|real)$/.test(type)) return "number";
  if (type === "boolean") return "yes_no";
  if (type === "date") return "day";
  return type.startsWith("timestamp") ? "moment" : "text";
}

/** A number that a spreadsheet would round stays a text. */
function cellOf(field: string | null, kind: Head["as"]): Cell {
  if (field === null) return null;
  if (kind === "number")
    return Number.isSafeInteger(Number(field)) || field.length <= 15 ? Number(field) : field;
  if (kind === "yes_no") return field === "t";
  if (kind === "day") return /^\d{4}-/.test(field) ? { day: field } : field;
  if (kind === "moment") {
    const moment = new Date(field.replace(" ", "T").replace(/\+00$/, "Z"));
    return Number.isNaN(moment.getTime()) ? field : moment;
  }
  return field;
}

const readme = ({ company, now }: Takeout): string => `${company.name}
Everything that Kaunter keeps for this company, as of ${now.toISOString()}.

sql/    For PostgreSQL 15 or newer, without Kaunter:
          createdb company
          psql -v ON_ERROR_STOP=1 -d company -f sql/1-tables.sql -f sql/2-data.sql -f sql/3-keys.sql
csv/    One file a table, with csv/dictionary.csv for what the columns are (RFC 4180, UTF-8).
excel/  The same as workbooks; moments are in the time of ${company.zone}.
files/  What hangs on records, as files; files/index.csv says what each is called and where it hangs.
manifest.json says how many rows each table has. sh verify.sh checks every file.
Another Kaunter makes a running company of this file: kaunter adopt FILE --admin ADDRESS (waiting.jsonl is for it: work
that waits to be done).

Amounts (…_minor) are whole numbers in the smallest unit of their currency: 1050 is RM 10.50. Moments (…_at) are in UTC.
Secrets that open something else, such as a store's signing secret, are left out; ask for them where they are shown. Who may
sign in and API keys are the house's to give and not in here; manifest.json has the company's own roles.

Semua yang disimpan oleh Kaunter untuk syarikat ini. Amaun (…_minor) ialah nombor bulat dalam unit terkecil mata wang.
`;
