import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { empty, join, json, type Sql, sql, when } from "#platform/db/sql.ts";
import type { Field, RecordType } from "../types/types.ts";
import type { LookbackKind, LookbackRow, LookbackType } from "./lookbacks.contract.ts";

export type Stored = {
  readonly type: LookbackType;
  readonly id: string;
  readonly kind: LookbackKind;
  readonly name: string;
  readonly state: LookbackRow["state"];
};

const columns = sql`subject_type as type, subject_id as id, kind, name, state`;

export const selectRows = (
  db: Db,
  filter: { kind: LookbackKind; type?: string | undefined; search?: string | undefined },
  after: { readonly type: string; readonly id: string } | null,
  limit: number,
): Promise<Stored[]> =>
  db.rows(sql`
    select ${columns} from lookback_rows
     where kind = ${filter.kind}
       ${when(filter.type, sql`and subject_type = ${filter.type}`)}
       ${when(filter.search, sql`and search_text like all(${searchPatterns(filter.search ?? "")}::text[])`)}
       ${after === null ? empty : sql`and (subject_type, subject_id) > (${after.type}, ${after.id}::uuid)`}
     order by subject_type, subject_id limit ${limit}`);

export const selectCounts = (db: Db): Promise<{ kind: LookbackKind; count: number }[]> =>
  db.rows(sql`select kind, count(*)::int as count from lookback_rows group by kind order by kind`);

export const lockRows = (
  db: Db,
  records: readonly { type: string; id: string }[],
): Promise<Stored[]> =>
  db.rows(sql`
    select ${columns} from lookback_rows
     where (subject_type, subject_id) in (
             select r.type, r.id from json_to_recordset(${json(records)}::json) as r(type text, id uuid))
     order by subject_type, subject_id for update`);

export const lockWanted = (db: Db): Promise<Stored | null> =>
  db.maybe(sql`
    select ${columns} from lookback_rows where state = 'wanted'
     order by subject_type, subject_id limit 1 for update skip locked`);

export const markState = (
  db: Db,
  { type, id }: Pick<Stored, "type" | "id">,
  state: LookbackRow["state"],
): Promise<number> =>
  db.run(sql`
    update lookback_rows set state = ${state} where subject_type = ${type} and subject_id = ${id}`);

/** A record that is otherwise today, with what those of its fields held. */
export type Changed = Stored & { readonly was: Readonly<Record<string, unknown>> };

export const selectChanged = (
  db: Db,
  { type, id }: { readonly type: string; readonly id: string },
): Promise<Changed> =>
  db.one(
    sql`
      select ${columns}, coalesce(was, '{}') as was from lookback_rows
       where subject_type = ${type} and subject_id = ${id} and kind = 'changed'`,
    "records.lookback",
  );

export const selectVersion = (db: Db, type: RecordType, id: string): Promise<{ version: number }> =>
  db.one(sql`select t.version from ${type.table} t where t.id = ${id}`, "records.lookback");

export type Valued = { readonly id: string; readonly values: Readonly<Record<string, unknown>> };

export const selectValuesOf = (
  db: Db,
  type: RecordType,
  fields: readonly Field[],
  ids: readonly string[],
): Promise<Valued[]> => {
  const of = sql`t`;
  const pairs = fields.map(({ key, value }) => sql`${key}::text, ${value(of)}`);
  return db.rows(sql`
    select t.id, jsonb_build_object(${join(pairs, sql`, `)}) as values
      from ${type.table} t where t.id = any(${ids}::uuid[])`);
};

export const deleteRows = (db: Db): Promise<number> => db.run(sql`delete from lookback_rows`);

export const insertRows = (
  db: Db,
  type: LookbackType,
  rows: readonly { id: string; kind: LookbackKind; name: string; was?: object }[],
): Promise<number> =>
  db.run(sql`
    insert into lookback_rows (subject_type, subject_id, kind, name, was)
    select ${type}, r.id, r.kind, r.name, r.was
      from json_to_recordset(${json(rows)}::json) as r(id uuid, kind text, name text, was jsonb)
        on conflict do nothing`);

export type Hashed = {
  readonly id: string;
  readonly name: string;
  readonly isLive: boolean;
  readonly hash: string;
};

/** What people can set of a record, as one hash: what it is reckoned from changes without anybody's doing. */
const hashed = (type: RecordType, fields: readonly Field[]): Sql => {
  const of = sql`t`;
  const values = fields.map(({ value }) => sql`(${value(of)})::text`);
  return sql`t.id, coalesce(${type.title(of)}, '') as name, ${type.isLive(of)} as is_live,
    md5(row(${join(values, sql`, `)})::text) as hash`;
};

export const selectHashes = (
  db: Db,
  type: RecordType,
  fields: readonly Field[],
  after: string | null,
  limit: number,
): Promise<Hashed[]> =>
  db.rows(sql`
    select ${hashed(type, fields)} from ${type.table} t
     ${after === null ? empty : sql`where t.id > ${after}::uuid`} order by t.id limit ${limit}`);

export const selectHashesOf = (
  db: Db,
  type: RecordType,
  fields: readonly Field[],
  ids: readonly string[],
): Promise<Hashed[]> =>
  db.rows(
    sql`select ${hashed(type, fields)} from ${type.table} t where t.id = any(${ids}::uuid[])`,
  );

/** What hangs on a table's rows and goes with them; or only names them. Read from the catalogue: nothing can be forgotten. */
export type Hung = {
  readonly table: string;
  readonly column: string;
  readonly parent: string;
  readonly isPart: boolean;
  readonly hasId: boolean;
};

export const selectHung = (db: Db): Promise<Hung[]> =>
  db.rows(sql`
    select c.relname::text as table, a.attname::text as column, p.relname::text as parent,
           k.confdeltype = 'c' as is_part,
           exists (select from pg_attribute i where i.attrelid = c.oid and i.attname = 'id' and not i.attisdropped) as has_id
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.contype = 'f' and cardinality(k.conkey) = 1 and c.relnamespace = 'public'::regnamespace
     order by 1, 2`);

/** Tables whose rows name any record by its type and id, and that are not written once and for all. */
export const selectNaming = (db: Db): Promise<{ table: string; hasId: boolean }[]> =>
  db.rows(sql`
    select c.relname::text as table,
           exists (select from pg_attribute i where i.attrelid = c.oid and i.attname = 'id' and not i.attisdropped) as has_id
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and c.relname not in ('audit_entries', 'deliveries', 'delivery_results', 'lookback_rows')
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'subject_type')
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'subject_id')
     order by 1`);

export const takeRows = async (db: Db, table: string, rows: string): Promise<number> =>
  (
    await db.one<{ came: number }>(
      sql`select take_rows(${table}, ${rows}::jsonb) as came`,
      "records.lookback",
    )
  ).came;

export const nameAgain = async (
  db: Db,
  { table, column }: Hung,
  ids: readonly string[],
  target: string,
): Promise<number> =>
  (
    await db.one<{ named: number }>(
      sql`select name_again(${table}, ${column}, ${ids}::uuid[], ${target}::uuid) as named`,
      "records.lookback",
    )
  ).named;

export const deleteRowsOf = (db: Db, ids: readonly string[]): Promise<number> =>
  db.run(sql`delete from lookback_rows where subject_id = any(${ids}::uuid[])`);

export const gatherRowsOf = (db: Db, ids: readonly string[]): Promise<{ row: object }[]> =>
  db.rows(
    sql`select to_jsonb(l) - 'search_text' as row from lookback_rows l where subject_id = any(${ids}::uuid[])`,
  );
