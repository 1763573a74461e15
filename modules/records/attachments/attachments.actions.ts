import { notFound, Problem, refused, refuseIf } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { newDownloadToken } from "#platform/auth/download-tokens.ts";
import { filedBy, holdRecord, type RecordSubject, requireRecord } from "../timeline/subjects.ts";
import type { FiledType } from "../timeline/timeline.rules.ts";
import { forgetTrashed, putInTrash } from "../trash/trash.ts";
import {
  type Attachment,
  type AttachmentId,
  attachments,
  PART_BYTES,
  QUOTA_BYTES,
} from "./attachments.contract.ts";
import {
  isPicture,
  nameOf,
  typeOf,
  whyNotAdd,
  whyNotFit,
  whyNotRemove,
  whyNotRestore,
} from "./attachments.rules.ts";
import {
  type AttachmentRow,
  countDeleted,
  insertAttachment,
  insertLink,
  lockAttachment,
  lockQuota,
  markDeleted,
  markReady,
  selectAttachment,
  selectAttachments,
  selectCame,
  selectOpenNote,
  selectPart,
  selectUsedBytes,
} from "./attachments.sql.ts";
import { leavePurge, placeOf, TOPIC } from "./attachments.ts";

/** A record that files hang on. */
type OnRecord = RecordSubject<FiledType>;

const READ = "records.attachments.read";
const WRITE = "records.attachments.write";
/** What is looked at leaves a trace, and an address that opens it: more than reading a list. */
const OPEN = "records.attachments.open";
const SHOWN_MAX = 200;
const LINK_MS = 60_000;

export const listAttachments = query({
  does: attachments.list,
  needs: READ,
  async run(ctx, { subject, deleted }) {
    const record = await requireRecord(ctx, filedBy(subject));
    ctx.concerns(subjectOf(record));
    const rows = await selectAttachments(ctx.db, record, deleted, SHOWN_MAX);
    return {
      rows: rows.map((row) => shownOf(ctx, row, record)),
      deletedCount: await countDeleted(ctx.db, record),
      usedBytes: await selectUsedBytes(ctx.db),
      quotaBytes: QUOTA_BYTES,
      blocked: { add: whyNotMayWrite(ctx) ?? whyNotAdd(record) },
    };
  },
});

export const beginAttachment = command({
  does: attachments.begin,
  needs: WRITE,
  async run(ctx, { subject, note, fileName, bytes }) {
    const record = await holdRecord(ctx, filedBy(subject));
    refuseIf(whyNotAdd(record));
    if (note !== null && (await selectOpenNote(ctx.db, note, record)) === null)
      throw notFound("records.note");
    await lockQuota(ctx.db);
    refuseIf(whyNotFit(await selectUsedBytes(ctx.db), bytes));

    const id = newId<"attachment">();
    const { shown, hash } = newDownloadToken(ctx.company.id);
    const kept = nameOf(fileName);
    await insertAttachment(ctx.db, {
      ...{ id, on: record, note, fileName: kept, bytes, uploadHash: hash, author: ctx.actor },
      now: ctx.now,
    });
    await leavePurge(ctx);

    await ctx.audit(subjectOf(record), { attachment: showId("attachment", id), begun: bytes });
    return { id, upload: shown, partBytes: PART_BYTES };
  },
});

export const finishAttachment = command({
  does: attachments.finish,
  needs: WRITE,
  async run(ctx, { id }) {
    const { row, record } = await lockWithRecord(ctx, id);
    if (row.readyAt !== null) throw refused("records.attachment.is_whole");
    if ((await selectCame(ctx.db, id)) !== row.bytes) throw refused("records.attachment.not_whole");

    const first = await selectPart(ctx.db, id, 0);
    const head = first === null ? EMPTY : ctx.sealer.openBytes(placeOf(first.id), first.sealed);

    await markReady(ctx.db, id, typeOf(head), ctx.now);

    await ctx.audit(subjectOf(record), { attachment: showId("attachment", id), added: true });
    ctx.tell(TOPIC);
    return shownOf(ctx, await selectAttachment(ctx.db, id), record);
  },
});
const EMPTY = new Uint8Array();

export const openAttachment = command({
  does: attachments.open,
  needs: OPEN,
  isForCancelled: true,
  async run(ctx, { id }) {
    const row = await selectAttachment(ctx.db, id);
    const record = await requireRecord(ctx, onOf(row));
    const closed = whyNotOpen(ctx);
    if (closed !== null) throw new Problem("forbidden", closed);
    if (row.readyAt === null || row.deletedAt !== null) throw notFound("records.attachment");

    const { shown, hash } = newDownloadToken(ctx.company.id);
    await insertLink(ctx.db, { hash, id, expiresAt: new Date(ctx.now.getTime() + LINK_MS) });

    await ctx.audit(subjectOf(record), { attachment: showId("attachment", id), opened: true });
    return { path: `/api/records/attachments/files/${shown}` };
  },
});

export const removeAttachment = command({
  does: attachments.remove,
  needs: WRITE,
  async run(ctx, { id }) {
    const { row, record } = await lockWithRecord(ctx, id);
    refuseIf(whyNotRemove(row, record));
    return setDeleted(ctx, row, record, ctx.now);
  },
});

export const restoreAttachment = command({
  does: attachments.restore,
  needs: WRITE,
  async run(ctx, { id }) {
    const { row, record } = await lockWithRecord(ctx, id);
    refuseIf(whyNotRestore(row, record, ctx.now));
    return setDeleted(ctx, row, record, null);
  },
});

async function setDeleted(
  ctx: CommandCtx,
  { id }: AttachmentRow,
  record: OnRecord,
  at: Date | null,
): Promise<Attachment> {
  await markDeleted(ctx.db, id, at);
  if (at === null) await forgetTrashed(ctx, "attachment", [id]);
  else await putInTrash(ctx, "attachment", [{ id, name: record.name }]);
  const attachment = showId("attachment", id);
  await ctx.audit(subjectOf(record), { attachment, deleted: at !== null });
  ctx.tell(TOPIC);
  return shownOf(ctx, await selectAttachment(ctx.db, id), record);
}

/** The record first, as everybody who changes it does. */
async function lockWithRecord(
  ctx: CommandCtx,
  id: AttachmentId,
): Promise<{ row: AttachmentRow; record: OnRecord }> {
  const record = await holdRecord(ctx, onOf(await selectAttachment(ctx.db, id)));
  return { row: await lockAttachment(ctx.db, id), record };
}

const onOf = ({ subjectType, subjectId }: AttachmentRow) => ({ type: subjectType, id: subjectId });
const subjectOf = ({ type, id, name }: OnRecord) => ({ type, id, name });

/** What is in a file nobody can mask: who does not see what is noted of people and how they are reached opens none. */
const whyNotOpen = (ctx: Ctx): string | null =>
  ctx.seesPlain("sensitive") && ctx.seesPlain("contact") ? null : "platform.field.masked";

const whyNotMayWrite = (ctx: Ctx): string | null => ctx.whyNotMay(WRITE) ?? whyNotOpen(ctx);

function shownOf(ctx: Ctx, row: AttachmentRow, record: OnRecord): Attachment {
  const closed = whyNotMayWrite(ctx);
  const { subjectType: _, subjectId: __, readyAt: ___, ...shown } = row;
  return {
    ...shown,
    isPicture: isPicture(row.type),
    blocked: {
      open: whyNotOpen(ctx) ?? ctx.whyNotMay(OPEN),
      remove: closed ?? whyNotRemove(row, record),
      restore: closed ?? whyNotRestore(row, record, ctx.now),
    },
  };
}
