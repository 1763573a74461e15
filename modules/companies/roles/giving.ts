import type { Id } from "#kernel/ids.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { membersAmong } from "./colleagues.ts";

type Given<RecordId> = { readonly id: RecordId; readonly before: Id<"account"> | null };
type Needs = { readonly reads: string; readonly gives: string };

/**
 * What an undo of giving has to say: to whom they go back. Nothing where the giver no longer reaches them, and none that
 * were of somebody who has left.
 */
export async function takenBackBy<RecordId>(
  ctx: Ctx,
  { reads, gives }: Needs,
  ownerId: string | null,
  given: readonly Given<RecordId>[],
): Promise<{ ownerId: Id<"account"> | null; ids: RecordId[] }[]> {
  const isBeyond = [reads, gives].some((needs) => ctx.whyNotMay(needs, ownerId) !== null);
  if (isBeyond || given.length === 0) return [];

  const groups = Map.groupBy(given, ({ before }) => before);
  const owners = [...groups.keys()].filter((owner) => owner !== null);
  const members = await membersAmong(ctx, owners);
  return [...groups]
    .filter(([owner]) => owner === null || members.has(owner))
    .map(([owner, rows]) => ({ ownerId: owner, ids: rows.map(({ id }) => id) }));
}
