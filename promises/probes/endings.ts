import type pg from "pg";
import { Problem } from "#kernel/errors.ts";
import { type CompanyAction, perform as performAction } from "#platform/actions/action.ts";
import { databaseExists, withAdmin } from "#platform/tenancy/server.ts";
import {
  type CompanyProbe,
  controlled,
  DAY_MINUTES,
  degradedAs,
  HOUR_MINUTES,
  type HouseProbe,
  keptAs,
} from "./probe.ts";

const CANCELLED = "companies.company.cancelled";

/** Asks for every command of a company as if it were cancelled; the deed itself is replaced, so nothing can happen. */
export const cancelling: CompanyProbe = {
  name: "cancelling",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Asked for everything your company can be asked for as if it were cancelled: what reads and exports, and what changes.",
    ms: "Meminta segala yang boleh diminta daripada syarikat anda seolah-olah ia dibatalkan: yang membaca dan mengeksport, dan yang mengubah.",
  },
  finds: {
    readable: {
      en: "{{read}} ways to read and export stay open after a cancellation, {{closed}} ways to change something are closed.",
      ms: "{{read}} cara membaca dan mengeksport kekal terbuka selepas pembatalan, {{closed}} cara mengubah ditutup.",
    },
    shut: {
      en: "{{count}} ways to read or export would be closed after a cancellation.",
      ms: "{{count}} cara membaca atau mengeksport akan ditutup selepas pembatalan.",
    },
    open: {
      en: "{{count}} ways to change something would stay open after a cancellation.",
      ms: "{{count}} cara mengubah akan kekal terbuka selepas pembatalan.",
    },
  },
  control: controlled("a command that a cancelled company can still ask turns its probe red"),
  async run({ house, actions, perform = performAction }, access) {
    const ofCompany = actions.filter(
      (action): action is CompanyAction => action.door === "company",
    );
    const endsAt = new Date(house.now().getTime() + DAY_MINUTES * 60_000);
    const everybody = {
      access: { ...access, company: { ...access.company, status: "cancelled" as const, endsAt } },
      actor: {
        kind: "system" as const,
        id: null,
        name: "trust.promises.try",
        permissions: new Set(ofCompany.map(({ needs }) => needs)),
      },
      request: { id: "trust.promises.try", ip: null, userAgent: null },
      now: house.now(),
    };
    const reached = new Error("the deed was reached");
    let [read, closed, shut, open] = [0, 0, 0, 0];
    for (const action of ofCompany) {
      const harmless = { ...action, run: () => Promise.reject(reached) };
      const isClosed = await perform(harmless, house, everybody, {}).then(
        () => false,
        (error: unknown) => error instanceof Problem && error.code === CANCELLED,
      );
      const isReading = action.kind === "query" || action.isForCancelled === true;
      if (isReading && isClosed) shut += 1;
      else if (isReading) read += 1;
      else if (isClosed) closed += 1;
      else open += 1;
    }
    if (shut > 0) return degradedAs("shut", { count: shut });
    return open > 0 ? degradedAs("open", { count: open }) : keptAs("readable", { read, closed });
  },
};

/** Held up by the hourly limit for a while, a company is not overdue yet. */
const LATE_HOURS = 24;
const OPEN_DAYS = 30;

