import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import { job } from "#platform/jobs/jobs.ts";
import { PURGE } from "./quotes.actions.ts";
import { KEPT_DAYS } from "./quotes.rules.ts";
import { deleteDiscarded } from "./quotes.sql.ts";
import { asQuoteId, TOPIC } from "./quotes.ts";

const DAY_MS = 86_400_000;

/** Leaves nothing of a draft that was discarded, unless somebody brought it back meanwhile. */
const purge = job(PURGE, z.object({ id: z.uuid() }), async (house, caller, { id }) => {
  const called = { ...caller, now: house.now() };
  const done = await inCompany(house, called, PURGE, "read write", async (ctx) => {
    const before = new Date(ctx.now.getTime() - KEPT_DAYS * DAY_MS);
    const count = await deleteDiscarded(ctx.db, asQuoteId(id), before);
    if (count === 0) return;
    await ctx.audit({ type: "quote", id, name: "" }, { purged: true });
    ctx.tell(TOPIC);
  });
  afterCommit(house, called, done.topics, done.leftJobs);
});

export const quoteJobs = [purge];
