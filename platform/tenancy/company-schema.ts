import { createHash } from "node:crypto";
import { Logger, runMigrations } from "graphile-worker";
import graphileWorker from "graphile-worker/package.json" with { type: "json" };
import pg from "pg";
import { APP_ROLE, urlFor } from "./names.ts";
import { withAdmin } from "./server.ts";
import { migrate, type Timeline } from "./timelines.ts";

/**
 * Says of what release a company's schema is. Companies are migrated by the number of their last migration alone, so a new
 * graphile-worker whose tables changed comes with a migration of ours, be it an empty one.
 */
export function companySchemaMark(timeline: Timeline): string {
  const hash = createHash("sha256").update(graphileWorker.version).update(rights);
  for (const { checksum } of timeline) hash.update(checksum);
  return hash.digest("hex");
}

/** Everything inside a company's database: rights, the jobs' own tables, then ours. Run twice it changes nothing. */
export async function migrateCompanySchema(
  serverUrl: string,
  database: string,
  timeline: Timeline,
): Promise<void> {
  await migrateJobs(urlFor(serverUrl, database));
  await withAdmin(serverUrl, database, async (client) => {
    // First, so that every table a migration makes is covered, and what a migration revokes stays revoked.
    await client.query(rights);
    await migrate(client, timeline);
  });
}

async function migrateJobs(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1, pipeline: true });
  // graphile-worker complains aloud about a pool that nobody listens to.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  try {
    await runMigrations({ pgPool: pool, logger: silent });
  } finally {
    await pool.end();
  }
}

const silent = new Logger(() => () => undefined);

/** graphile-worker guards its tables with row security and no policy: only who is granted one may pass. */
const rights = `
  grant usage on schema public, graphile_worker to ${APP_ROLE};
  alter default privileges in schema public
    grant select, insert, update, delete on tables to ${APP_ROLE};
  alter default privileges in schema public grant usage, select on sequences to ${APP_ROLE};
  grant select, insert, update, delete on all tables in schema graphile_worker to ${APP_ROLE};
  revoke insert, update, delete on graphile_worker.migrations from ${APP_ROLE};
  do $$
  declare guarded regclass;
  begin
    for guarded in
      select c.oid from pg_class c
       where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r' and c.relrowsecurity
         and not exists (select from pg_policy where polrelid = c.oid and polname = '${APP_ROLE}')
    loop
      execute format('create policy ${APP_ROLE} on %s to ${APP_ROLE} using (true) with check (true)', guarded);
    end loop;
  end $$`;
