import type { Link } from "#platform/audit/tips.rules.ts";
import type { Finding, LoggedEntry } from "#platform/audit/verifier.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";

/** Which log this database holds: what its entries' hashes say. */
export const selectLogId = async (db: Db): Promise<string> =>
  (await db.one<{ log: string }>(sql`select audit_log() as log`, "trust.audit")).log;

/** The newest entry of each lane: one look-up in the index for each, however long the log is. */
export const selectNewest = (db: Db): Promise<Link[]> =>
  db.rows(sql`
    with recursive lanes as (
      (select lane from audit_entries order by lane limit 1)
      union all
      select (select e.lane from audit_entries e where e.lane > lanes.lane order by e.lane limit 1)
        from lanes where lanes.lane is not null)
    select newest.lane, newest.position, encode(newest.hash, 'hex') as hash
      from lanes, lateral (select lane, position, hash from audit_entries e
                            where e.lane = lanes.lane order by position desc limit 1) as newest
     order by newest.lane`);

/** Of one lane, from behind a position on: as they are verified and downloaded. */
export const selectLogged = (
  db: Db,
  lane: number,
  after: number,
  limit: number,
): Promise<LoggedEntry[]> =>
  db.rows(sql`
    select action, actor_id, actor_kind, actor_name,
           to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
           change, encode(hash, 'hex') as hash, ip, lane, id as number, position, request_id,
           encode(said, 'hex') as said, encode(salt, 'hex') as salt, subject_id, subject_name, subject_type
      from audit_entries
     where lane = ${lane} and position > ${after}
     order by position limit ${limit}`);

export type CheckRow = {
  readonly at: Date;
  readonly isWhole: boolean;
  readonly entriesCount: number;
  readonly findings: Finding[];
};

export const insertCheck = (db: Db, check: CheckRow): Promise<number> =>
  db.run(sql`
    insert into audit_checks (at, is_whole, entries_count, findings)
    values (${check.at}, ${check.isWhole}, ${check.entriesCount}, ${json(check.findings)})`);

export const selectLastCheck = (db: Db): Promise<CheckRow | null> =>
  db.maybe(sql`
    select at, is_whole, entries_count, findings from audit_checks order by id desc limit 1`);

export const selectLastWholeCheckAt = async (db: Db): Promise<Date | null> =>
  (
    await db.maybe<{ at: Date }>(
      sql`select at from audit_checks where is_whole order by id desc limit 1`,
    )
  )?.at ?? null;

export const insertDownload = (db: Db, tokenHash: Buffer, expiresAt: Date): Promise<number> =>
  db.run(
    sql`insert into audit_downloads (token_hash, expires_at) values (${tokenHash}, ${expiresAt})`,
  );

/** Once: whoever comes second finds nothing. Those that nobody used go with it. */
export const takeDownload = async (db: Db, tokenHash: Buffer, now: Date): Promise<boolean> => {
  const taken = await db.rows<{ isOpen: boolean }>(sql`
    delete from audit_downloads where token_hash = ${tokenHash} or expires_at < ${now}
    returning token_hash = ${tokenHash} and expires_at >= ${now} as is_open`);
  return taken.some(({ isOpen }) => isOpen);
};
