import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { CustomerId } from "./customers.contract.ts";
import {
  markRollUps,
  type RequiredCustomer,
  type RollUps,
  selectRequiredCustomer,
} from "./customers.sql.ts";

export { deleteStoreCustomer, joinStoreCustomer } from "./joining.ts";
export { customerForPhone } from "./phones.ts";
export type { RequiredCustomer, RollUps };

/** The customer, also by an id that has become part of another, or a `not_found` problem. */
export const requireCustomer = (ctx: Ctx, id: CustomerId): Promise<RequiredCustomer> =>
  selectRequiredCustomer(ctx.db, id, ctx.ownersOf("crm.customers.read"));

/** What their orders come to, in the transaction that changed one. */
export const setRollUps = (ctx: CommandCtx, id: CustomerId, sums: RollUps): Promise<number> =>
  markRollUps(ctx.db, id, sums);
