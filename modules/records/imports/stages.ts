import { setTimeout as sleep } from "node:timers/promises";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { isBeaten } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { withoutCards } from "#platform/privacy/cards.rules.ts";
import { openTable } from "#platform/transfer/reading.ts";
import type { Encoding, Table, TableRow } from "#platform/transfer/table.ts";
import type { Aftermath } from "../trash/trash.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { ImportId } from "./imports.contract.ts";
import { type KeptImport, lockImportIfThere } from "./imports.sql.ts";
import type { Imports } from "./imports.ts";
import { sourceOf } from "./parts.ts";

const BEATEN_TRIES = 6;

/** One stage of one import, by one run: whatever finds that another has begun since does nothing. */
export type Stage = {
  readonly house: House;
  readonly caller: Caller;
  readonly imports: Imports;
  readonly id: ImportId;
  readonly run: number;
};

type Work<T> = (ctx: CommandCtx, one: KeptImport) => Promise<T>;

/** One transaction of a stage, or null when the stage is over. Beaten by another one it is done again. */
export async function step<T>(
  stage: Stage,
  state: KeptImport["state"],
  work: Work<T>,
): Promise<T | null> {
  const { house, caller, id, run } = stage;
  const called = { ...caller, now: house.now() };
  for (let tries = 1; ; tries += 1) {
    try {
      const done = await inCompany(
        house,
        called,
        `records.imports.${VERB[state] ?? "run"}`,
        "read write",
        async (ctx) => {
          const one = await lockImportIfThere(ctx.db, id);
          if (one === null || one.run !== run || one.state !== state) return null;
          ctx.tell("records.imports");
          return work(ctx, one);
        },
      );
      afterCommit(house, called, done.topics, done.leftJobs);
      return done.output;
    } catch (error) {
      if (!isBeaten(error) || tries >= BEATEN_TRIES) throw error;
      await sleep(50 * tries);
    }
  }
}
const VERB: Partial<Record<KeptImport["state"], string>> = {
  reading: "read",
  trying: "try",
  running: "run",
  undoing: "undo",
};

export async function openImport(
  { caller }: Stage,
  one: KeptImport,
  encoding: Encoding | null,
): Promise<Table> {
  const table = await openTable(sourceOf(caller.access, one), {
    sheet: one.found?.sheet ?? null,
    encoding,
  });
  return { ...table, rows: () => rowsWithoutCards(table) };
}

/** As what is typed: of a file's cells no card number reaches a record, or a row that failed. */
async function* rowsWithoutCards(table: Table): AsyncIterable<readonly TableRow[]> {
  for await (const rows of table.rows())
    yield rows.map((row) => ({ ...row, cells: row.cells.map(withoutCards) }));
}

/** Records that turned out to be one: what hangs on them goes where they went. */
export async function follow(
  ctx: CommandCtx,
  { imports }: Pick<Stage, "imports">,
  type: RecordTypeName,
  aftermath: Aftermath | undefined,
): Promise<void> {
  if (aftermath === undefined) return;
  for (const { follows, restored } of imports.followers)
    if (follows === type) await restored?.(ctx, aftermath);
}

export const subjectOf = ({ id, fileName }: Pick<KeptImport, "id" | "fileName">) => ({
  type: "import",
  id,
  name: fileName,
});
