import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Person } from "#platform/privacy/keeper.ts";
import type { Buyer } from "./invoices.contract.ts";

type Ids = readonly string[];

export const selectInvoicesOf = (
  db: Db,
  { customers, emails }: Person,
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select id from invoices
     where customer_id = any(${customers}::uuid[]) or lower(buyer->>'email') = any(${emails}::text[])`);

export const gatherInvoices = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(i) - '{figures,seller}'::text[] as row from invoices i
     where id = any(${ids}::uuid[]) order by created_at, id`);

export const gatherLines = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(l) as row from invoice_lines l where invoice_id = any(${ids}::uuid[])
     order by invoice_id, position`);

export const gatherReceipts = (
  db: Db,
  ids: Ids,
  { customers }: Person,
): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(r) as row from receipts r
     where r.customer_id = any(${customers}::uuid[]) or exists (select from receipt_allocations a where a.receipt_id = r.id and a.invoice_id = any(${ids}::uuid[]))
     order by received_on, id`);

/** What was never issued needs no name. */
export const markDraftsErased = (db: Db, ids: Ids, nobody: Buyer, now: Date): Promise<number> =>
  db.run(sql`
    update invoices
       set buyer = ${json(nobody)}, note = '', reference = '', customer_id = null, status = 'discarded', updated_at = ${now},
           version = version + 1
     where id = any(${ids}::uuid[]) and status <> 'issued'`);

export const selectBuyerEmails = (db: Db): Promise<{ email: string }[]> =>
  db.rows(sql`
    select distinct lower(buyer->>'email') as email from invoices where coalesce(buyer->>'email', '') <> ''`);

export const markMoved = (
  db: Db,
  moved: readonly { from: string; into: string }[],
): Promise<number> =>
  db.run(sql`
    update invoices i set customer_id = m."into"
      from json_to_recordset(${json(moved)}) as m("from" uuid, "into" uuid) where i.customer_id = m."from"`);
