import { newId } from "#kernel/ids.ts";
import { adminsOf } from "#modules/companies/companies.public.ts";
import { inCompany } from "#platform/actions/action.ts";
import { eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { postMail } from "#platform/mail/outbox.ts";
import { usageOf } from "../plans/plans.rules.ts";
import { planOf } from "../plans/plans.ts";
import { limitsMail } from "./limits.mails.ts";
import { levelsOf, newlyAmong, toldAfter } from "./limits.rules.ts";
import { type Measured, markLimitsTold, selectToMeasure } from "./limits.sql.ts";
import { type Meters, usedBy } from "./meters.ts";

const MEASURE = "billing.limits.measure";
const EVERY_MS = 24 * 3_600_000;
const AT_ONCE = 50;

/** Once a day of each company that has a plan: who comes near a limit of it, or over it, is told. Nobody is stopped. */
export async function measureLimits(house: House, meters: Meters): Promise<void> {
  if (house.config.stripe === null) return;
  const before = new Date(house.now().getTime() - EVERY_MS);
  for (const one of await selectToMeasure(eachAlone(house.control), before, AT_ONCE))
    await measure(house, meters, one).catch((error: unknown) =>
      house.log.warn({ err: error, companyId: one.companyId }, "limits were not measured"),
    );
}

async function measure(house: House, meters: Meters, one: Measured): Promise<void> {
  const access = await house.companies.accessUnlessBehind(one.companyId);
  if (access === null) return;
  const now = house.now();
  const caller = {
    access,
    actor: { kind: "system" as const, id: null, name: MEASURE, permissions: new Set<string>() },
    request: { id: newId<"session">(), ip: null, userAgent: null },
    now,
  };
  const { output: used } = await inCompany(house, caller, MEASURE, "read only", (ctx) =>
    usedBy(ctx, meters),
  );
  await transaction(house.control, "read write", async (control) => {
    const usage = usageOf(await planOf(control, one.plan), used);
    const levels = levelsOf(usage);
    const toSay = newlyAmong(levels, one.told, usage);
    await markLimitsTold(control, one.companyId, toldAfter(levels, one.told), now);
    if (toSay.length === 0) return;
    for (const admin of await adminsOf(control, one.companyId))
      await postMail(
        house,
        control,
        limitsMail(admin, one.name, toSay, house.config.publicUrl),
        now,
      );
  });
}
