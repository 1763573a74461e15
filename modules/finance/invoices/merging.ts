import type { MergeFollower } from "#modules/crm/crm.public.ts";
import { moveReceipts } from "../receipts/receipts.ts";
import { markMoved } from "./person.sql.ts";

/**
 * Papers go with whoever somebody became for good. Where the one stays known as a part of the other they stay with it, and so are
 * its own again when the two are parted.
 */
export const invoicesOfMerged: MergeFollower = {
  merged: async (ctx, { merged }) => {
    const moved = merged.filter(({ isPart }) => isPart !== true);
    if (moved.length === 0) return;
    const pairs = moved.map(({ from, into }) => ({ from, into }));
    await markMoved(ctx.db, pairs);
    await moveReceipts(ctx.db, pairs);
  },
  released: async () => undefined,
};
