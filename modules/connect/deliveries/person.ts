import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { type Keeper, type Person, recordsOf } from "#platform/privacy/keeper.ts";
import { takeIntoLog } from "./batches.ts";
import { blankedBody } from "./blanking.rules.ts";
import type { DeliveryId } from "./deliveries.contract.ts";
import { packBody, unpackBody } from "./packing.ts";
import { mentionOf } from "./person.rules.ts";
import {
  gatherResults,
  type Opened,
  selectOpened,
  selectStoreNumbers,
  selectToldOf,
  selectUntold,
} from "./person.sql.ts";
import { blankBodies, markBlanked } from "./trash.sql.ts";

/** Why there is nothing to read in a delivery: whom it told of was erased. */
export const ERASED = "connect.delivery.erased";

const PAGE = 200;
const FIRST = "00000000-0000-0000-0000-000000000000";

/** What stores sent about them: that it came and when stays, nothing of what it said. */
export const deliveryKeeper: Keeper = {
  part: "connect.deliveries",
  tables: {
    // Into the log with them first; those are found there.
    delivery_batches: { fate: "deleted" },
    deliveries: {
      fate: "masked",
      why: "log",
      masks: ["body", "headers"],
      stays: ["topic", "event_id"],
    },
    delivery_results: {
      fate: "masked",
      why: "log",
      masks: ["reason", "reason_path", "reason_detail", "summary", "search_text", "subject_type"],
      stays: ["topic", "state"],
    },
  },
  gather: async (ctx, person) => {
    const ids = await deliveriesOf(ctx, person);
    return {
      deliveries: (await selectOpened(ctx.db, ids)).map((row) => shownOf(ctx, row)),
      delivery_results: (await gatherResults(ctx.db, ids)).map(({ row }) => row),
    };
  },
  erase: async (ctx, person) => {
    while ((await takeIntoLog(ctx)) > 0);
    const ids = await deliveriesOf(ctx, person);
    if (ids.length === 0) return { deliveries: 0, delivery_results: 0 };
    const emptied = ids.map((id) => packBody(ctx.sealer, id, new Uint8Array()));
    await markBlanked(ctx.db, ids, emptied, ERASED);
    ctx.tell("connect.deliveries");
    return { deliveries: ids.length, delivery_results: ids.length };
  },
};

/** Takes out what a delivery said of somebody who was erased before it came. */
export const blankBody = (ctx: CommandCtx, id: DeliveryId): Promise<void> =>
  blankBodies(ctx.db, [id], [packBody(ctx.sealer, id, new Uint8Array())]);

async function deliveriesOf(ctx: Ctx, person: Person): Promise<DeliveryId[]> {
  const subjects = ["customer", "order", "subscription", "privacy_request"].map((type) => ({
    type,
    ids: recordsOf(person, type),
  }));
  const told = await selectToldOf(ctx.db, subjects, person);
  const untold = await untoldOf(ctx, person);
  return [...new Set([...told.map(({ id }) => id), ...untold])].sort((a, b) => (a < b ? -1 : 1));
}

/** Those that were never read as anybody's are opened one after the other. */
async function untoldOf(ctx: Ctx, person: Person): Promise<DeliveryId[]> {
  const orders = await selectStoreNumbers(ctx.db, recordsOf(person, "order"));
  const mentions = mentionOf(person, orders);
  const found: DeliveryId[] = [];
  let after = FIRST;
  for (;;) {
    const page = await selectUntold(ctx.db, after, PAGE);
    for (const { id, connectionId, body } of page) {
      const text = unpackBody(ctx.sealer, id, body).toString();
      if (mentions({ connectionId, body: text })) found.push(id);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = last.id;
  }
}

const shownOf = (ctx: Ctx, { id, receivedAt, topic, headers, body }: Opened): object => ({
  id,
  received_at: receivedAt,
  topic,
  headers,
  body: blankedBody(unpackBody(ctx.sealer, id, body).toString()),
});
