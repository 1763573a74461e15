import { forgetTimeline, tellTimeline } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { RefundState } from "../refunds/refunds.rules.ts";
import type { KeptOrder } from "./orders.rules.ts";
import { type Happening, refundStoryOf, storyChanges, storyOf } from "./story.rules.ts";

type Refunds = {
  readonly all: readonly RefundState[];
  readonly changed: readonly RefundState[];
  readonly gone?: readonly RefundState[];
};

/** Brings the timelines of an order and of its customer to what the order's state says. */
export async function tellOrderStory(
  ctx: CommandCtx,
  before: KeptOrder | null,
  after: KeptOrder,
  refunds: Refunds,
): Promise<void> {
  const own = storyChanges(before === null ? [] : storyOf(before), storyOf(after));
  const told = [...own.told, ...refundStoryOf(after, refunds.changed)];
  const whole = [...storyOf(after), ...refundStoryOf(after, refunds.all)];
  const hasMoved = before !== null && before.customerId !== after.customerId;

  const toOrder = told.map((happening) => entryFor("order", after.id, happening));
  const toCustomer =
    after.customerId === null
      ? []
      : (hasMoved ? whole : told).map((happening) =>
          entryFor("customer", after.customerId ?? "", happening),
        );
  const entries = [...toOrder, ...toCustomer];
  if (entries.length > 0) await tellTimeline(ctx, entries);

  const taken = refundStoryOf(after, refunds.gone ?? []);
  const gone = [...own.gone, ...taken.map(({ key }) => key)];
  await forget(ctx, "order", after.id, gone);
  if (!hasMoved) await forget(ctx, "customer", after.customerId, gone);
  else {
    const all = [...storyOf(before), ...refundStoryOf(after, refunds.all), ...taken];
    const keys = all.map(({ key }) => key);
    await forget(ctx, "customer", before.customerId, keys);
  }
}

const entryFor = (subjectType: string, subjectId: string, happening: Happening) => ({
  subjectType,
  subjectId,
  ...happening,
});

async function forget(
  ctx: CommandCtx,
  subjectType: string,
  subjectId: string | null,
  keys: readonly string[],
): Promise<void> {
  if (subjectId !== null && keys.length > 0)
    await forgetTimeline(ctx, { subjectType, subjectId, keys });
}
