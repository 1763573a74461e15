import type { Reason } from "#kernel/errors.ts";
import type { KindOfPaper } from "./sendings.contract.ts";

/** A day's letters of one company: more than a shop writes, fewer than somebody who sends to strangers would want. */
export const A_DAY_MAX = 1_000;

export function whyNotSend(
  { whyNotSend: closed, dueMinor }: { whyNotSend: Reason | null; dueMinor: number },
  kind: KindOfPaper,
): Reason | null {
  if (closed !== null) return closed;
  return kind === "reminder" && dueMinor === 0 ? "finance.sending.nothing_due" : null;
}

const STEPS_MS = [2_000, 10_000, 60_000, 10 * 60_000];
const HOUR_MS = 60 * 60_000;
/** A mail server is tried for about a day; nothing is known of a letter that is older. */
const LOOKS_MAX = 40;

/** After how long the n-th look what became of it is due, counted from 0; null: nobody will know any more. */
export const lookAfterMs = (look: number): number | null =>
  look >= LOOKS_MAX ? null : (STEPS_MS[look] ?? HOUR_MS);
