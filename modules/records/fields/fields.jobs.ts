import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import type { FieldId } from "./fields.contract.ts";
import {
  clearSome,
  createIndex,
  deleteField,
  dropIndex,
  lockFields,
  markIndexed,
  selectMaybeField,
} from "./fields.sql.ts";
import { INDEX, PURGE_VALUES } from "./fields.ts";

const OfField = z.object({ id: z.uuid() });
const TOPICS = ["records.fields", "records.types"];
/** Records cleared in one transaction. */
const STEP = 2000;

const index = job(INDEX, OfField, (house, caller, { id }) =>
  inOne(house, caller, INDEX, async (ctx) => {
    const field = await selectMaybeField(ctx.db, id as FieldId);
    if (field === null) return;
    if (!field.isIndexed || field.retiredAt !== null) return dropIndex(ctx.db, field, false);
    if (!field.isIndexing) return;
    // One that stands may be of another kind.
    await dropIndex(ctx.db, field, false);
    await createIndex(ctx.db, field, false);
    await markIndexed(ctx.db, field.id, ctx.now);
    ctx.tell(...TOPICS);
  }),
);

const purge = job(PURGE_VALUES, OfField, async (house, caller, { id }) => {
  let isLeft = true;
  while (isLeft)
    isLeft = await inOne(house, caller, PURGE_VALUES, async (ctx) => {
      const field = await selectMaybeField(ctx.db, id as FieldId);
      if (field === null || !field.isPurging) return false;
      if ((await clearSome(ctx.db, field, STEP)) > 0) return true;
      await lockFields(ctx.db, field.type);
      await dropIndex(ctx.db, field, false);
      await deleteField(ctx.db, field.id);
      await ctx.audit({ type: "field", id: field.id, name: field.label.en }, { purged: true });
      ctx.tell(...TOPICS);
      return false;
    });
});

export const fieldJobs: Job[] = [index, purge];

async function inOne<T>(
  house: House,
  caller: Caller,
  name: string,
  work: (ctx: CommandCtx) => Promise<T>,
): Promise<T> {
  const called = { ...caller, now: house.now() };
  const { output, topics, leftJobs } = await inCompany(house, called, name, "read write", work);
  afterCommit(house, called, topics, leftJobs);
  return output;
}
