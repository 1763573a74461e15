import type { Part, Raw } from "#modules/records/records.public.ts";
import type { Db } from "#platform/db/db.ts";
import { join, json, type Sql, sql } from "#platform/db/sql.ts";
import type { ProductFilter, ProductId } from "./products.contract.ts";
import { idsSql } from "./products.lists.sql.ts";

/** What deeds on many change, by its name in the table. */
const COLUMNS: Readonly<Record<string, Sql>> = {
  status: sql`status`,
  tags: sql`tags`,
  added_tags: sql`added_tags`,
  removed_tags: sql`removed_tags`,
  custom: sql`custom`,
  updated_at: sql`updated_at`,
};

/** As jsonb: moments keep what is finer than a millisecond, so that what is put back is the same. */
const raw = sql`jsonb_build_object(${join(
  Object.entries(COLUMNS).map(([name, column]) => sql`${name}::text, p.${column}`),
  sql`, `,
)}) as raw`;

export const selectIds = async (
  db: Db,
  filter: ProductFilter,
  parts: readonly Part[],
  limit: number,
): Promise<string[]> =>
  (await db.rows<{ id: string }>(idsSql(filter, parts, limit))).map(({ id }) => id);

type HeldRow = {
  readonly id: ProductId;
  readonly connectionId: string | null;
  readonly storeTags: string[];
  readonly deletedAt: Date | null;
  readonly trashedAt: Date | null;
  readonly raw: Raw;
};

export const lockMany = (db: Db, ids: readonly string[]): Promise<HeldRow[]> =>
  db.rows(sql`
    select p.id, p.connection_id, p.store_tags, p.deleted_at, p.trashed_at, ${raw}
      from products p where p.id = any(${ids}::uuid[]) order by p.id for update`);

export const writeMany = (
  db: Db,
  names: readonly string[],
  rows: readonly Raw[],
): Promise<{ id: string; raw: Raw }[]> => {
  const columns = names.flatMap((name) => COLUMNS[name] ?? []);
  return db.rows(sql`
    update products p
       set ${join(
         columns.map((column) => sql`${column} = n.${column}`),
         sql`, `,
       )}, version = p.version + 1
      from jsonb_populate_recordset(null::products, ${json(rows)}::jsonb) as n
     where p.id = n.id
    returning p.id, ${raw}`);
};
