import type { Bin } from "../trash/trash.ts";
import type { ViewId } from "./views.contract.ts";
import { deleteViews, markReturned } from "./views.sql.ts";

/** Views that somebody deleted: for themselves to find again. */
export const viewBin: Bin = {
  type: "view",
  reads: "records.views.read",
  deletes: "records.views.write",
  isPersonal: true,
  topics: ["records.views"],
  restore: async (ctx, ids) => {
    for (const { id, name } of await markReturned(ctx.db, ids as ViewId[], ctx.now))
      await ctx.audit(
        { type: "view", id, name },
        { before: { isDeleted: true }, after: { isDeleted: false } },
      );
    return null;
  },
  purge: async (ctx, ids) => {
    await deleteViews(ctx.db, ids as ViewId[]);
  },
};
