import type { Db } from "#platform/db/db.ts";
import { json, type Sql, sql } from "#platform/db/sql.ts";
import type { Product, ProductId, Variant, VariantId } from "./products.contract.ts";
import type { KeptProduct, KeptVariant, StoreVariant, ToldVariation } from "./products.rules.ts";

type StoreKey = { readonly connectionId: string; readonly externalId: string };

export const productColumns = sql`
  p.id, p.title, p.description, p.status, p.kind, p.vendor, p.category, p.store_category, p.is_category_own, p.url, p.tags, p.store_tags, p.added_tags,
  p.removed_tags, p.connection_id, p.external_id, p.source_updated_at, p.source_tie, p.listing,
  p.listing_updated_at, p.listing_tie, p.deleted_at, p.trashed_at, p.created_at, p.updated_at,
  p.version, p.custom`;

/** Held to the end of the transaction. */
export const lockTellings = (db: Db): Promise<number> =>
  db.run(sql`select pg_advisory_xact_lock(hashtextextended('catalog.tellings', 0))`);

export const lockStoreProduct = (db: Db, key: StoreKey): Promise<KeptProduct | null> =>
  db.maybe(sql`
    select ${productColumns} from products p
     where p.connection_id = ${key.connectionId} and p.external_id = ${key.externalId} for update`);

export const lockProduct = (db: Db, id: ProductId): Promise<KeptProduct> =>
  db.one(
    sql`select ${productColumns} from products p where p.id = ${id} for update`,
    "catalog.product",
  );

/** A product as its page shows it, without its variants. */
export const selectProduct = (
  db: Db,
  id: ProductId,
): Promise<KeptProduct & Pick<Product, "connection">> =>
  db.one(
    sql`
    select ${productColumns}, k.name as connection
      from products p left join connections k on k.id = p.connection_id
     where p.id = ${id}`,
    "catalog.product",
  );

export const selectVariants = (db: Db, id: ProductId): Promise<KeptVariant[]> =>
  db.rows(sql`
    select id, external_id, title, sku, currency, price_minor, compare_price_minor, cost_minor, is_cost_own, barcode,
           stock_count
      from variants where product_id = ${id} order by position`);

/** The whole state, new or changed. */
export const writeProduct = (db: Db, p: KeptProduct, searchText: string): Promise<number> =>
  db.run(sql`
    insert into products (
      id, title, description, status, kind, vendor, category, store_category, is_category_own, url, tags, store_tags, added_tags, removed_tags,
      connection_id, external_id, source_updated_at, source_tie, listing, listing_updated_at, listing_tie,
      deleted_at, created_at, updated_at, version, custom, search_text)
    values (
      ${p.id}, ${p.title}, ${p.description}, ${p.status}, ${p.kind}, ${p.vendor},
      ${p.category}, ${p.storeCategory}, ${p.isCategoryOwn}, ${p.url}, ${p.tags},
      ${p.storeTags}, ${p.addedTags}, ${p.removedTags}, ${p.connectionId}, ${p.externalId},
      ${p.sourceUpdatedAt}, ${p.sourceTie}, ${p.listing && json(p.listing)}, ${p.listingUpdatedAt},
      ${p.listingTie}, ${p.deletedAt}, ${p.createdAt}, ${p.updatedAt}, ${p.version},
      ${json(p.custom)}, ${searchText})
    on conflict (id) do update
      set title = excluded.title, description = excluded.description, status = excluded.status,
          kind = excluded.kind, vendor = excluded.vendor, category = excluded.category,
          store_category = excluded.store_category, is_category_own = excluded.is_category_own, url = excluded.url, tags = excluded.tags,
          store_tags = excluded.store_tags, added_tags = excluded.added_tags,
          removed_tags = excluded.removed_tags, source_updated_at = excluded.source_updated_at,
          source_tie = excluded.source_tie, listing = excluded.listing,
          listing_updated_at = excluded.listing_updated_at, listing_tie = excluded.listing_tie,
          deleted_at = excluded.deleted_at, created_at = excluded.created_at,
          updated_at = excluded.updated_at, version = excluded.version, custom = excluded.custom,
          search_text = excluded.search_text`);

/** All variants of a product, in order; those left out go. */
export const writeVariants = (
  db: Db,
  productId: ProductId,
  variants: readonly KeptVariant[],
): Promise<number> =>
  db.run(sql`
    with gone as (
      delete from variants
       where product_id = ${productId} and id <> all(${variants.map(({ id }) => id)}::uuid[]))
    insert into variants (id, product_id, position, external_id, title, sku, currency, price_minor,
                          compare_price_minor, cost_minor, is_cost_own, barcode, stock_count)
    select v.id, ${productId}, v.position, v."externalId", v.title, v.sku, v.currency, v."priceMinor",
           v."comparePriceMinor", v."costMinor", v."isCostOwn", v.barcode, v."stockCount"
      from json_to_recordset(${json(variants.map((variant, position) => ({ ...variant, position })))}) as v(
             id uuid, position int, "externalId" text, title text, sku text, currency text,
             "priceMinor" bigint, "comparePriceMinor" bigint, "costMinor" bigint, "isCostOwn" boolean,
             barcode text, "stockCount" numeric)
    on conflict (id) do update
      set position = excluded.position, title = excluded.title, sku = excluded.sku,
          currency = excluded.currency, price_minor = excluded.price_minor,
          compare_price_minor = excluded.compare_price_minor, cost_minor = excluded.cost_minor,
          is_cost_own = excluded.is_cost_own, barcode = excluded.barcode, stock_count = excluded.stock_count`);

