import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Plan } from "./plans.rules.ts";

/** In the control database: the same for all companies. Those that are offered, in their order. */
export const selectPlans = (control: Db): Promise<Plan[]> =>
  control.rows(sql`
    select key, name, prices, limits from plans where withdrawn_at is null order by position, key`);

/** Also one that is not offered any more: who has it keeps it. */
export const selectPlan = (control: Db, key: string): Promise<Plan | null> =>
  control.maybe(sql`select key, name, prices, limits from plans where key = ${key}`);

export const upsertPlan = (control: Db, plan: Plan, position: number): Promise<number> =>
  control.run(sql`
    insert into plans (key, position, name, prices, limits)
    values (${plan.key}, ${position}, ${json(plan.name)}::jsonb, ${json(plan.prices)}::jsonb, ${json(plan.limits)}::jsonb)
        on conflict (key) do update
       set position = excluded.position, name = excluded.name, prices = excluded.prices, limits = excluded.limits,
           withdrawn_at = null`);

export const markOthersWithdrawn = (
  control: Db,
  keys: readonly string[],
  now: Date,
): Promise<number> =>
  control.run(sql`
    update plans set withdrawn_at = ${now} where withdrawn_at is null and key <> all(${keys}::text[])`);
