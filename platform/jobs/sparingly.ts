import { setFlagsFromString } from "node:v8";

/**
 * How much may pile up, in percent of what is alive, before it is cleared away. Left alone the engine waits for several
 * times as much, since the machine has it: a file of a million rows then took twice the memory, to save a tenth of the work.
 */
const SPARING = 30;

let sparing = 0;

/** For work through which much flows and of which little stays. */
export async function sparingly<T>(work: () => Promise<T>): Promise<T> {
  sparing += 1;
  setFlagsFromString(`--heap-growing-percent=${SPARING}`);
  // How much may pile up until the next clearing was settled at the last one: settle it anew, where that can be asked for.
  if (sparing === 1) globalThis.gc?.();
  try {
    return await work();
  } finally {
    sparing -= 1;
    // Zero: as the engine sees fit.
    if (sparing === 0) setFlagsFromString("--heap-growing-percent=0");
  }
}
