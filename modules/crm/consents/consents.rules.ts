import type { Reason } from "#kernel/errors.ts";

/** Nobody has agreed to anything yet tomorrow. */
export const whyNotAt = (at: Date, now: Date): Reason | null =>
  at > now ? "crm.consent.in_future" : null;
