import type pg from "pg";
import { quoted } from "#platform/tenancy/names.ts";
import type { CompanyColumn, HouseColumn } from "./sealed-columns.ts";

export type SealedRow = { readonly key: string[]; readonly sealed: string };

/** How many values each version of the master key has sealed there. */
export async function countByVersion(
  control: pg.Pool,
  { table, column }: HouseColumn,
): Promise<Map<number, number>> {
  const { rows } = await control.query<{ version: number; count: number }>(
    `select split_part(${quoted(column)}, '.', 2)::int as version, count(*)::int as count
       from ${quoted(table)} where ${quoted(column)} is not null group by 1`,
  );
  return new Map(rows.map(({ version, count }) => [version, count]));
}

/** Some that another version than this sealed. */
export async function selectSealedByOthers(
  control: pg.Pool,
  { table, column, key }: HouseColumn,
  version: number,
  limit: number,
): Promise<SealedRow[]> {
  const names = key.map((name) => `${quoted(name)}::text`).join(", ");
  const { rows } = await control.query<SealedRow>(
    `select array[${names}] as key, ${quoted(column)} as sealed
       from ${quoted(table)}
      where ${quoted(column)} is not null and split_part(${quoted(column)}, '.', 2)::int <> $1
      limit $2`,
    [version, limit],
  );
  return rows;
}

/** Only if it is still what was read: whoever wrote it anew meanwhile was faster. */
export async function markSealed(
  control: pg.Pool,
  { table, column, key }: HouseColumn,
  row: SealedRow,
  sealed: string,
): Promise<void> {
  const names = key.map((name, i) => `${quoted(name)}::text = $${i + 3}`).join(" and ");
  await control.query(
    `update ${quoted(table)} set ${quoted(column)} = $1 where ${quoted(column)} = $2 and ${names}`,
    [sealed, row.sealed, ...row.key],
  );
}

/** Which of the company's keys sealed a value. */
const keyIdIn = ({ column, kind }: CompanyColumn): string =>
  kind === "text" ? `split_part(${quoted(column)}, '.', 2)::int` : `get_byte(${quoted(column)}, 1)`;

export async function countSealedByOthers(
  client: pg.Client,
  place: CompanyColumn,
  keyId: number,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from ${quoted(place.table)}
      where ${quoted(place.column)} is not null and ${keyIdIn(place)} <> $1`,
    [keyId],
  );
  return rows[0]?.count ?? 0;
}

/** In the caller's transaction; rows that somebody works with come later. */
export async function lockSealedByOthers(
  client: pg.Client,
  place: CompanyColumn,
  keyId: number,
  limit: number,
): Promise<{ id: string; sealed: string | Buffer }[]> {
  const { rows } = await client.query<{ id: string; sealed: string | Buffer }>(
    `select id::text, ${quoted(place.column)} as sealed from ${quoted(place.table)}
      where ${quoted(place.column)} is not null and ${keyIdIn(place)} <> $1
      limit $2 for update skip locked`,
    [keyId, limit],
  );
  return rows;
}

export async function markResealed(
  client: pg.Client,
  { table, column, kind }: CompanyColumn,
  rows: readonly { readonly id: string; readonly sealed: string | Buffer }[],
): Promise<void> {
  await client.query(
    `update ${quoted(table)} as kept set ${quoted(column)} = fresh.sealed
       from unnest($1::uuid[], $2::${kind === "text" ? "text" : "bytea"}[]) as fresh(id, sealed)
      where kept.id = fresh.id`,
    [rows.map(({ id }) => id), rows.map(({ sealed }) => sealed)],
  );
}

/** Whether a transaction that may have sealed with an old key is still open in this database. */
export async function isOlderOpen(client: pg.Client, since: Date): Promise<boolean> {
  const { rows } = await client.query(
    `select from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend'
        and pid <> pg_backend_pid() and xact_start < $1`,
    [since],
  );
  return rows.length > 0;
}
