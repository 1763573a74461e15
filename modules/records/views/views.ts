import type { CommandCtx } from "#platform/actions/context.ts";
import { json } from "#platform/db/sql.ts";
import { lockAllViews, writeView } from "./views.sql.ts";

/** What every view holds, as another slice needs it: a tag that has another name is asked for by that one. */
export async function rewriteViews(
  ctx: CommandCtx,
  stateOf: (state: unknown) => unknown,
): Promise<void> {
  for (const view of await lockAllViews(ctx.db)) {
    const state = stateOf(view.state);
    if (json(state) !== json(view.state)) await writeView(ctx.db, { ...view, state }, ctx.now);
  }
  ctx.tell("records.views");
}
