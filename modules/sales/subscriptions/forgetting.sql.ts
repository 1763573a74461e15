import type { CustomerId } from "#modules/crm/crm.public.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

type Gone = { readonly id: string; readonly customerId: CustomerId | null };

export const deleteStoreSubscriptions = (db: Db, connectionId: string): Promise<Gone[]> =>
  db.rows(sql`
    delete from subscriptions where connection_id = ${connectionId} returning id, customer_id`);

export const deleteSubscriptionDeletions = (db: Db, connectionId: string): Promise<number> =>
  db.run(sql`delete from subscription_deletions where connection_id = ${connectionId}`);

/** Those of the customers who have a subscription. */
export const selectSubscribers = (
  db: Db,
  customers: readonly CustomerId[],
): Promise<{ customerId: CustomerId }[]> =>
  db.rows(sql`
    select distinct customer_id from subscriptions where customer_id = any(${customers}::uuid[])`);
