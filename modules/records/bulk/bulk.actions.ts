import { invalid, Problem, refused, refuseIf } from "#kernel/errors.ts";
import { newId, readId } from "#kernel/ids.ts";
import { requireMember } from "#modules/companies/companies.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { noteSecurityEventIn } from "#platform/security/events.ts";
import { filterFor } from "../filters/filters.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import {
  classOfField,
  fieldsOf,
  type RecordType,
  type RecordTypes,
  typeOf,
} from "../types/types.ts";
import { BULK_MAX, type Bulk, type BulkDeed, recordBulk } from "./bulk.contract.ts";
import { KEPT_MS, whyNotOneMore, whyNotUndo } from "./bulk.rules.ts";
import {
  type BulkRow,
  countUnderway,
  deleteRuns,
  insertRecords,
  insertRun,
  lockRun,
  markState,
  selectReasons,
  selectRun,
  selectRuns,
} from "./bulk.sql.ts";
import { APPLY, type BulkType, type BulkTypes, subjectOf, TOPIC, UNDO } from "./bulk.ts";

const READ = "records.bulk.read";
const RUN = "records.bulk.run";

/** What can be asked to be done to many records at once. */
export const bulkActions = (types: RecordTypes, lent: BulkTypes) => ({
  list: query({
    does: recordBulk.list,
    needs: READ,
    async run(ctx, { type }) {
      const since = new Date(ctx.now.getTime() - KEPT_MS);
      const rows = await selectRuns(ctx.db, actorOf(ctx), type, since);
      const runs: Bulk[] = [];
      for (const row of rows) runs.push(await shownOf(ctx, row));
      return { runs };
    },
  }),
  get: query({
    does: recordBulk.get,
    needs: READ,
    run: async (ctx, { id }) => shownOf(ctx, await selectRun(ctx.db, id, actorOf(ctx))),
  }),
  start: command({
    does: recordBulk.start,
    needs: RUN,
    async run(ctx, { type: name, deed, ids: named, where, filter }) {
      const type = typeOf(types, name);
      const bulk = lentFor(lent, name);
      await refuseUnless(ctx, type, bulk, deed);
      await bulk.makerFor(ctx, deed);
      const asked = { filter, where: await filterFor(ctx, types, name, where) };
      const ids =
        named === undefined
          ? await bulk.select(ctx, asked, BULK_MAX + 1)
          : named.map((shown, at) => idOf(name, shown, at));
      if (ids.length > BULK_MAX) throw refused("records.bulk.too_many", { max: BULK_MAX });
      if (ids.length === 0) throw refused("records.bulk.nothing");

      refuseIf(whyNotOneMore(await countUnderway(ctx.db)));
      await deleteRuns(ctx.db, new Date(ctx.now.getTime() - KEPT_MS));
      const run = await insertRun(
        ctx.db,
        {
          id: newId<"bulk">(),
          recordType: name,
          deed,
          owners: reachOf(ctx, type, bulk, deed),
          totalCount: new Set(ids).size,
          actorId: actorOf(ctx),
          actorName: ctx.actor.name,
        },
        ctx.now,
      );
      await insertRecords(ctx.db, run.id, [...new Set(ids)]);

      await ctx.audit(subjectOf(run), { deed, count: run.totalCount });
      await ctx.later(APPLY, { runId: run.id });
      ctx.tell(TOPIC);
      if (deed.does === "trash") await noteDeletion(ctx, run);
      return shownOf(ctx, run);
    },
  }),
  undo: command({
    does: recordBulk.undo,
    needs: RUN,
    async run(ctx, { id }) {
      await selectRun(ctx.db, id, actorOf(ctx));
      const run = await lockRun(ctx.db, id);
      refuseIf(whyNotUndo(run, ctx.now));
      await refuseUnless(
        ctx,
        typeOf(types, run.recordType),
        lentFor(lent, run.recordType),
        run.deed,
      );

      await markState(ctx.db, id, "undoing", null);

      await ctx.audit(subjectOf(run), { undo: "asked", changed: run.changedCount });
      await ctx.later(UNDO, { runId: id });
      ctx.tell(TOPIC);
      return shownOf(ctx, await selectRun(ctx.db, id, actorOf(ctx)));
    },
  }),
});

