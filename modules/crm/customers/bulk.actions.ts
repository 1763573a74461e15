import { Problem, refuseIf } from "#kernel/errors.ts";
import { requireMember, takenBackBy } from "#modules/companies/companies.public.ts";
import { command } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { type CustomerId, customers } from "./customers.contract.ts";
import { whyNotTag } from "./customers.rules.ts";
import { markAllArchived, markTagged, selectAnyOf, type Touched } from "./customers.sql.ts";
import { subjectOf } from "./history.ts";
import { markAllGiven } from "./owners.sql.ts";
import { GIVE, inReach, READ } from "./owners.ts";

const WRITE = "crm.customers.write";

export const tagCustomers = command({
  does: customers.tag,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { ids: named, add, remove }) {
    if (add.some((tag) => remove.includes(tag)))
      throw new Problem("invalid", "input.invalid", [{ path: ["remove"], code: "field.invalid" }]);

    const ids = await inReach(ctx, named, WRITE);
    const tagged = await markTagged(ctx.db, ids, { add, remove }, ctx.now);
    for (const { after } of tagged) refuseIf(whyNotTag(after));

    return auditedMany(ctx, ids, tagged, ({ before, after }) => ({
      before: { tags: before },
      after: { tags: after },
    }));
  },
});

export const archiveCustomers = command({
  does: customers.archiveMany,
  needs: WRITE,
  isScoped: true,
  run: (ctx, { ids }) => setAllArchived(ctx, ids, ctx.now),
});

export const restoreCustomers = command({
  does: customers.restoreMany,
  needs: WRITE,
  isScoped: true,
  run: (ctx, { ids }) => setAllArchived(ctx, ids, null),
});

export const giveCustomers = command({
  does: customers.giveMany,
  needs: GIVE,
  isScoped: true,
  async run(ctx, { ids: named, ownerId }) {
    const ids = await inReach(ctx, named, GIVE);
    if (ownerId !== null) await requireMember(ctx, ownerId, ["ownerId"]);
    const given = await markAllGiven(ctx.db, ids, ownerId, ctx.now);

    const before = await takenBackBy(ctx, { reads: READ, gives: GIVE }, ownerId, given);
    const changed = await auditedMany(ctx, ids, given, (row) => ({
      before: { ownerId: row.before },
      after: { ownerId },
    }));
    return { ...changed, before };
  },
});

async function setAllArchived(ctx: CommandCtx, named: readonly CustomerId[], at: Date | null) {
  const ids = await inReach(ctx, named, WRITE);
  const archived = await markAllArchived(ctx.db, ids, at, ctx.now);
  return auditedMany(ctx, ids, archived, ({ before }) => ({
    before: { archivedAt: before },
    after: { archivedAt: at },
  }));
}

/** An entry for each it made a difference to; for none, one that says so. */
export async function auditedMany<Row extends Touched>(
  ctx: CommandCtx,
  ids: readonly CustomerId[],
  rows: readonly Row[],
  changeOf: (row: Row) => object,
): Promise<{ count: number; ids: CustomerId[] }> {
  for (const row of rows) await ctx.audit(subjectOf(row.id, row), changeOf(row));
  if (rows.length === 0) {
    const any = await selectAnyOf(ctx.db, ids);
    await ctx.audit(subjectOf(any.id, any), { before: {}, after: {} });
  }
  ctx.tell("crm.customers", "records.timeline");
  return { count: rows.length, ids: rows.map(({ id }) => id) };
}
