import type { Difference } from "#platform/backup/restoring.ts";
import type { TableState } from "#platform/backup/tables.sql.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Backup, BackupId } from "./backups.contract.ts";
import { AGAIN_AFTER_MS, EVERY_MS, FIRST_AFTER_MS } from "./backups.rules.ts";

/** All on the control database: what a company's own database held must be found when that one is gone. */
export type BackupRow = Omit<Backup, "goesAt" | "differentTables" | "blocked"> & {
  readonly companyId: string;
  readonly region: string;
  readonly differences: readonly Difference[] | null;
};

const columns = sql`id, company_id, region, state, asked_by, asked_at, taken_at, row_count, row_count_of, bytes,
  coalesce(jsonb_array_length(tables), 0) as table_count, verified_as, verified_at, verify_ms, differences,
  coalesce(findings, '[]') as findings`;

export const selectBackups = (
  control: Db,
  companyId: string,
  since: Date,
  limit: number,
): Promise<BackupRow[]> =>
  control.rows(sql`
    select ${columns} from backups
     where company_id = ${companyId} and asked_at > ${since}
     order by asked_at desc, id desc limit ${limit}`);

export const selectBackup = (control: Db, companyId: string, id: BackupId): Promise<BackupRow> =>
  control.one(
    sql`select ${columns} from backups where company_id = ${companyId} and id = ${id}`,
    "companies.backup",
  );

export const selectBackupCompany = (
  control: Db,
  id: BackupId,
): Promise<{ companyId: string } | null> =>
  control.maybe(sql`select company_id from backups where id = ${id}`);

/** Made or verified since then, the oldest first. */
export const selectTouched = (control: Db, companyId: string, since: Date): Promise<BackupRow[]> =>
  control.rows(sql`
    select ${columns} from backups
     where company_id = ${companyId} and greatest(asked_at, made_at, verified_at) >= ${since} order by asked_at, id`);

export const selectRegion = (control: Db, companyId: string): Promise<{ region: string }> =>
  control.one(sql`select region from companies where id = ${companyId}`, "companies.company");

export const selectDatabaseName = (
  control: Db,
  companyId: string,
): Promise<{ databaseName: string }> =>
  control.one(
    sql`select database_name from companies where id = ${companyId}`,
    "companies.company",
  );

/** One that is kept, or the newest of each company: what was found of it before counts no more. */
export const markUnverified = async (control: Db, id: BackupId | null): Promise<string[]> =>
  (
    await control.rows<{ companyId: string }>(sql`
    update backups set verified_as = null, verified_at = null, verify_ms = null, differences = null,
           findings = null
     where state = 'kept'
       and id = any(select distinct on (company_id) id from backups
                     where state = 'kept' and (${id}::uuid is null or id = ${id})
                     order by company_id, taken_at desc)
    returning company_id`)
  ).map(({ companyId }) => companyId);

export const selectCompanySince = (control: Db, companyId: string): Promise<{ since: Date }> =>
  control.one(
    sql`select created_at as since from companies where id = ${companyId}`,
    "companies.company",
  );

/** False where one waits or is being made already. */
export const insertAsked = async (
  control: Db,
  backup: {
    id: BackupId;
    companyId: string;
    region: string;
    askedBy: string | null;
    now: Date;
  },
): Promise<boolean> =>
  (await control.run(sql`
    insert into backups (id, company_id, region, state, asked_by, asked_at)
    values (${backup.id}, ${backup.companyId}, ${backup.region}, 'asked', ${backup.askedBy}, ${backup.now})
        on conflict do nothing`)) === 1;

/** Companies whose last backup is a day old, or an hour if it failed: those that waited longest first. */
export const selectDue = (
  control: Db,
  now: Date,
  limit: number,
): Promise<{ id: string; region: string }[]> =>
  control.rows(sql`
    select c.id, c.region
      from companies c
      left join lateral (
        select state, asked_at from backups b where b.company_id = c.id order by asked_at desc limit 1) last on true
     where c.is_open
       and case when last.state is null then c.created_at + ${FIRST_AFTER_MS} * interval '1 millisecond'
                when last.state = 'failed' then last.asked_at + ${AGAIN_AFTER_MS} * interval '1 millisecond'
                else last.asked_at + ${EVERY_MS} * interval '1 millisecond' end <= ${now}
     order by last.asked_at nulls first, c.id
     limit ${limit}`);

export type Wanted = {
  readonly id: BackupId;
  readonly companyId: string;
  readonly region: string;
  readonly databaseName: string;
};

/** The next that is asked for; it is being made from now on. */
export const takeAsked = (control: Db, now: Date): Promise<Wanted | null> =>
  control.maybe(sql`
    update backups b set state = 'making', taken_at = ${now}, tries = tries + 1
      from companies c
     where c.id = b.company_id
       and b.id = (select id from backups where state = 'asked' order by asked_by is null, asked_at, id limit 1)
    returning b.id, b.company_id, b.region, c.database_name`);

