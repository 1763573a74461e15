import { type Db, eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { Plan } from "./plans.rules.ts";
import { markOthersWithdrawn, selectPlan, selectPlans, upsertPlan } from "./plans.sql.ts";
import { Plans } from "./written.ts";

/** What is offered now, in its order. */
export const offeredPlans = (control: Db): Promise<Plan[]> => selectPlans(control);

/** Also one that is not offered any more; null: there is none such. */
export const planOf = (control: Db, key: string): Promise<Plan | null> => selectPlan(control, key);

export const allPlans = (house: House): Promise<Plan[]> => selectPlans(eachAlone(house.control));

/** What an operator wrote, as JSON: these are offered from now on, and no others. Throws what zod finds wrong with it. */
export async function loadPlans(house: House, written: string): Promise<number> {
  const plans = Plans.parse(JSON.parse(written));
  await transaction(house.control, "read write", async (control) => {
    for (const [position, plan] of plans.entries()) await upsertPlan(control, plan, position);
    await markOthersWithdrawn(
      control,
      plans.map(({ key }) => key),
      house.now(),
    );
  });
  return plans.length;
}
