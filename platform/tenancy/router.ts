import { Problem } from "#kernel/errors.ts";
import { type CompanyKey, createSealer } from "#platform/crypto/company-sealer.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import { type Db, eachAlone } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Log } from "#platform/log/log.ts";
import { BehindRelease } from "./behind.ts";
import {
  makeReady,
  passwordContext,
  type ReadyCompany,
  takeReady,
  type Workshop,
} from "./clones.ts";
import { workshopAt, workshopWithRoom } from "./clusters.ts";
import type { Companies, Company, CompanyAccess, NewCompany } from "./companies.ts";
import { urlFor } from "./names.ts";
import type { Pools } from "./pools.ts";

const columns = sql`id, name, country, zone, currency, region, status, ends_at, read_only_at`;
const CLAIMS_MAX = 5;

/** From a company's id to its database, its role and its key. */
export function createCompanies(shop: Workshop, pools: Pools, log: Log): Companies {
  /** Where each company lives never changes under it; who forgets it (`forget`) says so. */
  const doors = new Map<string, Promise<Door>>();
  const forget = async (companyId: string): Promise<void> => {
    doors.delete(companyId);
    await pools.close(companyId);
  };
  const learning = learnKeys(shop, doors, forget, log);

  async function access(companyId: string): Promise<CompanyAccess | null> {
    const company = await eachAlone(shop.control).maybe<Company>(
      sql`select ${columns} from companies where id = ${companyId} and is_open`,
    );
    return company === null ? null : accessOf(company);
  }

  async function accessOf(company: Company): Promise<CompanyAccess> {
    const { url, sealer } = await doorOf(company.id);
    return { company, pool: pools.open(company.id, url), sealer };
  }

  function doorOf(companyId: string): Promise<Door> {
    const known = doors.get(companyId);
    if (known !== undefined) return known;
    const door = findDoor(shop, companyId);
    doors.set(companyId, door);
    // A failed look is no knowledge: the next one asks again.
    door.catch(() => doors.delete(companyId));
    return door;
  }

  return {
    access,
    accessOf,
    accessUnlessBehind: (companyId) =>
      access(companyId).catch((error: unknown) => {
        if (error instanceof BehindRelease) return null;
        throw error;
      }),
    provision: (control, input) => provision(shop, control, input),
    all: async () => {
      const { rows } = await shop.control.query<{ id: string }>(
        "select id from companies where is_open order by id",
      );
      return rows.map(({ id }) => id);
    },
    forget,
    connections: () => pools.counts(),
    learnKeys: learning.learn,
    close: async () => {
      await learning.stop();
      await pools.closeAll();
    },
  };
}

type Door = {
  readonly url: string;
  readonly cluster: string;
  readonly sealer: Sealer;
  /** Grows when the company gets a new key. */
  readonly keys: Map<number, CompanyKey>;
};
type KeyRow = { readonly id: number; readonly wrapped: string; readonly sealsInMs: number };
type DoorRow = {
  readonly databaseName: string;
  readonly cluster: string;
  readonly password: string;
  readonly schemaVersion: number;
  readonly keys: KeyRow[];
};

const LEARN_EVERY_MS = 5_000;

/**
 * New keys of companies, before anything is sealed with them: a process that is at work learns of each within seconds, and
 * keys seal only later than that (platform/crypto/rotation.ts).
 */
