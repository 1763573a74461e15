import type { Db } from "#platform/db/db.ts";
import { empty, join, json, plannedEachTime, type Sql, sql } from "#platform/db/sql.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { FieldId, OwnChoice, OwnClass, OwnField, OwnKind } from "./fields.contract.ts";

/** A definition as it is kept: what a person may do with it is asked elsewhere. */
export type KeptField = Omit<OwnField, "blocked">;

type Row = {
  readonly id: FieldId;
  readonly type: RecordTypeName;
  readonly key: string;
  readonly kind: OwnKind;
  readonly labelEn: string;
  readonly labelMs: string;
  readonly helpEn: string;
  readonly helpMs: string;
  readonly class: OwnClass;
  readonly related: RecordTypeName | null;
  readonly choices: OwnChoice[];
  readonly initial: unknown;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  readonly indexedAt: Date | null;
  readonly retiredAt: Date | null;
  readonly purgingAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
};

const columns = sql`
  id, type, key, kind, label_en, label_ms, help_en, help_ms, class, related, choices, initial, is_required, is_unique,
  is_indexed, indexed_at, retired_at, purging_at, created_at, version`;

function fieldFrom(row: Row): KeptField {
  const { labelEn, labelMs, helpEn, helpMs, indexedAt, purgingAt, ...field } = row;
  return {
    ...field,
    label: { en: labelEn, ms: labelMs },
    help: helpEn === "" && helpMs === "" ? null : { en: helpEn, ms: helpMs },
    isIndexing: field.isIndexed && indexedAt === null && field.retiredAt === null,
    isPurging: purgingAt !== null,
  };
}

/** Where the values of each type are: these tables stand above this module, but for the column that holds them. */
export type Table = {
  readonly name: string;
  readonly table: Sql;
  /** What one has to be allowed, to name such a record. */
  readonly reads: string;
  readonly isOwned: boolean;
  /** Of their words, for a search that an index answers. */
  readonly hasSearchText: boolean;
  /** What one is called. */
  readonly title: (of: Sql) => Sql;
};
export const TABLES: Readonly<Record<RecordTypeName, Table>> = {
  customer: {
    name: "customers",
    table: sql`customers`,
    reads: "crm.customers.read",
    isOwned: true,
    hasSearchText: true,
    title: (of) => sql`${of}.name`,
  },
  order: {
    name: "orders",
    table: sql`orders`,
    reads: "sales.orders.read",
    isOwned: true,
    hasSearchText: true,
    title: (of) => sql`${of}.number`,
  },
  product: {
    name: "products",
    table: sql`products`,
    reads: "catalog.products.read",
    isOwned: false,
    hasSearchText: false,
    title: (of) => sql`${of}.title`,
  },
};

/**
 * Whoever writes values holds the definitions as they are, and whoever changes those waits for them: no value is written by
 * a definition that no longer holds.
 */
const lockName = (type: RecordTypeName): Sql =>
  sql`hashtextextended(${`records.fields:${type}`}, 0)`;
export const holdFields = (db: Db, type: RecordTypeName): Promise<number> =>
  db.run(sql`select pg_advisory_xact_lock_shared(${lockName(type)})`);
export const lockFields = (db: Db, type: RecordTypeName): Promise<number> =>
  db.run(sql`select pg_advisory_xact_lock(${lockName(type)})`);

/** Of one type or of all, in their order. */
export const selectFields = async (db: Db, type: RecordTypeName | null): Promise<KeptField[]> =>
  (
    await db.rows<Row>(sql`
      select ${columns} from record_fields
       ${type === null ? empty : sql`where type = ${type}`} order by type, position, id`)
  ).map(fieldFrom);

export const selectField = async (db: Db, id: FieldId): Promise<KeptField> =>
  fieldFrom(
    await db.one<Row>(sql`select ${columns} from record_fields where id = ${id}`, "records.field"),
  );

