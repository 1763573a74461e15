import { invalid, refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { accountsAmong } from "#modules/finance/finance.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { whyNotPostAnew, whyNotRule, whyNotTry } from "./postings.rules.ts";
import { selectBooks } from "./postings.sql.ts";
import { RERUN, TOPIC } from "./postings.ts";
import { type PostingRules, postingRules, type Rerun } from "./ruling.contract.ts";
import {
  beginTrying,
  lockRerun,
  lockSettings,
  markRerun,
  markSettings,
  selectAccounts,
  selectCostCounts,
  selectParts,
  selectRerun,
  selectRuledCategories,
  selectRules,
  selectSettings,
  writeRules,
} from "./ruling.sql.ts";

const READ = "sales.postings.read";
const RULE = "sales.postings.rule";
const FILL_AGAIN = "sales.postings.fill";

export const getPostingRules = query({ does: postingRules.get, needs: READ, run: readRules });

export const changePostingRules = command({
  does: postingRules.change,
  needs: RULE,
  async run(ctx, { version, rules, booksCosts }) {
    const before = await lockSettings(ctx.db);
    refuseIfStale(before, version);
    refuseIf((await selectBooks(ctx.db)) === null ? "sales.postings.books_off" : null);
    const accounts = await accountsAmong(
      ctx.db,
      rules.map(({ accountId }) => accountId),
    );
    const words = new Set<string>();
    for (const [at, { category, accountId }] of rules.entries()) {
      refuseAt(["rules", at, "accountId"], whyNotRule(accounts.find(({ id }) => id === accountId)));
      if (words.has(category.toLowerCase()))
        throw invalid({ path: ["rules", at, "category"], code: "sales.postings.category_twice" });
      words.add(category.toLowerCase());
    }
    const earlier = await selectRules(ctx.db);

    await writeRules(ctx.db, rules);
    await markSettings(ctx.db, booksCosts);

    const told = (all: readonly { category: string; code?: string | undefined }[]) =>
      all.map(({ category, code }) => `${category}: ${code}`).join(", ");
    const now = rules.map(({ category, accountId }) => ({
      category,
      code: accounts.find(({ id }) => id === accountId)?.code,
    }));
    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      {
        before: { rules: told(earlier), booksCosts: before.booksCosts },
        after: { rules: told(now), booksCosts },
      },
    );
    ctx.tell(TOPIC);
    return readRules(ctx);
  },
});

export const getRerun = query({ does: postingRules.rerun, needs: READ, run: readRerun });

export const tryAnew = command({
  does: postingRules.tryAnew,
  needs: FILL_AGAIN,
  async run(ctx, { from, to }) {
    const rerun = await lockRerun(ctx.db);
    refuseIf(whyNotTry((await selectBooks(ctx.db)) !== null, rerun?.state ?? null));
    refuseAt(["to"], to < from ? "sales.postings.ends_before" : null);
    await beginTrying(ctx.db, { from, to, zone: ctx.company.zone }, ctx.now);
    await ctx.later(RERUN, {}, { key: RERUN });
    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      { tryAnew: true, from, to },
    );
    ctx.tell(TOPIC);
    return readRerun(ctx);
  },
});

export const postSalesAnew = command({
  does: postingRules.postAnew,
  needs: FILL_AGAIN,
  async run(ctx) {
    const rerun = await lockRerun(ctx.db);
    refuseIf(whyNotPostAnew(rerun));
    if (rerun !== null)
      await markRerun(ctx.db, { ...rerun, state: "posting", doneCount: 0, reachedId: null });
    await ctx.later(RERUN, {}, { key: RERUN });
    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      { postAnew: true, from: rerun?.fromOn, to: rerun?.toOn },
    );
    ctx.tell(TOPIC);
    return readRerun(ctx);
  },
});

async function readRules(ctx: Ctx): Promise<PostingRules> {
  const [parts, rules, categories, settings, costs, books] = [
    await selectParts(ctx.db),
    await selectRules(ctx.db),
    await selectRuledCategories(ctx.db),
    await selectSettings(ctx.db),
    await selectCostCounts(ctx.db),
    await selectBooks(ctx.db),
  ];
  const isOff = books === null ? "sales.postings.books_off" : null;
  return {
    parts: parts.map(({ part, ...account }) => ({ part, account })),
    rules: rules.map(({ category, ...account }) => ({
      ...{ category, account },
      productsCount: categories
        .filter(({ rule }) => rule === category)
        .reduce((sum, { count }) => sum + count, 0),
    })),
    unruled: categories
      .filter(({ rule }) => rule === null)
      .map(({ category, count }) => ({ category, productsCount: count })),
    ...{ booksCosts: settings.booksCosts, costs, version: settings.version },
    blocked: { change: ctx.whyNotMay(RULE) ?? isOff },
  };
}

async function readRerun(ctx: Ctx): Promise<Rerun> {
  const rerun = await selectRerun(ctx.db);
  const books = await selectBooks(ctx.db);
  const closed = ctx.whyNotMay(FILL_AGAIN);
  const accounts = await selectAccounts(ctx.db, Object.keys(rerun?.sums ?? {}));
  return {
    state: rerun?.state ?? "none",
    ...{ from: rerun?.fromOn ?? null, to: rerun?.toOn ?? null },
    ...{ doneCount: rerun?.doneCount ?? 0, totalCount: rerun?.totalCount ?? 0 },
    changedCount: rerun?.changedCount ?? 0,
    changes: accounts
      .map((account) => ({ account, amountMinor: rerun?.sums[account.id] ?? 0 }))
      .filter(({ amountMinor }) => amountMinor !== 0),
    currency: books?.currency ?? null,
    blocked: {
      try: closed ?? whyNotTry(books !== null, rerun?.state ?? null),
      post: closed ?? whyNotPostAnew(rerun),
    },
  };
}
