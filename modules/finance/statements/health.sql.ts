import type { Db } from "#platform/db/db.ts";
import { type Sql, sql } from "#platform/db/sql.ts";

const number = sql`(e.series || '-' || e.year || '-' || lpad(e.ordinal::text, 6, '0'))`;

/** What must hold of the books: each names whoever breaks it, and no rows is sound. */
export const CHECKS: Readonly<Record<string, Sql>> = {
  "entries.balance": sql`
    select ${number} as who from journal_entries e
      join (select entry_id, sum(amount_minor) as sum from journal_lines group by 1) l on l.entry_id = e.id
     where l.sum <> 0`,
  "entries.lines": sql`
    select ${number} as who from journal_entries e
     where e.lines_count <> (select count(*) from journal_lines l where l.entry_id = e.id)`,
  "entries.positions": sql`
    select ${number} as who from journal_entries e
      join (select entry_id, min(position) as first, max(position) as last, count(*) as count from journal_lines group by 1) l
        on l.entry_id = e.id
     where l.first <> 1 or l.last <> l.count`,
  "lines.not_nothing": sql`
    select ${number} as who from journal_lines l join journal_entries e on e.id = l.entry_id where l.amount_minor = 0`,
  "lines.same_day": sql`
    select ${number} as who from journal_lines l join journal_entries e on e.id = l.entry_id where l.posted_on <> e.posted_on`,
  "lines.of_an_entry": sql`
    select l.entry_id::text as who from journal_lines l left join journal_entries e on e.id = l.entry_id where e.id is null`,
  "lines.no_group": sql`
    select distinct a.code || ' ' || a.name as who from journal_lines l join ledger_accounts a on a.id = l.account_id
     where a.is_group`,
  "lines.currency": sql`
    select ${number} as who from journal_lines l join journal_entries e on e.id = l.entry_id
      join ledger_accounts a on a.id = l.account_id where a.currency is not null and a.currency <> l.currency`,
  "lines.home_currency": sql`
    select ${number} as who from journal_lines l join journal_entries e on e.id = l.entry_id, books b
     where l.currency = b.currency and l.document_minor <> l.amount_minor`,
  "numbers.gapless": sql`
    select e.series || '-' || e.year as who from journal_entries e group by e.series, e.year
     having count(*) <> max(e.ordinal) or min(e.ordinal) <> 1`,
  "numbers.last": sql`
    select n.series || '-' || n.year as who from journal_numbers n
      full join (select series, year, max(ordinal) as last from journal_entries group by 1, 2) e
        on e.series = n.series and e.year = n.year
     where n.ordinal is distinct from e.last`,
  "numbers.year": sql`
    select ${number} as who from journal_entries e, books b
     where e.year <> financial_year(e.posted_on, b.year_begins_month)`,
  "chain.places": sql`
    select 'lane ' || e.lane as who from journal_entries e group by e.lane having count(*) <> max(e.position)`,
  "chain.hashes": sql`
    select ${number} as who from journal_entries e
      left join journal_entries p on p.lane = e.lane and p.position = e.position - 1
     where e.hash is distinct from journal_hash(e,
             (select string_agg(journal_line_told(l, d.told), E'\\n' order by l.position)
                from journal_lines l join dimension_sets d on d.id = l.dimension_set_id where l.entry_id = e.id),
             coalesce(p.hash, '\\x'))`,
  "balances.equal_lines": sql`
    select a.code || ' ' || to_char(d.period_on, 'YYYY-MM') as who
      from differing_balances d left join ledger_accounts a on a.id = d.account_id`,
  "balances.equal_nothing": sql`
    select to_char(period_on, 'YYYY-MM') as who from ledger_balances group by period_on
    having sum(debit_minor) <> sum(credit_minor)`,
  "periods.of_entries": sql`
    select ${number} as who from journal_entries e left join periods p on p.starts_on = e.period_on where p.starts_on is null`,
  "periods.begin": sql`
    select ${number} as who from journal_entries e, books b where e.posted_on < b.starts_on`,
  "periods.hard_locks_meet": sql`
    select to_char(p.starts_on, 'YYYY-MM') as who from periods p
     where p.hard_locked_at is null and p.starts_on < (select max(starts_on) from periods where hard_locked_at is not null)`,
  "periods.none_after_lock": sql`
    select ${number} as who from journal_entries e join periods p on p.starts_on = e.period_on
     where e.posted_at > coalesce(p.hard_locked_at, 'infinity') + interval '1 minute'`,
  "reversals.opposite": sql`
    select ${number} as who from journal_entries e join journal_entries o on o.id = e.reverses_id
     where exists (select from (select account_id, sum(amount_minor) as sum from journal_lines
                     where entry_id in (e.id, o.id) group by 1) s where s.sum <> 0)`,
  "sources.once": sql`
    select source_key as who from journal_entries group by 1 having count(*) > 1`,
  "accounts.codes": sql`
    select code as who from ledger_accounts where archived_at is null group by 1 having count(*) > 1`,
  "accounts.parents": sql`
    select a.code || ' ' || a.name as who from ledger_accounts a left join ledger_accounts p on p.id = a.parent_id
     where a.parent_id is not null and (p.id is null or not p.is_group or p.type <> a.type)`,
  "accounts.tree": sql`
    with recursive up as (
      select id, parent_id, 1 as depth from ledger_accounts where parent_id is not null
       union all
      select u.id, a.parent_id, u.depth + 1 from up u join ledger_accounts a on a.id = u.parent_id
       where a.parent_id is not null and u.depth < 50)
    select distinct a.code || ' ' || a.name as who from up u join ledger_accounts a on a.id = u.id where u.depth >= 50`,
  "accounts.parts": sql`
    select wanted.part as who from books b,
           unnest('{receivable,clearing,sales,sales_tax,refunds,discounts,shipping,opening,retained}'::text[]) as wanted (part)
     where not exists (select from ledger_accounts a where a.part = wanted.part and a.archived_at is null)`,
  "accounts.archived_empty": sql`
    select a.code || ' ' || a.name as who from ledger_accounts a join ledger_balances b on b.account_id = a.id
     where a.archived_at is not null group by a.id having sum(b.debit_minor - b.credit_minor) <> 0`,
  "invoices.settled": sql`
    select i.number as who from invoices i
     where i.kind = 'invoice' and i.status = 'issued'
       and (i.paid_minor <> coalesce((select sum(a.amount_minor) from receipt_allocations a where a.invoice_id = i.id), 0)
            or i.credited_minor <> coalesce((select sum(c.payable_minor) from invoices c
                                              where c.credits_id = i.id and c.status = 'issued'), 0))`,
  "invoices.posted": sql`
    select i.number as who from invoices i
     where i.status = 'issued'
       and not exists (select from journal_entries e join journal_lines l on l.entry_id = e.id
                         join ledger_accounts a on a.id = l.account_id and a.part = 'receivable'
                        where e.id = i.entry_id and e.source_type = i.kind and e.source_id = i.id
                          and l.currency = i.currency and abs(l.document_minor) = i.payable_minor
                          and abs(l.amount_minor) = i.books_minor)`,
  // What of its worth in the books is still open is what settlements have left: nothing due is nothing carried.
  "invoices.carried": sql`
    select i.number as who from invoices i
     where i.status = 'issued' and i.kind = 'invoice' and i.rate_on is not null
       and (i.settled_minor <> coalesce((select sum(a.taken_minor) from receipt_allocations a where a.invoice_id = i.id), 0)
                             + coalesce((select sum(w.taken_minor) from invoice_write_offs w
                                          where w.invoice_id = i.id and w.undone_on is null), 0)
                             + coalesce((select sum(c.books_minor) from invoices c
                                          where c.credits_id = i.id and c.status = 'issued'), 0)
            or (i.due_minor = 0 and i.carried_minor <> 0))`,
  "invoices.taxes": sql`
    select i.number as who from invoices i
     where i.status = 'issued'
       and coalesce(i.worth_tax_minor, i.tax_minor) * case i.kind when 'invoice' then 1 else -1 end
           <> coalesce((select sum(t.tax_minor) from invoice_taxes t where t.invoice_id = i.id and not t.is_withheld), 0)`,
  "invoices.numbers": sql`
    select n.series || '-' || n.year as who from invoice_numbers n
     where n.ordinal <> (select count(*) from invoices i
                          where i.status = 'issued' and i.number like n.series || '-' || n.year || '-%')`,
  "receipts.posted": sql`
    select coalesce(nullif(r.reference, ''), r.id::text) as who from receipts r
     where r.amount_minor < coalesce((select sum(a.amount_minor) from receipt_allocations a where a.receipt_id = r.id), 0)
        or not exists (select from journal_entries e where e.id = r.entry_id and e.source_type = 'receipt' and e.source_id = r.id)
        or (r.undone_on is not null) <> exists (select from journal_entries e where e.reverses_id = r.entry_id)`,
  "invoices.written_off": sql`
    select i.number as who from invoices i
     where i.written_off_minor <> coalesce((select sum(w.amount_minor) from invoice_write_offs w
                                             where w.invoice_id = i.id and w.undone_on is null), 0)
        or exists (select from invoice_write_offs w left join journal_entries e
                       on e.id = w.entry_id and e.source_type = 'write_off' and e.source_id = w.id
                    where w.invoice_id = i.id
                      and (e.id is null or w.tax_minor <> -coalesce((select sum(t.tax_minor) from invoice_write_off_taxes t
                                                                       where t.write_off_id = w.id and not t.is_undo), 0)
                           or (w.undone_on is not null) <> exists (select from journal_entries r where r.reverses_id = w.entry_id)))`,
  "receipts.left": sql`
    select coalesce(nullif(r.reference, ''), r.id::text) as who from receipts r
      left join (select receipt_id, sum(amount_minor) as used, sum(taken_minor + gain_minor) as worth
                   from receipt_allocations group by 1) a on a.receipt_id = r.id
     where case when r.undone_on is not null then r.left_minor <> 0 or coalesce(a.used, 0) <> 0
                else r.left_minor <> r.amount_minor - coalesce(a.used, 0)
                     or (r.rate_on is not null and r.left_worth_minor <> r.worth_minor - coalesce(a.worth, 0)) end`,
  // What rates made of a settlement is posted, and is what the two sides differ by.
  "allocations.exchange": sql`
    select a.id::text as who
      from (select id, gain_minor, entry_id, 'receivable' as part from receipt_allocations
             union all select id, gain_minor, entry_id, 'payable' from bill_allocations) a
     where a.gain_minor <> coalesce((
             select sum(l.amount_minor) from journal_entries e join journal_lines l on l.entry_id = e.id
               join ledger_accounts c on c.id = l.account_id and c.part = a.part
              where e.id = a.entry_id and e.source_type = 'exchange' and e.source_id = a.id), 0)
     union all
    select ${number} from journal_entries e
     where e.source_type = 'exchange' and not exists (select from receipt_allocations a where a.entry_id = e.id)
       and not exists (select from bill_allocations a where a.entry_id = e.id)`,
  "bills.carried": sql`
    select b.supplier->>'name' || ' ' || b.number as who from bills b
     where b.status = 'approved' and b.rate_on is not null and b.kind <> 'expense'
       and (b.settled_minor <> coalesce((select sum(case when a.credit_id = b.id then a.taken_minor - a.gain_minor
                                                         else a.taken_minor end)
                                           from bill_allocations a where a.bill_id = b.id or a.credit_id = b.id), 0)
                             + coalesce((select sum(f.taken_minor) from supplier_refunds f
                                          where f.credit_id = b.id and f.undone_on is null), 0)
            or (b.due_minor = 0 and b.carried_minor <> 0))`,
  "bills.settled": sql`
    select b.supplier->>'name' || ' ' || b.number as who from bills b
      left join (select bill_id, sum(amount_minor) filter (where disbursement_id is not null) as paid,
                        sum(amount_minor) filter (where credit_id is not null) as credited
                   from bill_allocations group by 1) a on a.bill_id = b.id
      left join (select credit_id, sum(amount_minor) as used
                   from (select credit_id, amount_minor from bill_allocations
                          union all select credit_id, amount_minor from supplier_refunds where undone_on is null) t
                  where credit_id is not null group by 1) u
        on u.credit_id = b.id
     where b.status <> 'draft' and b.kind <> 'expense'
       and (b.paid_minor <> coalesce(a.paid, 0) or b.credited_minor <> coalesce(a.credited, 0) or b.used_minor <> coalesce(u.used, 0))`,
  "bills.posted": sql`
    select b.supplier->>'name' || ' ' || b.number as who from bills b
      left join journal_entries e on e.id = b.entry_id and e.source_type = b.kind and e.source_id = b.id
     where b.status <> 'draft'
       and (e.id is null or b.books_minor <> (
              select coalesce(sum(abs(l.amount_minor)), 0) from journal_lines l join ledger_accounts a on a.id = l.account_id
               where l.entry_id = e.id and case when b.kind = 'expense' then l.account_id = b.account_id else a.part = 'payable' end))`,
  "bills.sums": sql`
    select b.supplier->>'name' || ' ' || b.number as who from bills b
     where b.payable_minor <> b.net_minor + b.tax_minor + b.rounding_minor - b.withheld_minor
        or (b.figures->>'payableMinor')::bigint <> b.payable_minor or (b.figures->>'taxMinor')::bigint <> b.tax_minor`,
  "bills.taxes": sql`
    select b.supplier->>'name' || ' ' || b.number as who from bills b
      left join (select bill_id, sum(tax_minor) as tax, sum(tax_minor) filter (where is_claimed) as claimed
                   from bill_taxes where not is_undo and kind = 'charged' group by 1) t on t.bill_id = b.id
     where b.status <> 'draft'
       and (abs(coalesce(t.tax, 0)) <> coalesce(b.worth_tax_minor, b.tax_minor)
            or abs(coalesce(t.claimed, 0)) <> coalesce(b.worth_claimed_minor, b.claimed_minor))`,
  "bills.undone": sql`
    select b.supplier->>'name' || ' ' || b.number as who from bills b
     where (b.status = 'undone') <> exists (select from journal_entries e where e.reverses_id = b.entry_id)
        or (b.status = 'undone' and 0 <> coalesce((select sum(tax_minor) from bill_taxes t where t.bill_id = b.id), 0))`,
  "allocations.answered": sql`
    select a.id::text as who from bill_allocations a join bill_allocations o on o.id = a.undoes_id
     where a.amount_minor <> -o.amount_minor or a.bill_id <> o.bill_id
        or a.disbursement_id is distinct from o.disbursement_id or a.credit_id is distinct from o.credit_id
        or a.gain_minor <> -o.gain_minor or a.taken_minor is distinct from -o.taken_minor
     union all
    select a.id::text from receipt_allocations a join receipt_allocations o on o.id = a.undoes_id
     where a.amount_minor <> -o.amount_minor or a.invoice_id <> o.invoice_id or a.receipt_id <> o.receipt_id
        or a.gain_minor <> -o.gain_minor or a.taken_minor is distinct from -o.taken_minor`,
  "disbursements.used": sql`
    select d.supplier_name || ' ' || d.paid_on as who from disbursements d
     where d.used_minor <> coalesce((select sum(a.amount_minor) from bill_allocations a where a.disbursement_id = d.id), 0)
                        + coalesce((select sum(f.amount_minor) from supplier_refunds f
                                     where f.disbursement_id = d.id and f.undone_on is null), 0)
        or (d.rate_on is not null
            and d.used_worth_minor <> coalesce((select sum(a.taken_minor - a.gain_minor) from bill_allocations a
                                                 where a.disbursement_id = d.id), 0)
                                    + coalesce((select sum(f.taken_minor) from supplier_refunds f
                                                 where f.disbursement_id = d.id and f.undone_on is null), 0))`,
  "supplier_refunds.posted": sql`
    select f.supplier_name || ' ' || f.refunded_on as who from supplier_refunds f
      left join journal_entries e on e.id = f.entry_id and e.source_type = 'supplier_refund' and e.source_id = f.id
     where e.id is null
        or coalesce(f.taken_minor, f.amount_minor) <> (
             select coalesce(-sum(l.amount_minor), 0) from journal_lines l join ledger_accounts a on a.id = l.account_id
              where l.entry_id = e.id and a.part = 'payable')
        or (f.undone_on is not null) <> exists (select from journal_entries r where r.reverses_id = f.entry_id)`,
  "disbursements.posted": sql`
    select d.supplier_name || ' ' || d.paid_on as who from disbursements d
      left join journal_entries e on e.id = d.entry_id and e.source_type = 'disbursement' and e.source_id = d.id
     where e.id is null
        or coalesce(d.worth_minor, d.amount_minor) <> (select coalesce(-sum(l.amount_minor), 0) from journal_lines l
                               where l.entry_id = e.id and l.account_id = d.account_id)
        or (d.undone_on is not null) <> exists (select from journal_entries r where r.reverses_id = d.entry_id)`,
  "revaluations.reversed": sql`
    select v.revalued_on::text as who from revaluations v
      left join journal_entries e on e.id = v.entry_id and e.source_type = 'revaluation' and e.source_id = v.id
       and e.posted_on = v.revalued_on
      left join journal_entries r on r.id = v.reversal_id and r.reverses_id = v.entry_id and r.posted_on = v.revalued_on + 1
     where e.id is null or r.id is null
        or (v.undone_at is not null) <> exists (select from journal_entries u where u.reverses_id = v.reversal_id)`,
  "revaluations.sums": sql`
    select v.revalued_on::text as who from revaluations v
     where (select coalesce(sum(x.worth_minor - x.carried_minor), 0) from revaluation_items x where x.revaluation_id = v.id)
        <> (select coalesce(-sum(l.amount_minor), 0) from journal_lines l join ledger_accounts a on a.id = l.account_id
             where l.entry_id = v.entry_id and a.part = 'exchange')`,
  "bank.matches": sql`
    select l.booked_on || ' ' || l.counterparty as who from bank_matches m join bank_lines l on l.id = m.line_id
     where l.amount_minor <> coalesce((
             select sum(j.amount_minor) from bank_match_entries x join journal_lines j on j.entry_id = x.entry_id
              where x.match_id = m.id and j.account_id = l.account_id), 0)`,
  "bank.imports": sql`
    select i.name as who from bank_imports i
     where i.lines_count <> (select count(*) from bank_lines l where l.import_id = i.id)`,
  "bank.reconciled": sql`
    select a.code || ' ' || r.closing_on as who from bank_reconciliations r join ledger_accounts a on a.id = r.account_id
     where exists (select from bank_lines l join bank_imports i on i.id = l.import_id
                    where l.account_id = r.account_id and l.booked_on <= r.closing_on and i.imported_at <= r.reconciled_at
                      and not exists (select from bank_matches m where m.line_id = l.id))`,
  "closings.locked": sql`
    select c.financial_year::text as who from year_closings c
     where exists (select from generate_series(c.from_on, c.to_on, interval '1 month') m
                    where not exists (select from periods p where p.starts_on = date_trunc('month', m)::date
                                         and p.hard_locked_at is not null))`,
  "closings.none_after": sql`
    select c.financial_year::text as who from year_closings c
     where exists (select from journal_entries e where e.posted_on between c.from_on and c.to_on
                      and e.posted_at > c.closed_at + interval '1 minute')`,
  "statements.meet": sql`
    select 'books' as who from ledger_balances having coalesce(sum(debit_minor - credit_minor), 0) <> 0`,
};

export const selectOffenders = (
  db: Db,
  check: Sql,
  limit: number,
): Promise<{ who: string; count: number }[]> =>
  db.rows(sql`
    select coalesce(who, '?') as who, count(*) over ()::int as count from (${check}) as found order by 1 limit ${limit}`);
