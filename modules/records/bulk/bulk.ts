import type { Reason } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { Filter } from "../filters/filters.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { BulkDeed, BulkId } from "./bulk.contract.ts";
import type { Raw } from "./bulk.rules.ts";
import { deleteRecords, insertRecords, insertRun, lockRun, markState } from "./bulk.sql.ts";

export type { BulkDeed, BulkId };

/** The jobs that do a deed batch by batch, and that take it back. */
export const APPLY = "records.bulk.apply";
export const UNDO = "records.bulk.undo";
export const TOPIC = "records.bulk";

export const subjectOf = ({ id, recordType }: { id: string; recordType: RecordTypeName }) => ({
  type: "bulk",
  id,
  name: recordType,
});

/** A record as a deed on many finds it, held until the batch commits. */
export type Held = {
  readonly id: string;
  readonly ownerId: string | null;
  /** Why it rests whatever is asked: it is in the trash. */
  readonly resting: Reason | null;
  /** Its columns that deeds change, as jsonb has them. */
  readonly raw: Raw;
};

/** The columns that are another now, or why it stays as it is. */
export type Made = { readonly after: Raw } | { readonly reason: Reason };
export type Maker = (held: Held) => Made;

/** What a module lends so that a deed can be done to many of its records at once: gathered in modules.ts. */
export type BulkType = {
  readonly type: RecordTypeName;
  /** What one needs to give such records to somebody; null: they are nobody's. */
  readonly gives: string | null;
  readonly canArchive: boolean;
  /** Keys of the house's own fields that can be set; those the company made can all. */
  readonly fields: readonly string[];
  /** Columns beside the value: put back only where nothing else of the record changed since. */
  readonly bookkeeping: readonly string[];
  /** All that a list's filter leaves, up to a limit. */
  select(
    ctx: Ctx,
    asked: { readonly filter: Readonly<Record<string, string>>; readonly where: Filter },
    limit: number,
  ): Promise<string[]>;
  /** Whether a deed makes sense for this type, and how it changes each record. Throws what is wrong with it. */
  makerFor(ctx: CommandCtx, deed: BulkDeed): Promise<Maker>;
  /** In the order of their ids. */
  lock(db: Db, ids: readonly string[]): Promise<Held[]>;
  /** Writes these columns and answers with what they hold now. */
  write(
    db: Db,
    columns: readonly string[],
    rows: readonly (Raw & { readonly id: string })[],
  ): Promise<{ readonly id: string; readonly raw: Raw }[]>;
  /** Of bookkeeping, what has to be put back although other things changed since. */
  merged?(of: { readonly now: Raw; readonly before: Raw; readonly after: Raw }): Raw;
  /** To the trash; answers with those that were not there. */
  trash(ctx: CommandCtx, ids: readonly string[]): Promise<readonly string[]>;
};

export type BulkTypes = readonly BulkType[];

type Begun = {
  readonly type: RecordTypeName;
  readonly deed: BulkDeed;
  readonly ids: readonly string[];
  readonly actor: { readonly id: string; readonly name: string };
};

/** A deed of the house's own making, on all that it has to reach: who asked for it may. */
export async function beginDeed(ctx: CommandCtx, begun: Begun): Promise<BulkId> {
  const { type: recordType, deed, ids, actor } = begun;
  const id = newId<"bulk">();
  const totalCount = ids.length;
  const run = {
    id,
    recordType,
    deed,
    owners: null,
    totalCount,
    actorId: actor.id,
    actorName: actor.name,
  };
  await insertRun(ctx.db, run, ctx.now);
  await insertRecords(ctx.db, id, ids);
  await ctx.later(APPLY, { runId: id });
  ctx.tell(TOPIC);
  return id;
}

/** Takes such a deed back. */
export async function takeDeedBack(ctx: CommandCtx, id: BulkId): Promise<void> {
  const run = await lockRun(ctx.db, id);
  if (run.state === "undoing" || run.state === "undone") return;
  await markState(ctx.db, id, "undoing", null);
  await ctx.later(UNDO, { runId: id });
  ctx.tell(TOPIC);
}

/** Nothing is left of what deeds on many kept of records that are gone. */
export const forgetBulked = (ctx: CommandCtx, ids: readonly string[]): Promise<number> =>
  deleteRecords(ctx.db, ids);
