import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { BackupId } from "./backups.contract.ts";

/** All on the control database. */
export type OpeningRow = {
  readonly id: string;
  readonly companyId: string;
  readonly region: string;
  readonly backupId: BackupId;
  readonly state: "asked" | "opening" | "open" | "failed" | "closed";
  readonly askedBy: string;
  readonly takenAt: Date;
  readonly rowCount: number;
  readonly rowCountOf: number | null;
  readonly databaseName: string | null;
  readonly openUntil: Date | null;
};

const columns = sql`o.id, o.company_id, c.region, o.backup_id, o.state, o.asked_by, o.taken_at, o.row_count, o.row_count_of,
  o.database_name, o.open_until`;
const from = sql`backup_openings o join companies c on c.id = o.company_id`;

/** The last one, whatever became of it. */
export const selectLastOpening = (control: Db, companyId: string): Promise<OpeningRow | null> =>
  control.maybe(sql`
    select ${columns} from ${from} where o.company_id = ${companyId} order by o.asked_at desc, o.id desc limit 1`);

/** None where one is open or on its way. */
export const insertOpening = (
  control: Db,
  asked: { id: string; companyId: string; backupId: BackupId; askedBy: string; now: Date },
): Promise<number> =>
  control.run(sql`
    insert into backup_openings (id, company_id, backup_id, state, asked_by, asked_at, taken_at, row_count_of)
    select ${asked.id}, company_id, id, 'asked', ${asked.askedBy}, ${asked.now}, taken_at, row_count
      from backups where company_id = ${asked.companyId} and id = ${asked.backupId}
        on conflict do nothing`);

/** Asked for or cut short, open, or with a database that nobody needs any more. */
export const selectOpenings = (control: Db): Promise<OpeningRow[]> =>
  control.rows(sql`
    select ${columns} from ${from}
     where o.state in ('asked', 'opening', 'open') or o.database_name is not null
     order by o.asked_at, o.id`);

export const markOpening = (control: Db, id: string, databaseName: string): Promise<number> =>
  control.run(sql`
    update backup_openings set state = 'opening', database_name = ${databaseName}, row_count = 0 where id = ${id}`);

export const markOpeningProgress = (control: Db, id: string, done: number): Promise<number> =>
  control.run(
    sql`update backup_openings set row_count = ${done} where id = ${id} and state = 'opening'`,
  );

export const markOpen = (control: Db, id: string, openUntil: Date): Promise<number> =>
  control.run(sql`
    update backup_openings set state = 'open', open_until = ${openUntil}, row_count = coalesce(row_count_of, row_count)
     where id = ${id} and state = 'opening'`);

export const markOpeningFailed = (control: Db, id: string, why: string): Promise<number> =>
  control.run(sql`
    update backup_openings set state = 'failed', why_failed = ${why} where id = ${id} and state in ('asked', 'opening')`);

export const markOpeningOver = (control: Db, companyId: string): Promise<number> =>
  control.run(sql`
    update backup_openings set state = 'closed'
     where company_id = ${companyId} and state in ('asked', 'opening', 'open')`);

export const markOpeningGone = (control: Db, id: string): Promise<number> =>
  control.run(sql`update backup_openings set database_name = null where id = ${id}`);

export const selectOpeningDatabases = (
  control: Db,
  companyId: string,
): Promise<{ name: string }[]> =>
  control.rows(sql`
    select database_name as name from backup_openings where company_id = ${companyId} and database_name is not null`);
