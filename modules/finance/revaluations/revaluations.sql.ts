import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { RevaluationId } from "./revaluations.contract.ts";
import type { OpenItem, Revalued } from "./revaluations.rules.ts";

/** Nobody posts meanwhile: what is counted is what is booked. */
export const holdBooksAlone = (db: Db): Promise<unknown> => db.rows(sql`select hold_books(true)`);

/**
 * All that is money in other currencies at the end of a day: what of invoices and bills was open then, vendor credits, what stood on
 * bank accounts and on money's way, and orders that nobody had paid. What was paid ahead is none of it: goods answer it, not money
 * (IAS 21.16).
 */
export const selectOpenItems = (db: Db, on: Day, limit: number): Promise<OpenItem[]> =>
  db.rows(sql`
    with parts as (select part, id from ledger_accounts where part in ('receivable', 'payable'))
    select 'invoice' as kind, i.id as item_id, p.id as account_id, i.number as name, i.currency,
           (i.payable_minor - a.amount - c.amount - w.amount)::bigint as document_minor,
           (i.books_minor - a.taken - c.taken - w.taken)::bigint as carried_minor
      from invoices i join parts p on p.part = 'receivable'
      cross join lateral (
        select coalesce(sum(amount_minor), 0) as amount, coalesce(sum(taken_minor), 0) as taken
          from receipt_allocations where invoice_id = i.id and allocated_on <= ${on}::date) a
      cross join lateral (
        select coalesce(sum(payable_minor), 0) as amount, coalesce(sum(books_minor), 0) as taken
          from invoices where credits_id = i.id and status = 'issued' and issued_on <= ${on}::date) c
      cross join lateral (
        select coalesce(sum(amount_minor), 0) as amount, coalesce(sum(taken_minor), 0) as taken from invoice_write_offs
         where invoice_id = i.id and written_off_on <= ${on}::date and (undone_on is null or undone_on > ${on}::date)) w
     where i.kind = 'invoice' and i.status = 'issued' and i.rate_on is not null and i.issued_on <= ${on}::date
       and i.payable_minor - a.amount - c.amount - w.amount <> 0
    union all
    select b.kind, b.id, p.id, b.number, b.currency,
           case b.kind when 'bill' then a.amount - b.payable_minor else b.payable_minor - a.amount - f.amount end::bigint,
           case b.kind when 'bill' then a.taken - b.books_minor else b.books_minor - a.taken - f.taken end::bigint
      from bills b join parts p on p.part = 'payable'
      cross join lateral (
        select coalesce(sum(amount_minor), 0) as amount,
               coalesce(sum(case when credit_id = b.id then taken_minor - gain_minor else taken_minor end), 0) as taken
          from bill_allocations where b.id in (bill_id, credit_id) and allocated_on <= ${on}::date) a
      cross join lateral (
        select coalesce(sum(amount_minor), 0) as amount, coalesce(sum(taken_minor), 0) as taken from supplier_refunds
         where credit_id = b.id and refunded_on <= ${on}::date and (undone_on is null or undone_on > ${on}::date)) f
     where b.kind in ('bill', 'vendor_credit') and b.status = 'approved' and b.rate_on is not null
       and b.posted_on <= ${on}::date and b.payable_minor - a.amount - f.amount <> 0
    union all
    select 'account', k.id, k.id, k.code || ' ' || k.name, l.currency, sum(l.document_minor)::bigint, sum(l.amount_minor)::bigint
      from ledger_accounts k
      join journal_lines l on l.account_id = k.id and l.posted_on <= ${on}::date
      join books o on o.currency <> l.currency
      join journal_entries e on e.id = l.entry_id and e.source_type <> 'revaluation' and (k.part is distinct from 'receivable' or e.source_type = 'order')
     where (k.kind = 'bank' or k.clears_method is not null or k.part = 'receivable') and not k.is_group
     group by k.id, l.currency having sum(l.document_minor) <> 0 or sum(l.amount_minor) <> 0
     order by 1, 4, 5 limit ${limit}`);

