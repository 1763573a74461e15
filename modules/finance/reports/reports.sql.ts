import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { plannedEachTime, type Sql, sql, when } from "#platform/db/sql.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { linesWithin, type Within } from "../statements/statements.ts";
import type { Borne, Levied, Owed, Owing, Passed } from "./sheets.rules.ts";

type Span = { readonly from: Day; readonly to: Day };
type AccountSum = { readonly accountId: string; readonly minor: Minor };

/** What opening balances within a time put on each account: they are no movement of it. */
export const selectOpenings = (db: Db, { from, to }: Span): Promise<AccountSum[]> =>
  db.rows(sql`
    select l.account_id, sum(l.amount_minor)::bigint as minor
      from journal_entries e join journal_lines l on l.entry_id = e.id
     where e.source_type = 'opening' and e.posted_on between ${from}::date and ${to}::date group by 1`);

/** What came to cash and bank and went from there, by what it was for; from one to another of them is neither. */
export const selectPassed = (db: Db, { from, to }: Span): Promise<Passed[]> =>
  db.rows(
    plannedEachTime(sql`
    select a.code, a.name, a.kind, (-sum(l.amount_minor))::bigint as minor
      from journal_lines l
      join ledger_accounts a on a.id = l.account_id and a.kind <> 'bank'
      join journal_entries e on e.id = l.entry_id and e.source_type <> 'opening'
     where l.posted_on between ${from}::date and ${to}::date
       and l.entry_id in (select c.entry_id from journal_lines c join ledger_accounts b on b.id = c.account_id and b.kind = 'bank'
                           where c.posted_on between ${from}::date and ${to}::date)
     group by a.id having sum(l.amount_minor) <> 0 order by a.code, a.id`),
  );

/** Fixed assets that became expenses without money moving: depreciation. */
export const selectWrittenOff = (db: Db, { from, to }: Span): Promise<AccountSum[]> =>
  db.rows(
    plannedEachTime(sql`
    select l.account_id, sum(l.amount_minor)::bigint as minor
      from ledger_accounts a join journal_lines l on l.account_id = a.id and l.posted_on between ${from}::date and ${to}::date
     where a.kind = 'fixed_asset'
       and exists (select from journal_lines o join ledger_accounts x on x.id = o.account_id
                    where o.entry_id = l.entry_id and x.type = 'expense')
       and not exists (select from journal_lines o join ledger_accounts x on x.id = o.account_id
                        where o.entry_id = l.entry_id and x.type not in ('expense', 'asset') or
                              o.entry_id = l.entry_id and x.kind in ('bank', 'current_asset'))
     group by 1`),
  );

export type LineRow = {
  readonly entryId: string;
  readonly series: string;
  readonly year: number;
  readonly ordinal: number;
  readonly postedOn: Day;
  readonly accountId: string;
  readonly code: string;
  readonly name: string;
  readonly memo: string;
  readonly amountMinor: Minor;
};

const lines = (of: Sql, order: Sql, limit: number): Sql =>
  plannedEachTime(sql`
    select e.id as entry_id, e.series, e.year, e.ordinal, e.posted_on, a.id as account_id, a.code, a.name,
           coalesce(nullif(l.memo, ''), e.memo) as memo, l.amount_minor
      from journal_lines l join journal_entries e on e.id = l.entry_id join ledger_accounts a on a.id = l.account_id
     where ${of} order by ${order} limit ${limit}`);

export const selectJournal = (
  db: Db,
  { from, to }: Span,
  within: Within,
  limit: number,
): Promise<LineRow[]> =>
  db.rows(
    lines(
      sql`l.posted_on between ${from}::date and ${to}::date ${linesWithin(within)}`,
      sql`e.posted_on, e.id, l.position`,
      limit,
    ),
  );

export const selectLedger = (
  db: Db,
  { from, to }: Span,
  account: LedgerAccountId | undefined,
  within: Within,
  limit: number,
): Promise<LineRow[]> =>
  db.rows(
    lines(
      sql`l.posted_on between ${from}::date and ${to}::date ${when(account, sql`and l.account_id = ${account}`)}
          ${linesWithin(within)}`,
      sql`a.code, a.id, l.posted_on, l.entry_id, l.position`,
      limit,
    ),
  );

/** What a paper stands higher on the very day that it was revalued on: the next day that is answered. */
const revaluedBy = (paper: Sql, on: Day): Sql => sql`
  coalesce((select sum(x.worth_minor - x.carried_minor) from revaluation_items x join revaluations v on v.id = x.revaluation_id
             where x.item_id = ${paper} and v.revalued_on = ${on}::date and v.undone_at is null), 0)`;

/** What of it is in other currencies than that of the books, in those. */
const inTheirs = sql`
  coalesce((select json_agg(json_build_object('currency', t.currency, 'minor', t.minor) order by t.currency)
              from (select t.currency, sum(t.minor)::bigint as minor
                      from unnest(array_agg(o.currency) filter (where o.is_foreign),
                                  array_agg(o.document_minor::bigint) filter (where o.is_foreign)) as t (currency, minor)
                     group by 1 having sum(t.minor) <> 0) t), '[]') as theirs`;

