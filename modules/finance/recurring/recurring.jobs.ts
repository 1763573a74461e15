import { z } from "zod";
import { Problem } from "#kernel/errors.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import { dayOn } from "#platform/paper/paper.ts";
import { invoiceCarried } from "../invoices/carried.ts";
import { draftInvoice, keptFor } from "../invoices/drafting.ts";
import { issueDraft } from "../invoices/issuing.ts";
import { leaveSending, writtenFor } from "../sendings/sendings.ts";
import type { RecurringId } from "./recurring.contract.ts";
import { dayOf } from "./recurring.rules.ts";
import {
  insertPeriod,
  lockRecurring,
  markFailure,
  markNext,
  type RecurringRow,
} from "./recurring.sql.ts";
import { leaveRun, RUN, TOPIC } from "./recurring.ts";

const AGAIN_AFTER_MS = 6 * 60 * 60_000;

/**
 * Makes what is due, one period a transaction: the row is held meanwhile, and a period that came about is written with its
 * invoice, so that whoever runs it, and however often, makes each once. What was missed is caught up with.
 */
const run = job(RUN, z.object({ id: z.uuid() }), async (house, caller, payload) => {
  const id = payload.id as RecurringId;
  try {
    while (await inside(house, caller, (ctx) => makeNext(ctx, id)));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // A month that is locked, a customer who is gone: people see why, and it is tried again.
    await inside(house, caller, async (ctx) => {
      await markFailure(ctx.db, id, codeOf(error));
      const runAt = new Date(ctx.now.getTime() + AGAIN_AFTER_MS);
      await ctx.later(RUN, { id }, { runAt, key: `${RUN}:${id}` });
      ctx.tell(TOPIC);
    });
  }
});

/** What is wrong with a field says more than that something is. */
const codeOf = ({ code, details }: Problem): string =>
  (Array.isArray(details) ? (details as { code?: string }[])[0]?.code : undefined) ?? code;

export const recurringJobs: readonly Job[] = [run];

/** True where another may be due. */
async function makeNext(ctx: CommandCtx, id: RecurringId): Promise<boolean> {
  const of = await lockRecurring(ctx.db, id);
  const { nextOn } = of;
  if (of.status !== "active" || nextOn === null) return false;
  if (nextOn > ctx.today) {
    await leaveRun(ctx, id, nextOn);
    return false;
  }
  const invoiceId = await draftInvoice(
    ctx,
    await keptFor(ctx, {
      ...of,
      ...of.content,
      reference: of.reference === "" ? dayOn(nextOn, of.language) : of.reference,
    }),
  );
  await insertPeriod(ctx.db, id, nextOn, invoiceId, ctx.now);
  await ctx.audit(
    { type: "invoice", id: invoiceId, name: of.buyer.name },
    { recurring: id, period: nextOn },
  );
  if (of.does === "send") await issueAndSend(ctx, of, invoiceId);
  const index = of.nextIndex + 1;
  await markNext(ctx.db, id, { status: "active", index, on: dayOf(of, index) }, ctx.now);
  ctx.tell(TOPIC);
  return true;
}

async function issueAndSend(
  ctx: CommandCtx,
  { buyer, language }: RecurringRow,
  id: Parameters<typeof issueDraft>[1],
): Promise<void> {
  const issued = await issueDraft(ctx, id, { version: null, issuedOn: ctx.today });
  await ctx.audit({ type: "invoice", id, name: issued.number }, issued);
  const seen = await invoiceCarried.see(ctx, id);
  const written = writtenFor(seen, "paper", ctx.today, language);
  await leaveSending(ctx, seen, {
    ...{ paper: { type: "invoice", id }, kind: "paper", email: buyer.email, language },
    ...written,
  });
}

async function inside<T>(
  house: House,
  caller: Caller,
  work: (ctx: CommandCtx) => Promise<T>,
): Promise<T> {
  const called = { ...caller, now: house.now() };
  const done = await inCompany(house, called, RUN, "read write", work);
  afterCommit(house, called, done.topics, done.leftJobs);
  return done.output;
}
