import { query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { cursorOf, readCursor } from "#platform/db/cursor.ts";
import { customInTold } from "../fields/fields.ts";
import { type TimelineKind, timeline } from "./timeline.contract.ts";
import { subjectFrom, type TimelineSubject, verbOf } from "./timeline.rules.ts";
import { type EntryRow, selectEntries, selectOwner } from "./timeline.sql.ts";

const PAGE_ROWS = 50;

export const listTimeline = query({
  does: timeline.list,
  needs: "records.timeline.read",
  async run(ctx, { subject: shown, kind, after }) {
    const subject = subjectFrom(shown);
    // What a person may not see tells nothing either: in the same words as a record without entries.
    if (subject === null || !(await mayRead(ctx, subject))) return { rows: [], next: null };
    const cursor = after === undefined ? null : readCursor(after, 2);
    const from = cursor === null ? null : { at: String(cursor[0]), key: String(cursor[1]) };
    const of = sourcesFor(ctx, kind);
    if (of.size === 0) return { rows: [], next: null };
    const rows = await selectEntries(ctx.db, { subject, after: from, limit: PAGE_ROWS, of });

    const page = rows.slice(0, PAGE_ROWS);
    const last = rows.length > PAGE_ROWS ? page.at(-1) : undefined;
    const told = page.map(({ detail }) => ({ type: subject.type, told: detail }));
    const details = await customInTold(ctx, told);
    return {
      rows: page.map((row, i) => entryOf({ ...row, detail: details[i] ?? {} }, subject)),
      next: last === undefined ? null : cursorOf([last.atText, last.key]),
    };
  },
});

type Sources = Parameters<typeof selectEntries>[1]["of"];

/** What is asked for, of what this person may look at. */
function sourcesFor(ctx: Ctx, kind: TimelineKind | undefined): Sources {
  const notes = ctx.whyNotMay("records.notes.read") === null ? (["notes"] as const) : [];
  const consents = ctx.whyNotMay("crm.consents.read") === null ? (["consents"] as const) : [];
  const tasks = ctx.whyNotMay("records.tasks.read") === null ? (["tasks"] as const) : [];
  switch (kind) {
    case "sales":
      return new Set(["told"]);
    case "edits":
      return new Set(["edits"]);
    case "notes":
      return new Set(notes);
    case "consents":
      return new Set(consents);
    case "tasks":
      return new Set(tasks);
    case undefined:
      return new Set(["told", "others", "edits", ...notes, ...tasks, ...consents]);
  }
}

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
