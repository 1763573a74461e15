import type { CustomerId } from "#modules/crm/crm.public.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { OrderId } from "./orders.contract.ts";

export type TrashedOrder = {
  readonly id: OrderId;
  readonly number: string;
  readonly customerId: CustomerId | null;
};

/** Those of them that were not in the trash. All that people read of them, their last change included, stays as it is. */
export const markTrashed = (db: Db, ids: readonly OrderId[], now: Date): Promise<TrashedOrder[]> =>
  db.rows(sql`
    with held as materialized (
      select id from orders where id = any(${ids}) and deleted_at is null order by id for update)
    update orders o
       set trashed_at = ${now}, deleted_at = ${now}, is_sale = false, version = version + 1
      from held where o.id = held.id
    returning o.id, o.number, o.customer_id`);

type Restored = TrashedOrder & { readonly deletedAt: Date; readonly trashedAt: Date | null };

/** Those of them that were, with who had deleted them. What their store had said no longer holds. */
export const markRestored = (db: Db, ids: readonly OrderId[], now: Date): Promise<Restored[]> =>
  db.rows(sql`
    with held as materialized (
      select id, connection_id, external_id, deleted_at, trashed_at
        from orders where id = any(${ids}) and deleted_at is not null order by id for update),
    overruled as (
      update order_deletions d set overruled_at = ${now}
        from held h where d.connection_id = h.connection_id and d.external_id = h.external_id
         and h.deleted_at is distinct from h.trashed_at)
    update orders o
       set trashed_at = null, deleted_at = null, version = version + 1,
           is_sale = o.status in ('open', 'completed') and not o.is_test
      from held where o.id = held.id
    returning o.id, o.number, o.customer_id, held.deleted_at, held.trashed_at`);

/** One of them, for the deed that made no difference to any. */
export const selectAnyOf = (db: Db, ids: readonly OrderId[]): Promise<TrashedOrder> =>
  db.one(
    sql`select id, number, customer_id from orders where id = any(${ids}) limit 1`,
    "sales.order",
  );

export const selectRefundIds = (db: Db, ids: readonly OrderId[]): Promise<{ id: string }[]> =>
  db.rows(sql`select id from refunds where order_id = any(${ids})`);

/**
 * With all that hangs on them. Of a store's order that a person deleted its number there stays, so that nothing told of it
 * brings it back; what the store itself deleted, it may tell of again.
 */
export const deleteTrashed = (
  db: Db,
  ids: readonly OrderId[],
  now: Date,
): Promise<{ customerId: CustomerId | null }[]> =>
  db.rows(sql`
    with gone as (
      delete from orders where id = any(${ids}) and deleted_at is not null
      returning connection_id, external_id, customer_id, trashed_at),
    noted as (
      insert into order_deletions (connection_id, external_id, deleted_at, purged_at)
      select connection_id, external_id, trashed_at, ${now} from gone
       where connection_id is not null and trashed_at is not null
      on conflict (connection_id, external_id) do update set purged_at = excluded.purged_at)
    select customer_id from gone`);

/** Whose they were is decided for good: nobody's. They stay the papers of what was sold. */
export const markNobodys = (db: Db, customers: readonly CustomerId[]): Promise<number> =>
  db.run(sql`
    update orders set customer_id = null, part_id = null, joined_by = 'person', version = version + 1
     where customer_id = any(${customers})`);
