import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { EndingId } from "./endings.contract.ts";
import type { Plan } from "./endings.rules.ts";

/** All on the control database: what is kept here outlives the company. */
export type EndingRow = {
  readonly id: EndingId;
  readonly companyId: string;
  readonly region: string;
  readonly state: "cancelled" | "undone" | "deleting" | "deleted";
  readonly cancelledBy: string | null;
  readonly reason: string | null;
  readonly cancelledAt: Date;
  readonly endsAt: Date;
  readonly toldDay: number;
  readonly plan: Plan | null;
  readonly deletedAt: Date | null;
  readonly backupsGoBy: Date | null;
  readonly backupsGoneAt: Date | null;
  /** Why it could not be destroyed when its time had come. */
  readonly problem: string | null;
};

const columns = sql`id, company_id, region, state, cancelled_by, reason, cancelled_at, ends_at, told_day, plan, deleted_at,
  backups_go_by, backups_gone_at, problem`;

/** The one that stands. */
export const selectEnding = (control: Db, companyId: string): Promise<EndingRow | null> =>
  control.maybe(sql`
    select ${columns} from endings where company_id = ${companyId} and state in ('cancelled', 'deleting', 'deleted')`);

export const lockEnding = (control: Db, companyId: string, id: EndingId): Promise<EndingRow> =>
  control.one(
    sql`select ${columns} from endings where company_id = ${companyId} and id = ${id} for update`,
    "companies.ending",
  );

/** None where one stands already. */
export const insertEnding = (
  control: Db,
  asked: {
    id: EndingId;
    companyId: string;
    region: string;
    by: string;
    reason: string | null;
    at: Date;
    endsAt: Date;
  },
): Promise<number> =>
  control.run(sql`
    insert into endings (id, company_id, region, state, cancelled_by, reason, cancelled_at, ends_at)
    values (${asked.id}, ${asked.companyId}, ${asked.region}, 'cancelled', ${asked.by}, ${asked.reason}, ${asked.at}, ${asked.endsAt})
        on conflict do nothing`);

export const markUndone = (control: Db, id: EndingId, now: Date): Promise<number> =>
  control.run(sql`
    update endings set state = 'undone', undone_at = ${now}, reason = null
     where id = ${id} and state = 'cancelled' and ends_at > ${now}`);

/** Those whose Admins may have to be told of the next day. */
export const selectCancelled = (control: Db, now: Date): Promise<EndingRow[]> =>
  control.rows(sql`
    select ${columns} from endings where state = 'cancelled' and ends_at > ${now} order by ends_at, id`);

/** Of two that tell at once, one does. */
export const markTold = (control: Db, id: EndingId, day: number): Promise<number> =>
  control.run(sql`
    update endings set told_day = ${day} where id = ${id} and state = 'cancelled' and told_day < ${day}`);

/** What was begun first, then what is due longest; what is held up stands in nobody's way. */
export const selectDue = (control: Db, now: Date): Promise<EndingRow[]> =>
  control.rows(sql`
    select ${columns} from endings
     where state = 'deleting' or (state = 'cancelled' and ends_at <= ${now})
     order by state = 'cancelled', problem is not null, ends_at, id`);

export const selectDeletedSince = (control: Db, since: Date): Promise<{ count: number }> =>
  control.one(
    sql`select count(*)::int as count from endings where deleted_at > ${since}`,
    "companies.ending",
  );

export const markPlanned = (control: Db, id: EndingId, plan: Plan): Promise<number> =>
  control.run(sql`
    update endings set plan = ${json(plan)}::jsonb, problem = null where id = ${id} and state = 'cancelled'`);

export const markProblem = (control: Db, id: EndingId, why: string): Promise<number> =>
  control.run(
    sql`update endings set problem = ${why} where id = ${id} and state in ('cancelled', 'deleting')`,
  );

/** Nobody undoes it any more. */
export const markDeleting = (control: Db, id: EndingId, now: Date): Promise<number> =>
  control.run(sql`
    update endings set state = 'deleting' where id = ${id} and state = 'cancelled' and ends_at <= ${now}`);

export const markDeleted = (
  control: Db,
  id: EndingId,
  done: { at: Date; backupsGoBy: Date; linkHash: Buffer; plan: Plan },
): Promise<number> =>
  control.run(sql`
    update endings
       set state = 'deleted', deleted_at = ${done.at}, backups_go_by = ${done.backupsGoBy}, link_hash = ${done.linkHash},
           plan = ${json(done.plan)}::jsonb, cancelled_by = null, reason = null, problem = null
     where id = ${id} and state = 'deleting'`);

export const selectWithBackups = (control: Db): Promise<EndingRow[]> =>
  control.rows(sql`
    select ${columns} from endings where state = 'deleted' and backups_gone_at is null order by deleted_at`);

export const markBackupsGone = (control: Db, id: EndingId, at: Date): Promise<number> =>
  control.run(sql`
    update endings set backups_gone_at = ${at} where id = ${id} and state = 'deleted' and backups_gone_at is null`);

export type Statement = {
  readonly kind: "deleted" | "backups_gone";
  readonly at: Date;
  readonly statement: string;
  readonly keyId: number;
  readonly signature: Buffer;
};

export const insertStatement = (control: Db, id: EndingId, one: Statement): Promise<number> =>
  control.run(sql`
    insert into ending_statements (ending_id, kind, at, statement, key_id, signature)
    values (${id}, ${one.kind}, ${one.at}, ${one.statement}, ${one.keyId}, ${one.signature})`);

export const selectStatements = (control: Db, linkHash: Buffer): Promise<Statement[]> =>
  control.rows(sql`
    select s.kind, s.at, s.statement, s.key_id, s.signature
      from ending_statements s join endings e on e.id = s.ending_id
     where e.link_hash = ${linkHash} order by s.at, s.kind desc`);

/** For the operator: what ends, what ended, and what could not. */
export const selectEndings = (control: Db): Promise<EndingRow[]> =>
  control.rows(sql`select ${columns} from endings order by cancelled_at, id`);

/** What is looked up of a company that ends, and that only its row can say. */
export type DoomedRow = {
  readonly companyId: string;
  readonly region: string;
  readonly databaseName: string;
  readonly name: string;
  readonly zone: string;
};

const place = sql`id as company_id, region, database_name, name, zone`;

export const selectDoomed = (control: Db, companyId: string): Promise<DoomedRow | null> =>
  control.maybe(sql`select ${place} from companies where id = ${companyId}`);

export const selectOpenPlaces = (control: Db): Promise<DoomedRow[]> =>
  control.rows(sql`select ${place} from companies where status <> 'deleted' order by id`);

/** One that ended before, as its stone says. */
export const insertEnded = (
  control: Db,
  ended: {
    id: EndingId;
    companyId: string;
    region: string;
    cancelledAt: Date;
    endsAt: Date;
    deletedAt: Date;
    backupsGoBy: Date;
    linkHash: Buffer;
    plan: Plan;
  },
): Promise<number> =>
  control.run(sql`
    insert into endings (id, company_id, region, state, cancelled_at, ends_at, deleted_at, backups_go_by, link_hash, plan)
    values (${ended.id}, ${ended.companyId}, ${ended.region}, 'deleted', ${ended.cancelledAt}, ${ended.endsAt},
            ${ended.deletedAt}, ${ended.backupsGoBy}, ${ended.linkHash}, ${json(ended.plan)}::jsonb)`);
