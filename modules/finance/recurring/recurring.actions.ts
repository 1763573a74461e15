import { refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { keptFor } from "../invoices/drafting.ts";
import { RECURRING_MAX, type RecurringId, recurring } from "./recurring.contract.ts";
import {
  dayOf,
  indexOn,
  type Plan,
  whyNotChange,
  whyNotDo,
  whyNotEnd,
  whyNotPause,
  whyNotReplan,
  whyNotResume,
  whyNotStart,
} from "./recurring.rules.ts";
import {
  insertRecurring,
  lockRecurring,
  markNext,
  markRecurring,
  type RecurringKept,
  type RecurringRow,
  selectAllRecurring,
} from "./recurring.sql.ts";
import { leaveRun, subjectOf, TOPIC } from "./recurring.ts";
import { readRecurring, rowOf } from "./shown.ts";

const READ = "finance.recurring.read";
const WRITE = "finance.recurring.write";

export const listRecurring = query({
  does: recurring.list,
  needs: READ,
  run: async (ctx) => ({ rows: (await selectAllRecurring(ctx.db, RECURRING_MAX)).map(rowOf) }),
});

export const getRecurring = query({
  does: recurring.get,
  needs: READ,
  run: (ctx, { id }) => readRecurring(ctx, id),
});

export const createRecurring = command({
  does: recurring.create,
  needs: WRITE,
  async run(ctx, said) {
    refuseAt(["startsOn"], whyNotStart(said.startsOn, ctx.today));
    const kept = await planned(ctx, said);
    const id = newId<"recurring_invoice">();
    const nextOn = dayOf(kept, 0);
    await insertRecurring(ctx.db, id, kept, nextOn, ctx.actor.id, ctx.now);
    await leaveRun(ctx, id, nextOn);
    return told(ctx, id, { every: kept.every, startsOn: kept.startsOn, does: kept.does });
  },
});

export const changeRecurring = command({
  does: recurring.change,
  needs: WRITE,
  async run(ctx, { id, version, ...said }) {
    const before = await lockRecurring(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    refuseAt(["startsOn"], whyNotReplan(before, said));
    if (before.nextIndex === 0) refuseAt(["startsOn"], whyNotStart(said.startsOn, ctx.today));
    const kept = await planned(ctx, said);
    await markRecurring(ctx.db, id, kept, ctx.now);
    await goOn(ctx, { ...before, ...kept }, before.nextIndex, statusOf(before));
    return told(ctx, id, {
      before: { payableMinor: before.payableMinor, endsOn: before.endsOn, does: before.does },
      after: { payableMinor: kept.figures.payableMinor, endsOn: kept.endsOn, does: kept.does },
    });
  },
});

export const pauseRecurring = command({
  does: recurring.pause,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockRecurring(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotPause(before));
    await goOn(ctx, before, before.nextIndex, "paused");
    return told(ctx, id, { before: { status: before.status }, after: { status: "paused" } });
  },
});

export const resumeRecurring = command({
  does: recurring.resume,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockRecurring(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotResume(before));
    await goOn(ctx, before, indexOn(before, before.nextIndex, ctx.today), "active");
    return told(ctx, id, { before: { status: before.status }, after: { status: "active" } });
  },
});

export const endRecurring = command({
  does: recurring.end,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockRecurring(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    await markNext(ctx.db, id, { status: "paused", index: before.nextIndex, on: null }, ctx.now);
    return told(ctx, id, { before: { status: before.status }, after: { status: "ended" } });
  },
});

const statusOf = ({ status }: RecurringRow): "active" | "paused" =>
  status === "paused" ? "paused" : "active";

async function goOn(
  ctx: CommandCtx,
  of: RecurringRow,
  index: number,
  status: "active" | "paused",
): Promise<void> {
  const on = dayOf(of, index);
  await markNext(ctx.db, of.id, { status, index, on }, ctx.now);
  if (status === "active") await leaveRun(ctx, of.id, on);
}

type Said = Parameters<typeof keptFor>[1] & Plan & Pick<RecurringKept, "does" | "language">;

async function planned(ctx: CommandCtx, said: Said): Promise<RecurringKept> {
  const { every, startsOn, isMonthEnd, endsOn, does, language } = said;
  const plan = { every, startsOn, isMonthEnd, endsOn };
  refuseAt(["endsOn"], whyNotEnd(plan));
  const kept = await keptFor(ctx, said);
  refuseIf(
    whyNotDo(does, {
      email: kept.buyer.email,
      linesCount: kept.content.lines.length,
      payableMinor: kept.figures.payableMinor,
    }),
  );
  return { ...kept, ...plan, does, language };
}

async function told(ctx: CommandCtx, id: RecurringId, change: object) {
  const shown = await readRecurring(ctx, id);
  await ctx.audit(subjectOf(shown), change);
  ctx.tell(TOPIC);
  return shown;
}
