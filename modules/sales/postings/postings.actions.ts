import { refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { type Postings, postings } from "./postings.contract.ts";
import { whyNotFill } from "./postings.rules.ts";
import {
  lockRun,
  selectBooks,
  selectRun,
  selectUnequal,
  selectWaitingOrders,
} from "./postings.sql.ts";
import { fillAll, TOPIC } from "./postings.ts";

const READ = "sales.postings.read";
const FILL_AGAIN = "sales.postings.fill";
const SHOWN_MAX = 100;

export const getPostings = query({ does: postings.get, needs: READ, run: readPostings });

export const fillPostings = command({
  does: postings.fill,
  needs: FILL_AGAIN,
  async run(ctx) {
    const isOn = (await selectBooks(ctx.db)) !== null;
    refuseIf(whyNotFill(isOn, (await lockRun(ctx.db))?.state ?? null));
    await fillAll(ctx);
    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      { fill: true },
    );
    ctx.tell(TOPIC);
    return readPostings(ctx);
  },
});

async function readPostings(ctx: Ctx): Promise<Postings> {
  const books = await selectBooks(ctx.db);
  const run = await selectRun(ctx.db);
  const waiting = await selectWaitingOrders(ctx.db, ctx.company.zone, SHOWN_MAX);
  const isOn = books !== null;
  return {
    run: run === null ? null : { ...run },
    waiting: waiting.map(({ count: _, ...order }) => order),
    waitingCount: waiting[0]?.count ?? 0,
    // Half of it posted says nothing yet.
    unequal: isOn && run?.state !== "running" ? await selectUnequal(ctx.db, ctx.company.zone) : [],
    blocked: { fill: ctx.whyNotMay(FILL_AGAIN) ?? whyNotFill(isOn, run?.state ?? null) },
  };
}
