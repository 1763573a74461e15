import { setImmediate as turn } from "node:timers/promises";
import { eachAlone } from "#platform/db/db.ts";
import type { Encoding, TableRow } from "#platform/transfer/table.ts";
import { selectFixed, selectFixedAmong } from "./failures.sql.ts";
import type { RowMeant } from "./imports.rules.ts";
import type { KeptImport } from "./imports.sql.ts";
import { aloneOf, headsOf, meantRow, type Reading, wrongAsWhole } from "./meaning.ts";
import { seenLines } from "./seen.ts";
import { openImport, type Stage } from "./stages.ts";

/** Rows of one transaction: short enough that whoever waits for it hardly notices, and that two of them weigh little. */
const BATCH_ROWS = 3_000;
/** Rows read at a stretch, before whatever else waits has its turn: the database must not wait for the next rows. */
const STRETCH_ROWS = 50;

export type Batch = { readonly rows: readonly BatchRow[]; readonly last: number };
type BatchRow = {
  readonly row: TableRow;
  readonly meant: RowMeant;
  readonly sameAs: number | null;
  /** The first of the rows that speak of the record together. */
  readonly head: number;
  readonly wasFixed: boolean;
};

/** Far more than any order has lines or any product variants. */
const TOGETHER_MAX = 1_000;

export async function* fileRows(stage: Stage, one: KeptImport): AsyncGenerator<readonly Sourced[]> {
  const encoding = one.found?.encoding as Encoding | null | undefined;
  const table = await openImport(stage, one, encoding ?? null);
  const db = eachAlone(stage.caller.access.pool);
  const hasFixed = (await selectFixed(db, one.id, 0, 1)).length > 0;
  for await (const rows of table.rows()) {
    if (!hasFixed) yield rows.map((row) => ({ row, wasFixed: false }));
    else {
      const lines = rows.map(({ line }) => line);
      const fixed = new Map(
        (await selectFixedAmong(db, one.id, lines)).map((row) => [row.line, row]),
      );
      yield rows.map((row) => {
        const put = fixed.get(row.line);
        return { row: put ?? row, wasFixed: put !== undefined };
      });
    }
  }
}
type Sourced = { readonly row: TableRow; readonly wasFixed: boolean };

/** Only those that were put right after the import. */
export async function* fixedRows(
  stage: Stage,
  one: KeptImport,
): AsyncGenerator<readonly Sourced[]> {
  const db = eachAlone(stage.caller.access.pool);
  for (let after = one.lineDone; ; ) {
    const rows = await selectFixed(db, one.id, after, 500);
    if (rows.length > 0) yield rows.map((row) => ({ row, wasFixed: true }));
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.line;
  }
}

/** Rows of one record stay together. What an earlier try of this run has committed is only remembered. */
export async function* batchesOf(
  source: AsyncIterable<readonly Sourced[]>,
  reading: Reading,
  one: KeptImport,
): AsyncGenerator<Batch> {
  const { importer, how } = reading;
  const most = importer.batchRows ?? BATCH_ROWS;
  const seen = seenLines(one.rowsCount ?? 0);
  const headOf = headsOf(importer);
  let rows: BatchRow[] = [];
  let first: number | null = null;
  let stretch = 0;
  for await (const page of source) {
    for (const { row, wasFixed } of page) {
      stretch += 1;
      if (stretch % STRETCH_ROWS === 0) await turn();
      const read = meantRow(row, reading);
      const { head, count } = headOf(read);
      const isTooMany = count > TOGETHER_MAX;
      const meant = isTooMany ? wrongAsWhole(read, "records.import.too_many_together") : read;
      if (head === row.line) {
        const key = meant.problems.length > 0 ? null : importer.keyOf(aloneOf(meant), how);
        first = key === null ? null : seen.first(key, row.line);
      }
      if (row.line <= one.lineDone) continue;
      if (rows.length >= most && (head === row.line || isTooMany)) {
        yield { rows, last: rows.at(-1)?.row.line ?? 0 };
        rows = [];
      }
      rows.push({ row, meant, sameAs: first, head, wasFixed });
    }
  }
  if (rows.length > 0) yield { rows, last: rows.at(-1)?.row.line ?? 0 };
}

/** Two parts of it, or none where it is one record's rows. */
export function halvesOf({ rows, last }: Batch): [Batch, Batch] | [] {
  const starts = rows.flatMap(({ head }, at) =>
    at > 0 && head !== rows[at - 1]?.head ? [at] : [],
  );
  const middle = starts[Math.floor(starts.length / 2)];
  if (middle === undefined) return [];
  const half = rows.slice(0, middle);
  return [
    { rows: half, last: half.at(-1)?.row.line ?? 0 },
    { rows: rows.slice(middle), last },
  ];
}
