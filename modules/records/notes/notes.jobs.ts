import { z } from "zod";
import { showId } from "#kernel/ids.ts";
import { mailReaders } from "#modules/companies/companies.public.ts";
import { inCompany } from "#platform/actions/action.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import type { NoteId } from "./notes.contract.ts";
import { mentionMail } from "./notes.mails.ts";
import { lockUnmailed, markMailed, type SubjectType, selectNotesOf } from "./notes.sql.ts";
import { TELL } from "./notes.ts";

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
];
