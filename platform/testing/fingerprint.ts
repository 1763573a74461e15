import { createHash } from "node:crypto";
import type pg from "pg";

/**
 * One hash of everything a database holds: the same rows, whatever order they were written in, give the same one.
 * Columns named in `except` (`orders.id`) are left out, for what is random by nature.
 */
export async function fingerprint(pool: pg.Pool, except: readonly string[] = []): Promise<string> {
  const { rows: columns } = await pool.query<{ table_name: string; columns: string[] }>(
    `select table_name, array_agg(column_name::text order by column_name) as columns
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE'
        and table_name || '.' || column_name <> all($1::text[])
      group by table_name order by table_name`,
    [except],
  );
  const hash = createHash("sha256");
  for (const { table_name, columns: names } of columns) {
    const row = names.map((name) => `"${name}"`).join(", ");
    const { rows } = await pool.query<{ hash: string | null }>(
      `select md5(string_agg(line, '|' order by line)) as hash from (select md5(row(${row})::text) as line from "${table_name}") as lines`,
    );
    hash.update(`${table_name} ${rows[0]?.hash}\n`);
  }
  return hash.digest("hex");
}
