import type { Ctx } from "#platform/actions/context.ts";
import { selectMembersCount } from "./members.sql.ts";

/** People in the company, for the plan's limit. */
export const membersMeter = async ({ inControl, company }: Ctx): Promise<number> =>
  (await inControl((control) => selectMembersCount(control, company.id))).count;
