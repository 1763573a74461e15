import type { Ctx } from "#platform/actions/context.ts";
import type { CustomerFilter } from "./customers.contract.ts";
import type { Place } from "./filter.sql.ts";
import { selectAllCount } from "./list.sql.ts";

/** From so many on, counting them all for the "of 1,000,000" beside a count took longer than most counts. */
const MANY = 50_000;
const WITHIN_MS = 5_000;
/** So many companies of that size are remembered; beyond that the list starts anew. */
const REMEMBERED_MAX = 1_000;

/** How many there are without a filter: exact, and in a large company at most some seconds old. */
export async function allCountOf(
  ctx: Ctx,
  filter: Pick<CustomerFilter, "archived">,
  place: Place,
): Promise<number> {
  const now = ctx.now.getTime();
  const key = `${ctx.company.id} ${filter.archived} ${place.owners?.join(" ") ?? ""}`;
  const known = remembered.get(key);
  if (known !== undefined && Math.abs(now - known.at) < WITHIN_MS) return known.count;
  const count = await selectAllCount(ctx.db, filter, place);
  if (count >= MANY) {
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(key, { count, at: now });
  }
  return count;
}
const remembered = new Map<string, { readonly count: number; readonly at: number }>();
