import type { Part, Shown, Values } from "#modules/records/records.public.ts";
import { readCursor } from "#platform/db/cursor.ts";
import type { Db } from "#platform/db/db.ts";
import { empty, join, likeText, plannedEachTime, type Sql, sql, when } from "#platform/db/sql.ts";
import type { PRODUCT_SORTS, ProductFilter, ProductRow } from "./products.contract.ts";

type Sort = (typeof PRODUCT_SORTS)[number];
type Listed = ProductRow & { readonly sortTitle: string; readonly shown?: Values };

/** The alias products are read under. */
export const PRODUCT = sql`p`;

/** What the catalogue of fields adds: conditions, and columns to read with each row. */
export type Told = { readonly parts: readonly Part[]; readonly shown: Shown };

const KEYS: Record<Sort, { order: Sql; after: (value: unknown, id: unknown) => Sql }> = {
  title: {
    order: sql`lower(p.title), p.id`,
    after: (value, id) => sql`(lower(p.title), p.id) > (${value}, ${id}::uuid)`,
  },
  "-title": {
    order: sql`lower(p.title) desc, p.id desc`,
    after: (value, id) => sql`(lower(p.title), p.id) < (${value}, ${id}::uuid)`,
  },
  updated: {
    order: sql`p.updated_at, p.id`,
    after: (value, id) => sql`(p.updated_at, p.id) > (${value}::timestamptz, ${id}::uuid)`,
  },
  "-updated": {
    order: sql`p.updated_at desc, p.id desc`,
    after: (value, id) => sql`(p.updated_at, p.id) < (${value}::timestamptz, ${id}::uuid)`,
  },
};

export const keyOf = (sort: Sort, row: Listed): readonly (string | Date)[] => [
  sort.endsWith("title") ? row.sortTitle : row.updatedAt,
  row.id,
];

export function selectProducts(
  db: Db,
  filter: ProductFilter & { sort: Sort; after?: string | undefined; limit: number },
  { parts, shown }: Told,
): Promise<Listed[]> {
  const key = KEYS[filter.sort];
  const [value, id] = filter.after === undefined ? [] : readCursor(filter.after, 2);
  return db.rows(
    plannedEachTime(sql`
    select p.id, p.title, p.status, p.vendor, p.category, k.name as connection, p.updated_at, p.custom,
           lower(p.title) as sort_title, sold.*${shown.column(PRODUCT)}
      from (select * from products p
             where ${whereOf(filter)} ${allOf(parts)} ${when(filter.after, sql`and ${key.after(value, id)}`)}
             order by ${key.order} limit ${filter.limit + 1}) as p
      left join connections k on k.id = p.connection_id,
      lateral (
        select count(*)::int as variants_count,
               case when min(currency) = max(currency) then min(currency) end as currency,
               case when min(currency) = max(currency) then min(price_minor) end as price_min_minor,
               case when min(currency) = max(currency) then max(price_minor) end as price_max_minor,
               sum(stock_count) as stock_count
          from variants where product_id = p.id) as sold
     order by ${key.order}`),
  );
}

export const countProducts = (
  db: Db,
  filter: ProductFilter,
  parts: readonly Part[],
): Promise<{ count: number; allCount: number }> =>
  db.one(
    plannedEachTime(sql`
    select (select count(*) from products p where ${whereOf(filter)} ${allOf(parts)}) as count,
           (select count(*) from products where deleted_at is null) as all_count`),
    "catalog.product",
  );

/** Those that a filter leaves. */
export const listedSql = (filter: ProductFilter): Sql =>
  sql`select p.id from products p where ${whereOf(filter)}`;

/** The same, up to a limit. */
export const idsSql = (filter: ProductFilter, parts: readonly Part[], limit: number): Sql =>
  plannedEachTime(sql`${listedSql(filter)} ${allOf(parts)} limit ${limit}`);

const allOf = (parts: readonly Part[]): Sql =>
  join(
    parts.map((part) => sql` and ${part.sql}`),
    empty,
  );

const whereOf = (filter: ProductFilter): Sql => sql`
  p.deleted_at is null
  ${when(filter.search, sql`and p.search_text like ${`%${likeText((filter.search ?? "").toLowerCase())}%`}`)}
  ${when(filter.status, sql`and p.status = ${filter.status}`)}
  ${when(filter.connectionId, sql`and p.connection_id = ${filter.connectionId}`)}
  ${when(filter.category, sql`and (p.category = ${filter.category} or p.category like ${`${likeText(filter.category ?? "")} > %`})`)}
  ${when(filter.barcode, sql`and p.id in (select product_id from variants where barcode = ${filter.barcode})`)}`;

/** Those in use, most first. */
export const selectCategories = (db: Db): Promise<{ name: string; count: number }[]> =>
  db.rows(sql`
    select category as name, count(*)::int as count from products
     where category is not null and deleted_at is null group by 1 order by 2 desc, 1 limit 500`);
