import type { Db } from "#platform/db/db.ts";
import { plannedEachTime, sql, when } from "#platform/db/sql.ts";
import type { RecordType } from "../types/types.ts";
import { type Neighbour, swapsOf, WORD_MIN } from "./search.rules.ts";

const WORD_MAX = 24;

/** Words that look alike, by the letters they share, and those with two neighbouring letters swapped, which share few. */
export const selectNeighbours = (db: Db, word: string, limit: number): Promise<Neighbour[]> =>
  db.rows(
    plannedEachTime(sql`
    select word, uses_count from search_words
     where word % ${word} or word = any(${swapsOf(word)}::text[]) order by similarity(word, ${word}) desc, uses_count desc limit ${limit}`),
  );

/** One learns at a time. */
export const lockProgress = async (db: Db, type: string): Promise<string | null> => {
  await db.run(sql`select pg_advisory_xact_lock(hashtextextended('records.search', 0))`);
  const row = await db.maybe<{ lastId: string }>(
    sql`select last_id from search_progress where record_type = ${type}`,
  );
  return row?.lastId ?? null;
};

export const forgetWords = (db: Db): Promise<number> =>
  db.run(sql`with words as (delete from search_words) delete from search_progress`);

/** Learns from the next records; how many there were. */
export async function learnWords(
  db: Db,
  type: RecordType,
  words: NonNullable<RecordType["words"]>,
  after: string | null,
  limit: number,
): Promise<number> {
  const row = sql`r`;
  const { count } = await db.one<{ count: number }>(
    plannedEachTime(sql`
    with batch as materialized (
      select r.id, search_form(${words(row)}) as words from ${type.table} r
       where ${type.isLive(row)} ${when(after, sql`and r.id > ${after}::uuid`)}
       order by r.id limit ${limit}),
    learnt as (
      insert into search_words as known (word, uses_count)
      select word, count(*) from batch, regexp_split_to_table(words, '[^a-z]+') as word
       where length(word) between ${WORD_MIN}::int and ${WORD_MAX}::int group by word order by word
      on conflict (word) do update set uses_count = known.uses_count + excluded.uses_count),
    reached as (
      insert into search_progress (record_type, last_id)
      select ${type.name}, id from batch order by id desc limit 1
      on conflict (record_type) do update set last_id = excluded.last_id)
    select count(*)::int as count from batch`),
    "records.search",
  );
  return count;
}
