import type { Db } from "#platform/db/db.ts";
import { gatherPaymentsOf } from "./person.sql.ts";

export const gatherPayments = async (db: Db, orders: readonly string[]): Promise<object[]> =>
  (await gatherPaymentsOf(db, orders)).map(({ row }) => row);