export const selectMaybeField = async (db: Db, id: FieldId): Promise<KeptField | null> => {
  const row = await db.maybe<Row>(sql`select ${columns} from record_fields where id = ${id}`);
  return row === null ? null : fieldFrom(row);
};

export const insertField = (db: Db, field: KeptField, now: Date): Promise<number> =>
  db.run(sql`
    insert into record_fields (
      id, type, key, kind, label_en, label_ms, help_en, help_ms, class, related, choices, initial, is_required,
      is_unique, is_indexed, position, created_at, updated_at)
    values (
      ${field.id}, ${field.type}, ${field.key}, ${field.kind}, ${field.label.en}, ${field.label.ms},
      ${field.help?.en ?? ""}, ${field.help?.ms ?? ""}, ${field.class}, ${field.related}, ${json(field.choices)},
      ${initialOf(field)}, ${field.isRequired}, ${field.isUnique}, ${field.isIndexed},
      (select coalesce(max(position), 0) + 1 from record_fields where type = ${field.type}), ${now}, ${now})`);

/** The whole of what can change. An index that is asked for anew, or of another kind, is yet to be made. */
export const writeField = (
  db: Db,
  field: KeptField,
  { now, isReindexed }: { readonly now: Date; readonly isReindexed: boolean },
): Promise<number> =>
  db.run(sql`
    update record_fields
       set kind = ${field.kind}, label_en = ${field.label.en}, label_ms = ${field.label.ms},
           help_en = ${field.help?.en ?? ""}, help_ms = ${field.help?.ms ?? ""}, class = ${field.class},
           related = ${field.related}, choices = ${json(field.choices)}, initial = ${initialOf(field)},
           is_required = ${field.isRequired}, is_unique = ${field.isUnique}, is_indexed = ${field.isIndexed},
           indexed_at = case when ${isReindexed} then null else indexed_at end,
           updated_at = ${now}, version = version + 1
     where id = ${field.id}`);

const initialOf = ({ initial }: Pick<KeptField, "initial">): string | null =>
  initial === null || initial === undefined ? null : json(initial);

export const markOrdered = (db: Db, ids: readonly FieldId[]): Promise<number> =>
  db.run(sql`
    update record_fields f set position = o.position
      from unnest(${ids}::uuid[]) with ordinality as o(id, position) where f.id = o.id`);

export const markRetired = (db: Db, id: FieldId, at: Date | null, now: Date): Promise<number> =>
  db.run(sql`
    update record_fields
       set retired_at = ${at}, indexed_at = null, updated_at = ${now}, version = version + 1,
           position = case when ${at !== null} then position
                           else (select max(o.position) + 1 from record_fields o where o.type = record_fields.type) end
     where id = ${id}`);

export const markPurging = (db: Db, id: FieldId, now: Date): Promise<number> =>
  db.run(sql`
    update record_fields set purging_at = ${now}, updated_at = ${now}, version = version + 1 where id = ${id}`);

export const markIndexed = (db: Db, id: FieldId, at: Date): Promise<number> =>
  db.run(sql`update record_fields set indexed_at = ${at} where id = ${id}`);

export const deleteField = (db: Db, id: FieldId): Promise<number> =>
  db.run(sql`delete from record_fields where id = ${id}`);

type Indexed = Pick<KeptField, "type" | "key" | "kind">;

/** In the database's own words: 0073. A table that is busy for long is tried again later. */
export async function createIndex(db: Db, field: Indexed, isUnique: boolean): Promise<void> {
  await db.run(sql`set local lock_timeout = '5s'`);
  const { name } = TABLES[field.type];
  await db.run(sql`select index_custom_field(${name}, ${field.key}, ${field.kind}, ${isUnique})`);
}
export async function dropIndex(
  db: Db,
  field: Pick<Indexed, "type" | "key">,
  isUnique: boolean,
): Promise<void> {
  await db.run(sql`set local lock_timeout = '5s'`);
  const { name } = TABLES[field.type];
  await db.run(sql`select drop_custom_index(${name}, ${field.key}, ${isUnique})`);
}

