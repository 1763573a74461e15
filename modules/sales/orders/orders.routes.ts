import type { RecordTypes } from "#modules/records/records.public.ts";
import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import { giveOrder, giveOrders } from "./give.actions.ts";
import { changeOrder, createOrder } from "./hand.actions.ts";
import { countListedOrders, getOrder, listOrders } from "./orders.actions.ts";
import { orders } from "./orders.contract.ts";
import { tagOrders } from "./tag.actions.ts";
import { trashOrders } from "./trash.actions.ts";
import { cancelOrder, completeOrder, payOrder, refundOrder } from "./verbs.actions.ts";

export const orderRoutes = (types: RecordTypes): Action[] =>
  serve(orders, {
    list: listOrders(types),
    count: countListedOrders(types),
    get: getOrder,
    create: createOrder,
    change: changeOrder,
    tag: tagOrders,
    trash: trashOrders,
    give: giveOrder,
    giveMany: giveOrders,
    cancel: cancelOrder,
    complete: completeOrder,
    pay: payOrder,
    refund: refundOrder,
  });
