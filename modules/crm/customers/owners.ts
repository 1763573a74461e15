import type { Ctx } from "#platform/actions/context.ts";
import { reachesAll, withinReach } from "#platform/permissions/reach.ts";
import type { CustomerId } from "./customers.contract.ts";
import { selectOwners } from "./owners.sql.ts";

export const READ = "crm.customers.read";
/** What one needs to give a customer to somebody. */
export const GIVE = "crm.customers.give";

/** Those of them that this person may do this to. One that they do not see is not found. */
export async function inReach(
  ctx: Ctx,
  ids: readonly CustomerId[],
  changes: string,
): Promise<readonly CustomerId[]> {
  const needs = { reads: READ, changes };
  if (reachesAll(ctx, needs)) return ids;
  return withinReach(ctx, await selectOwners(ctx.db, ids), needs, "crm.customer");
}

/** Whoever enters somebody has them; what a store tells of is nobody's. */
export const enteredBy = ({ actor }: Ctx): string | null =>
  actor.kind === "person" ? actor.id : null;
