import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { Conflict, Resolution, TrashType } from "./trash.contract.ts";
import { purgeAtOf } from "./trash.rules.ts";
import { deleteEntries, insertEntries, selectNextPurge } from "./trash.sql.ts";

export type { Conflict, Resolution, TrashType };

/** The job that leaves nothing of what is due. */
export const PURGE = "records.trash.purge";

/** What else a restore changed: records that turned out to be one, and numbers whose owner may be another now. */
export type Aftermath = {
  readonly merged: readonly {
    readonly from: string;
    readonly into: string;
    readonly isPart?: boolean;
  }[];
  /** Parts of one merged customer that turned out to be one. */
  readonly recasts?: readonly object[];
  readonly phones: readonly string[];
};

/** What a module tells of a kind of record that can be deleted: gathered in modules.ts, for imports go downstairs only. */
export type Bin = {
  readonly type: TrashType;
  /** The permissions to see such records, and to delete and restore them. */
  readonly reads: string;
  readonly deletes: string;
  /** Hangs on records and is called after them: seen whole by whoever sees all records. */
  readonly isOnRecords?: boolean;
  /** Somebody's own: seen by whoever deleted it. */
  readonly isPersonal?: boolean;
  /** What screens ask for again. */
  readonly topics: readonly string[];
  /** Of those in the trash, which cannot come back as they were. Locks what the restore will change. */
  conflictsOf?(ctx: CommandCtx, ids: readonly string[]): Promise<Conflict[]>;
  /** Brings them back and audits it. */
  restore(
    ctx: CommandCtx,
    ids: readonly string[],
    resolution: Resolution,
  ): Promise<Aftermath | null>;
  /** Leaves nothing of them: their rows, what hangs on them, their timelines. */
  purge(ctx: CommandCtx, ids: readonly string[]): Promise<void>;
};

/** What a module further up does when records below it come back or go for good. */
export type TrashFollower = {
  readonly follows: TrashType;
  restored?(ctx: CommandCtx, aftermath: Aftermath): Promise<void>;
  /** They were carried over from a backup: what names them again is reckoned anew. */
  carried?(ctx: CommandCtx, ids: readonly string[]): Promise<void>;
  /** Before they are gone. */
  purging?(ctx: CommandCtx, ids: readonly string[]): Promise<void>;
};

export type Bins = { readonly bins: readonly Bin[]; readonly followers: readonly TrashFollower[] };

/** In the transaction that marked them: from now on they can come back, until they are purged. */
export async function putInTrash(
  ctx: CommandCtx,
  type: TrashType,
  records: readonly { readonly id: string; readonly name: string }[],
): Promise<void> {
  if (records.length === 0) return;
  const by = { actor: ctx.actor, trashedAt: ctx.now, purgeAt: purgeAtOf(ctx.now) };
  await insertEntries(ctx.db, type, records, by);
  await leavePurge(ctx);
  ctx.tell("records.trash");
}

/** For records that leave without a trace, by whatever way. */
export async function forgetTrashed(
  ctx: CommandCtx,
  type: TrashType,
  ids: readonly string[],
): Promise<void> {
  if (ids.length > 0 && (await deleteEntries(ctx.db, type, ids)) > 0) ctx.tell("records.trash");
}

/** One job waits for the first that is due: it leaves the next itself. */
export async function leavePurge(ctx: Ctx & Pick<CommandCtx, "later">): Promise<void> {
  const next = await selectNextPurge(ctx.db);
  if (next !== null) await ctx.later(PURGE, {}, { runAt: next, key: PURGE });
}
