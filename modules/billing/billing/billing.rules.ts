import type { Reason } from "#kernel/errors.ts";
import type { Status, Told } from "../stripe/objects.rules.ts";
import type { Phase } from "./billing.contract.ts";

const DAY_MS = 86_400_000;

export const TRIAL_DAYS = 14;
/** What is owed may be owed for so long before the company is read and exported only. */
export const GRACE_DAYS = 14;

const daysAfter = (from: Date, days: number): Date => new Date(from.getTime() + days * DAY_MS);
const later = (...moments: readonly (Date | null)[]): Date =>
  new Date(Math.max(...moments.map((one) => one?.getTime() ?? 0)));

export const trialEndsAtOf = (begun: Date): Date => daysAfter(begun, TRIAL_DAYS);

/** What decides how a company stands: its trial, and what Stripe says. */
export type Facts = { readonly trialEndsAt: Date } & Pick<
  Told,
  "status" | "endedAt" | "unpaidSince" | "periodEndsAt"
>;

/**
 * From when on the company is read and exported, and nothing changed; null: nothing says so. What is owed closes nobody out
 * before its days of grace are over, also where Stripe gave up earlier. Nothing is ever deleted by this.
 */
export function readOnlyAtOf({ status, trialEndsAt, endedAt, unpaidSince }: Facts): Date | null {
  const graceEnds = unpaidSince === null ? null : daysAfter(unpaidSince, GRACE_DAYS);
  switch (status) {
    case "active":
    case "trialing":
      return null;
    case "past_due":
      return graceEnds;
    case "unpaid":
    case "canceled":
      return later(trialEndsAt, endedAt, graceEnds);
    case "paused":
    case "incomplete":
    case "incomplete_expired":
    case null:
      return trialEndsAt;
  }
}

const BEGUN: readonly (Status | null)[] = ["active", "trialing", "past_due", "unpaid", "canceled"];

export function phaseOf({ status, trialEndsAt, endedAt, unpaidSince }: Facts, now: Date): Phase {
  if (!BEGUN.includes(status)) return now < trialEndsAt ? "trial" : "trial_over";
  if (status === "canceled" || endedAt !== null) return "ended";
  if (status === "unpaid" || (status === "past_due" && unpaidSince !== null)) return "past_due";
  return "active";
}

/** What the company's Admins are told by mail, and on which days of it: the last one is the day it is closed to changes. */
const TOLD_DAYS = {
  trial: [11, 13, 14],
  past_due: [0, 7, 12, 14],
  ended: [0],
} as const;
export type Telling = keyof typeof TOLD_DAYS;
export type ToTell = { readonly about: Telling; readonly since: Date; readonly day: number };

/** What is to be told of now, if it was not told yet. Of a house that slept the last of it alone. */
export function toTell(
  facts: Facts,
  told: { readonly about: string | null; readonly since: Date | null; readonly day: number | null },
  now: Date,
): ToTell | null {
  const begun = beganOf(facts, now);
  if (begun === null || begun.since > now) return null;
  const days: readonly number[] = TOLD_DAYS[begun.about];
  const day = days.findLast((one) => daysAfter(begun.since, one) <= now);
  if (day === undefined) return null;
  const isSame = told.about === begun.about && told.since?.getTime() === begun.since.getTime();
  return isSame && day <= (told.day ?? -1) ? null : { ...begun, day };
}

function beganOf(facts: Facts, now: Date): { about: Telling; since: Date } | null {
  const phase = phaseOf(facts, now);
  if (phase === "trial" || phase === "trial_over")
    return { about: "trial", since: daysAfter(facts.trialEndsAt, -TRIAL_DAYS) };
  if (phase === "past_due" && facts.unpaidSince !== null)
    return { about: "past_due", since: facts.unpaidSince };
  if (phase === "ended" && facts.endedAt !== null) return { about: "ended", since: facts.endedAt };
  return null;
}

/** A card is asked for before anything is charged; Stripe takes no trial's end that is nearer than two days. */
const NEAREST_MS = 2 * DAY_MS + 10 * 60_000;

/** When the first payment is due of who subscribes now; null: at once. The trial's last two days are given whole. */
export const firstPaymentAt = (trialEndsAt: Date, now: Date): Date | null =>
  trialEndsAt <= now ? null : later(trialEndsAt, new Date(now.getTime() + NEAREST_MS));

const RUNNING: readonly (Status | null)[] = ["active", "trialing", "past_due", "unpaid", "paused"];
export const isRunning = (status: Status | null): boolean => RUNNING.includes(status);

export const whyNotSubscribe = (status: Status | null): Reason | null =>
  isRunning(status) ? "billing.billing.has_plan" : null;

export function whyNotChangePlan({
  status,
  unpaidSince,
}: Pick<Facts, "status" | "unpaidSince">): Reason | null {
  if (!isRunning(status)) return "billing.billing.no_plan";
  return unpaidSince !== null || status === "unpaid" ? "billing.billing.unpaid" : null;
}

export const whyNotPortal = (customer: string | null): Reason | null =>
  customer === null ? "billing.billing.no_customer" : null;
