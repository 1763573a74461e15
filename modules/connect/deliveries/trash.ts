import type { TrashFollower } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { packBody } from "./packing.ts";
import { markBlanked, selectAbout } from "./trash.sql.ts";

/** Why there is nothing to read in a delivery: what it told of was deleted for good. */
export const BLANKED = "connect.delivery.blanked";

const blanksAbout = (type: TrashFollower["follows"]): TrashFollower => ({
  follows: type,
  purging: (ctx, ids) => blank(ctx, type, ids),
});

/** What stores told of a record goes with it: the log keeps that it came, and when. */
export const deliveriesOfTrashed: readonly TrashFollower[] = [
  blanksAbout("customer"),
  blanksAbout("order"),
  blanksAbout("product"),
];

async function blank(ctx: CommandCtx, type: string, ids: readonly string[]): Promise<void> {
  const about = (await selectAbout(ctx.db, type, ids)).map(({ id }) => id);
  if (about.length === 0) return;
  const emptied = about.map((id) => packBody(ctx.sealer, id, new Uint8Array()));
  await markBlanked(ctx.db, about, emptied, BLANKED);
  ctx.tell("connect.deliveries");
}
