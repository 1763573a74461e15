import type { Part, Raw } from "#modules/records/records.public.ts";
import type { Db } from "#platform/db/db.ts";
import { join, json, type Sql, sql } from "#platform/db/sql.ts";
import type { Eyes } from "#platform/permissions/reach.ts";
import type { OrderFilter, OrderId } from "./orders.contract.ts";
import { idsSql } from "./orders.lists.sql.ts";

/** What deeds on many change, by its name in the table. */
const COLUMNS: Readonly<Record<string, Sql>> = {
  note: sql`note`,
  channel: sql`channel`,
  payment_method: sql`payment_method`,
  tags: sql`tags`,
  custom: sql`custom`,
  owner_id: sql`owner_id`,
  updated_at: sql`updated_at`,
};

/** As jsonb: moments keep what is finer than a millisecond, so that what is put back is the same. */
const raw = sql`jsonb_build_object(${join(
  Object.entries(COLUMNS).map(([name, column]) => sql`${name}::text, o.${column}`),
  sql`, `,
)}) as raw`;

export const selectIds = async (
  db: Db,
  filter: OrderFilter,
  zone: string,
  eyes: Eyes,
  parts: readonly Part[],
  limit: number,
): Promise<string[]> =>
  (await db.rows<{ id: string }>(idsSql(filter, zone, eyes, parts, limit))).map(({ id }) => id);

type HeldRow = {
  readonly id: OrderId;
  readonly ownerId: string | null;
  readonly connectionId: string | null;
  readonly status: string;
  readonly refundedMinor: number;
  readonly deletedAt: Date | null;
  readonly trashedAt: Date | null;
  readonly erasedAt: Date | null;
  readonly raw: Raw;
};

export const lockMany = (db: Db, ids: readonly string[]): Promise<HeldRow[]> =>
  db.rows(sql`
    select o.id, o.owner_id, o.connection_id, o.status, o.refunded_minor, o.deleted_at, o.trashed_at,
           o.erased_at, ${raw}
      from orders o where o.id = any(${ids}::uuid[]) order by o.id for update`);

export const writeMany = (
  db: Db,
  names: readonly string[],
  rows: readonly Raw[],
): Promise<{ id: string; raw: Raw }[]> => {
  const columns = names.flatMap((name) => COLUMNS[name] ?? []);
  return db.rows(sql`
    update orders o
       set ${join(
         columns.map((column) => sql`${column} = n.${column}`),
         sql`, `,
       )}, version = o.version + 1
      from jsonb_populate_recordset(null::orders, ${json(rows)}::jsonb) as n
     where o.id = n.id
    returning o.id, ${raw}`);
};
