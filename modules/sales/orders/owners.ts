import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { reachesAll, withinReach } from "#platform/permissions/reach.ts";
import type { OrderId } from "./orders.contract.ts";
import { selectOwners } from "./owners.sql.ts";

export const READ = "sales.orders.read";
/** What one needs to give an order to somebody. */
export const GIVE = "sales.orders.give";

/** Those of them that this person may do this to. One that they do not see is not found. */
export async function inReach(
  ctx: Ctx,
  ids: readonly OrderId[],
  changes: string,
): Promise<readonly OrderId[]> {
  const needs = { reads: READ, changes };
  if (reachesAll(ctx, needs)) return ids;
  return withinReach(ctx, await selectOwners(ctx.db, ids), needs, "sales.order");
}

/** Whoever enters a sale has it; what a store tells of is nobody's. */
export const enteredBy = ({ actor }: CommandCtx): string | null =>
  actor.kind === "person" ? actor.id : null;
