import type { Reason } from "#kernel/errors.ts";

const DAY_MS = 86_400_000;
export const SHOWN_DAYS = 90;
export const KEPT_MS = DAY_MS;

export const expiryOf = (doneAt: Date): Date => new Date(doneAt.getTime() + KEPT_MS);

export const whyNotMake = (isOneWaiting: boolean): Reason | null =>
  isOneWaiting ? "companies.takeout.under_way" : null;

export function whyNotFetch(
  { state, expiresAt }: { readonly state: string; readonly expiresAt: Date | null },
  now: Date,
): Reason | null {
  if (state === "gone" || (expiresAt !== null && expiresAt <= now)) return "companies.takeout.gone";
  return state === "done" ? null : "companies.takeout.not_ready";
}
