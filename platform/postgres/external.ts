import pg from "pg";
import { PostgresProblem } from "./problem.ts";

const VERSION_MIN = 15;

/** Stops the start when somebody's own PostgreSQL cannot carry the house, and says what it would need. */
export async function requireUsable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; mayMake: boolean; who: string }>(`
      select current_setting('server_version_num')::int / 10000 as version, current_user as who,
             rolsuper or (rolcreatedb and rolcreaterole) as "mayMake"
        from pg_roles where rolname = current_user`);
    const [server] = rows;
    if (server === undefined || server.version < VERSION_MIN)
      throw new PostgresProblem(
        `KAUNTER_DATABASE_URL names a PostgreSQL ${server?.version}; write the address of one that is ${VERSION_MIN} or newer.`,
      );
    if (!server.mayMake)
      throw new PostgresProblem(
        `KAUNTER_DATABASE_URL signs in as ${server.who}, which may not make databases and roles: run \`alter role ${server.who} createdb createrole\` there, or write another role.`,
      );
  } catch (error) {
    if (error instanceof PostgresProblem) throw error;
    const { message, code } = error as { message: string; code?: string };
    throw new PostgresProblem(
      `The PostgreSQL of KAUNTER_DATABASE_URL cannot be reached (${message || code}): check its address, password and, on another machine, its certificate (KAUNTER_DATABASE_CA).`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
