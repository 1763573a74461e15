import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

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

export const putRate = (db: Db, rate: RateRow, now: Date): Promise<number> =>
  db.run(sql`
    insert into exchange_rates (currency, rate_on, rate, source, created_at)
    values (${rate.currency}, ${rate.rateOn}, ${rate.rate}::text::numeric, ${rate.source}, ${now})
        on conflict (currency, rate_on) do update
       set rate = excluded.rate, source = excluded.source, created_at = excluded.created_at`);
