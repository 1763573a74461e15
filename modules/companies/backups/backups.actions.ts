import { invalid, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { type Backup, backups, type Return } from "./backups.contract.ts";
import {
  goesAtOf,
  KEPT_DAYS_MAX,
  nextAtOf,
  whyNotMake,
  whyNotReturn,
  whyNotTakeBack,
} from "./backups.rules.ts";
import {
  type BackupRow,
  insertAsked,
  selectBackup,
  selectBackups,
  selectCompanySince,
} from "./backups.sql.ts";
import {
  insertReturn,
  insertTakingBack,
  type ReturnRow,
  selectLastReturn,
  selectReturn,
} from "./returns.sql.ts";
import { RETURN } from "./returns.ts";

const MAKE = "companies.backups.make";
const DAY_MS = 86_400_000;
const SHOWN_MAX = 200;

export const listBackups = query({
  does: backups.list,
  needs: "companies.backups.read",
  async run(ctx) {
    const since = new Date(ctx.now.getTime() - KEPT_DAYS_MAX * DAY_MS);
    const { rows, company, last } = await ctx.inControl(async (control) => ({
      rows: await selectBackups(control, ctx.company.id, since, SHOWN_MAX),
      company: await selectCompanySince(control, ctx.company.id),
      last: await selectLastReturn(control, ctx.company.id),
    }));
    const isOneWaiting = rows.some(({ state }) => state === "asked" || state === "making");
    const next = nextAtOf(rows[0] ?? null, company.since);
    return {
      rows: rows.map((row) => shownOf(ctx, row, last)),
      nextAt: next > ctx.now ? next : ctx.now,
      region: ctx.company.region,
      lastReturn: last === null ? null : returnOf(ctx, last),
      blocked: { make: ctx.whyNotMay(MAKE) ?? whyNotMake(isOneWaiting) },
    };
  },
});

export const makeBackup = command({
  does: backups.make,
  needs: MAKE,
  async run(ctx) {
    const id = newId<"backup">();
    await ctx.audit({ type: "backup", id, name: ctx.now.toISOString().slice(0, 10) }, {});
    ctx.tell("companies.backups");
    const { row, last } = await ctx.inControl(async (control) => {
      const { id: companyId, region } = ctx.company;
      const asked = { id, companyId, region, askedBy: ctx.actor.name, now: ctx.now };
      refuseIf(whyNotMake(!(await insertAsked(control, asked))));
      return {
        row: await selectBackup(control, companyId, id),
        last: await selectLastReturn(control, companyId),
      };
    });
    return shownOf(ctx, row, last);
  },
});

/** The whole company, to what a backup holds. The audit log that is put aside has this entry, the one that comes back one of its own. */
export const returnCompany = command({
  does: backups.return,
  needs: RETURN,
  isForFresh: true,
  async run(ctx, { id, name }) {
    if (name.trim() !== ctx.company.name)
      throw invalid({ path: ["name"], code: "companies.return.other_name" });
    const { id: companyId } = ctx.company;
    const returnId = newId<"company_return">();
    await ctx.audit({ type: "company", id: companyId, name: ctx.company.name }, { backup: id });
    ctx.tell("companies.backups");
    const asked = { id: returnId, companyId, backupId: id, askedBy: ctx.actor.name, now: ctx.now };
    const row = await ctx.inControl(async (control) => {
      const backup = await selectBackup(control, companyId, id);
      refuseIf(whyNotReturn(backup, await selectLastReturn(control, companyId)));
      await insertReturn(control, asked);
      return selectLastReturn(control, companyId);
    });
    return asReturn(ctx, row);
  },
});

export const takeBackReturn = command({
  does: backups.takeBack,
  needs: RETURN,
  isForFresh: true,
  async run(ctx, { id }) {
    const { id: companyId } = ctx.company;
    const returnId = newId<"company_return">();
    await ctx.audit({ type: "company", id: companyId, name: ctx.company.name }, { takesBack: id });
    ctx.tell("companies.backups");
    const asked = { id: returnId, companyId, takesBack: id, askedBy: ctx.actor.name, now: ctx.now };
    const row = await ctx.inControl(async (control) => {
      const returned = await selectReturn(control, companyId, id);
      const last = await selectLastReturn(control, companyId);
      refuseIf(last?.id === id ? null : "companies.return.overtaken");
      refuseIf(whyNotTakeBack(returned, ctx.now));
      await insertTakingBack(control, asked);
      return selectLastReturn(control, companyId);
    });
    return asReturn(ctx, row);
  },
});

function asReturn(ctx: Ctx, row: ReturnRow | null): Return {
  if (row === null) throw new Error("a return that was asked for is there");
  return returnOf(ctx, row);
}

const returnOf = (ctx: Ctx, { isTakenBack, ...row }: ReturnRow): Return => ({
  ...row,
  blocked: { takeBack: ctx.whyNotMay(RETURN) ?? whyNotTakeBack({ ...row, isTakenBack }, ctx.now) },
});

function shownOf(
  ctx: Ctx,
  { companyId: _, region: __, differences, ...row }: BackupRow,
  last: ReturnRow | null,
): Backup {
  return {
    ...row,
    differentTables: (differences ?? []).map(({ table }) => table),
    goesAt: row.state === "kept" && row.takenAt !== null ? goesAtOf(row.takenAt) : null,
    blocked: { return: ctx.whyNotMay(RETURN) ?? whyNotReturn(row, last) },
  };
}
