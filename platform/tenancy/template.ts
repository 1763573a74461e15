import pg from "pg";
import { companySchemaMark, migrateCompanySchema } from "./company-schema.ts";
import { APP_ROLE, type Names, quoted } from "./names.ts";
import { alone, databaseExists, withAdmin } from "./server.ts";
import { migrate, readTimeline, type Timeline, versionOf } from "./timelines.ts";

/** The control database and the template of all companies, as this release wants them. Returns the template's version. */
export async function prepareServer(
  serverUrl: string,
  names: Names,
  options: { readonly isOurs: boolean },
): Promise<number> {
  const control = await readTimeline("control");
  const tenant = await readTimeline("tenant");
  await withAdmin(serverUrl, "postgres", (client) =>
    alone(client, "kaunter server", async () => {
      await ensureAppRole(client);
      if (options.isOurs) await closeToPublic(client, ["postgres", "template1"]);
      await ensureControl(client, serverUrl, names, control);
      await ensureTemplate(client, serverUrl, names, tenant);
    }),
  );
  return versionOf(tenant);
}

/** Another server for companies' databases: it has the template, and nothing else of the house. */
export async function prepareCluster(serverUrl: string, names: Names): Promise<void> {
  const tenant = await readTimeline("tenant");
  await withAdmin(serverUrl, "postgres", (client) =>
    alone(client, "kaunter server", async () => {
      await ensureAppRole(client);
      await ensureTemplate(client, serverUrl, names, tenant);
    }),
  );
}

async function ensureAppRole(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [APP_ROLE]);
  if (rowCount === 0) await client.query(`create role ${quoted(APP_ROLE)} nologin`);
}

/** PostgreSQL lets every role connect to every new database, and make temporary tables there, unless told otherwise. */
export async function closeToPublic(client: pg.Client, names: readonly string[]): Promise<void> {
  for (const name of names)
    await client.query(`revoke connect, temporary on database ${quoted(name)} from public`);
}

async function ensureControl(
  client: pg.Client,
  serverUrl: string,
  { control }: Names,
  timeline: Timeline,
): Promise<void> {
  if (!(await databaseExists(client, control)))
    await client.query(`create database ${quoted(control)} template template0`);
  await closeToPublic(client, [control]);
  await withAdmin(serverUrl, control, (inside) => migrate(inside, timeline));
}

/**
 * A database that accepts no connections can be cloned at any moment. One that is of this release already is left alone:
 * another process may be cloning it.
 */
async function ensureTemplate(
  client: pg.Client,
  serverUrl: string,
  { template }: Names,
  timeline: Timeline,
): Promise<void> {
  const mark = `kaunter ${companySchemaMark(timeline)}`;
  if ((await markOf(client, template)) === mark) return;
  if (!(await databaseExists(client, template)))
    await client.query(`create database ${quoted(template)} template template0`);
  await closeToPublic(client, [template]);
  await client.query(`alter database ${quoted(template)} with allow_connections true`);
  try {
    await migrateCompanySchema(serverUrl, template, timeline);
  } finally {
    await client.query(`alter database ${quoted(template)} with allow_connections false`);
  }
  await client.query(`comment on database ${quoted(template)} is ${pg.escapeLiteral(mark)}`);
}

async function markOf(client: pg.Client, name: string): Promise<string | null> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1",
    [name],
  );
  return rows[0]?.mark ?? null;
}
