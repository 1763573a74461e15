import { invalid, refuseIf } from "#kernel/errors.ts";
import { command } from "#platform/actions/action.ts";
import { whyNotTag } from "./hand.rules.ts";
import { orders } from "./orders.contract.ts";
import { inReach } from "./owners.ts";
import { markTagged } from "./tag.sql.ts";
import { selectAnyOf } from "./trash.sql.ts";

const WRITE = "sales.orders.write";

/** Tags are people's words: of a store's order too. */
export const tagOrders = command({
  does: orders.tag,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { ids: named, add, remove }) {
    if (add.some((tag) => remove.includes(tag)))
      throw invalid({ path: ["remove"], code: "field.invalid" });
    const ids = await inReach(ctx, named, WRITE);
    const tagged = await markTagged(ctx.db, ids, { add, remove }, ctx.now);
    for (const { after } of tagged) refuseIf(whyNotTag(after));

    for (const { id, number: name, before, after } of tagged)
      await ctx.audit(
        { type: "order", id, name },
        { before: { tags: before }, after: { tags: after } },
      );
    if (tagged.length === 0) {
      const { id, number } = await selectAnyOf(ctx.db, ids);
      await ctx.audit({ type: "order", id, name: number }, { before: {}, after: {} });
    }
    ctx.tell("sales.orders", "records.timeline");
    return { count: tagged.length, ids: tagged.map(({ id }) => id) };
  },
});
