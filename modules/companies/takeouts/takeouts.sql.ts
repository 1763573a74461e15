import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Takeout, TakeoutId } from "./takeouts.contract.ts";

/** All on the control database, beside the backups. */
export type TakeoutRow = Omit<Takeout, "blocked">;

const columns = sql`id, state, asked_by, asked_at, row_count, row_count_of, table_count, bytes, sha256, expires_at`;

export const selectTakeouts = (
  control: Db,
  companyId: string,
  since: Date,
): Promise<TakeoutRow[]> =>
  control.rows(sql`
    select ${columns} from takeouts
     where company_id = ${companyId} and asked_at > ${since} order by asked_at desc, id desc limit 100`);

export const selectTakeout = (control: Db, companyId: string, id: TakeoutId): Promise<TakeoutRow> =>
  control.one(
    sql`select ${columns} from takeouts where company_id = ${companyId} and id = ${id}`,
    "companies.takeout",
  );

/** None where one is under way. */
export const insertTakeout = (
  control: Db,
  asked: { id: TakeoutId; companyId: string; region: string; askedBy: string; now: Date },
): Promise<number> =>
  control.run(sql`
    insert into takeouts (id, company_id, region, state, asked_by, asked_at)
    values (${asked.id}, ${asked.companyId}, ${asked.region}, 'asked', ${asked.askedBy}, ${asked.now})
        on conflict do nothing`);

export const markLinked = (control: Db, id: TakeoutId, hash: Buffer): Promise<number> =>
  control.run(
    sql`update takeouts set link_hash = ${hash}, resume_hash = null where id = ${id} and state = 'done'`,
  );

export type Linked = {
  readonly id: TakeoutId;
  readonly companyId: string;
  readonly region: string;
};

type Shown = { readonly companyId: string; readonly hash: Buffer };
export type Sized = Linked & { readonly bytes: number; readonly doneAt: Date };

/** A link opens once: from then on it goes on only for whom has the tag that this answer carries. */
export const takeLinked = (
  control: Db,
  { companyId, hash }: Shown,
  resumeHash: Buffer,
  now: Date,
): Promise<Sized | null> =>
  control.maybe(sql`
    update takeouts set resume_hash = ${resumeHash}
     where company_id = ${companyId} and link_hash = ${hash} and resume_hash is null
       and state = 'done' and expires_at > ${now}
    returning id, company_id, region, bytes, done_at`);

export const selectResumed = (
  control: Db,
  { companyId, hash }: Shown,
  resumeHash: Buffer,
  now: Date,
): Promise<Sized | null> =>
  control.maybe(sql`
    select id, company_id, region, bytes, done_at from takeouts
     where company_id = ${companyId} and link_hash = ${hash} and resume_hash = ${resumeHash}
       and state = 'done' and expires_at > ${now}`);

export type TakeoutToMake = Linked & { readonly databaseName: string };

/** Asked for, or begun by a process that died. */
export const takeNext = (control: Db): Promise<TakeoutToMake | null> =>
  control.maybe(sql`
    update takeouts t set state = 'making', row_count = 0
      from companies c
     where c.id = t.company_id
       and t.id = (select id from takeouts where state in ('asked', 'making') order by asked_at, id limit 1)
    returning t.id, t.company_id, t.region, c.database_name`);

export const markPacking = (
  control: Db,
  id: TakeoutId,
  done: number,
  of: number,
): Promise<number> =>
  control.run(sql`
    update takeouts set row_count = ${done}, row_count_of = ${of} where id = ${id} and state = 'making'`);

export const markDone = (
  control: Db,
  id: TakeoutId,
  made: {
    at: Date;
    expiresAt: Date;
    bytes: number;
    sha256: string;
    rows: number;
    tables: number;
  },
): Promise<number> =>
  control.run(sql`
    update takeouts
       set state = 'done', done_at = ${made.at}, expires_at = ${made.expiresAt}, bytes = ${made.bytes}, sha256 = ${made.sha256},
           row_count = ${made.rows}, row_count_of = ${made.rows}, table_count = ${made.tables}
     where id = ${id}`);

export const markFailed = (control: Db, id: TakeoutId, why: string): Promise<number> =>
  control.run(sql`update takeouts set state = 'failed', why_failed = ${why} where id = ${id}`);

/** What of a company only this house can open: it is not in an export, which says how much of it there is. */
export const selectStaying = (
  control: Db,
  companyId: string,
): Promise<{ members: number; keys: number; erased: number }> =>
  control.one(
    sql`
      select (select count(*)::int from members where company_id = ${companyId}) as members,
             (select count(*)::int from api_keys where company_id = ${companyId} and ended_at is null) as keys,
             (select count(*)::int from erasures where company_id = ${companyId}) as erased`,
    "companies.company",
  );

export const selectOver = (control: Db, now: Date): Promise<Linked[]> =>
  control.rows(sql`
    select id, company_id, region from takeouts where state = 'done' and expires_at <= ${now}`);

export const markGone = (control: Db, id: TakeoutId): Promise<number> =>
  control.run(
    sql`update takeouts set state = 'gone', link_hash = null, resume_hash = null where id = ${id}`,
  );
