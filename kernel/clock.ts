/** Which of two states of one record is the newer, by the store's own clock. */
export type SourceClock = {
  /** The store's "changed at"; null when the platform sends none, which is older than any. */
  readonly updatedAt: Date | null;
  /**
   * Decides between two states of the same second, so that the order of arrival never does:
   * two digits of rank (a later stage of life ranks higher), then a hash of the content.
   */
  readonly tie: string;
};

/** Whether `next` replaces `current`. Equal clocks are the same state: nothing to replace. */
export function isNewer(next: SourceClock, current: SourceClock): boolean {
  const step = (next.updatedAt?.getTime() ?? 0) - (current.updatedAt?.getTime() ?? 0);
  return step === 0 ? next.tie > current.tie : step > 0;
}
