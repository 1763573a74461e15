import { holdTellings } from "#modules/catalog/catalog.public.ts";
import {
  type Facts,
  forgetTimeline,
  forgetTimelines,
  forgetTold,
  type ImportChange,
  sortedCustom,
  standingOf,
  type UndoHow,
  type Undone,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { takeBackPayments } from "../payments/payments.ts";
import { unpostOrders } from "../postings/postings.ts";
import { readRefunds } from "../refunds/refunds.ts";
import type { State } from "./imported.rules.ts";
import { AT, CUSTOMER, changedBy, partsOf, statesFor } from "./imported.ts";
import { deleteMade, lockMade, markLastChanged, selectNamed } from "./imports.sql.ts";
import type { OrderId } from "./orders.contract.ts";
import { isSaleOf, type KeptOrder } from "./orders.rules.ts";
import { keepOrder, rollUpCustomers } from "./roll-ups.ts";
import { tellOrderStory } from "./story.ts";
import { selectRefundIds } from "./trash.sql.ts";

/** Sets back what an import wrote of orders, where it still stands. */
export async function undoOrders(
  ctx: CommandCtx,
  changes: readonly ImportChange[],
  how: UndoHow,
): Promise<Undone> {
  await holdTellings(ctx);
  const made = changes.filter(({ before }) => before === null);
  const changed = changes.filter(({ before }) => before !== null);
  const removed = await remove(ctx, made, how);
  const back = await setAllBack(ctx, changed, how);
  ctx.tell("crm.customers", "insights.home");
  return {
    removed,
    restored: back.ids,
    kept: made.length - removed.length + back.missing,
    changedSince: back.changedSince,
  };
}

/** Whether nobody changed it since: that it went with whoever its customer became is no change of its own. */
const isUntouched = (
  now: { readonly version: number; readonly updatedAt: Date; readonly customerId: string | null },
  { version, after }: ImportChange,
): boolean =>
  now.version === version ||
  (now.updatedAt.toISOString() === after?.[AT] && now.customerId !== after?.[CUSTOMER]);

/** What was made goes without a trace, unless something came of it since. */
async function remove(
  ctx: CommandCtx,
  made: readonly ImportChange[],
  { heldOf }: UndoHow,
): Promise<OrderId[]> {
  if (made.length === 0) return [];
  const changes = new Map(made.map((change) => [change.recordId as OrderId, change]));
  const now = await lockMade(ctx.db, [...changes.keys()]);
  const held = await heldOf([...changes.keys()]);
  const free = now.filter((order) => {
    const change = changes.get(order.id);
    return change !== undefined && !held.has(order.id) && isUntouched(order, change);
  });
  const ids = free.map(({ id }) => id);
  const refunds = await selectRefundIds(ctx.db, ids);
  const customers = [...new Set(free.flatMap(({ customerId }) => customerId ?? []))];
  await unpostOrders(ctx, ids);
  await deleteMade(ctx.db, ids);
  await forgetTimelines(ctx, "order", ids);
  await forgetTold(ctx, "customer", customers, [...ids, ...refunds.map(({ id }) => id)]);
  await rollUpCustomers(ctx, ...customers);
  return ids;
}

async function setAllBack(
  ctx: CommandCtx,
  changed: readonly ImportChange[],
  { importId }: UndoHow,
) {
  const ids = changed.map(({ recordId }) => recordId as OrderId);
  const found = ids.length === 0 ? [] : await selectNamed(ctx.db, { ids, numbers: [] }, true);
  const changes = new Map(changed.map((change) => [change.recordId, change]));
  const back: OrderId[] = [];
  let changedSince = 0;
  for (const state of await statesFor(ctx, found)) {
    const change = changes.get(state.order.id);
    if (change === undefined) continue;
    const { id } = state.order;
    const isExact = isUntouched({ ...state.order, updatedAt: state.updatedAt }, change);
    const { before, hasLater } = standingOf(partsOf(state), change, isExact);
    if (hasLater) changedSince += 1;
    if (Object.keys(before).length > 0) {
      await setBack(ctx, state, before, change, isExact);
      back.push(id);
    }
    if (isExact)
      await forgetTimeline(ctx, {
        subjectType: "order",
        subjectId: id,
        keys: [changedBy(importId)],
      });
  }
  return { ids: back, missing: ids.length - found.length, changedSince };
}

async function setBack(
  ctx: CommandCtx,
  now: State,
  before: Facts,
  change: ImportChange,
  isExact: boolean,
): Promise<void> {
  const { lines = now.lines, charges = now.charges, ...rest } = before;
  const parts: Record<string, unknown> = {};
  const own = new Map(Object.entries(now.order.custom));
  for (const [key, was] of Object.entries(rest)) {
    if (!key.startsWith("custom."))
      parts[key] = MOMENTS.has(key) && was !== null ? new Date(String(was)) : was;
    else if (was === null) own.delete(key.slice("custom.".length));
    else own.set(key.slice("custom.".length), was);
  }
  const set = { ...now.order, ...parts, custom: sortedCustom(own) } as KeptOrder;
  const order = { ...set, isSale: isSaleOf(set) };
  const contents = {
    lines: lines as State["lines"],
    charges: charges as State["charges"],
    custom: order.custom,
  };
  await keepOrder(ctx, now.order, order, contents, null);
  if ("paymentStatus" in parts)
    await takeBackPayments(ctx, order.id, new Date(String(change.after?.[AT])));
  const all = await readRefunds(ctx.db, order.id);
  await tellOrderStory(ctx, now.order, order, { all, changed: [] });
  if (isExact) await markLastChanged(ctx.db, order.id, new Date(String(change.before?.[AT])));
}

const MOMENTS = new Set(["placedAt", "paidAt", "completedAt", "cancelledAt"]);
