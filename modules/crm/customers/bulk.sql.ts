import type { Raw } from "#modules/records/records.public.ts";
import type { Db } from "#platform/db/db.ts";
import { join, json, plannedEachTime, type Sql, sql } from "#platform/db/sql.ts";
import type { CustomerFilter, CustomerId } from "./customers.contract.ts";
import { allOf, listedSql, type Place } from "./filter.sql.ts";
import type { Told } from "./list.sql.ts";

/** What deeds on many change, by its name in the table. */
const COLUMNS: Readonly<Record<string, Sql>> = {
  organisation: sql`organisation`,
  street: sql`street`,
  street2: sql`street2`,
  postcode: sql`postcode`,
  city: sql`city`,
  state: sql`state`,
  country: sql`country`,
  note: sql`note`,
  tags: sql`tags`,
  custom: sql`custom`,
  owner_id: sql`owner_id`,
  archived_at: sql`archived_at`,
  archived_by: sql`archived_by`,
  field_clocks: sql`field_clocks`,
  is_phone_alone: sql`is_phone_alone`,
  updated_at: sql`updated_at`,
};

/** As jsonb: moments keep what is finer than a millisecond, so that what is put back is the same. */
const raw = sql`jsonb_build_object(${join(
  Object.entries(COLUMNS).map(([name, column]) => sql`${name}::text, c.${column}`),
  sql`, `,
)}) as raw`;

export const selectIds = async (
  db: Db,
  filter: CustomerFilter,
  place: Place,
  { parts }: Told,
  limit: number,
): Promise<string[]> =>
  (
    await db.rows<{ id: string }>(
      plannedEachTime(sql`${listedSql(filter, place)} ${allOf(parts)} limit ${limit}`),
    )
  ).map(({ id }) => id);

type HeldRow = {
  readonly id: CustomerId;
  readonly ownerId: string | null;
  readonly trashedAt: Date | null;
  readonly raw: Raw;
};

export const lockMany = (db: Db, ids: readonly string[]): Promise<HeldRow[]> =>
  db.rows(sql`
    select c.id, c.owner_id, c.trashed_at, ${raw}
      from customers c where c.id = any(${ids}::uuid[]) order by c.id for no key update`);

export const writeMany = (
  db: Db,
  names: readonly string[],
  rows: readonly Raw[],
): Promise<{ id: string; raw: Raw }[]> => {
  const columns = names.flatMap((name) => COLUMNS[name] ?? []);
  return db.rows(sql`
    update customers c
       set ${join(
         columns.map((column) => sql`${column} = n.${column}`),
         sql`, `,
       )}, version = c.version + 1
      from jsonb_populate_recordset(null::customers, ${json(rows)}::jsonb) as n
     where c.id = n.id
    returning c.id, ${raw}`);
};
