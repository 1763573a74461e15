import { dayIn } from "#kernel/day.ts";
import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

const DAYS_MAX = 30;

/** Looks whether anybody waits for an answer longer than they should, and whether who was erased stays so. */
export const requests: CompanyProbe = {
  name: "requests",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Looked through your privacy requests for one that waits too long, and compared the erasures that the house remembers with those that your database has been through.",
    ms: "Memeriksa permintaan privasi anda untuk yang menunggu terlalu lama, dan membandingkan penghapusan yang diingat rumah ini dengan yang telah dilalui pangkalan data anda.",
  },
  finds: {
    in_time: {
      en: "{{count}} requests came, {{open}} wait for an answer and none is late; {{erased}} erasures stand.",
      ms: "{{count}} permintaan tiba, {{open}} menunggu jawapan dan tiada yang lewat; {{erased}} penghapusan kekal.",
    },
    none: {
      en: "Nobody has asked anything yet.",
      ms: "Belum ada sesiapa yang meminta apa-apa.",
    },
    late: {
      en: "{{count}} requests should have been answered by now.",
      ms: "{{count}} permintaan sepatutnya sudah dijawab.",
    },
    far: {
      en: "{{count}} requests are due later than {{days}} days after they came.",
      ms: "{{count}} permintaan perlu dijawab lebih daripada {{days}} hari selepas ia tiba.",
    },
    undone: {
      en: "{{count}} erasures are missing in your database, as after a restore: they have to be replayed.",
      ms: "{{count}} penghapusan tiada dalam pangkalan data anda, seperti selepas pemulihan: ia perlu diulang.",
    },
  },
  control: controlled(
    "a request that nobody answers, and an erasure that a restore undid, turn the requests' probe red",
  ),
  async run({ house }, { pool, company }) {
    const { rows } = await pool.query<Record<"count" | "open" | "late" | "far", number>>(
      `select count(*)::int as count, (count(*) filter (where state = 'open'))::int as open,
              (count(*) filter (where state = 'open' and due_on < $1::date))::int as late,
              (count(*) filter (where due_on > received_on + $2::int))::int as far
         from privacy_requests`,
      [dayIn(company.zone, house.now()), DAYS_MAX],
    );
    const { count = 0, open = 0, late = 0, far = 0 } = rows[0] ?? {};
    const handed = await house.control.query<{ id: string }>(
      "select request_id as id from erasures where company_id = $1",
      [company.id],
    );
    const done = await pool.query<{ id: string }>("select request_id as id from erasures");
    const known = new Set(done.rows.map(({ id }) => id));
    const undone = handed.rows.filter(({ id }) => !known.has(id)).length;
    if (undone > 0) return degradedAs("undone", { count: undone });
    if (late > 0) return degradedAs("late", { count: late });
    if (far > 0) return degradedAs("far", { count: far, days: DAYS_MAX });
    return count === 0
      ? keptAs("none")
      : keptAs("in_time", { count, open, erased: handed.rows.length });
  },
};