/** Deleting many by one deed is told like deleting them one by one: it may be an attack. Last, for it commits first. */
const noteDeletion = (ctx: CommandCtx, { actorId, totalCount }: BulkRow): Promise<void> =>
  ctx.inControl((control) =>
    noteSecurityEventIn(
      control,
      {
        kind: "records.deleted",
        companyId: ctx.company.id,
        accountId: actorId,
        detail: { count: totalCount },
      },
      ctx.now,
    ),
  );

/** Such deeds are people's: what a store or the house does has its own ways. */
function actorOf({ actor }: Ctx): string {
  if (actor.id === null) throw new Problem("forbidden", "platform.permission.missing");
  return actor.id;
}

function lentFor(lent: BulkTypes, name: RecordTypeName): BulkType {
  const bulk = lent.find(({ type }) => type === name);
  if (bulk === undefined) throw refused("records.bulk.not_here");
  return bulk;
}

const idOf = (type: RecordTypeName, shown: string, at: number): string => {
  const id = readId(type, shown);
  if (id === null) throw invalid({ path: ["ids", at], code: "not_an_id" });
  return id;
};

/** What one needs for the deed itself. */
const permissionOf = ({ writes, deletes }: RecordType, { gives }: BulkType, deed: BulkDeed) =>
  deed.does === "trash" ? deletes : deed.does === "give" ? (gives ?? writes) : writes;

async function refuseUnless(ctx: CommandCtx, type: RecordType, bulk: BulkType, deed: BulkDeed) {
  for (const needs of [type.reads, permissionOf(type, bulk, deed)]) {
    const closed = ctx.whyNotMay(needs);
    if (closed !== null) throw new Problem("forbidden", closed, { needs });
  }
  if (deed.does === "archive" && !bulk.canArchive) throw refused("records.bulk.not_here");
  if (deed.does === "give") {
    if (bulk.gives === null) throw refused("records.bulk.not_here");
    if (deed.ownerId !== null) await requireMember(ctx, deed.ownerId, ["deed", "ownerId"]);
  }
  if (deed.does === "set") await refuseUnlessSets(ctx, type, bulk, deed.field);
}

async function refuseUnlessSets(ctx: Ctx, type: RecordType, bulk: BulkType, key: string) {
  const field = (await fieldsOf(ctx, type)).find((one) => one.key === key);
  const isLent = field?.isCustom === true || bulk.fields.includes(key);
  if (field === undefined || !isLent)
    throw invalid({ path: ["deed", "field"], code: "records.bulk.field_not_here" });
  if (!ctx.seesPlain(classOfField(field)))
    throw new Problem("forbidden", "platform.field.masked", [
      { path: ["deed", "field"], code: "platform.field.masked" },
    ]);
}

/** Of those somebody sees, whose they may do this to. */
function reachOf(ctx: Ctx, type: RecordType, bulk: BulkType, deed: BulkDeed) {
  const seen = ctx.ownersOf(type.reads);
  const changed = ctx.ownersOf(permissionOf(type, bulk, deed));
  if (seen === null || changed === null) return seen ?? changed;
  return seen.filter((owner) => changed.includes(owner));
}

async function shownOf(ctx: Ctx, row: BulkRow): Promise<Bulk> {
  const { deed, recordType, owners: _, actorId: __, actorName: ___, ...run } = row;
  return {
    ...run,
    type: recordType,
    does: deed.does,
    field: deed.does === "set" ? deed.field : null,
    reasons: await selectReasons(ctx.db, row.id),
    blocked: { undo: ctx.whyNotMay(RUN) ?? whyNotUndo(row, ctx.now) },
  };
}
