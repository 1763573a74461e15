import { controlled, DAY_MINUTES, degradedAs, type HouseProbe, keptAs } from "./probe.ts";

/** What the policy names, then what only makes it work: the password's hash, moments, and how far a database is migrated. */
const DECLARED: Readonly<Record<string, readonly string[]>> = {
  accounts: [
    ...["name", "email", "phone", "locale", "mails_off"],
    ...["id", "password_hash", "epoch", "verified_at", "adult_at", "terms_at", "created_at"],
    ...["changed_at", "closed_at", "closes_at", "closing_told_day"],
  ],
  companies: [
    ...["name", "country", "zone", "currency", "region", "phone"],
    ...["id", "status", "database_name", "password", "schema_version", "schema_problem"],
    ...["created_at", "updated_at", "version", "ends_at", "is_open", "read_only_at"],
    "cluster",
  ],
};

/** Reads from the running database what can be kept of an account and a company at all, and compares it with what is declared. */
export const ofYou: HouseProbe = {
  name: "of_you",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Read from the database every field in which something of an account or a company could be kept.",
    ms: "Membaca daripada pangkalan data setiap medan yang boleh menyimpan sesuatu tentang akaun atau syarikat.",
  },
  finds: {
    declared: {
      en: "{{count}} of {{count}} fields are those that are declared; there is room for nothing else.",
      ms: "{{count}} daripada {{count}} medan adalah yang diisytiharkan; tiada ruang untuk yang lain.",
    },
    more: {
      en: "{{count}} fields are not declared, the first of them {{field}}.",
      ms: "{{count}} medan tidak diisytiharkan, yang pertama ialah {{field}}.",
    },
  },
  control: controlled("a field of accounts that is not declared turns its probe red"),
  async run({ house }) {
    const { rows } = await house.control.query<{ table: string; column: string }>(
      `select c.relname as table, a.attname as column
         from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.oid = any(array['accounts', 'companies']::regclass[]) and a.attnum > 0 and not a.attisdropped
        order by c.relname, a.attnum`,
    );
    const more = rows.filter(({ table, column }) => !DECLARED[table]?.includes(column));
    const [first] = more;
    if (first !== undefined)
      return degradedAs("more", { count: more.length, field: `${first.table}.${first.column}` });
    return keptAs("declared", { count: rows.length });
  },
};
