import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Language } from "#kernel/said.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { InvoiceKept } from "../invoices/drafting.ts";
import type { Buyer, Figures, InvoiceId } from "../invoices/invoices.contract.ts";
import type { ContentKept } from "../invoices/invoices.rules.ts";
import type { Does, RecurringId } from "./recurring.contract.ts";
import type { Plan, RecurringState } from "./recurring.rules.ts";

export type RecurringRow = RecurringState & {
  readonly id: RecurringId;
  readonly does: Does;
  readonly language: Language;
  readonly nextOn: Day | null;
  readonly customerId: string | null;
  readonly buyer: Buyer;
  readonly currency: string;
  readonly pricesContainTax: boolean;
  readonly termsDays: number;
  readonly reference: string;
  readonly note: string;
  readonly content: ContentKept;
  readonly figures: Figures;
  readonly payableMinor: Minor;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly version: number;
};

const columns = sql`
  id, status, every, starts_on, is_month_end, ends_on, does, language, next_index, next_on, customer_id, buyer, currency,
  prices_contain_tax, terms_days, reference, note, content, figures, payable_minor, failure, created_at, version`;
const WHAT = "finance.recurring";

export const selectAllRecurring = (db: Db, limit: number): Promise<RecurringRow[]> =>
  db.rows(sql`
    select ${columns} from recurring_invoices
     order by status = 'ended', next_on, id limit ${limit}`);

export const selectRecurring = (db: Db, id: RecurringId): Promise<RecurringRow> =>
  db.one(sql`select ${columns} from recurring_invoices where id = ${id}`, WHAT);

export const lockRecurring = (db: Db, id: RecurringId): Promise<RecurringRow> =>
  db.one(sql`select ${columns} from recurring_invoices where id = ${id} for update`, WHAT);

export type RecurringKept = InvoiceKept &
  Plan & { readonly does: Does; readonly language: Language };

export const insertRecurring = (
  db: Db,
  id: RecurringId,
  r: RecurringKept,
  nextOn: Day | null,
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into recurring_invoices (id, status, every, starts_on, is_month_end, ends_on, does, language, next_on, customer_id,
                                    buyer, currency, prices_contain_tax, terms_days, reference, note, content, figures,
                                    payable_minor, created_by, created_at, updated_at)
    values (${id}, 'active', ${r.every}, ${r.startsOn}, ${r.isMonthEnd}, ${r.endsOn}, ${r.does}, ${r.language}, ${nextOn},
            ${r.customerId}, ${json(r.buyer)}, ${r.currency}, ${r.pricesContainTax}, ${r.termsDays}, ${r.reference}, ${r.note},
            ${json(r.content)}, ${json(r.figures)}, ${r.figures.payableMinor}, ${by}, ${now}, ${now})`);

export const markRecurring = (
  db: Db,
  id: RecurringId,
  r: RecurringKept,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update recurring_invoices
       set every = ${r.every}, starts_on = ${r.startsOn}, is_month_end = ${r.isMonthEnd}, ends_on = ${r.endsOn},
           does = ${r.does}, language = ${r.language}, customer_id = ${r.customerId}, buyer = ${json(r.buyer)},
           currency = ${r.currency}, prices_contain_tax = ${r.pricesContainTax}, terms_days = ${r.termsDays},
           reference = ${r.reference}, note = ${r.note}, content = ${json(r.content)}, figures = ${json(r.figures)},
           payable_minor = ${r.figures.payableMinor}, failure = null, updated_at = ${now}, version = version + 1
     where id = ${id}`);

/** Where it goes on; no day: it has ended. */
export const markNext = (
  db: Db,
  id: RecurringId,
  next: { status: "active" | "paused"; index: number; on: Day | null },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update recurring_invoices
       set status = case when ${next.on}::date is null then 'ended' else ${next.status} end, next_index = ${next.index},
           next_on = ${next.on}, failure = null, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markFailure = (db: Db, id: RecurringId, failure: string): Promise<number> =>
  db.run(sql`update recurring_invoices set failure = ${failure} where id = ${id}`);

/** Nothing where that period came about already. */
export const insertPeriod = (
  db: Db,
  id: RecurringId,
  periodOn: Day,
  invoiceId: InvoiceId,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into recurring_periods (recurring_id, period_on, invoice_id, made_at)
    values (${id}, ${periodOn}, ${invoiceId}, ${now})`);

export const selectPeriods = (
  db: Db,
  id: RecurringId,
  limit: number,
): Promise<
  {
    periodOn: Day;
    invoiceId: InvoiceId | null;
    number: string | null;
    payableMinor: Minor | null;
  }[]
> =>
  db.rows(sql`
    select p.period_on, p.invoice_id, i.number, i.payable_minor
      from recurring_periods p left join invoices i on i.id = p.invoice_id
     where p.recurring_id = ${id} order by p.period_on desc limit ${limit}`);

/** Six in the morning of a day, where the company is. */
export const selectMorning = async (db: Db, day: Day, zone: string): Promise<Date> =>
  (
    await db.one<{ at: Date }>(
      sql`select (${day}::date + time '06:00') at time zone ${zone} as at`,
      WHAT,
    )
  ).at;
