import {
  filterFor,
  type RecordTypes,
  shownFor,
  withCustomShown,
} from "#modules/records/records.public.ts";
import { query } from "#platform/actions/action.ts";
import { pageOf } from "#platform/db/cursor.ts";
import { eyesFor } from "#platform/permissions/reach.ts";
import { orderType } from "./fields.ts";
import { readOrder } from "./order-page.ts";
import { orders } from "./orders.contract.ts";
import { countAllOrders, countOrders, keyOf, ORDER, selectOrders } from "./orders.lists.sql.ts";

const READ = "sales.orders.read";

export const listOrders = (types: RecordTypes) =>
  query({
    does: orders.list,
    needs: READ,
    isScoped: true,
    async run(ctx, { where, fields, ...asked }) {
      const filter = await filterFor(ctx, types, "order", where);
      const shown = await shownFor(ctx, orderType, fields);
      const told = { parts: filter(ORDER), shown };
      const found = await selectOrders(ctx.db, asked, ctx.company.zone, eyesFor(ctx, READ), told);
      const page = pageOf(found, asked.limit, (row) => keyOf(asked.sort, row));
      const rows = await withCustomShown(ctx, "order", page.rows);
      return { ...page, rows: rows.map((row) => ({ ...row, ...shown.valuesOf(row) })) };
    },
  });

export const countListedOrders = (types: RecordTypes) =>
  query({
    does: orders.count,
    needs: READ,
    isScoped: true,
    async run(ctx, { where, ...asked }) {
      const eyes = eyesFor(ctx, READ);
      const { zone } = ctx.company;
      const filter = await filterFor(ctx, types, "order", where);
      const counts = await countOrders(ctx.db, asked, zone, eyes, filter(ORDER));
      const count = counts.reduce((sum, one) => sum + one.count, 0);
      const isFiltered =
        where !== undefined || Object.values(asked).some((value) => value !== undefined);
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
