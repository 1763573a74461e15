import type { Db } from "#platform/db/db.ts";
import { json, sql, when } from "#platform/db/sql.ts";
import type { AlertKind } from "./alerts.contract.ts";

/** One judge at a time; null while another process is at it. */
export const lockAlertRound = async (db: Db, now: Date): Promise<{ eventId: number } | null> => {
  const lock = sql`select event_id from alert_rounds for update skip locked`;
  const known = await db.maybe<{ eventId: number }>(lock);
  if (known !== null) return known;
  // Only the very first round finds no row at all.
  const begun = await db.run(
    sql`insert into alert_rounds (judged_at, event_id) values (${now}, 0) on conflict do nothing`,
  );
  return begun === 1 ? { eventId: 0 } : null;
};

export const markAlertRound = (db: Db, eventId: number, now: Date): Promise<number> =>
  db.run(sql`update alert_rounds set judged_at = ${now}, event_id = ${eventId}`);

/** The companies that people belong to. */
export const selectCompaniesOf = (
  db: Db,
  accountIds: readonly string[],
): Promise<{ companyId: string }[]> =>
  db.rows(sql`
    select distinct company_id from members where account_id = any(${accountIds}::uuid[]) order by 1`);

export type Raised = {
  readonly id: string;
  readonly kind: AlertKind;
  readonly companyId: string | null;
  readonly accountId: string | null;
  readonly about: string;
  readonly network: string | null;
  readonly beganAt: Date;
  readonly lastAt: Date;
  readonly eventsCount: number;
  readonly facts: { readonly count: number; readonly minutes: number; readonly rule: number };
};

/** Goes on in the row of the same attack, unless that has been quiet for too long: then none is touched. */
export const markAlertGoesOn = (db: Db, alert: Raised, quietSince: Date): Promise<number> =>
  db.run(sql`
    update alerts
       set last_at = greatest(last_at, ${alert.lastAt}), facts = ${json(alert.facts)},
           events_count = greatest(events_count, ${alert.eventsCount})
     where kind = ${alert.kind} and about = ${alert.about}
       and company_id is not distinct from ${alert.companyId}::uuid and last_at > ${quietSince}`);

export const insertAlert = (db: Db, alert: Raised, now: Date): Promise<number> =>
  db.run(sql`
    insert into alerts (id, kind, company_id, account_id, about, network, began_at, last_at, raised_at,
                        events_count, facts)
    select ${alert.id}, ${alert.kind}, ${alert.companyId},
           (select id from accounts where id = ${alert.accountId}::uuid), ${alert.about}, ${alert.network},
           ${alert.beganAt}, ${alert.lastAt}, ${now}, ${alert.eventsCount}, ${json(alert.facts)}`);

export type AlertRow = {
  readonly id: string;
  readonly kind: AlertKind;
  readonly facts: Raised["facts"];
  readonly person: string | null;
  readonly network: string | null;
  readonly beganAt: Date;
  readonly lastAt: Date;
  readonly raisedAt: Date;
  readonly eventsCount: number;
  readonly seenAt: Date | null;
  readonly seenBy: string | null;
};

export const selectAlerts = (
  db: Db,
  companyId: string,
  asked: { isOpen: boolean | undefined; before: readonly [string, string] | null; limit: number },
): Promise<AlertRow[]> =>
  db.rows(sql`
    select l.id, l.kind, l.facts, a.name as person, l.network, l.began_at, l.last_at, l.raised_at,
           l.events_count, l.seen_at, l.seen_by
      from alerts l left join accounts a on a.id = l.account_id
     where l.company_id = ${companyId}
           ${when(asked.isOpen !== undefined, sql`and (l.seen_at is null) = ${asked.isOpen}`)}
           ${when(asked.before !== null, sql`and (l.raised_at, l.id) < (${asked.before?.[0]}::timestamptz, ${asked.before?.[1]}::uuid)`)}
     order by l.raised_at desc, l.id desc limit ${asked.limit}`);

export const selectOpenCounts = (
  db: Db,
  companyId: string,
): Promise<{ alertsCount: number; degradedCount: number }> =>
  db.one(
    sql`
    select (select count(*)::int from alerts where company_id = ${companyId} and seen_at is null) as alerts_count,
           (select count(*)::int from promise_proofs
             where is_current and state = 'degraded' and (company_id is null or company_id = ${companyId})) as degraded_count`,
    "trust.alert",
  );

export const selectAlertKind = (
  db: Db,
  companyId: string,
  id: string,
): Promise<{ kind: AlertKind }> =>
  db.one(
    sql`select kind from alerts where company_id = ${companyId} and id = ${id}`,
    "trust.alert",
  );

export const markAlertSeen = (
  db: Db,
  companyId: string,
  id: string,
  by: string,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update alerts set seen_at = ${now}, seen_by = ${by}
     where company_id = ${companyId} and id = ${id} and seen_at is null`);

export const selectAlertsCountAbout = (
  db: Db,
  abouts: readonly string[],
): Promise<{ count: number }> =>
  db.one(
    sql`select count(*)::int as count from alerts where about = any(${abouts})`,
    "trust.alert",
  );
