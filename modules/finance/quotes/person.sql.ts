import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Person } from "#platform/privacy/keeper.ts";
import type { Buyer } from "../invoices/invoices.contract.ts";

type Ids = readonly string[];

export const selectQuotesOf = (db: Db, { customers, emails }: Person): Promise<{ id: string }[]> =>
  db.rows(sql`
    select id from quotes
     where customer_id = any(${customers}::uuid[]) or lower(buyer->>'email') = any(${emails}::text[])`);

export const gatherQuotes = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(q) - '{figures,seller}'::text[] as row from quotes q
     where id = any(${ids}::uuid[]) order by created_at, id`);

export const markErased = (db: Db, ids: Ids, nobody: Buyer, now: Date): Promise<number> =>
  db.run(sql`
    update quotes
       set buyer = ${json(nobody)}, note = '', reference = '', answered_by = '', answer_note = '', customer_id = null,
           updated_at = ${now}, version = version + 1
     where id = any(${ids}::uuid[])`);

export const selectBuyerEmails = (db: Db): Promise<{ email: string }[]> =>
  db.rows(sql`
    select distinct lower(buyer->>'email') as email from quotes where coalesce(buyer->>'email', '') <> ''`);

export const markMoved = (
  db: Db,
  moved: readonly { from: string; into: string }[],
): Promise<number> =>
  db.run(sql`
    update quotes q set customer_id = m."into"
      from json_to_recordset(${json(moved)}) as m("from" uuid, "into" uuid) where q.customer_id = m."from"`);
