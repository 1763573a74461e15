import { z } from "zod";
import { blocked, get, instant, post } from "#kernel/contract.ts";

export const Lock = z.enum(["soft", "filed", "hard"]);
export type Lock = z.output<typeof Lock>;

/** A month of the books. */
export const Period = z.object({
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  /** By the year in which it ends. */
  financialYear: z.int(),
  softLockedAt: instant().nullable(),
  filedAt: instant().nullable(),
  hardLockedAt: instant().nullable(),
  entriesCount: z.int(),
  blocked: z.object({ soft: blocked(), filed: blocked(), hard: blocked(), lift: blocked() }),
});
export type Period = z.output<typeof Period>;

export const PeriodList = z.object({ periods: z.array(Period) });
export type PeriodList = z.output<typeof PeriodList>;

const Month = z.iso.date().regex(/-01$/, "finance.period.not_first_of_month");

const at = "/api/finance/periods";
export const periods = {
  /** From the first month of the books to this one, newest first. */
  list: get(at, z.object({}), PeriodList),
  /** Comes and goes: stops whoever may not lock. */
  lockSoft: post(`${at}/lock_soft`, z.object({ startsOn: Month }), PeriodList),
  /** A return was filed for it: nobody posts here. */
  lockFiled: post(`${at}/lock_filed`, z.object({ startsOn: Month }), PeriodList),
  /** With all before it, for ever. */
  lockHard: post(`${at}/lock_hard`, z.object({ startsOn: Month }), PeriodList),
  liftSoft: post(`${at}/lift_soft`, z.object({ startsOn: Month }), PeriodList),
  liftFiled: post(
    `${at}/lift_filed`,
    z.object({
      startsOn: Month,
      reason: z.string().trim().min(1, "field.required").max(500, "field.too_long"),
    }),
    PeriodList,
  ),
};
