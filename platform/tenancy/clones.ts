import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { newId } from "#kernel/ids.ts";
import type { HouseSealer } from "#platform/crypto/keyring.ts";
import { type Db, transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Log } from "#platform/log/log.ts";
import { type Cluster, workshopAt } from "./clusters.ts";
import { APP_ROLE, type Names, newCompanyName, quoted } from "./names.ts";
import { scramVerifierOf } from "./scram.ts";
import { databaseExists, withAdmin } from "./server.ts";
import { closeToPublic } from "./template.ts";

/** What making a company's database stands on. */
export type Workshop = {
  /** As admin of the cluster that it works on. */
  readonly serverUrl: string;
  readonly cluster: string;
  readonly clusters: readonly Cluster[];
  /** As admin of the server that the control database lies on. */
  readonly controlServerUrl: string;
  readonly names: Names;
  readonly control: pg.Pool;
  readonly sealer: HouseSealer;
  /**
   * Copying the files takes half as long on an idle server (0.13 s against 0.31 s, PostgreSQL 18), but makes it write two
   * checkpoints: on a busy one that took 3.2 s against 1.1 s through the log, and held everybody up. For tests only,
   * whose server writes nothing through to the disk.
   */
  readonly strategy: "wal_log" | "file_copy";
  /** The template's; clones of an older one are not handed out. */
  readonly schemaVersion: number;
};

export type ReadyCompany = {
  readonly companyId: string;
  readonly databaseName: string;
  readonly password: string;
  readonly wrappedKey: string;
  readonly schemaVersion: number;
  readonly cluster: string;
};

const TRIES = 20;
/** Longer than any clone takes: what is still unfinished was left by a process that died. */
const ABANDONED_MS = 10 * 60_000;

/** Where the sealed password of a company's role belongs. */
export const passwordContext = (companyId: string): string => `companies.password:${companyId}`;

/** Takes one out of the pool, inside the caller's transaction: rolled back, it is ready again. */
export const takeReady = (
  control: Db,
  { schemaVersion, cluster }: Pick<Workshop, "schemaVersion" | "cluster">,
): Promise<ReadyCompany | null> =>
  control.maybe(sql`
    delete from ready_companies
     where company_id = (
       select company_id from ready_companies
        where ready_at is not null and schema_version = ${schemaVersion} and cluster = ${cluster}
        order by ready_at limit 1 for update skip locked)
    returning company_id, database_name, password, wrapped_key, schema_version, cluster`);

/**
 * Clones the template, with a role of its own and a key of its own. Noted before it is begun, so that a crash leaves
 * nothing behind that nobody knows of. On connections of its own: the caller may hold one of the pool's.
 */
export function makeReady(shop: Workshop): Promise<void> {
  return inTurn(() =>
    withAdmin(shop.controlServerUrl, shop.names.control, (control) =>
      withAdmin(shop.serverUrl, "postgres", (server) => makeReadyOn(control, server, shop)),
    ),
  );
}

async function makeReadyOn(control: pg.Client, client: pg.Client, shop: Workshop): Promise<void> {
  const { made, password } = freshFor(shop);
  const { companyId, databaseName: name } = made;
  await note(control, made);
  await clone(client, shop, name);
  await closeToPublic(client, [name]);
  await letIn(client, name, password);
  await control.query("update ready_companies set ready_at = now() where company_id = $1", [
    companyId,
  ]);
}

const HEARTBEAT_MS = 60_000;

/**
 * A database that is made in another way than by cloning the template, with a role and a key of its own. While it is made
 * it is noted as unfinished, so that whatever happens nothing stays that nobody knows of; in the end the caller has it
 * move in (`moveIn`), in the transaction that says whose it is.
 */
