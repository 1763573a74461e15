import pg from "pg";
import type { Progress } from "#platform/backup/progress.ts";
import { beginCopy, fillTables, makeTables } from "#platform/backup/restoring.ts";
import type { Sequence, Table } from "#platform/backup/tables.sql.ts";
import type { Workshop } from "#platform/tenancy/clones.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { readTimeline, versionOf } from "#platform/tenancy/timelines.ts";
import { type Fields, fieldsOf, lineOf, linesOf } from "./copy-text.ts";
import { type Described, quotedName, selectDescribed } from "./describing.sql.ts";
import type { Manifest } from "./manifest.ts";
import { BadTakeout, type OpenedTakeout } from "./opening.ts";

/** What takes the place of a value that was handed out open, or not at all: sealed for whom it belongs to now. */
export type Resealer = (
  row: string,
  open: string | null,
  of: (column: string) => string | null,
) => string | null;

export type Resealing = {
  /** Tables of the house's own workings that only pass through: not in the export, and empty afterwards. */
  readonly passing: ReadonlySet<string>;
  /** By table and column, `deliveries.body`. */
  readonly resealers: ReadonlyMap<string, Resealer>;
};

/** Longer than the largest piece of a file that stands in one row. */
const LINE_MAX_BYTES = 128 * 1024 * 1024;
const STATEMENT_MAX = "1h";

/**
 * Makes a database of this name out of an export: the tables by our own migrations, those that had run then, and nothing
 * but rows from the file. No statement of the file is ever run: its lines are held against what our tables are, and go
 * in as data. The database may be left half done when it throws.
 */
export async function loadTakeout(
  shop: Workshop,
  database: string,
  takeout: OpenedTakeout,
  resealing: Resealing,
  progress: Progress = () => undefined,
): Promise<void> {
  const { manifest } = takeout;
  await refuseStrange(manifest);
  await makeTables(shop, database, manifest.migrations);
  await withAdmin(shop.serverUrl, database, async (client) => {
    await client.query(`set statement_timeout to '${STATEMENT_MAX}'`);
    const tables = tablesOf(manifest, await selectDescribed(client), resealing);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const copyAll = async (ours: readonly Table[]) => {
      const lines = linesIn(await takeout.read("sql/2-data.sql"));
      await copyIn(client, {
        tables,
        ours,
        lines,
        resealing,
        seen: (done) => progress(done, rows),
      });
      return {
        sequences: manifest.sequences.map((one): Sequence => ({ schema: "public", ...one })),
      };
    };
    await fillTables(client, copyAll).catch(inWords);
  });
}

/** Migrations that this release does not have, or has only some of. */
async function refuseStrange({ migrations }: Manifest): Promise<void> {
  const timeline = await readTimeline("tenant");
  const known = new Set(timeline.map(({ number }) => number));
  const newer = migrations.find((number) => !known.has(number));
  if (newer !== undefined)
    throw new BadTakeout(
      newer > versionOf(timeline)
        ? `It was made by a newer Kaunter than this one (migration ${newer}): update this one first.`
        : `It was made by a Kaunter that this one does not know (migration ${newer}).`,
    );
  if (migrations.some((number, i) => number <= (migrations[i - 1] ?? 0)))
    throw new BadTakeout("Its migrations are in no order.");
}

/** The export's tables, each as ours is: those and no others, with the same columns. */
function tablesOf(
  { tables, leftOut }: Manifest,
  ours: readonly Described[],
  { passing }: Resealing,
): readonly (Manifest["tables"][number] & { readonly described: Described })[] {
  const kept = ours.filter(({ name }) => !leftOut.includes(name));
  const odd =
    leftOut.find((name) => !passing.has(name)) ??
    kept.find(({ name }, i) => tables[i]?.name !== name)?.name ??
    tables[kept.length]?.name;
  if (odd !== undefined)
    throw new BadTakeout(`Its tables are not those that a Kaunter of then had: ${odd}.`);
  return kept.map((described, i) => {
    const table = tables[i];
    const isSame = table !== undefined && columnsOf(table.columns) === columnsOf(described.columns);
    if (!isSame)
      throw new BadTakeout(`The columns of its table ${described.name} are not those of then.`);
    return { ...table, described };
  });
}

const columnsOf = (columns: readonly { readonly name: string; readonly type: string }[]): string =>
  columns.map(({ name, type }) => `${name} ${type}`).join();

type Load = {
  readonly tables: ReturnType<typeof tablesOf>;
  readonly ours: readonly Table[];
  readonly lines: AsyncGenerator<string[]>;
  readonly resealing: Resealing;
  seen(rows: number): void;
};

const HEAD = "set client_encoding to 'UTF8';\nset standard_conforming_strings to on;\n";

