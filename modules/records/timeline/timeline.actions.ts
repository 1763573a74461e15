import { query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { cursorOf, readCursor } from "#platform/db/cursor.ts";
import { timeline } from "./timeline.contract.ts";
import { subjectFrom, type TimelineSubject, verbOf } from "./timeline.rules.ts";
import { type EntryRow, selectEntries, selectOwner } from "./timeline.sql.ts";

const PAGE_ROWS = 50;

export const listTimeline = query({
  does: timeline.list,
  needs: "records.timeline.read",
  async run(ctx, { subject: shown, after }) {
    const subject = subjectFrom(shown);
    // What a person may not see tells nothing either: in the same words as a record without entries.
    if (subject === null || !(await mayRead(ctx, subject))) return { rows: [], next: null };
    const cursor = after === undefined ? null : readCursor(after, 2);
    const from = cursor === null ? null : { at: String(cursor[0]), key: String(cursor[1]) };
    const rows = await selectEntries(ctx.db, subject, from, PAGE_ROWS);

    const page = rows.slice(0, PAGE_ROWS);
    const last = rows.length > PAGE_ROWS ? page.at(-1) : undefined;
    return {
      rows: page.map((row) => entryOf(row, subject)),
      next: last === undefined ? null : cursorOf([last.atText, last.key]),
    };
  },
});

async function mayRead(ctx: Ctx, subject: TimelineSubject): Promise<boolean> {
  if (ctx.whyNotMay(subject.needs) !== null) return false;
  if (ctx.ownersOf(subject.needs) === null) return true;
  return ctx.whyNotMay(subject.needs, await selectOwner(ctx.db, subject)) === null;
}

const entryOf = ({ key, kind, at, detail }: EntryRow, { noun }: TimelineSubject) => ({
  key,
  kind: kind ?? `${noun}.${verbOf(detail)}`,
  at,
  detail,
});
