import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Person } from "#platform/privacy/keeper.ts";

type Ids = readonly string[];

export const selectSuppliersOf = (db: Db, { emails }: Person): Promise<{ id: string }[]> =>
  db.rows(sql`
    select id from suppliers where email <> '' and lower(email) = any(${emails}::text[])`);

export const gatherSuppliers = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(s) - 'bank_sealed' as row from suppliers s where id = any(${ids}::uuid[]) order by created_at, id`);

export const markErased = (db: Db, ids: Ids, now: Date): Promise<number> =>
  db.run(sql`
    update suppliers
       set contact_name = '', email = '', phone = '', street = '', street2 = '', postcode = '', note = '', bank_sealed = null,
           bank_hint = '', updated_at = ${now}, version = version + 1
     where id = any(${ids}::uuid[])`);

export const selectSupplierEmails = (db: Db): Promise<{ email: string }[]> =>
  db.rows(sql`select distinct lower(email) as email from suppliers where email <> ''`);