/** Line by line: what is no row stands at the only place where it may, in the only words that it may have. */
async function copyIn(client: pg.Client, load: Load): Promise<void> {
  const reader = readerOf(load.lines);
  for (const line of HEAD.trimEnd().split("\n")) await expect(reader, line);
  let done = 0;
  for (const { described, rows } of load.tables) {
    const columns = described.columns.map(({ name }) => quotedName(name)).join(", ");
    await expect(reader, `copy ${quotedName(described.name)} (${columns}) from stdin;`);
    const table = load.ours.find(
      ({ schema, name }) => schema === "public" && name === described.name,
    );
    if (table === undefined) throw new Error(`${described.name} is gone`);
    const kept = keptOf(described, table);
    const renewed = renewer(described, kept, load.resealing);
    const copy = beginCopy(client, { ...table, columns: kept.map(({ name }) => name) });
    let count = 0;
    for (let some = await reader.rows(); some.length > 0; some = await reader.rows()) {
      count += some.length;
      await copy.write(Buffer.from(renewed(some)));
      load.seen(done + count);
    }
    await copy.end().catch((error: Error) => {
      throw new BadTakeout(`A row of ${described.name} cannot be taken: ${error.message}.`);
    });
    if (count !== rows)
      throw new BadTakeout(`${described.name} has ${count} rows, and its manifest says ${rows}.`);
    done += count;
    await expect(reader, "\\.");
    await expect(reader, "");
  }
  const rest = await reader.line();
  if (rest !== null) strange(rest);
}

type Kept = { readonly name: string; readonly at: number };

/** What the database works out itself is not written. */
const keptOf = ({ columns }: Described, table: Table): readonly Kept[] =>
  columns.map(({ name }, at) => ({ name, at })).filter(({ name }) => table.columns.includes(name));

function renewer(
  { name: table, columns }: Described,
  kept: readonly Kept[],
  { resealers }: Resealing,
): (lines: readonly string[]) => string {
  const at = new Map(columns.map(({ name }, i) => [name, i]));
  const sealed = kept.flatMap((column) => {
    const reseal = resealers.get(`${table}.${column.name}`);
    return reseal === undefined ? [] : [{ ...column, reseal }];
  });
  if (sealed.length === 0 && kept.length === columns.length)
    return (lines) => `${lines.join("\n")}\n`;
  return (lines) =>
    lines
      .map((line) => {
        const fields = fieldsOf(line);
        const of = (column: string): string | null => fields[at.get(column) ?? -1] ?? null;
        const renewed: (string | null)[] = [...fields];
        for (const { at: place, reseal } of sealed)
          renewed[place] = reseal(of("id") ?? "", fields[place] ?? null, of);
        return lineOf(withEvery(fields, columns.length, table, renewed, kept));
      })
      .join("");
}

function withEvery(
  fields: Fields,
  count: number,
  table: string,
  renewed: Fields,
  kept: readonly Kept[],
): Fields {
  if (fields.length !== count)
    throw new BadTakeout(`A row of ${table} has ${fields.length} values and not ${count}.`);
  return kept.map(({ at }) => renewed[at] ?? null);
}

type Reader = {
  /** Null: there is no more. */
  line(): Promise<string | null>;
  /** Some rows; none where the table ends. */
  rows(): Promise<readonly string[]>;
};

function readerOf(lines: AsyncGenerator<string[]>): Reader {
  let held: readonly string[] = [];
  const more = async (): Promise<boolean> => {
    while (held.length === 0) {
      const next = await lines.next();
      if (next.done === true) return false;
      held = next.value;
    }
    return true;
  };
  return {
    line: async () => {
      if (!(await more())) return null;
      const [first = ""] = held;
      held = held.slice(1);
      return first;
    },
    rows: async () => {
      if (!(await more())) throw new BadTakeout("Its data end in the middle of a table.");
      const end = held.indexOf("\\.");
      const some = end < 0 ? held : held.slice(0, end);
      held = end < 0 ? [] : held.slice(end);
      return some;
    },
  };
}

async function expect(reader: Reader, words: string): Promise<void> {
  const line = await reader.line();
  if (line !== words) strange(line);
}

function strange(line: string | null): never {
  throw new BadTakeout(
    line === null
      ? "Its data end too early."
      : `Its data hold something that is no row of a table: ${line.slice(0, 80)}`,
  );
}

/** Whole lines; one without an end is not gathered for ever. */
async function* linesIn(pieces: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let since = 0;
  let last = 10;
  const watched = async function* () {
    for await (const piece of pieces) {
      const end = piece.lastIndexOf(10);
      since = end < 0 ? since + piece.length : piece.length - end;
      if (since > LINE_MAX_BYTES) throw new BadTakeout("A row in it is longer than any is.");
      last = piece.at(-1) ?? last;
      yield piece;
    }
  };
  yield* linesOf(watched());
  if (last !== 10) throw new BadTakeout("Its data end in the middle of a line.");
}

/** What the database itself refuses of the rows: keys that lead nowhere, two of what there may be one of. */
function inWords(error: unknown): never {
  if (error instanceof pg.DatabaseError)
    throw new BadTakeout(`Its rows do not fit together: ${error.message}.`, { cause: error });
  throw error;
}
