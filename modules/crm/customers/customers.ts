import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { CustomerId } from "./customers.contract.ts";
import {
  markRollUps,
  type RequiredCustomer,
  type RollUps,
  selectRequiredCustomer,
} from "./customers.sql.ts";

export { deleteStoreCustomer, joinStoreCustomer, mergeStoreAccounts } from "./joining.ts";
export { customerForPhone } from "./phones.ts";
export type { RequiredCustomer, RollUps };

/** The customer, also by an id that has become part of another, or a `not_found` problem. */
export const requireCustomer = (ctx: Ctx, id: CustomerId): Promise<RequiredCustomer> =>
  selectRequiredCustomer(ctx.db, id, ctx.ownersOf("crm.customers.read"));

/** What their orders come to, in the transaction that changed one: added up from the orders, never from what stands here. */
export async function setRollUps(ctx: CommandCtx, id: CustomerId, sums: RollUps): Promise<void> {
  const waiting = gathered.get(ctx.db);
  if (waiting === undefined) await markRollUps(ctx.db, [{ id, ...sums }]);
  else waiting.set(id, sums);
}

/**
 * For a transaction of many orders: from now on what each customer's come to waits, and the last of it is written by one
 * statement. It must be bound before the transaction ends, or nothing of it is kept.
 */
export const gatherRollUps = ({ db }: CommandCtx): void => {
  gathered.set(db, new Map());
};

export async function bindRollUps({ db }: CommandCtx): Promise<void> {
  const waiting = gathered.get(db);
  if (waiting === undefined || waiting.size === 0) return;
  const all = [...waiting].map(([id, sums]) => ({ id, ...sums }));
  waiting.clear();
  await markRollUps(db, all);
}

const gathered = new WeakMap<Db, Map<CustomerId, RollUps>>();
