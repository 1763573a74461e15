import { invalid, Problem, refuseIf } from "#kernel/errors.ts";
import { newId, readId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { newDownloadToken } from "#platform/auth/download-tokens.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { eyesFor } from "#platform/permissions/reach.ts";
import { noteSecurityEventIn } from "#platform/security/events.ts";
import { filterFor } from "../filters/filters.ts";
import { type RecordType, typeOf } from "../types/types.ts";
import { type Export, type ExportId, type NewExport, recordExports } from "./exports.contract.ts";
import { LINK_MS, whyNotFetch, whyNotStop } from "./exports.rules.ts";
import {
  countAmong,
  type ExportRow,
  insertExport,
  insertLink,
  lockExport,
  markOver,
  selectExport,
  selectExports,
} from "./exports.sql.ts";
import { columnsFor, type Exports, exporterOf, seesAllOf, TOPIC, WRITE } from "./exports.ts";

const RUN = "records.exports.run";

/** What can be asked of files that records leave in. Whoever made one sees it; nobody else does. */
export const exportActions = (of: Exports) => ({
  list: query({
    does: recordExports.list,
    needs: RUN,
    async run(ctx, { after, limit }) {
      const [before] = after === undefined ? [null] : readCursor(after, 1);
      const rows = await selectExports(
        ctx.db,
        ctx.actor.id,
        before === null ? null : String(before),
        limit + 1,
      );
      const page = pageOf(rows, limit, ({ id }) => [id]);
      return { rows: page.rows.map((row) => shownOf(ctx, row)), next: page.next };
    },
  }),
  get: query({
    does: recordExports.get,
    needs: RUN,
    run: async (ctx, { id }) => shownOf(ctx, await selectExport(ctx.db, id, ctx.actor.id)),
  }),
  start: startExport(of),
  stop: stopExport,
  link: linkToExport(of),
});

const startExport = (of: Exports) =>
  command({
    does: recordExports.start,
    needs: RUN,
    isForCancelled: true,
    async run(ctx, asked) {
      const type = typeOf(of.types, asked.type);
      refuseUnlessReads(ctx, type);
      const exporter = exporterOf(of, asked.type);
      if (asked.rows === "part" && exporter.parts === undefined)
        throw invalid({ path: ["rows"], code: "field.invalid" });
      const laid = await columnsFor(ctx, type, asked.columns);
      const filter = await filterFor(ctx, of.types, type.name, asked.where);
      const eyes = eyesFor(ctx, type.reads);
      const listed =
        asked.filter === undefined
          ? null
          : exporter.listed(asked.filter, { eyes, company: ctx.company });
      const ids = idsOf(asked);
      const owners = ctx.ownersOf(type.reads);

      const id = newId<"export">();
      const totalCount = await countAmong(ctx.db, { type, ids, filter, owners, listed });
      const { format, language } = asked;
      await insertExport(
        ctx.db,
        {
          id,
          recordType: type.name,
          format,
          language,
          asked: {
            ...{ ...laid, ids, where: asked.where ?? null, owners, rows: asked.rows },
            ...{ filter: asked.filter ?? null, seesContact: eyes.seesContact },
          },
          totalCount,
          actor: ctx.actor,
        },
        ctx.now,
      );

      await ctx.audit(subjectOf(id, type), {
        type: type.name,
        format,
        count: totalCount,
        columns: laid.columns,
        ...(asked.where === undefined ? {} : { where: asked.where }),
        ...(asked.filter === undefined ? {} : { filter: asked.filter }),
        ...(asked.rows === "part" ? { rows: asked.rows } : {}),
      });
      await ctx.later(WRITE, { exportId: id }, { isLong: true });
      ctx.tell(TOPIC);
      return shownOf(ctx, await selectExport(ctx.db, id, ctx.actor.id));
    },
  });

const stopExport = command({
  does: recordExports.stop,
  needs: RUN,
  isForCancelled: true,
  async run(ctx, { id }) {
    const { recordType } = await selectExport(ctx.db, id, ctx.actor.id);
    refuseIf(whyNotStop(await lockExport(ctx.db, id)));

    await markOver(ctx.db, id, "stopped", ctx.now);

    await ctx.audit({ type: "export", id, name: recordType }, { stopped: true });
    ctx.tell(TOPIC);
    return shownOf(ctx, await selectExport(ctx.db, id, ctx.actor.id));
  },
});

/** What somebody no longer sees does not leave, although the file was made while they did. */
const linkToExport = ({ types }: Exports) =>
  command({
    does: recordExports.link,
    needs: RUN,
    isForCancelled: true,
    async run(ctx, { id }) {
      const row = await selectExport(ctx.db, id, ctx.actor.id);
      refuseIf(whyNotFetch(row, ctx.now));
      const type = typeOf(types, row.recordType);
      refuseUnlessReads(ctx, type);
      const reaches = isWithin(row.asked.owners, ctx.ownersOf(type.reads));
      if (!reaches || !(await seesAllOf(ctx, type, row.asked)))
        throw new Problem("forbidden", "records.export.seen_no_more");

      const token = newDownloadToken(ctx.company.id);
      const expiresAt = new Date(ctx.now.getTime() + LINK_MS);
      await insertLink(ctx.db, { hash: token.hash, exportId: id, expiresAt });

      const { doneCount: count } = row;
      await ctx.audit(subjectOf(id, type), { fetched: count });
      await ctx.inControl((control) =>
        noteSecurityEventIn(
          control,
          {
            kind: "records.exported",
            companyId: ctx.company.id,
            accountId: ctx.actor.id,
            detail: { count },
          },
          ctx.now,
        ),
      );
      return { url: `/api/records/exports/files/${token.shown}` };
    },
  });

/** Null is everybody's. */
const isWithin = (were: readonly string[] | null, are: readonly string[] | null): boolean =>
  are === null || (were?.every((owner) => are.includes(owner)) ?? false);

const subjectOf = (id: ExportId, { label }: RecordType) => ({
  type: "export",
  id,
  name: label.many.en,
});

function refuseUnlessReads(ctx: Ctx, { reads }: RecordType): void {
  const closed = ctx.whyNotMay(reads);
  if (closed !== null) throw new Problem("forbidden", closed, { needs: reads });
}

function idsOf({ type, ids }: NewExport): string[] | null {
  if (ids === undefined) return null;
  return ids.map((shown, at) => {
    const id = readId(type, shown);
    if (id === null) throw invalid({ path: ["ids", at], code: "not_an_id" });
    return id;
  });
}

const shownOf = (ctx: Ctx, row: ExportRow): Export => ({
  id: row.id,
  type: row.recordType,
  format: row.format,
  state: row.state,
  doneCount: row.doneCount,
  totalCount: row.totalCount,
  bytesCount: row.bytesCount,
  createdAt: row.createdAt,
  finishedAt: row.finishedAt,
  expiresAt: row.expiresAt,
  blocked: { fetch: whyNotFetch(row, ctx.now), stop: whyNotStop(row) },
});