function learnKeys(
  shop: Workshop,
  doors: ReadonlyMap<string, Promise<Door>>,
  forget: (companyId: string) => Promise<void>,
  log: Log,
) {
  let since: Date | null = null;
  let learning: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    // Some time is looked at twice, for transactions that committed late.
    const rows = await eachAlone(shop.control).rows<KeyRow & { companyId: string; now: Date }>(sql`
      select company_id, key_id as id, wrapped_key as wrapped, ${sealsInMs}, now() as now
        from company_keys
       where created_at > coalesce(${since}::timestamptz, now()) - interval '1 minute'`);
    for (const row of rows) {
      const door = await doors.get(row.companyId)?.catch(() => undefined);
      if (door !== undefined && !door.keys.has(row.id))
        door.keys.set(row.id, keyOf(shop.sealer, row.companyId, row));
      since = row.now;
    }
    await forgetClosed();
  }

  async function knownPlaces(): Promise<{ id: string; cluster: string }[]> {
    const known = [];
    for (const [id, door] of doors) {
      const found = await door.catch(() => null);
      if (found !== null) known.push({ id, cluster: found.cluster });
    }
    return known;
  }

  /** What another process closed for good, or moved, is forgotten here too: its key with it. */
  async function forgetClosed(): Promise<void> {
    if (doors.size === 0) return;
    const known = await knownPlaces();
    const closed = await eachAlone(shop.control).rows<{ id: string }>(sql`
      select id
        from unnest(${known.map(({ id }) => id)}::uuid[], ${known.map(({ cluster }) => cluster)}::text[])
             as known (id, cluster)
       where not exists (
         select from companies c where c.id = known.id and c.is_open and c.cluster = known.cluster)`);
    for (const { id } of closed) await forget(id);
  }
  const learn = (): Promise<void> => {
    learning = learning
      .then(look)
      .catch((error: unknown) => log.warn({ err: error }, "companies' new keys were not read"));
    return learning;
  };
  const timer = setInterval(() => void learn(), LEARN_EVERY_MS).unref();
  return {
    learn,
    stop: async () => {
      clearInterval(timer);
      await learning;
    },
  };
}

const sealsInMs = sql`
  extract(epoch from seals_at - clock_timestamp())::float8 * 1000 as seals_in_ms`;

const keyOf = (sealer: Workshop["sealer"], companyId: string, row: KeyRow): CompanyKey => ({
  ...sealer.unwrapCompanyKey(companyId, row.id, row.wrapped),
  sealsAtMs: performance.now() + row.sealsInMs,
});

async function findDoor(shop: Workshop, id: string): Promise<Door> {
  const { control, sealer } = shop;
  const row = await eachAlone(control).one<DoorRow>(
    sql`
      select database_name, cluster, password, schema_version,
             (select json_agg(json_build_object('id', id, 'wrapped', wrapped, 'sealsInMs', seals_in_ms))
                from (select key_id as id, wrapped_key as wrapped, ${sealsInMs}
                        from company_keys where company_id = c.id) as k) as keys
        from companies c where id = ${id}`,
    "companies.company",
  );
  if (row.schemaVersion < shop.schemaVersion)
    throw new BehindRelease(
      `it is at ${row.schemaVersion}, and this release at ${shop.schemaVersion}`,
    );
  const password = sealer.openForHouse("company-role", passwordContext(id), row.password);
  const keys = new Map(row.keys.map((key) => [key.id, keyOf(sealer, id, key)]));
  return {
    cluster: row.cluster,
    url: urlFor(workshopAt(shop, row.cluster).serverUrl, row.databaseName, {
      user: row.databaseName,
      password: password.toString(),
    }),
    sealer: createSealer(id, "secrets", keys),
    keys,
  };
}

/** The clone is claimed in the caller's transaction: whatever happens to that, no database is lost or given twice. */
const provision = async (shop: Workshop, control: Db, input: NewCompany): Promise<Company> =>
  moveIn(control, await claim(await workshopWithRoom(shop, control, input.region), control), input);

/** From here on the database is a company's. */
export async function moveIn(
  control: Db,
  ready: ReadyCompany,
  input: NewCompany,
): Promise<Company> {
  const id = ready.companyId;
  await control.run(sql`
    insert into companies (id, name, country, zone, currency, region, cluster, phone, database_name, password,
                           schema_version, created_at, updated_at)
    values (${id}, ${input.name}, ${input.country}, ${input.zone}, ${input.currency}, ${input.region},
            ${ready.cluster}, ${input.phone}, ${ready.databaseName}, ${ready.password}, ${ready.schemaVersion}, now(), now())`);
  await control.run(sql`
    insert into company_keys (company_id, key_id, wrapped_key, created_at)
    values (${id}, 1, ${ready.wrappedKey}, now())`);
  const { phone: _, ...company } = input;
  return { id, ...company, status: "active", endsAt: null, readOnlyAt: null };
}

async function claim(shop: Workshop, control: Db) {
  for (let tries = 1; tries <= CLAIMS_MAX; tries += 1) {
    const ready = await takeReady(control, shop);
    if (ready !== null) return ready;
    await makeReady(shop);
  }
  // Others were faster each time; the caller's transaction must not wait for ever.
  throw new Problem("too_many", "companies.company.none_ready", { retryAfterS: 5 });
}
