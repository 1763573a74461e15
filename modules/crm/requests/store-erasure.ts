import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { selectFirstSeenBy } from "../customers/person.ts";
import { insertErasure, insertHandedErasure, markCertified, markErased } from "./erasing.sql.ts";
import { certificateOf, erasePerson } from "./erasing.ts";
import { tellStep } from "./history.ts";
import type { Keepers } from "./keeping.ts";
import { subjectOf } from "./opening.ts";
import type { Part, RequestId } from "./requests.contract.ts";
import { lockRequest } from "./requests.sql.ts";
import { markErasing, markSomeErased, selectErasedParts } from "./store-erasure.sql.ts";

/** The job that erases the customers whom only this store has told of. */
export const ERASE_STORE = "crm.requests.erase_store";

const AT_ONCE = 100;
const COUNT_AT_ONCE = 5_000;
const COUNTED_MAX = 100_000;
const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * How many customers would go: those whom this store told of first and nothing else tells of. An account in another
 * store, a sale anywhere else or one that somebody entered, or a merge that a person made keeps a customer here.
 */
export async function countAlone(
  db: Db,
  keepers: Keepers,
  connectionId: string,
): Promise<{ goingCount: number; stayingCount: number; isMore: boolean }> {
  let after: string | null = FIRST;
  let goingCount = 0;
  let stayingCount = 0;
  while (after !== null && goingCount + stayingCount < COUNTED_MAX) {
    const some: Some = await someAlone(db, keepers, connectionId, after, COUNT_AT_ONCE);
    goingCount += some.alone.length;
    stayingCount += some.stayingCount;
    after = some.next;
  }
  return { goingCount, stayingCount, isMore: after !== null };
}

/** An Admin decides for it. What it says then happens in the background, however many they are. */
export async function beginStoreErasure(
  ctx: CommandCtx,
  id: RequestId,
  answer: string,
): Promise<void> {
  await markErasing(ctx.db, id, { by: ctx.actor.name, answer }, ctx.now);
  await tellStep(ctx, id, "erasing");
  await ctx.audit(subjectOf(id), { erasing: true });
  await ctx.later(ERASE_STORE, { id }, { key: `${ERASE_STORE}:${id}`, isLong: true });
  ctx.tell("crm.requests", "records.timeline");
}

/** The next of them, in a transaction of its own; answers where to go on, null when none is left and it is certified. */
export async function eraseSomeOfStore(
  ctx: CommandCtx,
  keepers: Keepers,
  id: RequestId,
  after: string = FIRST,
): Promise<string | null> {
  const request = await lockRequest(ctx.db, id, ctx.today);
  const { connectionId, erasingAt } = request;
  if (request.state !== "open" || erasingAt === null || connectionId === null) return null;

  const { alone, next } = await someAlone(ctx.db, keepers, connectionId, after, AT_ONCE);
  if (alone.length > 0) await eraseThem(ctx, keepers, id, alone);
  if (next !== null) return next;

  const { parts } = await selectErasedParts(ctx.db, id);
  const { erasedCount } = await lockRequest(ctx.db, id, ctx.today);
  const certificate = certificateOf(ctx, request, {
    parts,
    customers: erasedCount,
    by: request.checkedBy ?? ctx.actor.name,
  });
  await markErased(ctx.db, [id], ctx.now);
  await markCertified(ctx.db, id, request.answer, certificate);
  await tellStep(ctx, id, "erased", { actor: request.checkedBy });
  await ctx.audit(subjectOf(id), { erasedCustomers: erasedCount });
  ctx.tell("crm.requests", "records.timeline");
  return null;
}

async function eraseThem(
  ctx: CommandCtx,
  keepers: Keepers,
  id: RequestId,
  customers: readonly string[],
): Promise<void> {
  const said = { customers, emails: [], phones: [], accounts: [] };
  const { parts, hashes, erased } = await erasePerson(ctx, keepers, said, ctx.now);
  const before = await selectErasedParts(ctx.db, id);
  await markSomeErased(
    ctx.db,
    id,
    { count: customers.length, parts: summed([...before.parts, ...parts]) },
    ctx.now,
  );
  // Each batch is an erasure of its own to whoever restores a backup.
  const batch = newId<"privacy_request">();
  await insertErasure(ctx.db, batch, ctx.now, ctx.now);
  await ctx.audit(subjectOf(id), { customers: customers.length, erased });
  ctx.tell("crm.requests");
  await ctx.inControl((control) =>
    insertHandedErasure(control, ctx.company.id, batch, ctx.now, hashes),
  );
}

type Some = {
  readonly alone: readonly string[];
  readonly stayingCount: number;
  /** Null after the last. */
  readonly next: string | null;
};

async function someAlone(
  db: Db,
  keepers: Keepers,
  connectionId: string,
  after: string,
  limit: number,
): Promise<Some> {
  const seen = await selectFirstSeenBy(db, connectionId, after, limit);
  const ids = seen.filter(({ isElsewhere }) => !isElsewhere).map(({ id }) => id);
  const elsewhere = new Set<string>();
  for (const keeper of keepers)
    for (const id of (await keeper.elsewhere?.(db, ids, connectionId)) ?? []) elsewhere.add(id);
  const alone = ids.filter((id) => !elsewhere.has(id));
  return {
    alone,
    stayingCount: seen.length - alone.length,
    next: seen.length < limit ? null : (seen.at(-1)?.id ?? null),
  };
}

function summed(parts: readonly Part[]): Part[] {
  const byTable = Map.groupBy(parts, ({ table }) => table);
  return [...byTable.values()].flatMap((same) => {
    const count = same.reduce((sum, part) => sum + part.count, 0);
    return same.slice(0, 1).map((part) => ({ ...part, count }));
  });
}
