import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { quotedName, quotedTable, type Table } from "#platform/backup/tables.sql.ts";

/** A table that is watched: by which columns its rows are told apart, and where those of changed rows are written down. */
export type Watched = {
  readonly table: Table;
  readonly key: readonly string[];
  readonly changes: string;
};

/** What is seen at one moment, as PostgreSQL writes it: what a transaction did is in it wholly or not at all. */
export type Moment = string;

/** A schema that companies' roles may not look into. Only there while a company moves. */
const SCHEMA = "moving";
const TRIGGER = "moving";
const EVENTS = [
  { name: "insert", seen: "new table as after_rows" },
  { name: "update", seen: "old table as before_rows new table as after_rows" },
  { name: "delete", seen: "old table as before_rows" },
] as const;

/**
 * From now on the key of every row that is written is written down beside it, in the same transaction. By triggers and not
 * by the server's own log: that would ask for a setting of the whole server, and write more of every company's work.
 */
export async function watchTables(
  client: pg.Client,
  tables: readonly Table[],
): Promise<readonly Watched[]> {
  const watched = await withKeys(client, tables);
  await client.query(`drop schema if exists ${SCHEMA} cascade`);
  await client.query(`create schema ${SCHEMA}`);
  for (const one of watched) await whenNobodyWrites(client, watchSql(one));
  return watched;
}

/** Whatever a move left of it, also one that was killed. */
export async function unwatchTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ drop: string }>(
    `select string_agg(format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass), '; ') as drop
       from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = '${SCHEMA}' group by t.tgrelid`,
  );
  for (const { drop } of rows) await whenNobodyWrites(client, drop);
  await client.query(`drop schema if exists ${SCHEMA} cascade`);
}

export async function momentOf(client: pg.Client): Promise<Moment> {
  const { rows } = await client.query<{ moment: Moment }>(
    "select pg_current_snapshot()::text as moment",
  );
  return rows[0]?.moment ?? "";
}

/** Those that somebody wrote to after that moment, as far as this transaction sees. */
export async function changedSince(
  client: pg.Client,
  watched: readonly Watched[],
  moment: Moment,
): Promise<readonly Watched[]> {
  const each = watched.map(
    ({ changes }, i) =>
      `select ${i} as i where exists (select from ${changes} where ${isAfter(moment)})`,
  );
  const { rows } = await client.query<{ i: number }>(each.join(" union all "));
  return rows.flatMap(({ i }) => watched[i] ?? []);
}

/** The keys of the rows that were written after that moment, each once. */
export const changedKeys = ({ key, changes }: Watched, moment: Moment): string =>
  `select distinct ${key.map(quotedName).join(", ")} from ${changes} where ${isAfter(moment)}`;

/** A query for the rows of a table that have one of those keys. */
export function rowsAmong({ table, key }: Watched, keys: string): string {
  const same = key.map((name) => `t.${quotedName(name)} = k.${quotedName(name)}`).join(" and ");
  const columns = table.columns.map((name) => `t.${quotedName(name)}`).join(", ");
  return `with k as materialized (${keys}) select ${columns} from k join only ${quotedTable(table)} t on ${same}`;
}

export const deleteAmong = ({ table, key }: Watched, keys: string): string =>
  `delete from only ${quotedTable(table)} t using (${keys}) k
    where ${key.map((name) => `t.${quotedName(name)} = k.${quotedName(name)}`).join(" and ")}`;

const isAfter = (moment: Moment): string =>
  `by_xact >= pg_snapshot_xmin('${moment}') and not pg_visible_in_snapshot(by_xact, '${moment}')`;

async function withKeys(client: pg.Client, tables: readonly Table[]): Promise<readonly Watched[]> {
  const { rows } = await client.query<{ schema: string; name: string; key: string[] }>(`
    select n.nspname as schema, c.relname as name,
           array_agg(a.attname::text order by array_position(i.indkey::int2[], a.attnum)) as key
      from pg_index i
      join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
     where i.indisprimary group by 1, 2`);
  return tables.map((table, i) => {
    const found = rows.find(({ schema, name }) => schema === table.schema && name === table.name);
    if (found === undefined)
      throw new Error(`${table.schema}.${table.name} has no key that tells its rows apart`);
    return { table, key: found.key, changes: `${SCHEMA}.changes_${i}` };
  });
}

function watchSql({ table, key, changes }: Watched): string {
  const columns = key.map(quotedName).join(", ");
  const keep = (rows: string): string =>
    `insert into ${changes} select pg_current_xact_id(), ${columns} from ${rows};`;
  const note = changes.replace("changes", "note");
  const triggers = EVENTS.map(
    ({ name, seen }) =>
      `create trigger ${TRIGGER}_${name} after ${name} on ${quotedTable(table)}
         referencing ${seen} for each statement execute function ${note}();`,
  );
  // Not through the log of the server: after a crash of it the move is gone back from, whatever they held.
  return `
    create unlogged table ${changes} as
      select pg_current_xact_id() as by_xact, ${columns} from ${quotedTable(table)} with no data;
    create function ${note}() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
    begin
      if tg_op <> 'INSERT' then ${keep("before_rows")} end if;
      if tg_op <> 'DELETE' then ${keep("after_rows")} end if;
      return null;
    end $$;
    ${triggers.join("\n")}`;
}

/** Shorter than PostgreSQL's own look for deadlocks: of two who wait for each other we are the one to let go. */
export const LOCK_WAIT_MS = 400;
const TRIES = 150;
const PAUSE_MS = 100;

/** Waits a moment for whoever uses the table, lets others pass in between, and tries again. */
async function whenNobodyWrites(client: pg.Client, statements: string): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      await client.query(`begin; set local lock_timeout to ${LOCK_WAIT_MS}; ${statements}; commit`);
      return;
    } catch (error) {
      await client.query("rollback");
      const isHeld = ["55P03", "40P01"].includes((error as { code?: string }).code ?? "");
      if (!isHeld || tries === TRIES) throw error;
      await wait(PAUSE_MS);
    }
}
