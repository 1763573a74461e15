import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { gatherRefundsOf, markReasonsErased } from "./person.sql.ts";

export const gatherRefunds = async (db: Db, orders: readonly string[]): Promise<object[]> =>
  (await gatherRefundsOf(db, orders)).map(({ row }) => row);

export const eraseRefundWords = (ctx: CommandCtx, orders: readonly string[]): Promise<number> =>
  markReasonsErased(ctx.db, orders);
