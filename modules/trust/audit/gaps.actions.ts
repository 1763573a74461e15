import { refuseIf } from "#kernel/errors.ts";
import { command } from "#platform/actions/action.ts";
import { audit } from "./audit.contract.ts";
import { selectLastCheck } from "./chain.sql.ts";
import { whyNotAcknowledge } from "./gaps.rules.ts";
import { ACKNOWLEDGE } from "./gaps.ts";

/** Says in the log why a part of it is gone; the house then signs that, as of how the log stands by then. */
export const acknowledgeGap = command({
  does: audit.acknowledge,
  needs: ACKNOWLEDGE,
  isForFresh: true,
  async run(ctx, { reason }) {
    const checked = await selectLastCheck(ctx.db);
    refuseIf(whyNotAcknowledge(checked?.findings ?? []));

    const { id, name } = ctx.company;
    await ctx.audit({ type: "company", id, name }, { reason });
    await ctx.later(ACKNOWLEDGE, {}, { key: ACKNOWLEDGE });
    ctx.tell("trust.audit");
    return { done: true as const };
  },
});
