import { type Db, eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { isUnderWay } from "./backups.rules.ts";
import { selectScratches } from "./backups.sql.ts";
import { selectOpeningDatabases } from "./openings.sql.ts";
import { selectLastReturn, selectReturnDatabases } from "./returns.sql.ts";

/** Databases that hold rows of a company beside its own: what returns put aside, and proofs that were cut short. */
export async function databasesBeside(house: House, companyId: string): Promise<string[]> {
  const control = eachAlone(house.control);
  const left = [
    ...(await selectReturnDatabases(control, companyId)),
    ...(await selectScratches(control, companyId)),
    ...(await selectOpeningDatabases(control, companyId)),
  ];
  return left.map(({ name }) => name);
}

export async function isReturning(control: Db, companyId: string): Promise<boolean> {
  const last = await selectLastReturn(control, companyId);
  return last !== null && isUnderWay(last);
}
