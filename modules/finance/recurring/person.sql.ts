import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Person } from "#platform/privacy/keeper.ts";

const theirs = ({ customers, emails }: Person) => sql`
  (customer_id = any(${customers}::uuid[]) or lower(buyer->>'email') = any(${emails}::text[]))`;

export const gatherRecurring = (db: Db, person: Person): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(r) - 'figures' as row from recurring_invoices r where ${theirs(person)} order by created_at, id`);

export const deleteRecurringOf = (db: Db, person: Person): Promise<number> =>
  db.run(sql`delete from recurring_invoices where ${theirs(person)}`);

export const selectBuyerEmails = (db: Db): Promise<{ email: string }[]> =>
  db.rows(sql`
    select distinct lower(buyer->>'email') as email from recurring_invoices where coalesce(buyer->>'email', '') <> ''`);

export const markMoved = (
  db: Db,
  moved: readonly { from: string; into: string }[],
): Promise<number> =>
  db.run(sql`
    update recurring_invoices r set customer_id = m."into"
      from json_to_recordset(${json(moved)}) as m("from" uuid, "into" uuid) where r.customer_id = m."from"`);
