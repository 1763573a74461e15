/** Rows so far, and how many there are as far as known. */
export type Progress = (done: number, of: number) => void;

const EVERY_MS = 500;

/** Says how far long work is, but not more often than anybody looks; a word that does not arrive stops nothing. */
export function paced(say: (done: number, of: number) => Promise<unknown>): Progress {
  let saidAt = Number.NEGATIVE_INFINITY;
  return (done, of) => {
    if (performance.now() - saidAt < EVERY_MS) return;
    saidAt = performance.now();
    say(done, of).catch(() => undefined);
  };
}
