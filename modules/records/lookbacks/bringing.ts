import type pg from "pg";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { askToLearnAnew } from "../search/search.ts";
import { bringBack as restore } from "../trash/returning.ts";
import type { Bins } from "../trash/trash.ts";
import type { RecordTypes } from "../types/types.ts";
import { idsNaming, type Read, readNaming, readRows } from "./beside.sql.ts";
import { callerIn, inStep } from "./comparing.ts";
import {
  type Hung,
  lockWanted,
  markState,
  nameAgain,
  type Stored,
  selectHung,
  selectNaming,
  takeRows,
} from "./lookbacks.sql.ts";

const BRING = "records.lookbacks.bring_back";

/** One after the other, each with all that hung on it; what cannot come is said, and stops none of the others. */
export async function bringBackWanted(
  house: House,
  today: CompanyAccess,
  then: pg.Pool,
  bins: Bins,
  types: RecordTypes,
): Promise<void> {
  for (;;) {
    let wanted: Stored | null = null;
    try {
      const caller = callerIn(house, today, BRING);
      const { output, topics, leftJobs } = await inCompany(
        house,
        caller,
        BRING,
        "read write",
        async (ctx) => {
          wanted = await lockWanted(ctx.db);
          if (wanted !== null) await bringOne(ctx, then, bins, types, wanted);
          return wanted;
        },
      );
      if (output === null) return;
      afterCommit(house, caller, topics, leftJobs);
    } catch (error) {
      const failed = wanted as Stored | null;
      if (failed === null) throw error;
      const companyId = today.company.id;
      house.log.error({ err: error, companyId }, "a record could not be brought back");
      await inStep(house, today, BRING, (ctx) => markState(ctx.db, failed, "failed"));
    }
  }
}

async function bringOne(
  ctx: CommandCtx,
  then: pg.Pool,
  bins: Bins,
  types: RecordTypes,
  row: Stored,
): Promise<void> {
  if (row.kind === "gone") await carry(ctx, then, types, row);
  const { ids } = await restore(bins, ctx, row.type, [row.id], "ask");
  for (const { follows, carried } of bins.followers)
    if (follows === row.type && ids.length > 0) await carried?.(ctx, ids);
  await markState(ctx.db, row, ids.length > 0 ? "back" : "held");
  const subject = { type: row.type, id: row.id, name: row.name };
  await ctx.audit(subject, { fromBackup: true, isRestored: ids.length > 0 });
  await askToLearnAnew(ctx);
  ctx.tell("records.lookbacks", "records.trash", "records.timeline");
}

/** The record and what hung on it, as they lay in the backup's trash; then others name it again where they name none. */
async function carry(
  ctx: CommandCtx,
  then: pg.Pool,
  types: RecordTypes,
  row: Stored,
): Promise<void> {
  const table = types.find(({ name }) => name === row.type)?.table.text.join("") ?? "";
  const hung = await selectHung(ctx.db);
  const naming = await selectNaming(ctx.db);

  const whole = await readRows(then, table, "id", [row.id], true);
  if (whole.count === 0) throw new Error("it is not in the backup");
  await takeRows(ctx.db, table, whole.rows);
  await carryParts(ctx, then, hung, table, [row.id]);
  for (const { table: name, hasId } of naming) {
    const read = await readNaming(then, name, row, hasId);
    if (read.count > 0) await takeRows(ctx.db, name, read.rows);
    await carryParts(ctx, then, hung, name, read.ids);
  }
  for (const link of hung.filter((one) => one.parent === table && !one.isPart && one.hasId)) {
    const ids = await idsNaming(then, link, row.id);
    if (ids.length > 0) await nameAgain(ctx.db, link, ids, row.id);
  }
}

async function carryParts(
  ctx: CommandCtx,
  then: pg.Pool,
  hung: readonly Hung[],
  parent: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  for (const part of hung.filter((one) => one.parent === parent && one.isPart)) {
    const read: Read = await readRows(then, part.table, part.column, ids, part.hasId);
    if (read.count === 0) continue;
    await takeRows(ctx.db, part.table, read.rows);
    if (part.table !== parent) await carryParts(ctx, then, hung, part.table, read.ids);
  }
}