export const selectVariations = (db: Db, { connectionId, externalId }: StoreKey) =>
  db
    .rows<{
      externalId: string;
      variant: StoreVariant;
      sourceUpdatedAt: Date | null;
      sourceTie: string;
    }>(sql`
      select v.external_id, v.variant, v.source_updated_at, v.source_tie
        from product_variations v
        left join product_deletions d on d.connection_id = v.connection_id and d.external_id = v.external_id
       where v.connection_id = ${connectionId} and v.product_external_id = ${externalId}
         and (d.deleted_at is null or d.deleted_at < v.source_updated_at)`)
    .then((rows): ToldVariation[] =>
      rows.map(({ sourceUpdatedAt, sourceTie, ...told }) => ({
        ...told,
        clock: { updatedAt: sourceUpdatedAt, tie: sourceTie },
      })),
    );

/** The newer of the tellings of one variation. Zero rows: this one is not. */
export const writeVariation = (
  db: Db,
  key: { readonly connectionId: string; readonly productExternalId: string },
  told: ToldVariation,
): Promise<number> =>
  db.run(sql`
    insert into product_variations as known (
      connection_id, product_external_id, external_id, variant, source_updated_at, source_tie)
    values (${key.connectionId}, ${key.productExternalId}, ${told.externalId}, ${json(told.variant)},
            ${told.clock.updatedAt}, ${told.clock.tie})
    on conflict (connection_id, product_external_id, external_id) do update
      set variant = excluded.variant, source_updated_at = excluded.source_updated_at,
          source_tie = excluded.source_tie
    where (coalesce(excluded.source_updated_at, to_timestamp(0)), excluded.source_tie)
        > (coalesce(known.source_updated_at, to_timestamp(0)), known.source_tie)`);

export const selectProductOfVariation = (
  db: Db,
  { connectionId, externalId }: StoreKey,
): Promise<{ productExternalId: string } | null> =>
  db.maybe(sql`
    select product_external_id from product_variations
     where connection_id = ${connectionId} and external_id = ${externalId} limit 1`);

export const selectProductDeletion = (
  db: Db,
  { connectionId, externalId }: StoreKey,
): Promise<{ deletedAt: Date; purgedAt: Date | null; overruledAt: Date | null } | null> =>
  db.maybe(sql`
    select deleted_at, purged_at, overruled_at from product_deletions
     where connection_id = ${connectionId} and external_id = ${externalId}`);

/** The latest of the deletions told. */
export const insertProductDeletion = (db: Db, key: StoreKey, at: Date): Promise<number> =>
  db.run(sql`
    insert into product_deletions as known (connection_id, external_id, deleted_at)
    values (${key.connectionId}, ${key.externalId}, ${at})
    on conflict (connection_id, external_id) do update
       set deleted_at = excluded.deleted_at, overruled_at = null
     where excluded.deleted_at > known.deleted_at`);

export type VariantForSale = {
  readonly productId: ProductId;
  readonly variantId: VariantId | null;
  readonly title: string;
  readonly variantTitle: Variant["title"];
  readonly sku: string | null;
};

/** Those of the asked pairs that exist; a variant must be the product's. */
export const selectForSale = (
  db: Db,
  asked: readonly { readonly productId: ProductId | null; readonly variantId: VariantId | null }[],
): Promise<(VariantForSale & { readonly position: number })[]> =>
  db.rows(sql`
    select a.position, p.id as product_id, v.id as variant_id, p.title,
           coalesce(v.title, '') as variant_title, v.sku
      from json_to_recordset(${json(asked.map((one, position) => ({ ...one, position })))}) as a(
             position int, "productId" uuid, "variantId" uuid)
      left join variants v on v.id = a."variantId"
      join products p on p.id = coalesce(v.product_id, a."productId")
     where (a."variantId" is null or v.id is not null)
       and (a."productId" is null or a."productId" = p.id)`);

export const selectBySkuForSale = (
  db: Db,
  words: readonly string[],
): Promise<(VariantForSale & { readonly word: string })[]> =>
  db.rows(sql`
    select distinct on (word) lower(v.sku) as word, p.id as product_id, v.id as variant_id, p.title,
           v.title as variant_title, v.sku
      from variants v join products p on p.id = v.product_id and p.deleted_at is null
     where lower(v.sku) = any(${words}::text[]) and v.sku is not null
     order by word, p.connection_id is not null, p.id, v.position`);

/** The alias under which a product's variants are read, one after the other. */
export const VARIANT = sql`v`;
export const variantsInOrder = (of: Sql): Sql =>
  sql`(select * from variants where product_id = ${of}.id order by position) as v`;
