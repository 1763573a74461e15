import type { Db } from "#platform/db/db.ts";
import { type Sql, sql } from "#platform/db/sql.ts";

/** Places in the log by lane: what an entry has to name as `erased`, or the emptied ones are held to be tampered with. */
export type Erased = Readonly<Record<string, readonly number[]>>;

/**
 * Empties what the log tells of records that are gone: their names and values, with the salt without which nobody can
 * find them by trying. Who did what and when stays, and so does the chain. To be audited in the same transaction as
 * `{ erased }`.
 */
export const eraseWords = async (db: Db, type: string, ids: readonly string[]): Promise<Erased> =>
  byLane(await db.rows(sql`${places(sql`erase_audit_values(${type}, ${ids}::uuid[])`)}`));

/** The same of single entries, by their numbers. */
export const eraseEntries = async (db: Db, numbers: readonly number[]): Promise<Erased> =>
  byLane(await db.rows(sql`${places(sql`erase_audit_entries(${numbers}::bigint[])`)}`));

const places = (emptied: Sql): Sql => sql`
  select lane, array_agg(position::int order by position) as positions from ${emptied} group by lane`;

const byLane = (rows: readonly { lane: number; positions: number[] }[]): Erased =>
  Object.fromEntries(rows.map(({ lane, positions }) => [lane, positions]));
