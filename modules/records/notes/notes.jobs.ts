import { z } from "zod";
import { showId } from "#kernel/ids.ts";
import { mailReaders } from "#modules/companies/companies.public.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import type { NoteId } from "./notes.contract.ts";
import { mentionMail } from "./notes.mails.ts";
import { KEPT_MS } from "./notes.rules.ts";
import {
  deleteNotes,
  lockDue,
  lockUnmailed,
  markMailed,
  type SubjectType,
  selectNotesOf,
} from "./notes.sql.ts";
import { leavePurge, PURGE, TELL } from "./notes.ts";

const BATCH = 500;
const PLACES: Readonly<Record<SubjectType, string>> = {
  customer: "customers",
  order: "orders",
  product: "products",
};

export const noteJobs: Job[] = [
  /** Writes to whom a note names. Run again it writes to nobody twice; of a note that is gone it says nothing. */
  job(TELL, z.object({ id: z.uuid() }), async (house, caller, { id }) => {
    await inCompany(house, caller, TELL, "read write", async (ctx) => {
      const unmailed = await lockUnmailed(ctx.db, id as NoteId);
      const [note] = await selectNotesOf(ctx.db, [id as NoteId]);
      if (note === undefined || note.deletedAt !== null || unmailed.length === 0) return;
      await markMailed(ctx.db, note.id, ctx.now);

      const said = {
        author: note.authorName,
        company: ctx.company.name,
        type: note.subjectType,
        link: `${ctx.publicUrl}/${PLACES[note.subjectType]}/${showId(note.subjectType, note.subjectId)}`,
        settings: `${ctx.publicUrl}/settings`,
      };
      const ids = unmailed.map(({ accountId }) => accountId);
      await ctx.inControl(async (control) => {
        for (const reader of await mailReaders(control, ctx, ids, "mentions"))
          await ctx.mail(control, mentionMail(reader, said));
      });
    });
  }),

  /** Leaves nothing of notes that were deleted 30 days ago; what is due later leaves a job for then. */
  job(PURGE, z.object({}), async (house, caller) => {
    while ((await purgeBatch(house, caller)) === BATCH);
  }),
];

async function purgeBatch(house: House, caller: Caller): Promise<number> {
  const called = { ...caller, now: house.now() };
  const { output, topics, leftJobs } = await inCompany(house, called, PURGE, "read write", purge);
  afterCommit(house, called, topics, leftJobs);
  return output;
}

async function purge(ctx: CommandCtx): Promise<number> {
  const due = await lockDue(ctx.db, new Date(ctx.now.getTime() - KEPT_MS), BATCH);
  await deleteNotes(
    ctx.db,
    due.map(({ id }) => id),
  );
  for (const { id, subjectType, subjectId } of due)
    await ctx.audit(
      { type: subjectType, id: subjectId, name: "" },
      { note: showId("note", id), purged: true },
    );
  if (due.length < BATCH) await leavePurge(ctx);
  return due.length;
}
