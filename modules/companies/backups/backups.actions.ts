import { refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import { type Backup, backups } from "./backups.contract.ts";
import { goesAtOf, KEPT_DAYS_MAX, nextAtOf, whyNotMake } from "./backups.rules.ts";
import {
  type BackupRow,
  insertAsked,
  selectBackup,
  selectBackups,
  selectCompanySince,
} from "./backups.sql.ts";

const MAKE = "companies.backups.make";
const DAY_MS = 86_400_000;
const SHOWN_MAX = 200;

export const listBackups = query({
  does: backups.list,
  needs: "companies.backups.read",
  async run(ctx) {
    const since = new Date(ctx.now.getTime() - KEPT_DAYS_MAX * DAY_MS);
    const [rows, company] = await ctx.inControl(async (control) => [
      await selectBackups(control, ctx.company.id, since, SHOWN_MAX),
      await selectCompanySince(control, ctx.company.id),
    ]);
    const isOneWaiting = rows.some(({ state }) => state === "asked" || state === "making");
    const next = nextAtOf(rows[0] ?? null, company.since);
    return {
      rows: rows.map(shownOf),
      nextAt: next > ctx.now ? next : ctx.now,
      region: ctx.company.region,
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
    const row = await ctx.inControl(async (control) => {
      const { id: companyId, region } = ctx.company;
      const asked = { id, companyId, region, askedBy: ctx.actor.name, now: ctx.now };
      refuseIf(whyNotMake(!(await insertAsked(control, asked))));
      return selectBackup(control, companyId, id);
    });
    return shownOf(row);
  },
});

function shownOf({ companyId: _, region: __, differences, ...row }: BackupRow): Backup {
  const isThere = row.state === "kept" && row.takenAt !== null;
  return {
    ...row,
    differentTables: (differences ?? []).map(({ table }) => table),
    goesAt: isThere && row.takenAt !== null ? goesAtOf(row.takenAt) : null,
  };
}
