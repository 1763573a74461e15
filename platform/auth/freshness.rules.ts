const FRESH_MINUTES = 5;

/** Whether somebody proved who they are within the last five minutes: by signing in, or by confirming it since. */
export const isFresh = (provedAt: Date | null | undefined, now: Date): boolean =>
  provedAt != null && now.getTime() - provedAt.getTime() < FRESH_MINUTES * 60_000;

export const freshUntilOf = (provedAt: Date): Date =>
  new Date(provedAt.getTime() + FRESH_MINUTES * 60_000);
