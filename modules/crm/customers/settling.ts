import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { CustomerId } from "./customers.contract.ts";
import { lockKnownCustomer } from "./identities.sql.ts";
import { mergeKnown } from "./known.rules.ts";
import type { MergeFollower } from "./merging.ts";
import { notesOf, type Part, type Tie } from "./parts.rules.ts";
import {
  deleteParts,
  deleteTie,
  markMerged,
  partOf,
  recastParts,
  selectNextSettling,
  selectParts,
  selectSettled,
  selectTie,
  selectTies,
  upsertPart,
} from "./parts.sql.ts";
import { partIn } from "./parts.ts";

/** The job that leaves of a merge whose time to be undone is over nothing but the customer. */
export const SETTLE = "crm.customers.settle";

/** One job waits for the first that is due: it leaves the next itself. */
export async function leaveSettling(ctx: Ctx & Pick<CommandCtx, "later">): Promise<void> {
  const next = await selectNextSettling(ctx.db);
  if (next !== null) await ctx.later(SETTLE, {}, { runAt: next, key: SETTLE });
}

const BATCH = 100;

/** True when there may be more. */
export async function settleDue(
  ctx: CommandCtx,
  followers: readonly MergeFollower[],
): Promise<boolean> {
  const due = await selectSettled(ctx.db, ctx.now, BATCH);
  for (const { id, customerId } of due) await settleTie(ctx, id, customerId, followers);
  if (due.length === BATCH) return true;
  await leaveSettling(ctx);
  return false;
}

/** The two parts are one for good; a customer of one part is none of parts. */
async function settleTie(
  ctx: CommandCtx,
  id: string,
  customerId: CustomerId,
  followers: readonly MergeFollower[],
): Promise<void> {
  const { known, isMerged } = await lockKnownCustomer(ctx.db, customerId);
  const tie = await selectTie(ctx.db, id);
  await deleteTie(ctx.db, id);
  if (tie === null || !isMerged) return;
  const parts = await selectParts(ctx.db, [customerId]);
  const isLast = (await selectTies(ctx.db, [customerId])).length === 0;
  const gone = isLast
    ? parts.filter((part) => part.id !== customerId).map((part) => part.id)
    : await joinForGood(ctx, tie, customerId, parts);
  const into =
    isLast || tie.intoPart === customerId || gone.includes(tie.intoPart) ? null : tie.intoPart;
  if (gone.length > 0) await recast(ctx, customerId, gone, into, followers);
  if (isLast) {
    await deleteParts(ctx.db, [customerId]);
    await markMerged(ctx.db, customerId, false);
  }
  await ctx.audit({ type: "customer", id: customerId, name: known.name }, { mergeSettled: id });
}

async function joinForGood(
  ctx: CommandCtx,
  { intoPart, fromPart, chosen }: Tie,
  customerId: CustomerId,
  parts: readonly Part[],
): Promise<CustomerId[]> {
  if (intoPart === fromPart) return [];
  const [keeps, goes] = fromPart === customerId ? [fromPart, intoPart] : [intoPart, fromPart];
  const one = partIn(parts, keeps);
  const other = partIn(parts, goes);
  await upsertPart(ctx.db, {
    ...one,
    known: mergeKnown(mergeKnown(one.known, other.known), chosen),
    kept: { ...one.kept, isPhoneAlone: false, note: notesOf([one, other]) },
  });
  return [goes];
}

async function recast(
  ctx: CommandCtx,
  customerId: CustomerId,
  parts: readonly CustomerId[],
  into: CustomerId | null,
  followers: readonly MergeFollower[],
): Promise<void> {
  await recastParts(ctx.db, customerId, parts, into ?? customerId);
  const joined = {
    merged: [],
    recast: { customerId, parts, into: partOf(into ?? customerId, customerId) },
    phones: [],
  };
  for (const follower of followers) await follower.merged(ctx, joined);
}
