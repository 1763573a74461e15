import { showId } from "#kernel/ids.ts";
import type { Bin } from "../trash/trash.ts";
import type { NoteId } from "./notes.contract.ts";
import { deleteNotes, markReturned } from "./notes.sql.ts";
import { TOPICS } from "./notes.ts";

/** Notes that somebody deleted. They come back to what they were written on, also where that lies in the trash itself. */
export const noteBin: Bin = {
  type: "note",
  reads: "records.notes.read",
  deletes: "records.notes.write",
  isOnRecords: true,
  topics: TOPICS,
  restore: async (ctx, ids) => {
    for (const { id, subjectType, subjectId } of await markReturned(ctx.db, ids as NoteId[]))
      await ctx.audit(
        { type: subjectType, id: subjectId, name: "" },
        { note: showId("note", id), deleted: false },
      );
    return null;
  },
  purge: async (ctx, ids) => {
    await deleteNotes(ctx.db, ids as NoteId[]);
  },
};
