import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { ProductId } from "./products.contract.ts";

export type TrashedProduct = { readonly id: ProductId; readonly title: string };

/** Those of them that were not in the trash. All that people read of them, their last change included, stays as it is. */
export const markTrashed = (
  db: Db,
  ids: readonly ProductId[],
  now: Date,
): Promise<TrashedProduct[]> =>
  db.rows(sql`
    with held as materialized (
      select id from products where id = any(${ids}) and deleted_at is null order by id for update)
    update products p
       set trashed_at = ${now}, deleted_at = ${now}, version = version + 1
      from held where p.id = held.id
    returning p.id, p.title`);

/** Those of them that were. What their store had said no longer holds. */
export const markRestored = (
  db: Db,
  ids: readonly ProductId[],
  now: Date,
): Promise<TrashedProduct[]> =>
  db.rows(sql`
    with held as materialized (
      select id, connection_id, external_id, deleted_at, trashed_at
        from products where id = any(${ids}) and deleted_at is not null order by id for update),
    overruled as (
      update product_deletions d set overruled_at = ${now}
        from held h where d.connection_id = h.connection_id and d.external_id = h.external_id
         and h.deleted_at is distinct from h.trashed_at)
    update products p
       set trashed_at = null, deleted_at = null, version = version + 1
      from held where p.id = held.id
    returning p.id, p.title`);

/** One of them, for the deed that made no difference to any. */
export const selectAnyOf = (db: Db, ids: readonly ProductId[]): Promise<TrashedProduct> =>
  db.one(sql`select id, title from products where id = any(${ids}) limit 1`, "catalog.product");

/**
 * With their variants. Of a store's product that a person deleted its number there stays, so that nothing told of it
 * brings it back; what the store itself deleted, it may tell of again.
 */
export const deleteTrashed = (db: Db, ids: readonly ProductId[], now: Date): Promise<number> =>
  db.run(sql`
    with gone as (
      delete from products where id = any(${ids}) and deleted_at is not null
      returning connection_id, external_id, trashed_at),
    untold as (
      delete from product_variations v using gone g
       where v.connection_id = g.connection_id and v.product_external_id = g.external_id)
    insert into product_deletions (connection_id, external_id, deleted_at, purged_at)
    select connection_id, external_id, trashed_at, ${now} from gone
     where connection_id is not null and trashed_at is not null
    on conflict (connection_id, external_id) do update set purged_at = excluded.purged_at`);
