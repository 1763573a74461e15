import { query } from "#platform/actions/action.ts";
import { pageOf } from "#platform/db/cursor.ts";
import { subscriptions } from "./subscriptions.contract.ts";
import { PAGE_ROWS, selectSubscriptions } from "./subscriptions.sql.ts";

export const listSubscriptions = query({
  does: subscriptions.list,
  needs: "sales.subscriptions.read",
  async run(ctx, filter) {
    const rows = await selectSubscriptions(ctx.db, filter, ctx.seesPlain("contact"));
    return pageOf(rows, PAGE_ROWS, (row) => [row.createdAt, row.id]);
  },
});
