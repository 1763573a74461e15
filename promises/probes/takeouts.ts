import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

const LOOKED_BACK_DAYS = 7;

/** Whether an export of everything would have everything in it, and whether one that was asked for failed. */
export const takeouts: CompanyProbe = {
  name: "takeouts",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Compared what your company's database consists of with what an export of everything reads, and looked for exports that failed.",
    ms: "Membandingkan kandungan pangkalan data syarikat anda dengan apa yang dibaca oleh eksport semuanya, dan mencari eksport yang gagal.",
  },
  finds: {
    whole: {
      en: "An export has all {{tables}} tables of your company. Exports made so far: {{made}}.",
      ms: "Eksport mempunyai kesemua {{tables}} jadual syarikat anda. Eksport yang dibuat setakat ini: {{made}}.",
    },
    unread: {
      en: "{{count}} parts of your company's database would not be in an export.",
      ms: "{{count}} bahagian pangkalan data syarikat anda tidak akan ada dalam eksport.",
    },
    failed: {
      en: "{{count}} exports of the last {{days}} days could not be made.",
      ms: "{{count}} eksport dalam {{days}} hari lalu tidak dapat dibuat.",
    },
  },
  control: controlled(
    "a table that an export would not read, and an export that failed, turn the exports' probe red",
  ),
  async run({ house }, { pool, company }) {
    const { rows } = await pool.query<{ tables: number; unread: number }>(
      `select (count(*) filter (where relkind = 'r'))::int as tables,
              (count(*) filter (where relkind in ('p', 'f', 'm')))::int as unread
         from pg_class where relnamespace = 'public'::regnamespace`,
    );
    const { tables = 0, unread = 0 } = rows[0] ?? {};
    if (unread > 0) return degradedAs("unread", { count: unread });
    const since = new Date(house.now().getTime() - LOOKED_BACK_DAYS * DAY_MINUTES * 60_000);
    const made = await house.control.query<{ made: number; failed: number }>(
      `select (count(*) filter (where state in ('done', 'gone')))::int as made,
              (count(*) filter (where state = 'failed' and asked_at > $2))::int as failed
         from takeouts where company_id = $1`,
      [company.id, since],
    );
    const found = made.rows[0] ?? { made: 0, failed: 0 };
    return found.failed > 0
      ? degradedAs("failed", { count: found.failed, days: LOOKED_BACK_DAYS })
      : keptAs("whole", { tables, made: found.made });
  },
};
