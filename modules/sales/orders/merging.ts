import type { MergeFollower } from "#modules/crm/crm.public.ts";
import { moveTold } from "#modules/records/records.public.ts";
import { releaseSubscriptions } from "../subscriptions/moving.ts";
import { markOrdersReleased, selectRefundsOf } from "./orders.sql.ts";
import { followCustomers } from "./orders.ts";
import { rollUpCustomers } from "./roll-ups.ts";

/** What was sold goes with whoever somebody became, and with each when they are two again. */
export const salesOfMerged: MergeFollower = {
  merged: async (ctx, joined) => {
    await followCustomers(ctx, joined);
  },
  released: async (ctx, released) => {
    const orders = await markOrdersReleased(ctx.db, released);
    const ids = orders.map(({ id }) => id);
    const refunds = await selectRefundsOf(ctx.db, ids);
    const subscriptions = await releaseSubscriptions(ctx, released);
    const { from, into } = released;
    const about = [...orders, ...refunds, ...subscriptions].map(({ id }) => id);
    await moveTold(ctx, { subjectType: "customer", from, into }, about);
    await rollUpCustomers(ctx, from, into);
  },
};