export const markProgress = (
  control: Db,
  id: BackupId,
  done: number,
  of: number,
): Promise<number> =>
  control.run(sql`
    update backups set row_count = ${done}, row_count_of = ${of} where id = ${id} and state = 'making'`);

export const markKept = (
  control: Db,
  id: BackupId,
  made: {
    now: Date;
    bytes: number;
    sha256: string;
    rows: number;
    tables: readonly TableState[];
  },
): Promise<number> =>
  control.run(sql`
    update backups set state = 'kept', made_at = ${made.now}, bytes = ${made.bytes}, sha256 = ${made.sha256},
           row_count = ${made.rows}, row_count_of = ${made.rows}, tables = ${json(made.tables)}::jsonb
     where id = ${id} and state = 'making'`);

/** Its process died: it is made anew, of the moment at which it is begun then. */
export const markAskedAgain = (control: Db, id: BackupId): Promise<number> =>
  control.run(sql`
    update backups set state = 'asked', taken_at = null, row_count = 0, row_count_of = null
     where id = ${id} and state = 'making'`);

export const markFailed = (control: Db, id: BackupId, why: string): Promise<number> =>
  control.run(sql`
    update backups set state = 'failed', why_failed = ${why} where id = ${id} and state in ('asked', 'making')`);

/** Begun by a process that died: whoever works on backups now is alone with them. */
export const selectLeft = (
  control: Db,
): Promise<
  {
    id: BackupId;
    companyId: string;
    region: string;
    state: string;
    tries: number;
    scratch: string | null;
  }[]
> =>
  control.rows(sql`
    select id, company_id, region, state, tries, scratch from backups
     where state = 'making' or scratch is not null`);

export type ToVerify = {
  readonly id: BackupId;
  readonly companyId: string;
  readonly region: string;
  readonly sha256: string;
  readonly takenAt: Date;
  readonly tables: readonly TableState[];
};

/** The one that waits longest for its proof. */
export const selectUnverified = (control: Db): Promise<ToVerify | null> =>
  control.maybe(sql`
    select id, company_id, region, sha256, taken_at, tables from backups
     where state = 'kept' and verified_at is null order by made_at, id limit 1`);

export const markScratch = (control: Db, id: BackupId, scratch: string | null): Promise<number> =>
  control.run(sql`update backups set scratch = ${scratch} where id = ${id}`);

export const markVerified = (
  control: Db,
  id: BackupId,
  found: {
    as: string;
    at: Date;
    tookMs: number;
    differences: readonly Difference[];
    findings: readonly string[];
  },
): Promise<number> =>
  control.run(sql`
    update backups set verified_as = ${found.as}, verified_at = ${found.at}, verify_ms = ${found.tookMs},
           differences = ${json(found.differences)}::jsonb, findings = ${json(found.findings)}::jsonb, scratch = null
     where id = ${id} and state = 'kept'`);

export const selectKept = (
  control: Db,
): Promise<{ id: BackupId; companyId: string; region: string; takenAt: Date }[]> =>
  control.rows(sql`
    select id, company_id, region, taken_at from backups where state = 'kept' order by company_id`);

export const markGone = (control: Db, id: BackupId, now: Date): Promise<number> =>
  control.run(
    sql`update backups set state = 'gone', gone_at = ${now} where id = ${id} and state = 'kept'`,
  );

export const selectKey = (
  control: Db,
  companyId: string,
): Promise<{ sealed: string; share: string | null } | null> =>
  control.maybe(sql`select sealed, share from backup_keys where company_id = ${companyId}`);

/** The first one stays, whoever else makes one at the same time. */
export const insertKey = (
  control: Db,
  made: { companyId: string; sealed: string; share: string; now: Date },
): Promise<number> =>
  control.run(sql`
    insert into backup_keys (company_id, sealed, share, created_at)
    values (${made.companyId}, ${made.sealed}, ${made.share}, ${made.now})
        on conflict do nothing`);

/** One that was made before there was a second key. */
export const markShared = (
  control: Db,
  made: { companyId: string; was: string; sealed: string; share: string },
): Promise<number> =>
  control.run(sql`
    update backup_keys set sealed = ${made.sealed}, share = ${made.share}
     where company_id = ${made.companyId} and share is null and sealed = ${made.was}`);

export const deleteKey = (control: Db, companyId: string): Promise<number> =>
  control.run(sql`delete from backup_keys where company_id = ${companyId}`);

/** Databases that proofs of its backups have left. */
export const selectScratches = (control: Db, companyId: string): Promise<{ name: string }[]> =>
  control.rows(sql`
    select scratch as name from backups where company_id = ${companyId} and scratch is not null`);
