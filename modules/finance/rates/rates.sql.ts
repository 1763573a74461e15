import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";

export type RateRow = {
  readonly currency: string;
  readonly rateOn: Day;
  readonly rate: string;
  readonly source: string;
};

export const selectRates = (db: Db, limit: number): Promise<RateRow[]> =>
  db.rows(sql`
    select currency, rate_on, trim_scale(rate)::text as rate, source from exchange_rates
     order by currency, rate_on desc limit ${limit}`);

/** The newest of a currency that is known by a day. */
export const selectRateOn = (db: Db, currency: string, on: Day): Promise<RateRow | null> =>
  db.maybe(sql`
    select currency, rate_on, trim_scale(rate)::text as rate, source from exchange_rates
     where currency = ${currency} and rate_on <= ${on}::date order by rate_on desc limit 1`);

/** The newest of each currency by a day. */
export const selectNewest = (db: Db, on: Day): Promise<RateRow[]> =>
  db.rows(sql`
    select distinct on (currency) currency, rate_on, trim_scale(rate)::text as rate, source from exchange_rates
     where rate_on <= ${on}::date order by currency, rate_on desc`);

export const putRates = (db: Db, rates: readonly RateRow[], now: Date): Promise<number> =>
  db.run(sql`
    insert into exchange_rates (currency, rate_on, rate, source, created_at)
    select r.currency, r."rateOn", r.rate, r.source, ${now}
      from json_to_recordset(${json(rates)}) as r(currency text, "rateOn" date, rate numeric, source text)
        on conflict (currency, rate_on) do update
       set rate = excluded.rate, source = excluded.source, created_at = excluded.created_at`);

export const putRate = (db: Db, rate: RateRow, now: Date): Promise<number> =>
  db.run(sql`
    insert into exchange_rates (currency, rate_on, rate, source, created_at)
    values (${rate.currency}, ${rate.rateOn}, ${rate.rate}::text::numeric, ${rate.source}, ${now})
        on conflict (currency, rate_on) do update
       set rate = excluded.rate, source = excluded.source, created_at = excluded.created_at`);
