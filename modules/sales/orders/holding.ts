import type { Holder } from "#modules/records/records.public.ts";
import { selectBuyers, selectSold } from "./holding.sql.ts";

/** Who has bought does not go without a trace. */
export const salesHoldCustomers: Holder = {
  holds: "customer",
  heldOf: async (ctx, ids) => (await selectBuyers(ctx.db, ids)).map(({ id }) => id),
};

/** What was sold does not go without a trace. */
export const salesHoldProducts: Holder = {
  holds: "product",
  heldOf: async (ctx, ids) => (await selectSold(ctx.db, ids)).map(({ id }) => id),
};