/** Looks whether companies whose time is over are gone, all of them and nothing too early. */
export const endings: HouseProbe = {
  name: "endings",
  of: "house",
  everyMinutes: HOUR_MINUTES,
  maxAgeMinutes: 3 * HOUR_MINUTES,
  tries: {
    en: "Looked for companies whose 30 days are over, for databases, logins, keys and rows of those that were destroyed, and for copies of their backups.",
    ms: "Mencari syarikat yang 30 harinya sudah tamat, pangkalan data, log masuk, kunci dan baris milik yang telah dimusnahkan, serta salinan sandarannya.",
  },
  finds: {
    gone: {
      en: "Nothing is left of {{ended}} destroyed companies but their certificates; {{waiting}} are in their 30 days.",
      ms: "Tiada apa-apa yang tinggal daripada {{ended}} syarikat yang dimusnahkan kecuali sijilnya; {{waiting}} masih dalam 30 harinya.",
    },
    early: {
      en: "{{count}} companies were destroyed before their 30 days were over.",
      ms: "{{count}} syarikat dimusnahkan sebelum 30 harinya tamat.",
    },
    late: {
      en: "{{count}} companies should have been destroyed and are still there.",
      ms: "{{count}} syarikat sepatutnya telah dimusnahkan dan masih ada.",
    },
    accounts: {
      en: "{{count}} closed accounts should have been deleted and are still there.",
      ms: "{{count}} akaun yang ditutup sepatutnya telah dipadam dan masih ada.",
    },
    left: {
      en: "{{count}} databases, logins, keys or rows of destroyed companies are still there.",
      ms: "{{count}} pangkalan data, log masuk, kunci atau baris milik syarikat yang dimusnahkan masih ada.",
    },
    copies: {
      en: "Copies of backups of {{count}} destroyed companies are past their last day.",
      ms: "Salinan sandaran {{count}} syarikat yang dimusnahkan telah melepasi hari terakhirnya.",
    },
  },
  control: controlled(
    "a company or an account that should be gone, one that was destroyed too early, what one left, and a copy past its day turn the endings' probe red",
  ),
  async run({ house, workshop }) {
    const now = house.now();
    const { rows } = await house.control.query<{
      companyId: string;
      state: string;
      isEarly: boolean;
      isLate: boolean;
      hasCopies: boolean;
      databases: string[] | null;
    }>(
      `select company_id as "companyId", state,
              coalesce(deleted_at < cancelled_at + $2 * interval '1 day', false) as "isEarly",
              state in ('cancelled', 'deleting') and ends_at < $1::timestamptz - $3 * interval '1 hour' as "isLate",
              state = 'deleted' and backups_gone_at is null and backups_go_by < $1 as "hasCopies",
              array(select d->>'name' from jsonb_array_elements(plan->'databases') as d) as databases
         from endings where state <> 'undone'`,
      [now, OPEN_DAYS, LATE_HOURS],
    );
    const count = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).length;
    const early = count(({ isEarly }) => isEarly);
    if (early > 0) return degradedAs("early", { count: early });
    const late = count(({ isLate }) => isLate);
    if (late > 0) return degradedAs("late", { count: late });
    const closed = await house.control.query<{ count: number }>(
      "select count(*)::int as count from accounts where closes_at < $1::timestamptz - $2 * interval '1 hour'",
      [now, LATE_HOURS],
    );
    const accounts = closed.rows[0]?.count ?? 0;
    if (accounts > 0) return degradedAs("accounts", { count: accounts });
    const ended = rows.filter(({ state }) => state === "deleted");
    const names = ended.flatMap(({ databases }) => databases ?? []);
    let left = await rowsLeft(
      house.control,
      ended.map(({ companyId }) => companyId),
    );
    for (const { serverUrl } of workshop.clusters) left += await leftOn(serverUrl, names);
    if (left > 0) return degradedAs("left", { count: left });
    const copies = count(({ hasCopies }) => hasCopies);
    if (copies > 0) return degradedAs("copies", { count: copies });
    return keptAs("gone", { ended: ended.length, waiting: rows.length - ended.length });
  },
};

/** Whatever table of the control database still names one of them, but that of their endings. */
async function rowsLeft(control: pg.Pool, ids: readonly string[]): Promise<number> {
  const { rows: tables } = await control.query<{ name: string }>(
    `select quote_ident(table_name) as name
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'company_id' and table_name <> 'endings'`,
  );
  let found = 0;
  for (const { name } of tables) {
    const { rows } = await control.query<{ count: number }>(
      `select count(*)::int as count from ${name} where company_id = any($1::uuid[])`,
      [ids],
    );
    found += rows[0]?.count ?? 0;
  }
  return found;
}

/** Databases and logins of these names on a server. */
const leftOn = (serverUrl: string, names: readonly string[]): Promise<number> =>
  withAdmin(serverUrl, "postgres", async (client) => {
    let found = 0;
    for (const name of names) {
      const role = await client.query("select from pg_roles where rolname = $1", [name]);
      found += role.rowCount ?? 0;
      if (await databaseExists(client, name)) found += 1;
    }
    return found;
  });