/** What each customer owed on invoices at the end of a day, by how late it was then. */
export const selectOwed = (db: Db, on: Day): Promise<Owed[]> => {
  const late = (from: number, to: number | null) => sql`
    coalesce(sum(due_minor) filter (where ${on}::date - due_on >= ${from}
      ${when(to, sql`and ${on}::date - due_on <= ${to}`)}), 0)::bigint`;
  return db.rows(sql`
    with owed as (
      select i.customer_id, i.buyer->>'name' as name, i.due_on, i.issued_on, i.currency, i.rate_on is not null as is_foreign,
             i.books_minor - a.taken - c.credited - w.taken + ${revaluedBy(sql`i.id`, on)} as due_minor, 0 as ahead_minor,
             i.payable_minor - a.amount - c.amount - w.amount as document_minor
        from invoices i
        cross join lateral (
          select coalesce(sum(a.amount_minor), 0) as amount, coalesce(sum(coalesce(a.taken_minor, a.amount_minor)), 0) as taken
            from receipt_allocations a where a.invoice_id = i.id and a.allocated_on <= ${on}::date) a
        cross join lateral (
          select coalesce(sum(c.payable_minor), 0) as amount, coalesce(sum(c.books_minor), 0) as credited
            from invoices c where c.credits_id = i.id and c.status = 'issued' and c.issued_on <= ${on}::date) c
        cross join lateral (
          select coalesce(sum(w.amount_minor), 0) as amount, coalesce(sum(coalesce(w.taken_minor, w.amount_minor)), 0) as taken
            from invoice_write_offs w
           where w.invoice_id = i.id and w.written_off_on <= ${on}::date and (w.undone_on is null or w.undone_on > ${on}::date)) w
       where i.kind = 'invoice' and i.status = 'issued' and i.issued_on <= ${on}::date
       union all
      select r.customer_id, r.payer, r.received_on, r.received_on, r.currency, r.rate_on is not null, 0,
             coalesce(r.worth_minor, r.amount_minor) - a.worth, a.amount - r.amount_minor
        from receipts r
        cross join lateral (
          select coalesce(sum(a.amount_minor), 0) as amount,
                 coalesce(sum(coalesce(a.taken_minor, a.amount_minor) + a.gain_minor), 0) as worth
            from receipt_allocations a where a.receipt_id = r.id and a.allocated_on <= ${on}::date) a
       where r.received_on <= ${on}::date and (r.undone_on is null or r.undone_on > ${on}::date))
    select (array_agg(name order by issued_on desc))[1] as name, customer_id,
           coalesce(sum(due_minor) filter (where due_on >= ${on}::date), 0)::bigint as not_due_minor,
           ${late(1, 30)} as to30_minor, ${late(31, 60)} as to60_minor, ${late(61, 90)} as to90_minor,
           ${late(91, null)} as older_minor, coalesce(sum(ahead_minor), 0)::bigint as ahead_minor, ${inTheirs}
      from owed o where due_minor <> 0 or ahead_minor <> 0
     group by customer_id, case when customer_id is null then name end order by lower(max(name)), customer_id`);
};

