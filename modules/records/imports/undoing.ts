import type { CommandCtx } from "#platform/actions/context.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import { typeOf } from "../types/types.ts";
import { deleteChanges, selectChanges } from "./changes.sql.ts";
import { selectWrittenOn } from "./holding.sql.ts";
import { type KeptImport, markState, markUndone } from "./imports.sql.ts";
import { importerOf } from "./meaning.ts";
import { follow, type Stage, step, subjectOf } from "./stages.ts";

const UNDO_ROWS = 5_000;

/**
 * Sets back what the import wrote, some thousand records at a time: what is set back is remembered no longer. First its own
 * records, then those that it made beside them.
 */
export async function undoImport(stage: Stage): Promise<void> {
  const begun = await step(stage, "undoing", async (_ctx, one) => one);
  if (begun === null) return;
  const { makes = [] } = importerOf(stage.imports, begun);
  for (const type of [null, ...makes]) {
    let after: string | null = FIRST_ID;
    while (after !== null) {
      const from: string = after;
      after = await step(stage, "undoing", async (ctx, one) => {
        const changes = await selectChanges(ctx.db, one.id, type, from, UNDO_ROWS);
        if (changes.length > 0) await undoBatch(ctx, stage, one, type, changes);
        return changes.length === UNDO_ROWS ? (changes.at(-1)?.recordId ?? null) : null;
      });
    }
  }
  await step(stage, "undoing", async (ctx, one) => {
    await markState(ctx.db, one.id, "undone", ctx.now);
    ctx.tell(...typeOf(stage.imports.types, one.type).topics);
  });
}
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

async function undoBatch(
  ctx: CommandCtx,
  { imports }: Stage,
  one: KeptImport,
  beside: RecordTypeName | null,
  changes: Awaited<ReturnType<typeof selectChanges>>,
): Promise<void> {
  const type = beside ?? one.type;
  const importer = importerOf(imports, { type });
  const holders = imports.holders.filter(({ holds }) => holds === type);
  const heldOf = async (ids: readonly string[]) => {
    const written = await selectWrittenOn(ctx.db, type, ids);
    const held = new Set(written.map(({ id }) => id));
    for (const holder of holders) for (const id of await holder.heldOf(ctx, ids)) held.add(id);
    return held;
  };
  const done = await importer.undo(ctx, changes, { importId: one.id, heldOf });
  await follow(ctx, { imports }, type, done.aftermath);
  const { removed, restored, kept, changedSince } = done;
  await deleteChanges(
    ctx.db,
    one.id,
    changes.map(({ recordId }) => recordId),
  );
  // What was made beside is told of only where it stays.
  const own = beside === null ? 1 : 0;
  const counts = {
    removed: own * removed.length,
    restored: own * restored.length,
    kept,
    changedSince,
  };
  await markUndone(ctx.db, one.id, { rows: changes.length, ...counts });
  await ctx.audit(subjectOf(one), { undone: counts });
}
