import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** Places in the log by lane: what an entry has to name as `erased`, or the emptied ones are held to be tampered with. */
export type Erased = Readonly<Record<string, readonly number[]>>;

/**
 * Empties what the log tells of records that are gone: their names and values, with the salt without which nobody can
 * find them by trying. Who did what and when stays, and so does the chain. To be audited in the same transaction as
 * `{ erased }`.
 */
export async function eraseWords(db: Db, type: string, ids: readonly string[]): Promise<Erased> {
  const rows = await db.rows<{ lane: number; positions: number[] }>(sql`
    select lane, array_agg(position::int order by position) as positions
      from erase_audit_values(${type}, ${ids}::uuid[]) group by lane`);
  return Object.fromEntries(rows.map(({ lane, positions }) => [lane, positions]));
}
