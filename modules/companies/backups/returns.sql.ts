import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { BackupId, ReturnId } from "./backups.contract.ts";
import type { Returned } from "./backups.rules.ts";

/** All on the control database. */
export type ReturnRow = Returned & {
  readonly id: ReturnId;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly toAt: Date;
  readonly rowCount: number;
  readonly rowCountOf: number | null;
  readonly doneAt: Date | null;
  readonly isTakingBack: boolean;
};

const columns = sql`r.id, r.state, r.asked_by, r.asked_at, r.to_at, r.row_count, r.row_count_of, r.done_at, r.kept_until,
  r.takes_back is not null as is_taking_back,
  exists (select from company_returns t where t.takes_back = r.id and t.state <> 'failed') as is_taken_back`;

export const selectLastReturn = (control: Db, companyId: string): Promise<ReturnRow | null> =>
  control.maybe(sql`
    select ${columns} from company_returns r
     where r.company_id = ${companyId} order by r.asked_at desc, r.id desc limit 1`);

export const selectReturn = (control: Db, companyId: string, id: ReturnId): Promise<ReturnRow> =>
  control.one(
    sql`select ${columns} from company_returns r where r.company_id = ${companyId} and r.id = ${id}`,
    "companies.return",
  );

export const insertReturn = (
  control: Db,
  asked: { id: ReturnId; companyId: string; backupId: BackupId; askedBy: string; now: Date },
): Promise<number> =>
  control.run(sql`
    insert into company_returns (id, company_id, backup_id, state, asked_by, asked_at, to_at, row_count_of)
    select ${asked.id}, company_id, id, 'asked', ${asked.askedBy}, ${asked.now}, taken_at, row_count
      from backups where company_id = ${asked.companyId} and id = ${asked.backupId}`);

/** The way back from a return: to what it put aside, as that stood when it was put aside. */
export const insertTakingBack = (
  control: Db,
  asked: { id: ReturnId; companyId: string; takesBack: ReturnId; askedBy: string; now: Date },
): Promise<number> =>
  control.run(sql`
    insert into company_returns (id, company_id, takes_back, state, asked_by, asked_at, to_at, fresh)
    select ${asked.id}, company_id, id, 'asked', ${asked.askedBy}, ${asked.now}, done_at, former
      from company_returns
     where company_id = ${asked.companyId} and id = ${asked.takesBack} and state = 'done' and former_gone_at is null`);

export type ReturnToDo = {
  readonly id: ReturnId;
  readonly companyId: string;
  readonly databaseName: string;
  readonly region: string;
  readonly backupId: BackupId | null;
  readonly state: "asked" | "restoring" | "switching";
  readonly askedBy: string;
  readonly toAt: Date;
  readonly fresh: string | null;
  readonly former: string | null;
};

/** Asked for, or begun by a process that died: the oldest first. */
export const selectReturnToDo = (control: Db): Promise<ReturnToDo | null> =>
  control.maybe(sql`
    select r.id, r.company_id, c.database_name, c.region, r.backup_id, r.state, r.asked_by, r.to_at, r.fresh, r.former
      from company_returns r join companies c on c.id = r.company_id
     where r.state in ('asked', 'restoring', 'switching') order by r.asked_at, r.id limit 1`);

export const markRestoring = (control: Db, id: ReturnId, fresh: string): Promise<number> =>
  control.run(sql`
    update company_returns set state = 'restoring', fresh = ${fresh}, row_count = 0 where id = ${id}`);

export const markReturnProgress = (control: Db, id: ReturnId, done: number): Promise<number> =>
  control.run(sql`
    update company_returns set row_count = ${done} where id = ${id} and state = 'restoring'`);

export const markSwitching = (
  control: Db,
  id: ReturnId,
  names: { fresh: string; former: string },
): Promise<number> =>
  control.run(sql`
    update company_returns set state = 'switching', fresh = ${names.fresh}, former = ${names.former}
     where id = ${id}`);

export const markReturned = (
  control: Db,
  id: ReturnId,
  done: { at: Date; keptUntil: Date },
): Promise<number> =>
  control.run(sql`
    with overtaken as (
      -- What the one before put aside has just moved back in, or is overtaken.
      update company_returns o set former_gone_at = ${done.at}
        from company_returns r where r.id = ${id} and o.id = r.takes_back)
    update company_returns
       set state = 'done', done_at = ${done.at}, kept_until = ${done.keptUntil}, row_count = coalesce(row_count_of, 0)
     where id = ${id}`);

export const markReturnFailed = (control: Db, id: ReturnId, why: string): Promise<number> =>
  control.run(sql`
    update company_returns set state = 'failed', why_failed = ${why}, fresh = null where id = ${id}`);

/** Databases that were put aside and whose week is over. */
export const selectFormerOver = (
  control: Db,
  now: Date,
): Promise<{ id: ReturnId; companyId: string; former: string }[]> =>
  control.rows(sql`
    select id, company_id, former from company_returns
     where state = 'done' and former_gone_at is null and kept_until <= ${now}`);

export const markFormerGone = (control: Db, id: ReturnId, now: Date): Promise<number> =>
  control.run(sql`update company_returns set former_gone_at = ${now} where id = ${id}`);

/** Databases that returns of a company have left beside its own. */
export const selectReturnDatabases = (
  control: Db,
  companyId: string,
): Promise<{ name: string }[]> =>
  control.rows(sql`
    select distinct left_by.name
      from company_returns r cross join lateral (values (r.fresh), (r.former)) as left_by (name)
      join companies c on c.id = r.company_id
     where r.company_id = ${companyId} and left_by.name is not null and left_by.name <> c.database_name`);
