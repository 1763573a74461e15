import { Socket } from "node:net";

/** Longer than a busy server needs for its next statement, shorter than anyone waits. */
const LINGERING_MS = 2;

export type GatheringSocket = Socket & {
  /** What the work writes may wait for what is written next, for 2 ms at most: nobody waits for its answer. */
  linger(work: () => void): void;
};

/**
 * A socket to the database that sends together what is written in one go: the begin with the first statement, the last one
 * with the commit. Each write of its own would be a call of the system and wake the other side for a part of the work.
 */
export function gatheringSocket(): GatheringSocket {
  const socket = new Socket();
  const write = socket.write.bind(socket) as (...what: unknown[]) => boolean;
  const cork = socket.cork.bind(socket);
  let isGathering = false;
  let isLingering = false;
  let lingering: NodeJS.Timeout | undefined;

  /** Until whatever runs now has run: what it wrote by then leaves at once. */
  function gather(): void {
    if (isGathering || isLingering) return;
    isGathering = true;
    cork();
    process.nextTick(() => {
      isGathering = false;
      flush();
    });
  }

  function flush(): void {
    clearTimeout(lingering);
    lingering = undefined;
    while (socket.writableCorked > 0) socket.uncork();
  }

  return Object.assign(socket, {
    write: (...what: unknown[]): boolean => {
      gather();
      return write(...what);
    },
    cork: (): void => {
      gather();
      cork();
    },
    linger: (work: () => void): void => {
      isLingering = true;
      cork();
      work();
      isLingering = false;
      if (!isGathering) lingering ??= setTimeout(flush, LINGERING_MS);
    },
  });
}
