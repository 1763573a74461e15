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
