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
      select id from orders where id = any(${ids}) and trashed_at is null order by id for update)
    update orders o
       set trashed_at = ${now}, deleted_at = coalesce(deleted_at, ${now}), is_sale = false, version = version + 1
      from held where o.id = held.id
    returning o.id, o.number, o.customer_id`);

/** Those of them that were. What their store has deleted meanwhile stays deleted. */
export const markRestored = (db: Db, ids: readonly OrderId[]): Promise<TrashedOrder[]> =>
  db.rows(sql`
    with held as materialized (
      select o.id, (
               select d.deleted_at from order_deletions d
                where d.connection_id = o.connection_id and d.external_id = o.external_id
                  and (o.source_updated_at is null or d.deleted_at >= o.source_updated_at)) as gone_at
        from orders o where o.id = any(${ids}) and o.trashed_at is not null order by o.id for update)
    update orders o
       set trashed_at = null, deleted_at = held.gone_at, version = version + 1,
           is_sale = o.status in ('open', 'completed') and not o.is_test and held.gone_at is null
      from held where o.id = held.id
    returning o.id, o.number, o.customer_id`);

/** One of them, for the deed that made no difference to any. */
export const selectAnyOf = (db: Db, ids: readonly OrderId[]): Promise<TrashedOrder> =>
  db.one(
    sql`select id, number, customer_id from orders where id = any(${ids}) limit 1`,
    "sales.order",
  );

export const selectRefundIds = (db: Db, ids: readonly OrderId[]): Promise<{ id: string }[]> =>
  db.rows(sql`select id from refunds where order_id = any(${ids})`);

/** With all that hangs on them. Of a store's order its number there stays, so that nothing told of it brings it back. */
export const deleteTrashed = (
  db: Db,
  ids: readonly OrderId[],
  now: Date,
): Promise<{ customerId: CustomerId | null }[]> =>
  db.rows(sql`
    with gone as (
      delete from orders where id = any(${ids}) and trashed_at is not null
      returning connection_id, external_id, customer_id, trashed_at),
    noted as (
      insert into order_deletions (connection_id, external_id, deleted_at, purged_at)
      select connection_id, external_id, trashed_at, ${now} from gone where connection_id is not null
      on conflict (connection_id, external_id) do update set purged_at = excluded.purged_at)
    select customer_id from gone`);

/** Whose they were is decided for good: nobody's. They stay the papers of what was sold. */
export const markNobodys = (db: Db, customers: readonly CustomerId[]): Promise<number> =>
  db.run(sql`
    update orders set customer_id = null, joined_by = 'person', version = version + 1
     where customer_id = any(${customers})`);