export async function makeApart(
  shop: Workshop,
  fill: (made: ReadyCompany) => Promise<void>,
): Promise<ReadyCompany> {
  const { made, password } = freshFor(shop);
  await note(shop.control, made);
  const isAtWork = setInterval(() => {
    shop.control
      .query("update ready_companies set begun_at = now() where company_id = $1", [made.companyId])
      .catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    await fill(made);
    await withAdmin(shop.serverUrl, "postgres", (client) =>
      letIn(client, made.databaseName, password),
    );
    return made;
  } catch (error) {
    await discard(shop, made);
    throw error;
  } finally {
    clearInterval(isAtWork);
  }
}

/** Takes that one, as \`takeReady\` takes the next: inside the transaction in which a company moves in. */
export const takeApart = (control: Db, { companyId }: ReadyCompany): Promise<number> =>
  control.run(sql`delete from ready_companies where company_id = ${companyId}`);

/** Nothing is left of what nobody moved into. */
export async function discard(shop: Workshop, { companyId, databaseName }: ReadyCompany) {
  await dropCompanyDatabase(shop.serverUrl, databaseName);
  await shop.control.query("delete from ready_companies where company_id = $1", [companyId]);
}

function freshFor(shop: Workshop): { made: ReadyCompany; password: string } {
  const companyId = newId<"company">();
  const password = randomBytes(24).toString("base64url");
  return {
    password,
    made: {
      companyId,
      databaseName: newCompanyName(shop.names),
      password: shop.sealer.sealForHouse("company-role", passwordContext(companyId), password),
      wrappedKey: shop.sealer.newCompanyKey(companyId).wrapped,
      schemaVersion: shop.schemaVersion,
      cluster: shop.cluster,
    },
  };
}

const note = (client: Pick<pg.Pool, "query">, made: ReadyCompany): Promise<unknown> =>
  client.query(
    `insert into ready_companies (company_id, database_name, password, wrapped_key, schema_version, cluster, begun_at)
     values ($1, $2, $3, $4, $5, $6, now())`,
    [
      made.companyId,
      made.databaseName,
      made.password,
      made.wrappedKey,
      made.schemaVersion,
      made.cluster,
    ],
  );

/** The one role that may connect to it. */
export async function letIn(client: pg.Client, name: string, password: string): Promise<void> {
  await client.query(
    `create role ${quoted(name)} login password '${scramVerifierOf(password)}' in role ${quoted(APP_ROLE)}`,
  );
  await client.query(`grant connect on database ${quoted(name)} to ${quoted(name)}`);
}

/** One clone after the other: the disk is the limit, and a rush of sign-ups must not open a connection each. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}
let last: Promise<unknown> = Promise.resolve();

async function clone(client: pg.Client, shop: Workshop, name: string): Promise<void> {
  const { template } = shop.names;
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(
        `create database ${quoted(name)} template ${quoted(template)} strategy ${shop.strategy}`,
      );
      return;
    } catch (error) {
      // Another process is just migrating the template.
      const isBusy = error instanceof pg.DatabaseError && error.code === "55006";
      if (!isBusy || tries === TRIES) throw error;
      await wait(100 * tries);
    }
  }
}

/** The same on each cluster; one that cannot be reached holds up no other. */
export async function refillAll(shop: Workshop, count: number, log: Log): Promise<void> {
  for (const { name } of shop.clusters)
    await refill(workshopAt(shop, name), count).catch((error: unknown) =>
      log.error({ err: error, cluster: name }, "no clones could be made ready"),
    );
}

/** Keeps `count` clones ready; removes those of an older template and those that were never finished. */
export async function refill(shop: Workshop, count: number): Promise<void> {
  const { rows } = await shop.control.query<{ useful: number; useless: number }>(
    `select (count(*) filter (where not ${USELESS}))::int as useful,
            (count(*) filter (where ${USELESS}))::int as useless
       from ready_companies where cluster = $3`,
    [shop.schemaVersion, ABANDONED_MS, shop.cluster],
  );
  const { useful, useless } = rows[0] ?? { useful: 0, useless: 0 };
  if (useless > 0) await clearOut(shop);
  for (let ready = useful; ready < count; ready += 1) await makeReady(shop);
}

const USELESS =
  "(schema_version < $1 or (ready_at is null and begun_at < now() - $2 * interval '1 millisecond'))";

async function clearOut(shop: Workshop): Promise<void> {
  // Locked until the database is gone: meanwhile nobody moves in.
  await transaction(shop.control, "read write", async (db) => {
    const useless = await db.rows<{ databaseName: string }>(sql`
      select database_name from ready_companies
       where cluster = ${shop.cluster}
         and (schema_version < ${shop.schemaVersion}
              or (ready_at is null and begun_at < now() - ${ABANDONED_MS} * interval '1 millisecond'))
       for update skip locked`);
    for (const { databaseName } of useless) {
      await dropCompanyDatabase(shop.serverUrl, databaseName);
      await db.run(sql`delete from ready_companies where database_name = ${databaseName}`);
    }
  });
}

export async function dropCompanyDatabase(serverUrl: string, name: string): Promise<void> {
  await withAdmin(serverUrl, "postgres", async (client) => {
    if (await databaseExists(client, name))
      await client.query(`drop database ${quoted(name)} with (force)`);
    await client.query(`drop role if exists ${quoted(name)}`);
  });
}
