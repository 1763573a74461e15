import type { Language, Said } from "#kernel/said.ts";
import { accountAction, openAction, query } from "#platform/actions/action.ts";
import { type PolicyText, policyText } from "#promises/register.ts";
import { type Policy, policies } from "./policies.contract.ts";
import {
  markNoticeShown,
  selectNewestPolicy,
  selectNotices,
  selectPendingNotice,
  selectPolicies,
  selectPolicy,
  selectPolicyInForce,
} from "./policies.sql.ts";

/** Anybody may read what they would agree to. */
export const readPolicy = openAction({
  does: policies.read,
  named: "trust.policies.read",
  async run(ctx, { language, version }): Promise<Policy> {
    const newest = await selectNewestPolicy(ctx.db);
    const shown =
      version === undefined
        ? await selectPolicyInForce(ctx.db, ctx.now)
        : await selectPolicy(ctx.db, version);
    const isAnnounced =
      newest !== null && newest.effectiveAt > ctx.now && newest.version !== shown?.version;
    return {
      version: shown?.version ?? 1,
      publishedAt: shown?.publishedAt ?? null,
      effectiveAt: shown?.effectiveAt ?? null,
      summary: textOf(shown?.summary ?? null, language),
      contact: ctx.house.config.operatorEmail,
      sections: sectionsOf(shown?.content ?? policyText(), language),
      next: isAnnounced
        ? {
            version: newest.version,
            effectiveAt: newest.effectiveAt,
            summary: textOf(newest.summary, language) ?? "",
          }
        : null,
    };
  },
});

export const listPolicies = query({
  does: policies.versions,
  needs: "trust.promises.read",
  async run(ctx, { language }) {
    const rows = await ctx.inControl(selectPolicies);
    const inForce = rows.find(({ effectiveAt }) => effectiveAt <= ctx.now)?.version;
    return {
      versions: rows.map((row) => ({
        ...row,
        summary: textOf(row.summary, language),
        isInForce: row.version === inForce,
      })),
    };
  },
});

export const listNotices = query({
  does: policies.notices,
  needs: "trust.promises.read",
  run: async (ctx, { version }) => ({
    notices: await ctx.inControl((control) => selectNotices(control, version, ctx.company.id)),
  }),
});

export const pendingNotice = accountAction({
  does: policies.pending,
  named: "trust.policies.pending",
  async run(ctx, { language }) {
    const row = await selectPendingNotice(ctx.db, ctx.account.id);
    if (row === null) return { notice: null };
    const { version, effectiveAt, summary } = row;
    return { notice: { version, effectiveAt, summary: textOf(summary, language) ?? "" } };
  },
});

export const acknowledgeNotice = accountAction({
  does: policies.acknowledge,
  named: "trust.policies.acknowledge",
  async run(ctx, { version, how }) {
    await markNoticeShown(ctx.db, version, ctx.account.id, how === "read", ctx.now);
    return { done: true as const };
  },
});

const textOf = (said: Said | null, language: Language): string | null => said?.[language] ?? null;

const sectionsOf = ({ sections }: PolicyText, language: Language) =>
  sections.map(({ title, sentences }) => ({
    title: title[language],
    sentences: sentences.map(({ id, says, isLater }) => ({ id, says: says[language], isLater })),
  }));
