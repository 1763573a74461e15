import type { Ctx } from "#platform/actions/context.ts";
import { selectCustomersCount } from "./customers.sql.ts";

/** Customers that are there now, for the plan's limit. */
export const customersMeter = async ({ db }: Ctx): Promise<number> =>
  (await selectCustomersCount(db)).count;
