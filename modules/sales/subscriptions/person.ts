import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import {
  gatherSubscriptionsOf,
  markErased,
  selectSubscribersElsewhere,
  selectSubscriptionsOf,
} from "./person.sql.ts";

/** What they subscribed to: as what they bought. */
export const subscriptionKeeper: Keeper = {
  part: "sales.subscriptions",
  tables: {
    subscriptions: {
      fate: "masked",
      why: "books",
      masks: ["name", "phone"],
      stays: [
        ...["external_id", "number", "joined_by", "status", "source_status", "currency"],
        ...["interval_unit", "title", "source_tie"],
      ],
    },
  },
  find: async (db, person) => ({
    subscription: (await selectSubscriptionsOf(db, person)).map(({ id }) => id),
  }),
  elsewhere: async (db, customers, connectionId) =>
    (await selectSubscribersElsewhere(db, customers, connectionId)).map(({ id }) => id),
  gather: async ({ db }, person) => ({
    subscriptions: (await gatherSubscriptionsOf(db, recordsOf(person, "subscription"))).map(
      ({ row }) => row,
    ),
  }),
  erase: async (ctx, person, at) => {
    const subscriptions = await markErased(ctx.db, recordsOf(person, "subscription"), at);
    ctx.tell("sales.subscriptions");
    return { subscriptions };
  },
};
