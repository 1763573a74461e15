import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Levels } from "./limits.rules.ts";

export type Measured = {
  readonly companyId: string;
  readonly name: string;
  readonly plan: string;
  readonly told: Levels;
};

/** Those with a plan that were not looked at since, the longest ago first. */
export const selectToMeasure = (control: Db, before: Date, limit: number): Promise<Measured[]> =>
  control.rows(sql`
    select b.company_id, c.name, b.plan, b.limits_told as told
      from billings b join companies c on c.id = b.company_id and c.status = 'active'
     where b.plan is not null and b.ended_at is null
       and (b.limits_looked_at is null or b.limits_looked_at <= ${before})
     order by b.limits_looked_at nulls first, b.company_id limit ${limit}`);

export const markLimitsTold = (
  control: Db,
  companyId: string,
  told: Levels,
  now: Date,
): Promise<number> =>
  control.run(sql`
    update billings set limits_looked_at = ${now}, limits_told = ${json(told)}::jsonb
     where company_id = ${companyId}`);
