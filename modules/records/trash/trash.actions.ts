import { notFound, Problem, refuseIf } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { cursorOf, readCursor } from "#platform/db/cursor.ts";
import { KEPT_TYPES, subjectOf } from "../timeline/timeline.rules.ts";
import { binOf, bringBack } from "./returning.ts";
import { type Conflict, type TrashRow, trash } from "./trash.contract.ts";
import { daysLeftOf, namesOf, type Trashed, trashedFrom, whyNotRestore } from "./trash.rules.ts";
import {
  countEntries,
  lockEntries,
  markAllDue,
  markDue,
  type Seen,
  selectEntries,
  selectEntry,
  type TrashEntry,
} from "./trash.sql.ts";
import { type Bin, type Bins, leavePurge } from "./trash.ts";

const READ = "records.trash.read";
const RESTORE = "records.trash.restore";
const PURGE_NOW = "records.trash.purge";

/** What can be asked of the trash, over the record types there are. */
export const trashActions = (bins: Bins) => ({
  list: listTrash(bins),
  count: countTrash(bins),
  get: getTrashed(bins),
  restore: restoreTrashed(bins),
  purge: purgeTrashed(bins),
  empty: emptyTrash(bins),
});

const listTrash = ({ bins }: Bins) =>
  query({
    does: trash.list,
    needs: READ,
    isScoped: true,
    async run(ctx, { after, limit, ...filter }) {
      const [at, id] = after === undefined ? [] : readCursor(after, 2);
      const from = after === undefined ? null : { at: String(at), id: String(id) };
      const seen = seenBy(ctx, bins);
      const rows = await selectEntries(ctx.db, filter, seen, from, limit + 1);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        rows: page.map((row) => rowOf(ctx, bins, row)),
        next: last === undefined ? null : cursorOf([last.atText, last.id]),
      };
    },
  });

const countTrash = ({ bins }: Bins) =>
  query({
    does: trash.count,
    needs: READ,
    isScoped: true,
    run: (ctx, filter) => countEntries(ctx.db, filter, seenBy(ctx, bins)),
  });

const getTrashed = ({ bins }: Bins) =>
  query({
    does: trash.get,
    needs: READ,
    isScoped: true,
    async run(ctx, { record }) {
      const [trashed] = trashedOf([record]);
      if (trashed === undefined) throw notFound("records.trash");
      return rowOf(ctx, bins, await selectEntry(ctx.db, trashed, seenBy(ctx, bins)));
    },
  });

const restoreTrashed = (all: Bins) =>
  command({
    does: trash.restore,
    needs: RESTORE,
    isScoped: true,
    async run(ctx, { records, resolution }) {
      const entries = await lockChosen(ctx, all.bins, records);
      for (const entry of entries) refuseIf(whyNotRestore(entry, ctx.now));

      const conflicts: Conflict[] = [];
      const restored: string[] = [];
      for (const bin of all.bins) {
        const ids = entries.filter(({ type }) => type === bin.type).map(({ id }) => id);
        const done = await bringBack(all, ctx, bin.type, ids, resolution);
        conflicts.push(...done.conflicts);
        restored.push(...done.ids.map((id) => showId(bin.type, id)));
      }
      if (restored.length === 0) await noteAsked(ctx, entries);
      return { restored, conflicts };
    },
  });

const purgeTrashed = ({ bins }: Bins) =>
  command({
    does: trash.purge,
    needs: PURGE_NOW,
    isForFresh: true,
    async run(ctx, { records }) {
      const entries = await lockChosen(ctx, bins, records);
      let count = 0;
      for (const { type } of bins) {
        const ids = entries.filter((entry) => entry.type === type).map(({ id }) => id);
        if (ids.length > 0) count += await markDue(ctx.db, type, ids, ctx.now);
      }
      for (const { type, id } of entries)
        await ctx.audit({ type, id, name: "" }, { purge: "asked" });
      await leavePurge(ctx);
      ctx.tell("records.trash");
      return { count };
    },
  });

const emptyTrash = ({ bins }: Bins) =>
  command({
    does: trash.empty,
    needs: PURGE_NOW,
    isForFresh: true,
    async run(ctx) {
      const count = await markAllDue(ctx.db, seenBy(ctx, bins));
      const { id, name } = ctx.company;
      await ctx.audit({ type: "company", id, name }, { emptied: count });
      await leavePurge(ctx);
      ctx.tell("records.trash");
      return { count };
    },
  });

/**
 * Nobody sees in the trash what they may not see elsewhere, nor finds anybody by an address they are not shown. Of records
 * that somebody sees in part (their own, their team's), the trash shows them those that they deleted themselves.
 */
function seenBy(ctx: Ctx, bins: readonly Bin[]): Seen {
  const seen = bins.filter(({ reads }) => ctx.whyNotMay(reads) === null);
  const isAll = (reads: string) => ctx.whyNotMay(reads) === null && ctx.ownersOf(reads) === null;
  const isWhole = ({ reads, isOnRecords = false, isPersonal = false }: Bin) =>
    isAll(reads) &&
    isAll(READ) &&
    !isPersonal &&
    (!isOnRecords || KEPT_TYPES.every((type) => isAll(subjectOf(type).needs)));
  return {
    whole: seen.filter(isWhole).map(({ type }) => type),
    inPart: seen.filter((bin) => !isWhole(bin)).map(({ type }) => type),
    actorId: ctx.actor.id,
    isByReach: ctx.seesPlain("contact"),
    now: ctx.now,
  };
}

function rowOf(ctx: Ctx, bins: readonly Bin[], entry: TrashEntry): TrashRow {
  const { type, actorName, trashedAt, purgeAt } = entry;
  const mayNot = ctx.whyNotMay(RESTORE) ?? ctx.whyNotMay(binOf(bins, type).deletes);
  return {
    record: showId(type, entry.id),
    type,
    ...namesOf(entry),
    actorName,
    trashedAt,
    purgeAt,
    daysLeft: daysLeftOf(purgeAt, ctx.now),
    blocked: {
      restore: mayNot ?? whyNotRestore(entry, ctx.now),
      purge: ctx.whyNotMay(PURGE_NOW),
    },
  };
}

const trashedOf = (shown: readonly string[]): Trashed[] =>
  shown.map(trashedFrom).filter((one) => one !== null);

/** Those of them that are in the trash, held; none is a `not_found`, and one that this person may not delete a refusal. */
async function lockChosen(
  ctx: CommandCtx,
  bins: readonly Bin[],
  records: readonly string[],
): Promise<TrashEntry[]> {
  const entries = await lockEntries(ctx.db, trashedOf(records), seenBy(ctx, bins));
  if (entries.length === 0) throw notFound("records.trash");
  for (const type of new Set(entries.map((entry) => entry.type))) {
    const { deletes } = binOf(bins, type);
    const closed = ctx.whyNotMay(deletes);
    if (closed !== null) throw new Problem("forbidden", closed, { needs: deletes });
  }
  return entries;
}

/** Nothing came back: that it was tried is all there is to write down. */
async function noteAsked(ctx: CommandCtx, entries: readonly TrashEntry[]): Promise<void> {
  for (const { type, id, name } of entries)
    await ctx.audit({ type, id, name }, { restore: "asked" });
}