export const isValueUsed = async (
  db: Db,
  { type, key }: Pick<KeptField, "type" | "key">,
): Promise<boolean> =>
  (await db.maybe(sql`select from ${TABLES[type].table} where custom ? ${key} limit 1`)) !== null;

/** Of these choices, those that some record has. */
export const selectUsedChoices = async (
  db: Db,
  { type, key }: Pick<KeptField, "type" | "key">,
  values: readonly string[],
): Promise<Set<string>> => {
  const rows = await db.rows<{ value: string }>(sql`
    select value from unnest(${values}::text[]) as value
     where exists (select from ${TABLES[type].table} where custom -> ${key}::text ? value)`);
  return new Set(rows.map(({ value }) => value));
};

/** How many records have each key. */
export const countValues = (
  db: Db,
  type: RecordTypeName,
): Promise<{ key: string; count: number }[]> =>
  db.rows(sql`
    select key, count(*)::int as count
      from ${TABLES[type].table}, jsonb_object_keys(custom) as key
     where custom <> '{}' group by key`);

/** Takes a field's values out of so many records. Zero: none is left. */
export const clearSome = (
  db: Db,
  { type, key }: Pick<KeptField, "type" | "key">,
  limit: number,
): Promise<number> =>
  db.run(sql`
    update ${TABLES[type].table} set custom = custom - ${key}::text
     where id in (select id from ${TABLES[type].table} where custom ? ${key} order by id limit ${limit} for update)`);

/** Of these records, those that this person may name. */
export const selectNameable = async (
  db: Db,
  type: RecordTypeName,
  ids: readonly string[],
  owners: readonly string[] | null,
): Promise<Set<string>> => {
  const { table, isOwned } = TABLES[type];
  const rows = await db.rows<{ id: string }>(sql`
    select id from ${table}
     where id = any(${ids}::uuid[]) and trashed_at is null
       ${owners === null || !isOwned ? empty : sql`and owner_id = any(${owners}::uuid[])`}`);
  return new Set(rows.map(({ id }) => id));
};

export type Named = { readonly id: string; readonly title: string };

/** Found by what they are called alone: the index of all their words finds, the title decides. */
export const selectFound = (
  db: Db,
  type: RecordTypeName,
  patterns: readonly string[],
  owners: readonly string[] | null,
  limit: number,
): Promise<Named[]> => {
  const { table, isOwned, hasSearchText, title } = TABLES[type];
  const called = title(sql`r`);
  const fits = patterns.map(
    (pattern) => sql`
      ${hasSearchText ? sql`and r.search_text like ${pattern}` : empty} and search_form(${called}) like ${pattern}`,
  );
  return db.rows(
    plannedEachTime(sql`
      select r.id, ${called} as title from ${table} r
       where r.trashed_at is null and ${called} <> '' ${join(fits, sql``)}
         ${owners === null || !isOwned ? empty : sql`and r.owner_id = any(${owners}::uuid[])`}
       order by r.id desc limit ${limit}`),
  );
};

export const selectTitles = (
  db: Db,
  type: RecordTypeName,
  ids: readonly string[],
  owners: readonly string[] | null,
): Promise<Named[]> => {
  const { table, isOwned, title } = TABLES[type];
  return db.rows(sql`
    select r.id, ${title(sql`r`)} as title from ${table} r
     where r.id = any(${ids}::uuid[])
       ${owners === null || !isOwned ? empty : sql`and r.owner_id = any(${owners}::uuid[])`}`);
};

/** A key as text of a statement: an index is found by what stands there, not by a parameter. */
function literal(key: string): Sql {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(key)) throw new Error(`no key of a field: ${key}`);
  const text = [`'${key}'`];
  return sql(Object.assign(text, { raw: text }));
}

type Typed = Pick<KeptField, "key" | "kind">;

