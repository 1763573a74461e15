import { forgetTimelines, forgetTrashed } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { deleteAccountMerges } from "./accounts.sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { deleteCustomersOf, deletePartsOf, deleteStoreIdentities } from "./forgetting.sql.ts";

/**
 * Removes the customers whom only this store brought, and takes its account numbers from the others. Who has bought
 * elsewhere stays. For a store that leaves without a trace (the sample company).
 */
export async function forgetStoreCustomers(
  ctx: CommandCtx,
  connectionId: string,
  stay: readonly CustomerId[],
): Promise<void> {
  await deleteStoreIdentities(ctx.db, connectionId);
  await deleteAccountMerges(ctx.db, connectionId);
  await deletePartsOf(ctx.db, connectionId);
  const gone = await deleteCustomersOf(ctx.db, connectionId, stay);
  const ids = gone.map(({ id }) => id);
  await forgetTimelines(ctx, "customer", ids);
  await forgetTrashed(ctx, "customer", ids);
  ctx.tell("crm.customers");
}
