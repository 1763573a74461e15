import { invalid, Problem, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { newKey } from "#platform/auth/keys.ts";
import { type Key, keys } from "./keys.contract.ts";
import {
  ENDED_SHOWN_DAYS,
  expiryOf,
  OPEN_MAX,
  stateOf,
  tooWide,
  whyNotMake,
  whyNotRevoke,
} from "./keys.rules.ts";
import {
  insertKey,
  type KeyRow,
  lockKey,
  markKeyEnded,
  selectKey,
  selectKeys,
  selectOpenCount,
} from "./keys.sql.ts";

const WRITE = "companies.keys.write";
const DAY_MS = 86_400_000;

export const listKeys = query({
  does: keys.list,
  needs: "companies.keys.read",
  async run(ctx) {
    const since = new Date(ctx.now.getTime() - ENDED_SHOWN_DAYS * DAY_MS);
    const rows = await ctx.inControl((control) =>
      selectKeys(control, ctx.company.id, since, 4 * OPEN_MAX),
    );
    return { rows: rows.map((row) => shownOf(ctx, row)) };
  },
});

export const makeKey = command({
  does: keys.make,
  needs: WRITE,
  isForFresh: true,
  async run(ctx, { name, scopes, lasts }) {
    if (tooWide(scopes, ctx.actor.permissions).length > 0)
      throw invalid({ path: ["scopes"], code: "companies.key.too_wide" });
    const { count } = await ctx.inControl((control) =>
      selectOpenCount(control, ctx.company.id, ctx.now),
    );
    refuseIf(whyNotMake(count));

    const id = newId<"api_key">();
    const { key, prefix, hash } = newKey();
    const expiresAt = expiryOf(lasts, ctx.now);
    await ctx.audit(
      { type: "api_key", id, name },
      { before: null, after: { prefix, scopes, expiresAt } },
    );
    ctx.tell("companies.keys");
    const row = await ctx.inControl(async (control) => {
      const made = await insertKey(control, {
        id,
        companyId: ctx.company.id,
        accountId: ctx.actor.id,
        name,
        prefix,
        hash,
        scopes,
        now: ctx.now,
        expiresAt,
      });
      // Only a member makes keys: the house itself and stores have nobody to act for.
      if (made === 0) throw new Problem("forbidden", "companies.key.not_a_member");
      return selectKey(control, ctx.company.id, id);
    });
    return { row: shownOf(ctx, row), key };
  },
});

export const revokeKey = command({
  does: keys.revoke,
  needs: WRITE,
  isForCancelled: true,
  isForFresh: true,
  async run(ctx, { id }) {
    const { name, prefix } = await ctx.inControl((control) =>
      selectKey(control, ctx.company.id, id),
    );

    await ctx.audit({ type: "api_key", id, name }, { before: { prefix }, after: null });
    ctx.tell("companies.keys");
    await ctx.inControl(async (control) => {
      refuseIf(whyNotRevoke(await lockKey(control, ctx.company.id, id), ctx.now));
      await markKeyEnded(control, id, { by: ctx.actor.name, at: ctx.now });
    });
    return { done: true as const };
  },
});

const shownOf = (ctx: Ctx, { isOfEpoch, isMakerDisabled, endedAs, ...row }: KeyRow): Key => {
  const kept = { isOfEpoch, isMakerDisabled, endedAs, expiresAt: row.expiresAt };
  return {
    ...row,
    state: stateOf(kept, ctx.now),
    blocked: { revoke: ctx.whyNotMay(WRITE) ?? whyNotRevoke(kept, ctx.now) },
  };
};
