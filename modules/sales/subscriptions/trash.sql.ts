import type { CustomerId } from "#modules/crm/crm.public.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { SubscriptionId } from "./subscriptions.contract.ts";

export type TrashedSubscription = { readonly id: SubscriptionId; readonly number: string };

/** Those of them that were not in the trash. */
export const markTrashed = (
  db: Db,
  ids: readonly SubscriptionId[],
  now: Date,
): Promise<TrashedSubscription[]> =>
  db.rows(sql`
    with held as materialized (
      select id from subscriptions where id = any(${ids}) and deleted_at is null order by id for update)
    update subscriptions s set trashed_at = ${now}, deleted_at = ${now}
      from held where s.id = held.id
    returning s.id, s.number`);

/** Those of them that were. What their store had said no longer holds. */
export const markRestored = (
  db: Db,
  ids: readonly SubscriptionId[],
  now: Date,
): Promise<TrashedSubscription[]> =>
  db.rows(sql`
    with held as materialized (
      select id, connection_id, external_id, deleted_at, trashed_at
        from subscriptions where id = any(${ids}) and deleted_at is not null order by id for update),
    overruled as (
      update subscription_deletions d set overruled_at = ${now}
        from held h where d.connection_id = h.connection_id and d.external_id = h.external_id
         and h.deleted_at is distinct from h.trashed_at)
    update subscriptions s set trashed_at = null, deleted_at = null
      from held where s.id = held.id
    returning s.id, s.number`);

/** One of them, for the deed that made no difference to any. */
export const selectAnyOf = (db: Db, ids: readonly SubscriptionId[]): Promise<TrashedSubscription> =>
  db.one(
    sql`select id, number from subscriptions where id = any(${ids}) limit 1`,
    "sales.subscription",
  );

/** Whose each is: whose its customer is. */
export const selectOwners = (
  db: Db,
  ids: readonly SubscriptionId[],
): Promise<{ id: SubscriptionId; ownerId: string | null }[]> =>
  db.rows(sql`
    select s.id, c.owner_id from subscriptions s left join customers c on c.id = s.customer_id
     where s.id = any(${ids})`);

/**
 * Of one that a person deleted its number at the store stays, so that nothing told of it brings it back; what the store
 * itself deleted, it may tell of again.
 */
export const deleteTrashed = (
  db: Db,
  ids: readonly SubscriptionId[],
  now: Date,
): Promise<{ customerId: CustomerId | null }[]> =>
  db.rows(sql`
    with gone as (
      delete from subscriptions where id = any(${ids}) and deleted_at is not null
      returning connection_id, external_id, customer_id, trashed_at),
    noted as (
      insert into subscription_deletions (connection_id, external_id, deleted_at, purged_at)
      select connection_id, external_id, trashed_at, ${now} from gone where trashed_at is not null
      on conflict (connection_id, external_id) do update set purged_at = excluded.purged_at)
    select customer_id from gone`);
