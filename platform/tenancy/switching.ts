import type pg from "pg";
import { quoted } from "./names.ts";
import { databaseExists, withAdmin } from "./server.ts";

/** Three names: what the company's database is called, what is to take its place, and what becomes of it. */
export type Switch = { readonly current: string; readonly fresh: string; readonly former: string };

/**
 * Puts one database in the place of another by their names alone: whoever asks for the company next finds the new one, by
 * the same address and login. Open connections to the old one are cut, and it stays, closed. May be run again after it was
 * cut short anywhere: it goes on where it was.
 */
export function switchDatabases(serverUrl: string, names: Switch): Promise<void> {
  const { current, fresh, former } = names;
  return withAdmin(serverUrl, "postgres", async (client) => {
    await client.query(
      `grant connect on database ${quoted(await nameOf(client, fresh, current))} to ${quoted(current)}`,
    );
    if (!(await databaseExists(client, former))) await rename(client, current, former);
    if (await databaseExists(client, fresh)) await rename(client, fresh, current);
    await client.query(`alter database ${quoted(current)} with allow_connections true`);
  });
}

const nameOf = async (client: pg.Client, fresh: string, current: string): Promise<string> =>
  (await databaseExists(client, fresh)) ? fresh : current;

/** One that was put aside may be looked into again, by the house. */
export const openDatabase = (serverUrl: string, name: string): Promise<void> =>
  withAdmin(serverUrl, "postgres", async (client) => {
    await client.query(`alter database ${quoted(name)} with allow_connections true`);
  });

const TRIES = 50;

async function rename(client: pg.Client, from: string, to: string): Promise<void> {
  await client.query(`alter database ${quoted(from)} with allow_connections false`);
  for (let tries = 1; ; tries += 1) {
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()",
      [from],
    );
    try {
      await client.query(`alter database ${quoted(from)} rename to ${quoted(to)}`);
      return;
    } catch (error) {
      // Connections take a moment to go.
      if ((error as { code?: string }).code !== "55006" || tries === TRIES) throw error;
      await client.query("select pg_sleep(0.02)");
    }
  }
}
