import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

const HOUR_MS = 3_600_000;
/** One a day, and an hour's room for one that failed and is made again. */
const AGE_MAX_HOURS = 26;
const PROVED_WITHIN_HOURS = 24;
const KEPT_DAYS_MAX = 90;

/** Whether the company's backups are young, proven by a restore, and gone when their time is over. */
export const backups: CompanyProbe = {
  name: "backups",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Looked how old your newest backup is, whether it was restored and compared, and for copies that should be gone.",
    ms: "Memeriksa umur sandaran terbaharu anda, sama ada ia telah dipulihkan dan dibandingkan, dan salinan yang sepatutnya sudah tiada.",
  },
  finds: {
    young: {
      en: "Your company is younger than its first backup, which is made within an hour.",
      ms: "Syarikat anda lebih muda daripada sandaran pertamanya, yang dibuat dalam masa sejam.",
    },
    proven: {
      en: "Your newest backup is {{hours}} hours old; it was restored in {{seconds}} s and all {{tables}} tables were equal. {{count}} are kept in {{region}}.",
      ms: "Sandaran terbaharu anda berusia {{hours}} jam; ia dipulihkan dalam {{seconds}} s dan kesemua {{tables}} jadual adalah sama. {{count}} disimpan di {{region}}.",
    },
    missing: {
      en: "There is no backup of the last {{hours}} hours that was restored and found equal.",
      ms: "Tiada sandaran dalam {{hours}} jam lalu yang telah dipulihkan dan didapati sama.",
    },
    unproven: {
      en: "{{count}} backups of the last days could not be restored as they were, or were not tried within {{hours}} hours.",
      ms: "{{count}} sandaran hari-hari lalu tidak dapat dipulihkan seperti asal, atau tidak dicuba dalam {{hours}} jam.",
    },
    unsound: {
      en: "Your newest backup was restored and equal, but {{count}} things within it are not in order, the first of them {{what}}.",
      ms: "Sandaran terbaharu anda dipulihkan dan sama, tetapi {{count}} perkara di dalamnya tidak teratur, yang pertama ialah {{what}}.",
    },
    overdue: {
      en: "{{count}} backups are older than {{days}} days.",
      ms: "{{count}} sandaran lebih lama daripada {{days}} hari.",
    },
  },
  control: controlled(
    "a backup that fails its restore, one that is overdue, and none at all turn the backups' probe red",
  ),
  async run({ house }, { company }) {
    const now = house.now();
    const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
    const { rows } = await house.control.query<{
      since: Date;
      count: number;
      overdue: number;
      unproven: number;
      region: string;
      takenAt: Date | null;
      verifyMs: number;
      tables: number;
      findings: string[] | null;
    }>(
      `select c.created_at as since, c.region,
              (count(b.id) filter (where b.state = 'kept'))::int as count,
              (count(b.id) filter (where b.state = 'kept' and b.taken_at < $2))::int as overdue,
              (count(b.id) filter (where b.state = 'kept' and (b.verified_as <> 'equal'
                                      or (b.verified_as is null and b.made_at < $3))))::int as unproven,
              newest.taken_at as "takenAt", newest.verify_ms as "verifyMs",
              jsonb_array_length(newest.tables) as tables, newest.findings
         from companies c
         left join backups b on b.company_id = c.id
         left join lateral (
           select taken_at, verify_ms, tables, findings from backups n
            where n.company_id = c.id and n.state = 'kept' and n.verified_as = 'equal'
            order by taken_at desc limit 1) newest on true
        where c.id = $1
        group by c.id, newest.taken_at, newest.verify_ms, newest.tables, newest.findings`,
      [company.id, ago(KEPT_DAYS_MAX * 24), ago(PROVED_WITHIN_HOURS)],
    );
    const [found] = rows;
    if (found === undefined) return null;
    const { count, overdue, unproven, takenAt, since, tables } = found;
    if (overdue > 0) return degradedAs("overdue", { count: overdue, days: KEPT_DAYS_MAX });
    if (unproven > 0)
      return degradedAs("unproven", { count: unproven, hours: PROVED_WITHIN_HOURS });
    if (takenAt === null || takenAt < ago(AGE_MAX_HOURS))
      return since > ago(AGE_MAX_HOURS) && takenAt === null
        ? keptAs("young")
        : degradedAs("missing", { hours: AGE_MAX_HOURS });
    const [what, ...more] = found.findings ?? [];
    if (what !== undefined) return degradedAs("unsound", { count: more.length + 1, what });
    const region = house.config.regions.find(({ id }) => id === found.region)?.name ?? found.region;
    const hours = Math.floor((now.getTime() - takenAt.getTime()) / HOUR_MS);
    const seconds = Math.max(1, Math.round(found.verifyMs / 1000));
    return keptAs("proven", { hours, seconds, tables, count, region });
  },
};
