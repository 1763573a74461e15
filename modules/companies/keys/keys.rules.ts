import type { Reason } from "#kernel/errors.ts";
import type { KeyLasts, KeyState } from "./keys.contract.ts";

export const OPEN_MAX = 50;
export const ENDED_SHOWN_DAYS = 90;
const DAY_MS = 86_400_000;
const DAYS: Record<KeyLasts, number | null> = {
  "30_days": 30,
  "90_days": 90,
  year: 365,
  forever: null,
};

export function expiryOf(lasts: KeyLasts, now: Date): Date | null {
  const days = DAYS[lasts];
  return days === null ? null : new Date(now.getTime() + days * DAY_MS);
}

export type KeyAsKept = {
  readonly endedAs: "revoked" | "maker_gone" | null;
  readonly expiresAt: Date | null;
  readonly isMakerDisabled: boolean;
  /** Whether the password it was made under is still its maker's. */
  readonly isOfEpoch: boolean;
};

export function stateOf(
  { endedAs, expiresAt, isMakerDisabled, isOfEpoch }: KeyAsKept,
  now: Date,
): KeyState {
  if (endedAs !== null) return endedAs;
  if (!isOfEpoch) return "password_changed";
  if (expiresAt !== null && expiresAt <= now) return "expired";
  return isMakerDisabled ? "maker_disabled" : "open";
}

export const whyNotRevoke = (key: KeyAsKept, now: Date): Reason | null =>
  ["open", "maker_disabled"].includes(stateOf(key, now)) ? null : "companies.key.ended";

export const whyNotMake = (openCount: number): Reason | null =>
  openCount >= OPEN_MAX ? "companies.key.too_many" : null;

/** Nobody hands on more than they have. */
export const tooWide = (
  scopes: readonly string[] | null,
  permissions: ReadonlySet<string>,
): string[] => (scopes ?? []).filter((scope) => !permissions.has(scope));
