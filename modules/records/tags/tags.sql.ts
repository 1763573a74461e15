import type { Db } from "#platform/db/db.ts";
import { empty, plannedEachTime, type Sql, sql } from "#platform/db/sql.ts";
import type { BulkId } from "../bulk/bulk.ts";
import { TAGS_LISTED_MAX, type TagChangeId, type TagColour } from "./tags.contract.ts";

export type Tag = { readonly name: string; readonly colour: TagColour };

export const selectColours = (db: Db): Promise<Tag[]> =>
  db.rows(sql`select name, colour from tags order by lower(name), name limit ${TAGS_LISTED_MAX}`);

export const countTags = async (db: Db): Promise<number> =>
  (await db.one<{ count: number }>(sql`select count(*)::int as count from tags`, "records.tag"))
    .count;

export const lockTag = (db: Db, name: string): Promise<(Tag & { readonly id: string }) | null> =>
  db.maybe(sql`select id, name, colour from tags where name = ${name} for update`);

export const upsertTag = async (
  db: Db,
  tag: Tag & { readonly id: string },
  now: Date,
): Promise<string> =>
  (
    await db.one<{ id: string }>(
      sql`
      insert into tags (id, name, colour, created_at) values (${tag.id}, ${tag.name}, ${tag.colour}, ${now})
      on conflict (name) do update set colour = excluded.colour returning id`,
      "records.tag",
    )
  ).id;

export const deleteTag = (db: Db, name: string): Promise<number> =>
  db.run(sql`delete from tags where name = ${name}`);

/** Where records of a type stand, and where in their rows the tags. */
export type Place = {
  readonly table: Sql;
  readonly tags: (of: Sql) => Sql;
  readonly isLive: (of: Sql) => Sql;
  readonly ownerId: ((of: Sql) => Sql) | null;
};
const ROW = sql`r`;

/** Tags come in few combinations: those are counted, and then taken apart. */
export const selectUse = (
  db: Db,
  { table, tags, isLive, ownerId }: Place,
  owners: readonly string[] | null,
): Promise<{ name: string; count: number }[]> =>
  db.rows(
    plannedEachTime(sql`
    select name, sum(count)::int as count
      from (select ${tags(ROW)} as tags, count(*) as count from ${table} r
             where ${tags(ROW)} <> '{}' and ${isLive(ROW)}
                   ${owners === null || ownerId === null ? empty : sql`and ${ownerId(ROW)} = any(${owners}::uuid[])`}
             group by 1) as combination,
           unnest(tags) as name
     group by name order by 2 desc, 1 limit ${TAGS_LISTED_MAX}`),
  );

/** All that carry it, put away or not, in the order of their ids. */
export const selectCarriers = async (
  db: Db,
  { table, tags }: Place,
  name: string,
  limit: number,
): Promise<string[]> =>
  (
    await db.rows<{ id: string }>(
      plannedEachTime(sql`
      select r.id from ${table} r where ${tags(ROW)} @> array[${name}]::text[] order by r.id limit ${limit}`),
    )
  ).map(({ id }) => id);

export type ChangeRow = {
  readonly id: TagChangeId;
  readonly name: string;
  readonly into: string | null;
  readonly colour: TagColour | null;
  readonly intoColour: TagColour | null;
  readonly runs: readonly BulkId[];
  readonly totalCount: number;
  readonly doneCount: number;
  readonly actorId: string;
  readonly actorName: string;
  readonly changedAt: Date;
  readonly undoneAt: Date | null;
};
const columns = sql`
  t.id, t.name, t.into_name as into, t.colour, t.into_colour, t.runs, t.record_count as total_count,
  (select coalesce(sum(case when b.state in ('undoing', 'undone') then b.undone_count + b.left_count
                            else b.done_count end), 0)::int
     from bulk_runs b where b.id = any(t.runs)) as done_count,
  t.actor_id, t.actor_name, t.changed_at, t.undone_at`;

export const selectChanges = (db: Db, since: Date): Promise<ChangeRow[]> =>
  db.rows(sql`
    select ${columns} from tag_changes t where t.changed_at > ${since}
     order by t.changed_at desc, t.id desc limit 20`);

export const selectChange = (db: Db, id: TagChangeId): Promise<ChangeRow> =>
  db.one(sql`select ${columns} from tag_changes t where t.id = ${id}`, "records.tag_change");

export const lockChange = (db: Db, id: TagChangeId): Promise<ChangeRow> =>
  db.one(
    sql`select ${columns} from tag_changes t where t.id = ${id} for update of t`,
    "records.tag_change",
  );

export const insertChange = (
  db: Db,
  change: Omit<ChangeRow, "doneCount" | "undoneAt">,
): Promise<number> =>
  db.run(sql`
    insert into tag_changes (id, name, into_name, colour, into_colour, runs, record_count, actor_id, actor_name, changed_at)
    values (${change.id}, ${change.name}, ${change.into}, ${change.colour}, ${change.intoColour}, ${change.runs}::uuid[],
            ${change.totalCount}, ${change.actorId}, ${change.actorName}, ${change.changedAt})`);

export const markUndone = (db: Db, id: TagChangeId, at: Date): Promise<number> =>
  db.run(sql`update tag_changes set undone_at = ${at} where id = ${id}`);

export const deleteChanges = (db: Db, before: Date): Promise<number> =>
  db.run(sql`delete from tag_changes where changed_at < ${before}`);
