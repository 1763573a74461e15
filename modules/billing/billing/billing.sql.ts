import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Told } from "../stripe/objects.rules.ts";

/** One of each company, in the control database. */
export type BillingRow = Told & {
  readonly companyId: string;
  readonly trialEndsAt: Date;
  readonly customer: string | null;
  readonly toldAbout: string | null;
  readonly toldSince: Date | null;
  readonly toldDay: number | null;
  readonly stoppedAt: Date | null;
};

const columns = sql`company_id, trial_ends_at, customer, subscription, item, status, plan, currency, interval, amount_minor,
  period_ends_at, cancels_at, ended_at, unpaid_since, told_about, told_since, told_day, stopped_at`;

export const selectBilling = (control: Db, companyId: string): Promise<BillingRow | null> =>
  control.maybe(sql`select ${columns} from billings where company_id = ${companyId}`);

export const lockBilling = (control: Db, companyId: string): Promise<BillingRow | null> =>
  control.maybe(sql`select ${columns} from billings where company_id = ${companyId} for update`);

/** A trial begins when the house sees the company for the first time. */
export const insertBilling = (
  control: Db,
  companyId: string,
  trialEndsAt: Date,
  now: Date,
): Promise<number> =>
  control.run(sql`
    insert into billings (company_id, trial_ends_at, created_at)
    select id, ${trialEndsAt}, ${now} from companies where id = ${companyId} and is_open
        on conflict do nothing`);

export const selectUnbilled = (control: Db, limit: number): Promise<{ id: string }[]> =>
  control.rows(sql`
    select id from companies c
     where is_open and not exists (select from billings b where b.company_id = c.id) order by id limit ${limit}`);

export const markCustomer = (control: Db, companyId: string, customer: string): Promise<number> =>
  control.run(sql`
    update billings set customer = ${customer} where company_id = ${companyId} and customer is null`);

/** Numbers a question to Stripe before it is put. */
export const takeAskedNo = (
  control: Db,
  companyId: string,
): Promise<{ askedNo: number; customer: string | null } | null> =>
  control.maybe(sql`
    update billings set asked_no = asked_no + 1 where company_id = ${companyId} returning asked_no, customer`);

/** 0 where a question that was put later is answered already. */
export const markTold = (
  control: Db,
  companyId: string,
  { askedNo, told, now }: { askedNo: number; told: Told; now: Date },
): Promise<number> =>
  control.run(sql`
    update billings
       set subscription = ${told.subscription}, item = ${told.item}, status = ${told.status}, plan = ${told.plan},
           currency = ${told.currency}, interval = ${told.interval}, amount_minor = ${told.amountMinor},
           period_ends_at = ${told.periodEndsAt}, cancels_at = ${told.cancelsAt}, ended_at = ${told.endedAt},
           unpaid_since = ${told.unpaidSince}, answered_no = ${askedNo}, answered_at = ${now}, ask_again_at = null
     where company_id = ${companyId} and answered_no < ${askedNo}`);

export const markAskAgainAt = (control: Db, companyId: string, at: Date): Promise<number> =>
  control.run(sql`update billings set ask_again_at = ${at} where company_id = ${companyId}`);

/** Something was changed at Stripe: how it stands is asked at the next round. */
export const markToAsk = (control: Db, companyId: string): Promise<number> =>
  control.run(sql`
    update billings set answered_at = null, ask_again_at = null where company_id = ${companyId}`);

/** Whom Stripe was not asked about for long: what it told us of may have been lost. */
export const selectStale = (
  control: Db,
  { before, now, limit }: { before: Date; now: Date; limit: number },
): Promise<{ companyId: string }[]> =>
  control.rows(sql`
    select company_id from billings
     where customer is not null and (answered_at is null or answered_at < ${before})
       and (ask_again_at is null or ask_again_at <= ${now})
     order by answered_at nulls first limit ${limit}`);

export type Tellable = BillingRow & { readonly name: string; readonly zone: string };

/** Of open companies that nobody cancelled: those of the rest were told of that. */
export const selectToTell = (
  control: Db,
  after: string | null,
  limit: number,
): Promise<Tellable[]> =>
  control.rows(sql`
    select b.company_id, trial_ends_at, customer, subscription, item, b.status, plan, b.currency, interval, amount_minor,
           period_ends_at, cancels_at, ended_at, unpaid_since, told_about, told_since, told_day, stopped_at, c.name, c.zone
      from billings b join companies c on c.id = b.company_id and c.status = 'active'
     where (b.status is null or b.status not in ('active', 'trialing'))
       and (${after}::uuid is null or b.company_id > ${after}::uuid)
     order by b.company_id limit ${limit}`);

/** Of two that tell at once, one does. */
export const markAdminsTold = (
  control: Db,
  companyId: string,
  told: { about: string; since: Date; day: number },
): Promise<number> =>
  control.run(sql`
    update billings set told_about = ${told.about}, told_since = ${told.since}, told_day = ${told.day}
     where company_id = ${companyId}
       and (told_about, told_since, told_day) is distinct from (${told.about}, ${told.since}::timestamptz, ${told.day}::int)
       and not (told_about is not distinct from ${told.about} and told_since is not distinct from ${told.since}::timestamptz
                and told_day > ${told.day})`);

/** Subscriptions that go on though their company was cancelled; and those that were stopped of companies that stay. */
export const selectToStop = (control: Db): Promise<{ companyId: string; isEnding: boolean }[]> =>
  control.rows(sql`
    select b.company_id, c.status = 'cancelled' as is_ending
      from billings b join companies c on c.id = b.company_id
     where b.subscription is not null and b.ended_at is null
       and c.status in ('active', 'cancelled') and (c.status = 'cancelled') <> (b.stopped_at is not null)`);

export const markStopped = (control: Db, companyId: string, at: Date | null): Promise<number> =>
  control.run(sql`update billings set stopped_at = ${at} where company_id = ${companyId}`);
