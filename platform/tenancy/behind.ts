/**
 * A company whose database this release cannot work on yet: the migration to it failed, or is still to come. Whoever asks
 * for it is told to come again, and finds it as soon as it was brought forward; everybody else's work goes on.
 */
export class BehindRelease extends Error {
  override readonly name = "BehindRelease";
  readonly code = "platform.database.behind";
}

/** An operator has to look, so that asking every few seconds helps nobody. */
export const BEHIND_RETRY_S = 30;
