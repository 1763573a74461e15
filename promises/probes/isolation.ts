import pg from "pg";
import { urlFor } from "#platform/tenancy/names.ts";
import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

/** PostgreSQL's own answers when a login may not connect; a scratch database may have gone since it was chosen. */
const CLOSED = new Set(["42501", "28000", "28P01", "55000", "3D000"]);

/** Goes to other databases with the company's own login, and asks PostgreSQL who may come to this company's. */
export const isolation: CompanyProbe = {
  name: "isolation",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Connected with your company's login to the control database and to another company's, and asked PostgreSQL who may open yours.",
    ms: "Menyambung dengan log masuk syarikat anda ke pangkalan data kawalan dan pangkalan data syarikat lain, dan bertanya PostgreSQL siapa yang boleh membuka pangkalan data anda.",
  },
  finds: {
    closed: {
      en: "{{tried}} of {{tried}} tries were turned away; of {{databases}} databases your login opens its own only.",
      ms: "{{tried}} daripada {{tried}} cubaan ditolak; daripada {{databases}} pangkalan data, log masuk anda hanya membuka miliknya sendiri.",
    },
    open_to_others: {
      en: "{{count}} other logins may open your database.",
      ms: "{{count}} log masuk lain boleh membuka pangkalan data anda.",
    },
    opens_others: {
      en: "Your company's login may open {{count}} other databases.",
      ms: "Log masuk syarikat anda boleh membuka {{count}} pangkalan data lain.",
    },
    came_in: {
      en: "{{count}} of {{tried}} tries came in.",
      ms: "{{count}} daripada {{tried}} cubaan berjaya masuk.",
    },
  },
  control: controlled("a database that lets another company in turns isolation red"),
  async run({ workshop }, access) {
    const { control, names } = workshop;
    const { rows } = await control.query<Rights>(RIGHTS, [
      access.company.id,
      names.control,
      names.companyPrefix,
    ]);
    const [rights] = rows;
    if (rights === undefined) return null;
    if (rights.others > 0) return degradedAs("open_to_others", { count: rights.others });
    if (rights.elsewhere > 0) return degradedAs("opens_others", { count: rights.elsewhere });

    const login = String((access.pool.options as pg.PoolConfig).connectionString);
    const targets = [names.control, ...(rights.neighbour === null ? [] : [rights.neighbour])];
    const results = await Promise.all(
      targets.map((database) => comesIn(urlFor(login, database, loginOf(login)))),
    );
    const count = results.filter(Boolean).length;
    const tried = targets.length;
    return count > 0
      ? degradedAs("came_in", { count, tried })
      : keptAs("closed", { tried, databases: rights.databases });
  },
};

type Rights = {
  readonly others: number;
  readonly elsewhere: number;
  readonly databases: number;
  readonly neighbour: string | null;
};

/** $1 the company, $2 the control database, $3 how all companies' begin. */
const RIGHTS = `
  with own as (select database_name::name as name from companies where id = $1),
       houses as (select d.oid, d.datname, d.datdba from pg_database d
                   where d.datname = $2 or starts_with(d.datname, $3))
  select (select count(*)::int from pg_roles r, houses d
           where d.datname = own.name and r.rolname <> own.name and r.rolcanlogin and not r.rolsuper
             and r.oid <> d.datdba and has_database_privilege(r.oid, d.oid, 'CONNECT')) as others,
         (select count(*)::int from houses d
           where d.datname <> own.name and has_database_privilege(own.name, d.oid, 'CONNECT')) as elsewhere,
         (select count(*)::int from houses) as databases,
         (select datname::text from houses d where d.datname not in (own.name, $2) order by random() limit 1) as neighbour
    from own`;

function loginOf(url: string): { user: string; password: string } {
  const { username, password } = new URL(url);
  return { user: username, password: decodeURIComponent(password) };
}

async function comesIn(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && CLOSED.has(error.code ?? "")) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
