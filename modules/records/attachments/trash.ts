import { showId } from "#kernel/ids.ts";
import type { Bin } from "../trash/trash.ts";
import type { AttachmentId } from "./attachments.contract.ts";
import { deleteAttachments, markReturned } from "./attachments.sql.ts";
import { TOPIC } from "./attachments.ts";

/** Files that somebody deleted: with all their bytes, until nothing is left of them. */
export const attachmentBin: Bin = {
  type: "attachment",
  reads: "records.attachments.read",
  deletes: "records.attachments.write",
  isOnRecords: true,
  topics: [TOPIC],
  restore: async (ctx, ids) => {
    for (const { id, subjectType, subjectId } of await markReturned(ctx.db, ids as AttachmentId[]))
      await ctx.audit(
        { type: subjectType, id: subjectId, name: "" },
        { attachment: showId("attachment", id), deleted: false },
      );
    return null;
  },
  purge: async (ctx, ids) => {
    await deleteAttachments(ctx.db, ids as AttachmentId[]);
  },
};
