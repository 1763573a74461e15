import type { Day } from "#kernel/day.ts";
import type { Language } from "#kernel/said.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { InvoiceId } from "../invoices/invoices.contract.ts";

export type PolicyRow = {
  readonly isActive: boolean;
  readonly days: number[];
  readonly language: Language;
  readonly since: Day | null;
  readonly version: number;
};

const columns = sql`is_active, days, language, since, version`;
const WHAT = "finance.reminder";

export const selectPolicy = (db: Db): Promise<PolicyRow | null> =>
  db.maybe(sql`select ${columns} from reminder_policies`);

/** Made when it is first said, and held. */
export async function lockPolicy(db: Db): Promise<PolicyRow> {
  await db.run(sql`insert into reminder_policies default values on conflict do nothing`);
  return db.one(sql`select ${columns} from reminder_policies for update`, WHAT);
}

export const markPolicy = (db: Db, p: Omit<PolicyRow, "version">): Promise<number> =>
  db.run(sql`
    update reminder_policies
       set is_active = ${p.isActive}, days = ${p.days}::int[], language = ${p.language}, since = ${p.since}, version = version + 1`);

export type DueReminder = { readonly id: InvoiceId; readonly stepDays: number };

/**
 * What is to be reminded of today: of each invoice the latest step that has come, also where its day was missed, unless that
 * step or a later one was taken. Steps before it was issued, or before reminders were switched on, are none.
 */
export const selectDue = (
  db: Db,
  { days, since }: Pick<PolicyRow, "days" | "since">,
  today: Day,
  limit: number,
): Promise<DueReminder[]> =>
  db.rows(sql`
    select i.id, s.step_days
      from invoices i
     cross join lateral (
           select max(d) as step_days from unnest(${days}::int[]) as d
            where i.due_on + d <= ${today}::date and i.due_on + d >= greatest(i.issued_on, ${since}::date)) s
     where i.status = 'issued' and i.kind = 'invoice' and i.due_minor > 0 and s.step_days is not null
       and coalesce(i.buyer->>'email', '') <> ''
       and not exists (select from reminders r where r.invoice_id = i.id and r.step_days >= s.step_days)
     order by i.due_on, i.id limit ${limit}`);

/** Nothing where that step was taken meanwhile. */
export const insertReminder = (db: Db, { id, stepDays }: DueReminder, now: Date): Promise<number> =>
  db.run(sql`
    insert into reminders (invoice_id, step_days, reminded_at) values (${id}, ${stepDays}, ${now})
        on conflict do nothing`);

/** Eight in the morning of a day, where the company is. */
export const selectMorning = async (db: Db, day: Day, zone: string): Promise<Date> =>
  (
    await db.one<{ at: Date }>(
      sql`select (${day}::date + time '08:00') at time zone ${zone} as at`,
      WHAT,
    )
  ).at;