export const selectWhyClosed = async (
  db: Db,
  on: Day,
  passesSoftLock: boolean,
): Promise<string | null> =>
  (
    await db.one<{ reason: string | null }>(
      sql`select coalesce(why_not_post(${on}::date, ${passesSoftLock}),
                          why_not_post(${on}::date + 1, ${passesSoftLock})) as reason`,
      "finance.revaluation",
    )
  ).reason;

export const isBookedOn = async (db: Db, on: Day): Promise<boolean> =>
  (await db.maybe(
    sql`select 1 as one from revaluations where revalued_on = ${on}::date and undone_at is null`,
  )) !== null;

export type RevaluationRow = {
  readonly id: RevaluationId;
  readonly revaluedOn: Day;
  readonly entryId: JournalEntryId;
  readonly reversalId: JournalEntryId;
  readonly gainMinor: Minor;
  readonly itemsCount: number;
  readonly isUndone: boolean;
  readonly bookedAt: Date;
};
const columns = sql`
  v.id, v.revalued_on, v.entry_id, v.reversal_id, v.undone_at is not null as is_undone, v.booked_at,
  (select sum(x.worth_minor - x.carried_minor) from revaluation_items x where x.revaluation_id = v.id)::bigint as gain_minor,
  (select count(*) from revaluation_items x where x.revaluation_id = v.id)::int as items_count`;
const WHAT = "finance.revaluation";

export const selectRevaluations = (db: Db, limit: number): Promise<RevaluationRow[]> =>
  db.rows(sql`
    select ${columns} from revaluations v order by v.revalued_on desc, v.booked_at desc limit ${limit}`);

export const selectRevaluation = (db: Db, id: RevaluationId): Promise<RevaluationRow> =>
  db.one(sql`select ${columns} from revaluations v where v.id = ${id}`, WHAT);

export const lockRevaluation = (db: Db, id: RevaluationId): Promise<RevaluationRow> =>
  db.one(sql`select ${columns} from revaluations v where v.id = ${id} for update of v`, WHAT);

export const selectItems = (db: Db, id: RevaluationId): Promise<Revalued[]> =>
  db.rows(sql`
    select kind, item_id, account_id, name, currency, document_minor, carried_minor, worth_minor, trim_scale(rate)::text as rate,
           rate_source, rate_on
      from revaluation_items where revaluation_id = ${id} order by kind, name, currency`);

export const insertRevaluation = (
  db: Db,
  v: Pick<RevaluationRow, "id" | "revaluedOn" | "entryId" | "reversalId">,
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into revaluations (id, revalued_on, entry_id, reversal_id, booked_by, booked_at)
    values (${v.id}, ${v.revaluedOn}, ${v.entryId}, ${v.reversalId}, ${by}, ${now})`);

export const insertItems = (
  db: Db,
  id: RevaluationId,
  items: readonly Revalued[],
): Promise<number> =>
  db.run(sql`
    insert into revaluation_items (revaluation_id, kind, item_id, account_id, name, currency, document_minor, carried_minor,
                                   worth_minor, rate, rate_source, rate_on)
    select ${id}::uuid, i.kind, i."itemId", i."accountId", i.name, i.currency, i."documentMinor", i."carriedMinor", i."worthMinor",
           i.rate, i."rateSource", i."rateOn"
      from json_to_recordset(${json(items)}) as i(
             kind text, "itemId" uuid, "accountId" uuid, name text, currency text, "documentMinor" bigint, "carriedMinor" bigint,
             "worthMinor" bigint, rate numeric, "rateSource" text, "rateOn" date)`);

export const markUndone = (db: Db, id: RevaluationId, now: Date): Promise<number> =>
  db.run(sql`update revaluations set undone_at = ${now} where id = ${id}`);
