import { notFound, Problem, refuseIf } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { askToOpen, closeOpening, lastOpening } from "#modules/companies/companies.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { cursorOf, readCursor } from "#platform/db/cursor.ts";
import { trashedFrom } from "../trash/trash.rules.ts";
import { type RecordTypes, typeOf } from "../types/types.ts";
import { type Changers, fieldsChanged, putFields } from "./changed.ts";
import { type LookbackRow, LookbackType, lookbacks } from "./lookbacks.contract.ts";
import { whyNotBringBack, whyNotOpen } from "./lookbacks.rules.ts";
import {
  deleteRows,
  lockRows,
  markState,
  type Stored,
  selectChanged,
  selectCounts,
  selectRows,
} from "./lookbacks.sql.ts";

const RUN = "records.lookbacks.run";
const TOPIC = "records.lookbacks";

export const showLookback = query({
  does: lookbacks.get,
  needs: RUN,
  async run(ctx) {
    const last = await ctx.inControl((control) => lastOpening(control, ctx.company.id));
    const isShown = last !== null && last.state !== "closed" && !isOver(ctx, last.openUntil);
    const isOpen = isShown && last.state !== "failed";
    return {
      lookback: isShown
        ? {
            backupId: last.backupId,
            state: last.state as "open",
            askedBy: last.askedBy,
            takenAt: last.takenAt,
            rowCount: last.rowCount,
            rowCountOf: last.rowCountOf,
            openUntil: last.openUntil,
            counts: last.state === "open" ? await selectCounts(ctx.db) : [],
          }
        : null,
      blocked: { open: ctx.whyNotMay(RUN) ?? whyNotOpen(isOpen) },
    };
  },
});

const isOver = (ctx: Ctx, until: Date | null): boolean => until !== null && until <= ctx.now;

export const openLookback = command({
  does: lookbacks.open,
  needs: RUN,
  async run(ctx, { backupId }) {
    const { id, name } = ctx.company;
    await ctx.audit({ type: "company", id, name }, { opened: showId("backup", backupId) });
    ctx.tell(TOPIC);
    await ctx.inControl((control) =>
      askToOpen(control, { companyId: id, backupId, askedBy: ctx.actor.name, now: ctx.now }),
    );
    return { done: true as const };
  },
});

export const closeLookback = command({
  does: lookbacks.close,
  needs: RUN,
  async run(ctx) {
    const { id, name } = ctx.company;
    await deleteRows(ctx.db);
    await ctx.audit({ type: "company", id, name }, { closed: true });
    ctx.tell(TOPIC);
    await ctx.inControl((control) => closeOpening(control, id));
    return { done: true as const };
  },
});

/** What a nameless customer is called by is how they are reached. */
export const listLookbackRows = query({
  does: lookbacks.rows,
  needs: RUN,
  async run(ctx, { after, limit, ...filter }) {
    if (!ctx.seesPlain("contact")) throw new Problem("forbidden", "platform.field.masked");
    const [type, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { type: String(type), id: String(id) };
    const rows = await selectRows(ctx.db, filter, from, limit + 1);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      rows: page.map(shownOf),
      next: last === undefined ? null : cursorOf([last.type, last.id]),
    };
  },
});

export const bringBackRows = command({
  does: lookbacks.bringBack,
  needs: RUN,
  async run(ctx, { records }) {
    const asked = records.map(recordOf);
    const rows = await lockRows(ctx.db, asked);
    if (rows.length < asked.length) throw notFound("records.lookback");
    for (const row of rows) refuseIf(whyNotBringBack(row));

    for (const row of rows) await markState(ctx.db, row, "wanted");

    for (const { type, id, name } of rows) await ctx.audit({ type, id, name }, { wanted: true });
    ctx.tell(TOPIC);
    return { done: true as const };
  },
});

/** What the fields of a record that was changed since held, and the way back for each of them. */
export const changedActions = (types: RecordTypes, changers: Changers) => {
  const of = ({ type }: Stored) => [typeOf(types, type), changers[type]] as const;
  return {
    changes: query({
      does: lookbacks.changes,
      needs: RUN,
      async run(ctx, { record }) {
        const changed = await selectChanged(ctx.db, recordOf(record));
        const fields = await fieldsChanged(ctx, ...of(changed), changed);
        ctx.concerns({ type: changed.type, id: changed.id, name: changed.name });
        return {
          record,
          type: changed.type,
          fields: fields.map(({ field: _, ...shown }) => shown),
        };
      },
    }),
    bringFields: command({
      does: lookbacks.bringFields,
      needs: RUN,
      async run(ctx, { record, keys }) {
        const changed = await selectChanged(ctx.db, recordOf(record));
        const [type, changer] = of(changed);
        const all = await fieldsChanged(ctx, type, changer, changed);
        const wanted = keys.map((key) => all.find((field) => field.key === key));
        const fields = wanted.filter((field) => field !== undefined);
        if (fields.length < keys.length) throw notFound("records.lookback");
        for (const { blocked } of fields) refuseIf(blocked.bringBack);

        await putFields(ctx, type, changer, changed.id, fields);
        const isWhole = all.every(
          (field) => field.isSame || fields.includes(field) || field.blocked.bringBack !== null,
        );
        if (isWhole) await markState(ctx.db, changed, "back");

        const { id, name } = changed;
        await ctx.audit({ type: changed.type, id, name }, { fromBackup: true, fields: keys });
        ctx.tell(TOPIC);
        return { done: true as const };
      },
    }),
  };
};

const recordOf = (shown: string) => {
  const found = trashedFrom(shown);
  if (found === null || !LookbackType.safeParse(found.type).success)
    throw notFound("records.lookback");
  return found;
};

const shownOf = (row: Stored): LookbackRow => ({
  record: showId(row.type, row.id),
  type: row.type,
  kind: row.kind,
  name: row.name,
  state: row.state,
  blocked: { bringBack: whyNotBringBack(row) },
});
