import type { Reason } from "#kernel/errors.ts";

/** 14 days to the second, whatever the clocks do meanwhile. The database holds the same. */
export const NOTICE_MS = 14 * 24 * 3_600_000;

export type Wanted = {
  readonly isMaterial: boolean;
  readonly isFirst: boolean;
  readonly isSame: boolean;
  readonly hasSummary: boolean;
  readonly effectiveAt: Date;
};

/** Why a version may not be published now. */
export function whyNotPublish(
  wanted: Wanted,
  lastEffectiveAt: Date | null,
  now: Date,
): Reason | null {
  const { isMaterial, isFirst, isSame, hasSummary, effectiveAt } = wanted;
  if (isSame) return "trust.policy.unchanged";
  if (!isFirst && !hasSummary) return "trust.policy.no_summary";
  if (effectiveAt < now) return "trust.policy.in_the_past";
  if (isMaterial && effectiveAt.getTime() - now.getTime() < NOTICE_MS)
    return "trust.policy.notice_too_short";
  if (lastEffectiveAt !== null && effectiveAt < lastEffectiveAt)
    return "trust.policy.before_the_last";
  return null;
}
