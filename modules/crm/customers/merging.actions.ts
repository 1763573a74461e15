import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { readCustomer } from "./customers.actions.ts";
import type { CustomerId } from "./customers.contract.ts";
import { selectKnownCustomer } from "./identities.sql.ts";
import { merging } from "./merging.contract.ts";
import { proposalOf, whyNotMerge, whyNotUndo } from "./merging.rules.ts";
import { selectMerges } from "./merging.sql.ts";
import { type MergeFollower, mergeByHand, undoMerge } from "./merging.ts";
import { inReach } from "./owners.ts";
import { selectTie } from "./parts.sql.ts";
import { leaveSettling } from "./settling.ts";

const READ = "crm.customers.read";
/** What one needs to say that two are one, and to take it back. */
export const MERGE = "crm.customers.merge";

export const mergingActions = (followers: readonly MergeFollower[]) => ({
  compare: compareCustomers,
  list: listMerges,
  merge: mergeCustomers(followers),
  undo: undoCustomerMerge(followers),
});

const compareCustomers = query({
  does: merging.compare,
  needs: READ,
  isScoped: true,
  async run(ctx, { id, fromId }) {
    const [into, from] = [await readCustomer(ctx, id), await readCustomer(ctx, fromId)];
    const known = [
      await selectKnownCustomer(ctx.db, into.id),
      await selectKnownCustomer(ctx.db, from.id),
    ] as const;
    const closed = ctx.whyNotMay(MERGE, into.ownerId) ?? ctx.whyNotMay(MERGE, from.ownerId);
    return {
      into,
      from,
      proposal: proposalOf(known[0].known, known[1].known),
      blocked: { merge: closed ?? whyNotMerge(into, from) },
    };
  },
});

const listMerges = query({
  does: merging.list,
  needs: READ,
  isScoped: true,
  async run(ctx, { id }) {
    const customer = await readCustomer(ctx, id);
    const closed = ctx.whyNotMay(MERGE, customer.ownerId);
    const rows = await selectMerges(ctx.db, customer.id);
    return {
      rows: rows.map((merge) => ({
        ...merge,
        blocked: { undo: closed ?? whyNotUndo(merge, customer, ctx.now) },
      })),
    };
  },
});

const mergeCustomers = (followers: readonly MergeFollower[]) =>
  command({
    does: merging.merge,
    needs: MERGE,
    isScoped: true,
    async run(ctx, { id, version, fromId, fromVersion, picks }) {
      await bothInReach(ctx, id, fromId);
      const into = { id, version };
      const from = { id: fromId, version: fromVersion };
      const merged = await mergeByHand(ctx, { into, from, picks }, followers);
      await leaveSettling(ctx);
      return { id: merged.id, customerId: id, undoUntil: merged.undoUntil };
    },
  });

/** Each of them: of two it would not do to change only one. */
async function bothInReach(ctx: Ctx, one: CustomerId, other: CustomerId): Promise<void> {
  await inReach(ctx, [one], MERGE);
  await inReach(ctx, [other], MERGE);
}

const undoCustomerMerge = (followers: readonly MergeFollower[]) =>
  command({
    does: merging.undo,
    needs: MERGE,
    isScoped: true,
    async run(ctx, { id }) {
      const tie = await selectTie(ctx.db, id);
      if (tie !== null) await inReach(ctx, [tie.customerId], MERGE);
      return undoMerge(ctx, id, followers);
    },
  });