/** A value as PostgreSQL has it: the very expression that 0073 makes its index of. */
export function valueSql({ key, kind }: Typed): (of: Sql) => Sql {
  const at = literal(key);
  const text = (of: Sql) => sql`(${of}.custom ->> ${at})`;
  switch (kind) {
    case "number":
      return (of) => sql`${text(of)}::numeric`;
    case "money":
      return (of) => sql`${text(of)}::bigint`;
    case "date":
      return (of) => sql`custom_day(${text(of)})`;
    case "moment":
      return (of) => sql`custom_moment(${text(of)})`;
    case "yes_no":
      return (of) => sql`${text(of)}::boolean`;
    case "reference":
      return (of) => sql`${text(of)}::uuid`;
    case "phone":
      return (of) =>
        sql`coalesce(${of}.custom -> ${at} ->> 'e164', ${of}.custom -> ${at} ->> 'text')`;
    case "choices":
      return (of) => sql`
        case jsonb_typeof(${of}.custom -> ${at})
             when 'array' then array(select jsonb_array_elements_text(${of}.custom -> ${at}))
             when 'string' then array[${text(of)}] end`;
    default:
      return text;
  }
}

/** What its order goes by, with those that have no value before all others. Null: the kind has no order. */
export function sortSql(field: Typed): { key: (of: Sql) => Sql; cast: Sql } | null {
  const value = valueSql(field);
  switch (field.kind) {
    case "number":
      return {
        key: (of) => sql`coalesce(${value(of)}, '-Infinity'::numeric)`,
        cast: sql`::numeric`,
      };
    case "money":
      return {
        key: (of) => sql`coalesce(${value(of)}, -9223372036854775808)`,
        cast: sql`::bigint`,
      };
    case "date":
      return { key: (of) => sql`coalesce(${value(of)}, '-infinity'::date)`, cast: sql`::date` };
    case "moment":
      return {
        key: (of) => sql`coalesce(${value(of)}, '-infinity'::timestamptz)`,
        cast: sql`::timestamptz`,
      };
    case "yes_no":
      return { key: (of) => sql`coalesce(${value(of)}::int, -1)`, cast: sql`::int` };
    case "text":
    case "link":
    case "email":
    case "phone":
      return { key: (of) => sql`coalesce(lower(${value(of)}), '')`, cast: sql`::text` };
    default:
      return null;
  }
}

const FOLDED: ReadonlySet<OwnKind> = new Set(["text", "link", "email", "phone"]);

export type Taken = {
  readonly recordId: string;
  readonly recordName: string;
  readonly value: string;
  /** As it is kept. */
  readonly kept: unknown;
  readonly ownerId: string;
  readonly ownerName: string;
};

/** Of these in the trash, those whose value of a unique field another has now, or one of them that is older. */
export const selectTakenValues = (
  db: Db,
  field: Pick<KeptField, "type" | "key" | "kind">,
  ids: readonly string[],
): Promise<Taken[]> => {
  const { table, title } = TABLES[field.type];
  const value = valueSql(field);
  const as = (of: Sql) => (FOLDED.has(field.kind) ? sql`lower(${value(of)})` : value(of));
  return db.rows(sql`
    with back as (
      select t.id, ${title(sql`t`)} as name, ${as(sql`t`)} as value, t.custom -> ${field.key}::text as kept
        from ${table} t where t.id = any(${ids}::uuid[]) and t.trashed_at is not null),
    taken as (
      select b.id, b.name, b.value, b.kept, h.id as owner_id, ${title(sql`h`)} as owner_name
        from back b join ${table} h on ${as(sql`h`)} = b.value and h.trashed_at is null
       union all
      select b.id, b.name, b.value, b.kept, o.id, o.name
        from back b join back o on o.value = b.value and o.id < b.id)
    select distinct on (id) id as record_id, name as record_name, value::text as value, kept, owner_id, owner_name
      from taken order by id, owner_id`);
};

export const clearValue = (
  db: Db,
  { type, key }: Pick<KeptField, "type" | "key">,
  ids: readonly string[],
): Promise<number> =>
  db.run(sql`
    update ${TABLES[type].table} set custom = custom - ${key}::text, version = version + 1
     where id = any(${ids}::uuid[])`);
