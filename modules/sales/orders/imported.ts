import type { Facts } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { State } from "./imported.rules.ts";
import { type Found, selectChargesOf, selectLinesOf } from "./imports.sql.ts";
import type { OrderId } from "./orders.contract.ts";

/** What bringing orders in and taking that back have in common. */

export const IMPORTED = "sales.order.imported";
/** Under which key an order's timeline tells what an import changed. */
export const changedBy = (importId: string): string => `${IMPORTED}:${importId}`;

export async function statesFor(
  ctx: CommandCtx,
  found: readonly Found[],
): Promise<(State & { updatedAt: Date })[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const lines = Map.groupBy(await selectLinesOf(ctx.db, ids), ({ orderId }) => orderId);
  const charges = Map.groupBy(await selectChargesOf(ctx.db, ids), ({ orderId }) => orderId);
  const without = <T extends { readonly orderId: OrderId }>({ orderId: _, ...rest }: T) => rest;
  return found.map(({ updatedAt, ...order }) => ({
    order,
    updatedAt,
    lines: (lines.get(order.id) ?? []).map(without),
    charges: (charges.get(order.id) ?? []).map(without),
  }));
}

/** In what it takes to set an order back: when it was last changed, and whose it was when it was written. */
export const AT = "$at";
export const CUSTOMER = "$customer";

export const partsOf = ({ order, lines, charges }: State): Facts => {
  const { id: _, version: __, custom, isSale: ___, ...parts } = order;
  const own = Object.entries(custom).map(([key, value]) => [`custom.${key}`, value] as const);
  return { ...parts, ...Object.fromEntries(own), lines, charges };
};
