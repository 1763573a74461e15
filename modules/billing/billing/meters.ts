import type { Ctx } from "#platform/actions/context.ts";
import type { Limit } from "../plans/plans.rules.ts";

/** How much of each limit a company uses: told by the slices that keep it, upwards, for billing is below them. */
export type Meters = Readonly<Record<Limit, (ctx: Ctx) => Promise<number>>>;

export async function usedBy(ctx: Ctx, meters: Meters): Promise<Record<Limit, number>> {
  return {
    customers: await meters.customers(ctx),
    orders: await meters.orders(ctx),
    members: await meters.members(ctx),
    bytes: await meters.bytes(ctx),
  };
}
