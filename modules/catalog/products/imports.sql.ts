import type { Db } from "#platform/db/db.ts";
import { sql, when } from "#platform/db/sql.ts";
import type { ProductId, VariantId } from "./products.contract.ts";
import type { KeptProduct, KeptVariant } from "./products.rules.ts";
import { productColumns } from "./products.sql.ts";

/** Whose SKU each of these is, in lower case, among what is in lists: what people entered before a store's, the oldest first. */
export const selectBySku = (
  db: Db,
  skus: readonly string[],
): Promise<{ readonly word: string; readonly id: ProductId }[]> =>
  db.rows(sql`
    select distinct on (word) lower(v.sku) as word, p.id
      from variants v join products p on p.id = v.product_id and p.deleted_at is null
     where lower(v.sku) = any(${skus}::text[]) and v.sku is not null
     order by word, p.connection_id is not null, p.id`);

export const selectByTitle = (
  db: Db,
  titles: readonly string[],
): Promise<{ readonly word: string; readonly id: ProductId }[]> =>
  db.rows(sql`
    select distinct on (word) lower(p.title) as word, p.id
      from products p where lower(p.title) = any(${titles}::text[]) and p.deleted_at is null
     order by word, p.connection_id is not null, p.id`);

/** Those in lists among these; held, in one order, where they are to be written. */
export const selectSome = (
  db: Db,
  ids: readonly ProductId[],
  isHeld: boolean,
): Promise<KeptProduct[]> =>
  db.rows(sql`
    select ${productColumns} from products p
     where p.id = any(${ids}::uuid[]) and p.deleted_at is null order by p.id ${when(isHeld, sql`for update`)}`);

/** Of these ids those of products that are in no list: in the trash, or deleted by their store. */
export const selectPutAway = (
  db: Db,
  ids: readonly string[],
): Promise<{ readonly id: ProductId; readonly isInTrash: boolean }[]> =>
  db.rows(sql`
    select id, trashed_at is not null as is_in_trash from products
     where id = any(${ids}::uuid[]) and deleted_at is not null`);

/** Of these ids those that a variant of this company has. */
export const selectVariantIds = async (db: Db, ids: readonly string[]): Promise<VariantId[]> =>
  (
    await db.rows<{ id: VariantId }>(sql`select id from variants where id = any(${ids}::uuid[])`)
  ).map(({ id }) => id);

export const selectVariantsOf = (
  db: Db,
  ids: readonly ProductId[],
): Promise<(KeptVariant & { readonly productId: ProductId })[]> =>
  db.rows(sql`
    select product_id, id, external_id, title, sku, currency, price_minor, compare_price_minor, cost_minor,
           is_cost_own, barcode, stock_count
      from variants where product_id = any(${ids}::uuid[]) order by product_id, position`);

/** Those that an import made, as they stand; held. In the trash or out of it. */
export const lockMade = (
  db: Db,
  ids: readonly ProductId[],
): Promise<{ readonly id: ProductId; readonly version: number }[]> =>
  db.rows(sql`
    select id, version from products where id = any(${ids}::uuid[]) order by id for update`);

/** As if they had never been, with their variants. */
export const deleteMade = (db: Db, ids: readonly ProductId[]): Promise<number> =>
  db.run(sql`delete from products where id = any(${ids}::uuid[])`);
