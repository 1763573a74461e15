import type { MergeFollower } from "#modules/crm/crm.public.ts";
import type { Keeper } from "#platform/privacy/keeper.ts";
import { deleteRecurringOf, gatherRecurring, markMoved, selectBuyerEmails } from "./person.sql.ts";
import { TOPIC } from "./recurring.ts";

/** What they were to be invoiced again: it ends with them. What was invoiced stays with the invoices. */
export const recurringKeeper: Keeper = {
  part: "finance.recurring",
  tables: { recurring_invoices: { fate: "deleted" } },
  marks: async function* (db) {
    yield (await selectBuyerEmails(db)).map(({ email }) => ({
      ...{ kind: "email" as const, key: email },
    }));
  },
  gather: async ({ db }, person) => ({
    recurring_invoices: (await gatherRecurring(db, person)).map(({ row }) => row),
  }),
  erase: async (ctx, person) => {
    const gone = await deleteRecurringOf(ctx.db, person);
    ctx.tell(TOPIC);
    return { recurring_invoices: gone };
  },
};

/** They go on for whoever somebody became for good. */
export const recurringOfMerged: MergeFollower = {
  merged: async (ctx, { merged }) => {
    const moved = merged.filter(({ isPart }) => isPart !== true);
    if (moved.length > 0)
      await markMoved(
        ctx.db,
        moved.map(({ from, into }) => ({ from, into })),
      );
  },
  released: async () => undefined,
};
