import { Problem } from "#kernel/errors.ts";
import { type CompanyKey, createSealer } from "#platform/crypto/company-sealer.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import { type Db, eachAlone } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import { makeReady, passwordContext, takeReady, type Workshop } from "./clones.ts";
import type { Companies, Company, CompanyAccess, NewCompany } from "./companies.ts";
import { urlFor } from "./names.ts";
import type { Pools } from "./pools.ts";

const columns = sql`id, name, country, zone, currency, region, status`;
const CLAIMS_MAX = 5;

/** From a company's id to its database, its role and its key. */
export function createCompanies(shop: Workshop, pools: Pools): Companies {
  /** Where each company lives never changes under it; who forgets it (`forget`) says so. */
  const doors = new Map<string, Promise<Door>>();

  async function access(companyId: string): Promise<CompanyAccess | null> {
    const company = await eachAlone(shop.control).maybe<Company>(
      sql`select ${columns} from companies where id = ${companyId}`,
    );
    return company === null || company.status !== "active" ? null : accessOf(company);
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
    provision: (control, input) => provision(shop, control, input),
    all: async () => {
      const { rows } = await shop.control.query<{ id: string }>(
        "select id from companies where status = 'active' order by id",
      );
      return rows.map(({ id }) => id);
    },
    forget: async (companyId) => {
      doors.delete(companyId);
      await pools.close(companyId);
    },
    connections: () => pools.counts(),
    close: () => pools.closeAll(),
  };
}

type Door = { readonly url: string; readonly sealer: Sealer };
type DoorRow = {
  readonly databaseName: string;
  readonly password: string;
  readonly keys: { readonly id: number; readonly wrapped: string }[];
};

async function findDoor({ control, sealer, serverUrl }: Workshop, id: string): Promise<Door> {
  const row = await eachAlone(control).one<DoorRow>(
    sql`
      select database_name, password,
             (select json_agg(json_build_object('id', key_id, 'wrapped', wrapped_key))
                from company_keys where company_id = c.id) as keys
        from companies c where id = ${id}`,
    "companies.company",
  );
  const password = sealer.openForHouse("company-role", passwordContext(id), row.password);
  const keys = row.keys.map((key): CompanyKey => sealer.unwrapCompanyKey(id, key.id, key.wrapped));
  return {
    url: urlFor(serverUrl, row.databaseName, {
      user: row.databaseName,
      password: password.toString(),
    }),
    sealer: createSealer(id, "secrets", keys),
  };
}

/** The clone is claimed in the caller's transaction: whatever happens to that, no database is lost or given twice. */
async function provision(shop: Workshop, control: Db, input: NewCompany): Promise<Company> {
  const ready = await claim(shop, control);
  const id = ready.companyId;
  await control.run(sql`
    insert into companies (id, name, country, zone, currency, region, phone, database_name, password,
                           schema_version, created_at, updated_at)
    values (${id}, ${input.name}, ${input.country}, ${input.zone}, ${input.currency}, ${input.region},
            ${input.phone}, ${ready.databaseName}, ${ready.password}, ${ready.schemaVersion}, now(), now())`);
  await control.run(sql`
    insert into company_keys (company_id, key_id, wrapped_key, created_at)
    values (${id}, 1, ${ready.wrappedKey}, now())`);
  const { phone: _, ...company } = input;
  return { id, ...company, status: "active" };
}

async function claim(shop: Workshop, control: Db) {
  for (let tries = 1; tries <= CLAIMS_MAX; tries += 1) {
    const ready = await takeReady(control, shop.schemaVersion);
    if (ready !== null) return ready;
    await makeReady(shop);
  }
  // Others were faster each time; the caller's transaction must not wait for ever.
  throw new Problem("too_many", "companies.company.none_ready", { retryAfterS: 5 });
}
