import type { Db } from "#platform/db/db.ts";
import { likeText, sql } from "#platform/db/sql.ts";

const naming = (words: readonly string[]) => sql`
  lower(v.name || ' ' || v.state::text) like any(${words.map((word) => `%${likeText(word.toLowerCase())}%`)}::text[])`;

export const gatherViews = (db: Db, words: readonly string[]): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(v) as row from record_views v where ${naming(words)} order by created_at, id`);

/** Of those that open with one, the list opens as the house has it. */
export const deleteViews = (db: Db, words: readonly string[]): Promise<number> =>
  db.run(sql`delete from record_views v where ${naming(words)}`);
