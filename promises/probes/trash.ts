import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

const GRACE_MS = 24 * 3_600_000;
const KEPT_DAYS = 30;

/** Looks for what should be gone, and for what would go too early. */
export const trash: CompanyProbe = {
  name: "trash",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Looked through your trash for records that should be gone, and for records that would go too early.",
    ms: "Memeriksa tong sampah anda untuk rekod yang sepatutnya sudah tiada, dan rekod yang akan hilang terlalu awal.",
  },
  finds: {
    in_time: {
      en: "{{count}} records are in the trash; none is overdue, and each stays for {{days}} days.",
      ms: "{{count}} rekod ada dalam tong sampah; tiada yang tertunggak, dan setiap satu kekal selama {{days}} hari.",
    },
    empty: {
      en: "The trash is empty, and nothing is overdue.",
      ms: "Tong sampah kosong, dan tiada yang tertunggak.",
    },
    overdue: {
      en: "{{count}} records should have been gone for more than a day.",
      ms: "{{count}} rekod sepatutnya sudah tiada lebih daripada sehari.",
    },
    early: {
      en: "{{count}} records would go before {{days}} days are over.",
      ms: "{{count}} rekod akan hilang sebelum {{days}} hari berlalu.",
    },
  },
  control: controlled("what is overdue in the trash turns the trash's probe red"),
  async run({ house }, { pool }) {
    const overdueBefore = new Date(house.now().getTime() - GRACE_MS);
    const { rows } = await pool.query<{ count: number; overdue: number; early: number }>(
      `select count(*)::int as count,
              (count(*) filter (where purge_at < $1))::int as overdue,
              (count(*) filter (where purge_at < trashed_at + $2 * interval '24 hours'))::int as early
         from trash_entries`,
      [overdueBefore, KEPT_DAYS],
    );
    const { count = 0, overdue = 0, early = 0 } = rows[0] ?? {};
    if (overdue > 0) return degradedAs("overdue", { count: overdue });
    if (early > 0) return degradedAs("early", { count: early, days: KEPT_DAYS });
    return count === 0 ? keptAs("empty") : keptAs("in_time", { count, days: KEPT_DAYS });
  },
};
