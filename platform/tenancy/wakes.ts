/**
 * Which companies have jobs. Nothing polls every database: a wake says where to look.
 * A wake is written before the company's transaction commits, and cleared only by a drain that began more than
 * `WAKE_KEPT_MS` after it was written; every transaction that leaves jobs ends within that time. So a crash between
 * wake and commit, or between commit and drain, loses nothing.
 */
export type Wakes = {
  /** Call before the commit. Writes at most every few seconds for a company; cheap to call for every job. */
  wake(companyId: string): Promise<void>;
  /** Call after the commit: lets the worker start at once instead of at its next look. */
  poke(companyId: string): void;
  /** The worker of this process hears of pokes, its own and other processes'. */
  onPoke(hear: HearPoke): () => void;
  /** Tells the other processes' workers: this one cannot see to it. */
  passOn(companyId: string): void;
};
export type HearPoke = (companyId: string, isOwn: boolean) => void;
export const WAKE_KEPT_MS = 30_000;
