import { refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { newDownloadToken } from "#platform/auth/download-tokens.ts";
import { type Takeout, takeouts } from "./takeouts.contract.ts";
import { SHOWN_DAYS, whyNotFetch, whyNotMake } from "./takeouts.rules.ts";
import {
  insertTakeout,
  markLinked,
  selectTakeout,
  selectTakeouts,
  type TakeoutRow,
} from "./takeouts.sql.ts";

const RUN = "companies.takeouts.run";
const DAY_MS = 86_400_000;

export const listTakeouts = query({
  does: takeouts.list,
  needs: "companies.takeouts.read",
  async run(ctx) {
    const since = new Date(ctx.now.getTime() - SHOWN_DAYS * DAY_MS);
    const rows = await ctx.inControl((control) => selectTakeouts(control, ctx.company.id, since));
    const isOneWaiting = rows.some(({ state }) => state === "asked" || state === "making");
    return {
      rows: rows.map((row) => shownOf(ctx, row)),
      blocked: { make: ctx.whyNotMay(RUN) ?? whyNotMake(isOneWaiting) },
    };
  },
});

/** Everything in one file is what a thief would want: whoever asks proves again who they are. */
export const makeTakeout = command({
  does: takeouts.make,
  needs: RUN,
  isForCancelled: true,
  isForFresh: true,
  async run(ctx) {
    const id = newId<"takeout">();
    const { id: companyId, region } = ctx.company;
    await ctx.audit({ type: "takeout", id, name: ctx.now.toISOString().slice(0, 10) }, {});
    ctx.tell("companies.takeouts");
    const row = await ctx.inControl(async (control) => {
      const asked = { id, companyId, region, askedBy: ctx.actor.name, now: ctx.now };
      refuseIf(whyNotMake((await insertTakeout(control, asked)) === 0));
      return selectTakeout(control, companyId, id);
    });
    return shownOf(ctx, row);
  },
});

export const linkTakeout = command({
  does: takeouts.link,
  needs: RUN,
  isForCancelled: true,
  isForFresh: true,
  async run(ctx, { id }) {
    const { id: companyId } = ctx.company;
    const { shown, hash } = newDownloadToken(companyId);
    const name = ctx.now.toISOString().slice(0, 10);
    await ctx.audit({ type: "takeout", id, name }, { fetched: true });
    await ctx.inControl(async (control) => {
      refuseIf(whyNotFetch(await selectTakeout(control, companyId, id), ctx.now));
      await markLinked(control, id, hash);
    });
    return { path: `/api/companies/takeouts/files/${shown}` };
  },
});

const shownOf = (ctx: Ctx, row: TakeoutRow): Takeout => ({
  ...row,
  blocked: { fetch: ctx.whyNotMay(RUN) ?? whyNotFetch(row, ctx.now) },
});
