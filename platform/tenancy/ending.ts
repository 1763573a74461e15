import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { type Db, eachAlone } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Workshop } from "./clones.ts";
import { APP_ROLE, quoted } from "./names.ts";
import { databaseExists, withAdmin } from "./server.ts";

type Place = { readonly companyId: string; readonly databaseName: string };

/**
 * Why a database must not be destroyed as a company's, in words; null where it is that company's beyond doubt. Whatever else
 * lies on the server, another company's or an application's, bears another name, is no database of ours, or has in its audit
 * log neither that this company was cancelled nor the newest entries that the house itself saw in it. One that is not there is nobody else's.
 */
export async function whyNotItsDatabase(
  shop: Workshop,
  { companyId, databaseName }: Place,
): Promise<string | null> {
  const { control, template, companyPrefix } = shop.names;
  const random = databaseName.slice(companyPrefix.length);
  if (!databaseName.startsWith(companyPrefix) || !/^[a-z2-7]{20}$/.test(random))
    return `${databaseName} is not called as companies' databases are`;
  if (databaseName === control || databaseName === template)
    return `${databaseName} is the house's own`;
  const named = await eachAlone(shop.control).rows<{ id: string }>(sql`
    select id from companies where database_name = ${databaseName}
     union all select company_id from ready_companies where database_name = ${databaseName}`);
  if (named.length !== 1 || named[0]?.id !== companyId)
    return `${databaseName} is not this company's alone`;
  const role = await withAdmin(shop.serverUrl, "postgres", (client) =>
    whyNotItsRole(client, databaseName),
  );
  if (role !== null) return role;
  const isThere = await withAdmin(shop.serverUrl, "postgres", (client) =>
    databaseExists(client, databaseName),
  );
  return isThere ? whyNotItsLog(shop, { companyId, databaseName }) : null;
}

/** A login of ours can do nothing but work in its one database. */
async function whyNotItsRole(client: pg.Client, name: string): Promise<string | null> {
  const { rows } = await client.query<{ isOurs: boolean }>(
    `select not (rolsuper or rolcreatedb or rolcreaterole or rolreplication)
            and pg_has_role(oid, $2, 'member')
            and not exists (select from pg_database d where d.datdba = r.oid) as "isOurs"
       from pg_roles r where rolname = $1`,
    [name, APP_ROLE],
  );
  return rows[0]?.isOurs === false ? `the role ${name} is more than a company's login` : null;
}

/** The deed that stands in the log of a company that ends, and names it. */
const CANCELLED = "companies.endings.cancel";
type Tip = { readonly lane: number; readonly position: number; readonly hash: string };

async function whyNotItsLog(shop: Workshop, place: Place): Promise<string | null> {
  const tips = await eachAlone(shop.control).rows<Tip>(sql`
    select lane, position, encode(hash, 'hex') as hash from audit_tips where company_id = ${place.companyId}`);
  return withAdmin(shop.serverUrl, place.databaseName, async (client) => {
    const { rows } = await client.query<{ isOurs: boolean }>(
      `select to_regclass('house.migrations') is not null
              and to_regclass('public.audit_entries') is not null as "isOurs"`,
    );
    if (rows[0]?.isOurs !== true) return `${place.databaseName} is no database of a company`;
    const told = await client.query(
      "select from audit_entries where subject_type = 'company' and subject_id = $1 and action = $2 limit 1",
      [place.companyId, CANCELLED],
    );
    if (told.rowCount === 1) return null;
    for (const { lane, position, hash } of tips) {
      const found = await client.query(
        "select from audit_entries where lane = $1 and position = $2 and hash = decode($3, 'hex')",
        [lane, position, hash],
      );
      if (found.rowCount === 0)
        return `${place.databaseName} does not hold this company's audit log`;
    }
    return tips.length > 0 ? null : `nothing says that ${place.databaseName} is this company's`;
  });
}

/** Its size, for who says what was destroyed. Null where it is not there. */
export const databaseBytes = (serverUrl: string, name: string): Promise<number | null> =>
  withAdmin(serverUrl, "postgres", async (client) => {
    const { rows } = await client.query<{ bytes: number }>(
      "select pg_database_size(datname) as bytes from pg_database where datname = $1",
      [name],
    );
    return rows[0]?.bytes ?? null;
  });

/** From now on nobody is let in as one of its people, its stores or its keys. */
export const markClosed = (control: Db, companyId: string): Promise<number> =>
  control.run(sql`
    update companies set status = 'deleting', ends_at = coalesce(ends_at, now()), updated_at = now()
     where id = ${companyId} and status in ('active', 'cancelled')`);

/** A cancelled company, until its end; null: it is not cancelled any more. */
export const markEndsAt = (
  control: Db,
  companyId: string,
  endsAt: Date | null,
  now: Date,
): Promise<number> =>
  control.run(sql`
    update companies set status = ${endsAt === null ? "active" : "cancelled"}, ends_at = ${endsAt}, updated_at = ${now}
     where id = ${companyId} and is_open`);

/** What opened its values. */
export const deleteCompanyKeys = (control: Db, companyId: string): Promise<number> =>
  control.run(sql`delete from company_keys where company_id = ${companyId}`);

/** Every row of the control database that names it, but of the tables that say what became of it. */
export const forgetCompany = (
  control: Db,
  companyId: string,
  kept: readonly string[],
): Promise<{ fromTable: string; rowCount: number }[]> =>
  control.rows(sql`
    select from_table, row_count from forget_company(${companyId}, ${kept}::text[]) order by 1`);

/** Whoever asks for such a table meanwhile waits as long: better several short tries than a long one. */
const LOCK_WAIT = "300ms";
const TRIES = 10;
const PAUSE_MS = 500;

/**
 * What was deleted is still in the bytes: of tables until they are written anew, of the server's log until it is written
 * over. Both happen here. A server that does not let us (a hosted one) does it in its own time.
 */
export async function scrub(shop: Workshop, tables: readonly string[]): Promise<void> {
  await withAdmin(shop.controlServerUrl, shop.names.control, async (client) => {
    await client.query(`set lock_timeout to '${LOCK_WAIT}'`);
    for (const table of new Set(tables)) await writeAnew(client, table);
  });
  for (const { serverUrl } of shop.clusters) await withAdmin(serverUrl, "postgres", writeLogOver);
}

async function writeLogOver(client: pg.Client): Promise<void> {
  // What is written to now is left first: then every file of the log lies ahead, and is written over.
  await goOn(client);
  await client.query("checkpoint");
  const { rows } = await client.query<{ count: number }>(
    "select count(*)::int as count from pg_ls_waldir()",
  );
  for (let file = 0; file <= (rows[0]?.count ?? 0); file += 1) await goOn(client);
  await client.query("checkpoint");
}

/** Fills the rest of the log's file with zeros and goes on in the next one. */
async function goOn(client: pg.Client): Promise<void> {
  await client.query("select pg_current_xact_id()");
  await client.query("select pg_switch_wal()");
}

async function writeAnew(client: pg.Client, table: string): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      await client.query(`vacuum (full) ${quoted(table)}`);
      return;
    } catch (error) {
      const isHeld = (error as { code?: string }).code === "55P03";
      if (!isHeld || tries === TRIES) throw error;
      await wait(PAUSE_MS);
    }
}
