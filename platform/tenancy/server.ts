import pg from "pg";
import { urlFor } from "./names.ts";

/** One connection as the server's admin, for what cannot be done in a pool: databases, roles, migrations. */
export async function withAdmin<T>(
  serverUrl: string,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: urlFor(serverUrl, database),
    connectionTimeoutMillis: 10_000,
    application_name: "kaunter",
  });
  // A connection that breaks makes its query fail; without a listener it would end the process as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** One at a time over all processes, for as long as the work takes. Locks belong to the database they are taken in. */
export async function alone<T>(
  client: pg.Client,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [what]);
  try {
    return await work();
  } finally {
    await client
      .query("select pg_advisory_unlock(hashtextextended($1, 0))", [what])
      .catch(() => undefined);
  }
}

export async function databaseExists(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
  return rowCount === 1;
}
