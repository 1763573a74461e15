import type { CommandCtx } from "#platform/actions/context.ts";
import type { ImportId } from "./imports.contract.ts";
import { fileDueAtOf } from "./imports.rules.ts";
import { type KeptImport, selectImport } from "./imports.sql.ts";

export const WORK = "records.imports.work";
export const FORGET = "records.imports.forget";

/** Leaves the work of the state that an import is in now. */
export async function leaveWork(ctx: CommandCtx, id: ImportId): Promise<void> {
  const { run } = await selectImport(ctx.db, id);
  await ctx.later(WORK, { id, run }, { key: `${WORK}:${id}`, isLong: true });
}

/** Leaves a job for the day on which something of it has to go: the file first, then what could be undone. */
export async function leaveForget(
  ctx: CommandCtx,
  { id, createdAt, undoUntil }: Pick<KeptImport, "id" | "createdAt" | "undoUntil">,
): Promise<void> {
  const runAt = undoUntil ?? fileDueAtOf(createdAt);
  await ctx.later(FORGET, { id }, { runAt, key: `${FORGET}:${id}` });
}
