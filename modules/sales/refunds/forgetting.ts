import type { CommandCtx } from "#platform/actions/context.ts";
import { deleteStoreRefunds } from "./forgetting.sql.ts";

/** Removes all that a store told of them; their ids. Used where a store leaves without a trace. */
export const forgetStoreRefunds = async (
  ctx: CommandCtx,
  connectionId: string,
): Promise<string[]> => (await deleteStoreRefunds(ctx.db, connectionId)).map(({ id }) => id);
