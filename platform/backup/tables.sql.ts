import type pg from "pg";

/** What a company's database holds, read from its own catalogue: nothing that a migration adds can be forgotten. */
export type Table = {
  readonly schema: string;
  readonly name: string;
  /** Those that are kept; what the database works out itself is not. In the order of the alphabet. */
  readonly columns: readonly string[];
};

/** A table as it stood: how many rows, and one hash over all of them, whatever order they lie in. */
export type TableState = { readonly table: string; readonly rows: number; readonly hash: string };

export type Sequence = { readonly schema: string; readonly name: string; readonly value: string };

/** Ours and the waiting jobs. Which migrations ran is said apart (`selectMigrations`). */
const KEPT =
  "n.nspname in ('public', 'graphile_worker') and not (n.nspname = 'graphile_worker' and c.relname = 'migrations')";

export const titleOf = ({ schema, name }: Table): string => `${schema}.${name}`;

export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quotedTable = ({ schema, name }: Pick<Table, "schema" | "name">): string =>
  `${quotedName(schema)}.${quotedName(name)}`;
export const quotedColumns = ({ columns }: Table): string => columns.map(quotedName).join(", ");

export async function selectTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as name, array_agg(a.attname::text order by a.attname) as columns
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and c.relpersistence = 'p' and ${KEPT}
     group by 1, 2 order by 1, 2`);
  return rows;
}

/** How texts are written must not depend on who asks: what is hashed and what is copied is text. */
export const PLAIN_TEXT = `set datestyle to 'ISO, YMD'; set timezone to 'UTC'; set intervalstyle to 'iso_8601';
  set extra_float_digits to 1; set bytea_output to 'hex'; set client_encoding to 'UTF8'`;

/**
 * Sums of the two halves of every row's MD5: equal for equal rows in any order, in one pass without sorting. It finds what
 * went wrong, not who meant harm: against those the backup's seal stands.
 */
export async function selectState(client: pg.Client, table: Table): Promise<TableState> {
  return selectStateOf(
    client,
    table,
    `select ${quotedColumns(table)} from only ${quotedTable(table)}`,
  );
}

/** The same of some of its rows: those that a query finds, each with all of its columns in their order. */
export async function selectStateOf(
  client: pg.Client,
  table: Table,
  found: string,
): Promise<TableState> {
  const { rows } = await client.query<{ rows: number; hash: string }>(`
    select count(*) as rows,
           coalesce(sum(('x' || left(line, 16))::bit(64)::bigint::numeric), 0)::text || '/' ||
           coalesce(sum(('x' || right(line, 16))::bit(64)::bigint::numeric), 0)::text as hash
      from (select md5(row(${quotedColumns(table)})::text) as line from (${found}) as found) as lines`);
  const [state] = rows;
  return { table: titleOf(table), rows: state?.rows ?? 0, hash: state?.hash ?? "" };
}

/** The numbers of the migrations that ran, in the order of their numbers. */
export async function selectMigrations(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ number: number }>(
    "select number from house.migrations order by number",
  );
  return rows.map(({ number }) => number);
}

export async function selectSequences(client: pg.Client): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    select n.nspname as schema, c.relname as name, s.last_value::text as value
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_sequences s on s.schemaname = n.nspname and s.sequencename = c.relname
     where c.relkind = 'S' and ${KEPT} and s.last_value is not null
     order by 1, 2`);
  return rows;
}

export async function setSequence(client: pg.Client, sequence: Sequence): Promise<void> {
  await client.query("select setval($1::regclass, $2::bigint)", [
    quotedTable(sequence),
    sequence.value,
  ]);
}

/** Statements that undo and redo what would slow down or refuse a table that is filled before the others. */
export type Guard = { readonly undo: string; readonly redo: string };

/** Foreign keys and indexes that no constraint stands on: taken away while rows come in, and made again from all of them. */
export async function selectGuards(client: pg.Client): Promise<Guard[]> {
  const { rows } = await client.query<Guard>(`
    select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as undo,
           format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname,
                  pg_get_constraintdef(k.oid)) as redo
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and ${KEPT}
    union all
    select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and ${KEPT}
       and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
       and not i.indisreplident`);
  return rows;
}
