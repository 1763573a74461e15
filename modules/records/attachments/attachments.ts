import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { CompanyColumn } from "#platform/crypto/sealed-columns.ts";
import type { Place, Sealer } from "#platform/crypto/sealer.ts";
import type { Db } from "#platform/db/db.ts";
import type { FiledTable } from "#platform/takeout/filing.ts";
import type { AttachmentId } from "./attachments.contract.ts";
import { UNFINISHED_MS } from "./attachments.rules.ts";
import {
  returnAttachments as bringBack,
  deleteAttachmentsOf,
  moveAttachments as move,
  selectFirstUnfinished,
  selectPart,
} from "./attachments.sql.ts";

/** The job that leaves nothing of what never came whole. */
export const PURGE = "records.attachments.purge";
export const TOPIC = "records.attachments";

/** Pieces of files that people hang on records. */
export const sealedAttachments: readonly CompanyColumn[] = [
  {
    in: "company",
    table: "attachment_parts",
    column: "sealed",
    kind: "bytes",
    handsOut: (sealer, row, sealed) => sealer.openBytes(placeOf(row), sealed),
    takesIn: (sealer, row, plain) =>
      plain === null ? null : sealer.sealBytes(placeOf(row), plain),
  },
];
/** In an export of everything they are files too. */
export const filedAttachments: FiledTable = {
  table: "attachments",
  name: "name",
  readyAt: "ready_at",
  told: ["type", "bytes", "subject_type", "subject_id", "author_name", "created_at", "deleted_at"],
  parts: {
    table: "attachment_parts",
    of: "attachment_id",
    position: "position",
    sealed: "sealed",
  },
};

export const placeOf = (row: string): Place => ({
  table: "attachment_parts",
  column: "sealed",
  row,
});

/** The file out of its sealed pieces, one after the other. */
export async function* piecesOf(db: Db, sealer: Sealer, id: AttachmentId): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const part = await selectPart(db, id, position);
    if (part === null) return;
    yield sealer.openBytes(placeOf(part.id), part.sealed);
  }
}

type Moved = { readonly subjectType: string; readonly from: string; readonly into: string };

/** After two records turned out to be one. */
export async function moveAttachments(ctx: CommandCtx, moved: Moved): Promise<void> {
  if ((await move(ctx.db, moved)) > 0) ctx.tell(TOPIC);
}

/** They part again: what was hung on `writtenOn` (the record that left, and what was part of it) goes along. */
export async function returnAttachments(
  ctx: CommandCtx,
  back: Moved & { readonly writtenOn: readonly string[] },
): Promise<void> {
  if ((await bringBack(ctx.db, back)) > 0) ctx.tell(TOPIC);
}

/** Leaves nothing of what hangs on records that are about to go. */
export async function forgetAttachments(
  ctx: CommandCtx,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<void> {
  if ((await deleteAttachmentsOf(ctx.db, subjectType, subjectIds)) > 0) ctx.tell(TOPIC);
}

/** One job waits for the first that has had its day: it leaves the next itself. */
export async function leavePurge(ctx: Ctx & Pick<CommandCtx, "later">): Promise<void> {
  const first = await selectFirstUnfinished(ctx.db);
  if (first === null) return;
  await ctx.later(PURGE, {}, { runAt: new Date(first.getTime() + UNFINISHED_MS), key: PURGE });
}
