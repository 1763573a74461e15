import type { Db } from "#platform/db/db.ts";
import { type Sql, sql, when } from "#platform/db/sql.ts";
import type { FiledType } from "./timeline.rules.ts";

type Row = {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string | null;
  readonly isInTrash: boolean;
};

/** The tables stand above this module and are only looked at. */
const FROM: Readonly<Record<FiledType, (id: string) => Sql>> = {
  customer: (id) => sql`
    select id, coalesce(nullif(name, ''), email, phone, phone_text, '') as name, owner_id,
           trashed_at is not null as is_in_trash
      from customers
     where id = coalesce((select customer_id from customer_merges where old_id = ${id}), ${id})`,
  order: (id) => sql`
    select id, number as name, owner_id, trashed_at is not null as is_in_trash from orders where id = ${id}`,
  product: (id) => sql`
    select id, title as name, null::uuid as owner_id, trashed_at is not null as is_in_trash
      from products where id = ${id}`,
  bill: (id) => sql`
    select id, concat_ws(' ', nullif(supplier->>'name', ''), nullif(number, '')) as name, null::uuid as owner_id,
           trashed_at is not null as is_in_trash
      from bills where id = ${id}`,
};

export const selectSubject = (db: Db, type: FiledType, id: string, isHeld: boolean): Promise<Row> =>
  db.one(sql`${FROM[type](id)} ${when(isHeld, sql`for key share`)}`, "records.record");
