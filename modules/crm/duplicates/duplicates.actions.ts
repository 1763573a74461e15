import { refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import { cursorOf } from "#platform/db/cursor.ts";
import { inReach } from "../customers/owners.ts";
import { duplicates } from "./duplicates.contract.ts";
import { whyNotDecide } from "./duplicates.rules.ts";
import {
  countPairs,
  deleteVerdict,
  type PairRow,
  selectLook,
  selectPairs,
  upsertVerdict,
} from "./duplicates.sql.ts";
import { leaveComparing } from "./looking.ts";

const READ = "crm.customers.read";
const MERGE = "crm.customers.merge";
/** That two share an address says something of it: who does not see addresses sees no pairs. */
const UNSEEN = "platform.field.masked";

export const listDuplicates = query({
  does: duplicates.list,
  needs: READ,
  isScoped: true,
  async run(ctx, { verdict, after, limit }) {
    if (!ctx.seesPlain("contact")) return { rows: [], next: null, blocked: { list: UNSEEN } };
    const rows = await selectPairs(
      ctx.db,
      { verdict, after, limit: limit + 1 },
      ctx.ownersOf(READ),
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      rows: page.map((row) => {
        const closed =
          ctx.whyNotMay(MERGE, row.oneOwnerId) ?? ctx.whyNotMay(MERGE, row.otherOwnerId);
        return { ...pairOf(row), blocked: { merge: closed, decide: closed } };
      }),
      next: last === undefined ? null : cursorOf([String(last.score), last.one.id, last.other.id]),
      blocked: { list: null },
    };
  },
});

const pairOf = ({ one, other, oneOwnerId: _, otherOwnerId: __, ...pair }: PairRow) => ({
  ...pair,
  one: { ...one, createdAt: new Date(one.createdAt) },
  other: { ...other, createdAt: new Date(other.createdAt) },
  reasons: [...pair.reasons],
});

export const countDuplicates = query({
  does: duplicates.count,
  needs: READ,
  isScoped: true,
  async run(ctx, { verdict }) {
    const look = await selectLook(ctx.db);
    const isSeen = ctx.seesPlain("contact");
    return {
      count: isSeen ? await countPairs(ctx.db, verdict, ctx.ownersOf(READ)) : 0,
      lookedAt: look?.lookedAt ?? null,
      wholeAt: look?.wholeAt ?? null,
    };
  },
});

export const decideDuplicate = command({
  does: duplicates.decide,
  needs: MERGE,
  isScoped: true,
  async run(ctx, { oneId: a, otherId: b, verdict }) {
    refuseIf(whyNotDecide(a, b));
    await inReach(ctx, [a], MERGE);
    await inReach(ctx, [b], MERGE);
    const [oneId, otherId] = a < b ? [a, b] : [b, a];
    const decided = { oneId, otherId, actor: ctx.actor, at: ctx.now };
    if (verdict === "open") await deleteVerdict(ctx.db, oneId, otherId);
    else await upsertVerdict(ctx.db, verdict, decided);
    await ctx.audit({ type: "customer", id: oneId, name: "" }, { duplicate: otherId, verdict });
    ctx.tell("crm.duplicates");
    return { done: true as const };
  },
});

export const findDuplicates = command({
  does: duplicates.find,
  needs: MERGE,
  async run(ctx) {
    await leaveComparing(ctx);
    const { id, name } = ctx.company;
    await ctx.audit({ type: "company", id, name }, { duplicates: "asked" });
    return { done: true as const };
  },
});
