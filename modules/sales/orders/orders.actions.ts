import { withCustomShown } from "#modules/records/records.public.ts";
import { query } from "#platform/actions/action.ts";
import { pageOf } from "#platform/db/cursor.ts";
import { eyesFor } from "#platform/permissions/reach.ts";
import { readOrder } from "./order-page.ts";
import { orders } from "./orders.contract.ts";
import { countAllOrders, countOrders, keyOf, selectOrders } from "./orders.lists.sql.ts";

const READ = "sales.orders.read";

export const listOrders = query({
  does: orders.list,
  needs: READ,
  isScoped: true,
  async run(ctx, filter) {
    const rows = await selectOrders(ctx.db, filter, ctx.company.zone, eyesFor(ctx, READ));
    const page = pageOf(rows, filter.limit, (row) => keyOf(filter.sort, row));
    return { ...page, rows: await withCustomShown(ctx, "order", page.rows) };
  },
});

export const countListedOrders = query({
  does: orders.count,
  needs: READ,
  isScoped: true,
  async run(ctx, filter) {
    const eyes = eyesFor(ctx, READ);
    const { zone } = ctx.company;
    const counts = await countOrders(ctx.db, filter, zone, eyes);
    const count = counts.reduce((sum, one) => sum + one.count, 0);
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    return {
      count,
      allCount: isFiltered ? (await countAllOrders(ctx.db, zone, eyes)).count : count,
      sums: counts
        .filter(({ isSale }) => isSale)
        .sort((one, other) => other.count - one.count || (one.currency < other.currency ? -1 : 1))
        .map(({ currency, totalMinor, netMinor }) => ({ currency, totalMinor, netMinor })),
    };
  },
});

export const getOrder = query({
  does: orders.get,
  needs: READ,
  isScoped: true,
  run: (ctx, { id }) => readOrder(ctx, id),
});
