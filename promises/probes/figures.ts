import { clustersFor } from "#platform/tenancy/clusters.ts";
import {
  type CompanyProbe,
  controlled,
  DAY_MINUTES,
  degradedAs,
  type HouseProbe,
  keptAs,
} from "./probe.ts";

/** Whether every company's key, and the house's own, is wrapped under a master key that is here. */
export const wrapped: HouseProbe = {
  name: "wrapped",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Read which version of the master key wraps each company's key, and opened the newest ones.",
    ms: "Membaca versi kunci induk yang membungkus kunci setiap syarikat, dan membuka yang terbaharu.",
  },
  finds: {
    whole: {
      en: "{{count}} of {{count}} keys are wrapped. Versions of the master key in use: {{versions}}; opened to be sure: {{opened}}.",
      ms: "{{count}} daripada {{count}} kunci dibungkus. Versi kunci induk yang digunakan: {{versions}}; dibuka untuk kepastian: {{opened}}.",
    },
    bare: {
      en: "{{count}} keys are not wrapped as they must be.",
      ms: "{{count}} kunci tidak dibungkus sebagaimana mestinya.",
    },
    shut: {
      en: "{{count}} keys do not open with the master key.",
      ms: "{{count}} kunci tidak terbuka dengan kunci induk.",
    },
  },
  control: controlled("a company key that is not wrapped turns the keys' probe red"),
  async run({ house, workshop }) {
    const { rows } = await house.control.query<{ id: string; keyId: number; wrapped: string }>(
      `select company_id as id, key_id as "keyId", wrapped_key as wrapped from company_keys order by created_at desc limit 10000`,
    );
    const versionOf = (text: string) => /^v1\.(\d{1,3})\./.exec(text)?.[1];
    const bare = rows.filter((row) => versionOf(row.wrapped) === undefined).length;
    if (bare > 0) return degradedAs("bare", { count: bare });
    const tried = rows.slice(0, 20);
    const opened = tried.filter((row) => {
      try {
        return workshop.sealer.unwrapCompanyKey(row.id, row.keyId, row.wrapped).bytes.length === 32;
      } catch {
        return false;
      }
    }).length;
    if (opened < tried.length) return degradedAs("shut", { count: tried.length - opened });
    const versions = new Set(rows.map((row) => versionOf(row.wrapped))).size;
    return keptAs("whole", { count: rows.length, versions, opened });
  },
};

export const adults: HouseProbe = {
  name: "adults",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Counted the accounts, and those without a confirmation of age.",
    ms: "Mengira akaun, dan akaun tanpa pengesahan umur.",
  },
  finds: {
    confirmed: {
      en: "{{count}} of {{count}} accounts confirmed their age.",
      ms: "{{count}} daripada {{count}} akaun telah mengesahkan umur.",
    },
    unconfirmed: {
      en: "{{missing}} of {{count}} accounts did not confirm their age.",
      ms: "{{missing}} daripada {{count}} akaun tidak mengesahkan umur.",
    },
  },
  control: controlled("an account without a confirmation of age turns the adults' probe red"),
  async run({ house }) {
    const { rows } = await house.control.query<{ count: number; missing: number }>(
      "select count(*)::int as count, (count(*) filter (where adult_at is null))::int as missing from accounts",
    );
    const { count = 0, missing = 0 } = rows[0] ?? {};
    return missing > 0
      ? degradedAs("unconfirmed", { missing, count })
      : keptAs("confirmed", { count });
  },
};

export const region: CompanyProbe = {
  name: "region",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Compared your company's region with those that this house has.",
    ms: "Membandingkan wilayah syarikat anda dengan wilayah yang ada pada rumah ini.",
  },
  finds: {
    known: {
      en: "Your company was made in {{region}} and is there still.",
      ms: "Syarikat anda dibuat di {{region}} dan masih berada di situ.",
    },
    unknown: {
      en: "Your company's region, {{region}}, is none of this house's.",
      ms: "Wilayah syarikat anda, {{region}}, bukan wilayah rumah ini.",
    },
    elsewhere: {
      en: "Your company's database lies on a server that is not of its region, {{region}}.",
      ms: "Pangkalan data syarikat anda berada pada pelayan yang bukan di wilayahnya, {{region}}.",
    },
  },
  control: controlled(
    "a company in a region that the house does not have turns the region's probe red",
  ),
  run: async ({ house }, { company }) => {
    const known = house.config.regions.find(({ id }) => id === company.region);
    if (known === undefined) return degradedAs("unknown", { region: company.region });
    const { rows } = await house.control.query<{ cluster: string }>(
      "select cluster from companies where id = $1",
      [company.id],
    );
    const lies = clustersFor(house.config, "").find(({ name }) => name === rows[0]?.cluster);
    return lies?.regions.includes(company.region)
      ? keptAs("known", { region: known.name })
      : degradedAs("elsewhere", { region: known.name });
  },
};

const VERSION_MIN = 15;

export const database: CompanyProbe = {
  name: "database",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Asked your company's database what it is.",
    ms: "Bertanya pangkalan data syarikat anda tentang dirinya.",
  },
  finds: {
    postgres: {
      en: "PostgreSQL {{version}}; {{tables}} tables, {{size}} MB.",
      ms: "PostgreSQL {{version}}; {{tables}} jadual, {{size}} MB.",
    },
    other: {
      en: "It is PostgreSQL {{version}}, which is older than this house allows.",
      ms: "Ia PostgreSQL {{version}}, lebih lama daripada yang dibenarkan oleh rumah ini.",
    },
    unchecked: {
      en: "{{count}} rules of your company's database are not checked by it.",
      ms: "{{count}} peraturan pangkalan data syarikat anda tidak diperiksa olehnya.",
    },
  },
  control: controlled(
    "a rule that a company's database does not check turns the database's probe red",
  ),
  async run(_ground, { pool }) {
    const { rows } = await pool.query<{
      version: string;
      number: number;
      tables: number;
      size: number;
      unchecked: number;
    }>(
      `select current_setting('server_version') as version,
              current_setting('server_version_num')::int / 10000 as number,
              (select count(*)::int from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r') as tables,
              (pg_database_size(current_database()) / 1000000)::int as size,
              (select count(*)::int from pg_constraint
                where connamespace = 'public'::regnamespace and not convalidated) as unchecked`,
    );
    const [found] = rows;
    if (found === undefined) return null;
    const version = found.version.split(" ", 1)[0] ?? "";
    if (found.number < VERSION_MIN) return degradedAs("other", { version });
    if (found.unchecked > 0) return degradedAs("unchecked", { count: found.unchecked });
    return keptAs("postgres", { version, tables: found.tables, size: found.size });
  },
};
