import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { InvoiceId } from "../invoices/invoices.contract.ts";
import type { CustomerStatement } from "./customer-statements.contract.ts";

export type Change = Omit<CustomerStatement["rows"][number], "balanceMinor">;

/**
 * All that changed what a customer owes, in one currency: a payment of theirs counts whole, one that nobody is named for as much as
 * it was for papers of theirs.
 */
const changes = (customerId: string, currency: string) => sql`
  select i.issued_on as on, i.kind, i.id as invoice_id, i.number as called,
         case i.kind when 'invoice' then i.payable_minor else -i.payable_minor end as amount_minor, i.created_at
    from invoices i where i.customer_id = ${customerId} and i.currency = ${currency} and i.status = 'issued'
  union all
  select p.received_on, 'payment', null, p.reference, -p.amount_minor, p.created_at from (${payments(customerId, currency)}) p
  union all
  select p.undone_on, 'payment_undone', null, p.reference, p.amount_minor, p.undone_at from (${payments(customerId, currency)}) p
   where p.undone_on is not null
  union all
  select w.written_off_on, 'written_off', w.invoice_id, i.number, -w.amount_minor, w.created_at
    from invoice_write_offs w join invoices i on i.id = w.invoice_id
   where i.customer_id = ${customerId} and i.currency = ${currency}
  union all
  select w.undone_on, 'written_off', w.invoice_id, i.number, w.amount_minor, w.undone_at
    from invoice_write_offs w join invoices i on i.id = w.invoice_id
   where i.customer_id = ${customerId} and i.currency = ${currency} and w.undone_on is not null`;

const payments = (customerId: string, currency: string) => sql`
  select r.received_on, r.undone_on, r.undone_at, r.reference, r.created_at,
         case when r.customer_id = ${customerId} then r.amount_minor
              else sum(a.amount_minor) filter (where i.customer_id = ${customerId}) end::bigint as amount_minor
    from receipts r
    left join receipt_allocations a on a.receipt_id = r.id and a.undoes_id is null
    left join invoices i on i.id = a.invoice_id
   where r.currency = ${currency}
     and (r.customer_id = ${customerId} or r.customer_id is null and i.customer_id = ${customerId})
   group by r.id`;

/** In which currencies anything was asked of them or came from them. */
export const selectCurrencies = (db: Db, customerId: string): Promise<{ currency: string }[]> =>
  db.rows(sql`
    select currency from invoices where customer_id = ${customerId} and status = 'issued'
     union select currency from receipts where customer_id = ${customerId} order by 1`);

export const selectOpening = async (
  db: Db,
  of: { customerId: string; currency: string },
  from: Day,
): Promise<Minor> =>
  (
    await db.one<{ minor: Minor }>(
      sql`select coalesce(sum(c.amount_minor), 0)::bigint as minor from (${changes(of.customerId, of.currency)}) c
           where c.on < ${from}`,
      "finance.customer_statement",
    )
  ).minor;

export const selectChanges = (
  db: Db,
  of: { customerId: string; currency: string },
  from: Day,
  to: Day,
  limit: number,
): Promise<Change[]> =>
  db.rows(sql`
    select c.on, c.kind, c.invoice_id, c.called, c.amount_minor
      from (${changes(of.customerId, of.currency)}) c
     where c.on between ${from} and ${to} order by c.on, c.created_at, c.called limit ${limit}`);

export const selectOpenItems = (
  db: Db,
  of: { customerId: string; currency: string },
): Promise<
  {
    invoiceId: InvoiceId;
    number: string;
    issuedOn: Day;
    dueOn: Day;
    payableMinor: Minor;
    dueMinor: Minor;
  }[]
> =>
  db.rows(sql`
    select id as invoice_id, number, issued_on, due_on, payable_minor, due_minor from invoices
     where customer_id = ${of.customerId} and currency = ${of.currency} and status = 'issued' and kind = 'invoice'
       and due_minor <> 0
     order by due_on, id limit 500`);

/** Whom it is for, as the newest paper says it. */
export const selectBuyer = (
  db: Db,
  customerId: string,
): Promise<{ name: string; email: string } | null> =>
  db.maybe(sql`
    select buyer->>'name' as name, coalesce(buyer->>'email', '') as email from invoices
     where customer_id = ${customerId} and status = 'issued' order by issued_on desc, id desc limit 1`);