/** What was owed to each supplier on bills at the end of a day, by how late it was then, and what was paid ahead. */
export const selectOwing = (db: Db, on: Day): Promise<Owing[]> => {
  const late = (from: number, to: number | null) => sql`
    coalesce(sum(due_minor) filter (where ${on}::date - due_on >= ${from}
      ${when(to, sql`and ${on}::date - due_on <= ${to}`)}), 0)::bigint`;
  const amount = sql`a.amount_minor`;
  const ofBill = sql`coalesce(a.taken_minor, a.amount_minor)`;
  const ofSource = sql`coalesce(a.taken_minor, a.amount_minor) - a.gain_minor`;
  const worthGiven = sql`coalesce(f.taken_minor, f.amount_minor)`;
  const given = (of: Sql, what: Sql) => sql`
    coalesce((select sum(${what}) from supplier_refunds f
               where ${of} and f.refunded_on <= ${on}::date and (f.undone_on is null or f.undone_on > ${on}::date)), 0)`;
  const taken = (of: Sql, what: Sql) => sql`
    coalesce((select sum(${what}) from bill_allocations a where ${of} and a.allocated_on <= ${on}::date), 0)`;
  return db.rows(sql`
    with owed as (
      select b.supplier_id, b.supplier->>'name' as name, b.due_on, b.posted_on as on_day,
             b.books_minor - ${taken(sql`a.bill_id = b.id`, ofBill)} - ${revaluedBy(sql`b.id`, on)} as due_minor, 0 as ahead_minor, b.currency,
             b.rate_on is not null as is_foreign, b.payable_minor - ${taken(sql`a.bill_id = b.id`, amount)} as document_minor
        from bills b where b.kind = 'bill' and b.status = 'approved' and b.posted_on <= ${on}::date
       union all
      select c.supplier_id, c.supplier->>'name', c.due_on, c.posted_on, 0,
             c.books_minor - ${taken(sql`a.credit_id = c.id`, ofSource)} - ${given(sql`f.credit_id = c.id`, worthGiven)} + ${revaluedBy(sql`c.id`, on)}, c.currency, c.rate_on is not null,
             ${taken(sql`a.credit_id = c.id`, amount)} + ${given(sql`f.credit_id = c.id`, sql`f.amount_minor`)} - c.payable_minor
        from bills c where c.kind = 'vendor_credit' and c.status = 'approved' and c.posted_on <= ${on}::date
       union all
      select d.supplier_id, d.supplier_name, d.paid_on, d.paid_on, 0,
             coalesce(d.worth_minor, d.amount_minor) - ${taken(sql`a.disbursement_id = d.id`, ofSource)}
               - ${given(sql`f.disbursement_id = d.id`, worthGiven)}, d.currency, d.rate_on is not null,
             ${taken(sql`a.disbursement_id = d.id`, amount)} + ${given(sql`f.disbursement_id = d.id`, sql`f.amount_minor`)}
               - d.amount_minor
        from disbursements d
       where d.paid_on <= ${on}::date and (d.undone_on is null or d.undone_on > ${on}::date))
    select coalesce((select s.name from suppliers s where s.id = o.supplier_id), (array_agg(name order by on_day desc))[1]) as name,
           supplier_id,
           coalesce(sum(due_minor) filter (where due_on >= ${on}::date), 0)::bigint as not_due_minor,
           ${late(1, 30)} as to30_minor, ${late(31, 60)} as to60_minor, ${late(61, 90)} as to90_minor,
           ${late(91, null)} as older_minor, coalesce(sum(ahead_minor), 0)::bigint as ahead_minor, ${inTheirs}
      from owed o where due_minor <> 0 or ahead_minor <> 0
     group by supplier_id, case when supplier_id is null then name end order by lower(max(name)), supplier_id`);
};

export const selectPart = (
  db: Db,
  part: "receivable" | "payable",
): Promise<{ id: LedgerAccountId } | null> =>
  db.maybe(sql`select id from ledger_accounts where part = ${part}`);

/** What approved bills and expenses bear of each tax and rate: claimed back, or part of the cost; charged, reckoned by us, kept back. */
export const selectBorne = (db: Db, { from, to }: Span): Promise<Borne[]> =>
  db.rows(sql`
    select t.code, t.name, trim_scale(b.rate)::text as rate, b.kind, b.is_claimed, sum(b.taxable_minor)::bigint as taxable_minor,
           sum(b.tax_minor)::bigint as tax_minor
      from bill_taxes b join tax_codes t on t.id = b.tax_code_id
     where b.posted_on between ${from}::date and ${to}::date
     group by t.id, b.rate, b.kind, b.is_claimed having sum(b.taxable_minor) <> 0 or sum(b.tax_minor) <> 0
     order by b.is_claimed desc, t.code, b.rate`);

/** What issued papers bear of each tax and rate, less what bad debts gave back. */
export const selectLevied = (db: Db, { from, to }: Span): Promise<Levied[]> =>
  db.rows(sql`
    select t.code, t.name, trim_scale(i.rate)::text as rate, i.is_withheld, sum(i.taxable_minor)::bigint as taxable_minor,
           sum(i.tax_minor)::bigint as tax_minor
      from (select tax_code_id, rate, is_withheld, taxable_minor, tax_minor, issued_on from invoice_taxes
             union all
            select tax_code_id, rate, false, taxable_minor, tax_minor, on_day from invoice_write_off_taxes) i
      join tax_codes t on t.id = i.tax_code_id
     where i.issued_on between ${from}::date and ${to}::date
     group by t.id, i.rate, i.is_withheld order by i.is_withheld, t.code, i.rate`);

/** What a part of the chart moved by in a time: of it by orders. */
export const selectMovedPart = (
  db: Db,
  part: "sales_tax" | "purchase_tax",
  { from, to }: Span,
): Promise<{ accountId: LedgerAccountId | null; minor: Minor; ofOrdersMinor: Minor }> =>
  db.one(
    plannedEachTime(sql`
    select (select id from ledger_accounts where part = ${part}) as account_id,
           coalesce(sum(l.amount_minor), 0)::bigint as minor,
           coalesce(sum(l.amount_minor) filter (where e.source_type = 'order'), 0)::bigint as of_orders_minor
      from ledger_accounts a join journal_lines l on l.account_id = a.id and l.posted_on between ${from}::date and ${to}::date
      join journal_entries e on e.id = l.entry_id
     where a.part = ${part}`),
    "finance.account",
  );
