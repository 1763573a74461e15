import type { Reason } from "#kernel/errors.ts";

/** What a restored backup leaves: entries that are not there any more, or others in their places. */
const OF_A_GAP: readonly string[] = ["cut", "rewritten"];

/** An entry that was changed, taken out or put between is no gap, and is never acknowledged. */
export function whyNotAcknowledge(findings: readonly { readonly kind: string }[]): Reason | null {
  if (findings.length === 0) return "trust.audit.no_gap";
  return findings.every(({ kind }) => OF_A_GAP.includes(kind)) ? null : "trust.audit.not_a_gap";
}
