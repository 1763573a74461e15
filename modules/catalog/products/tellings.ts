import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { lockTellings } from "./products.sql.ts";

/**
 * One transaction at a time takes in what stores tell. So a refund that comes beside its order finds it or is found, also
 * before there is a row to lock, and a line does not miss the product told beside it. Deliveries are read one batch after
 * the other anyway; people at their screens are not kept waiting by this.
 */
export async function holdTellings(ctx: CommandCtx): Promise<void> {
  if (held.has(ctx.db)) return;
  await lockTellings(ctx.db);
  held.add(ctx.db);
}

/** The transactions that hold it: a batch asks once. */
const held = new WeakSet<Db>();
