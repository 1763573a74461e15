import { Socket } from "node:net";

/**
 * A socket to the database that sends together what is written in one go: the begin with the first statement, the last one
 * with the commit. Each write of its own would be a call of the system and wake the other side for a part of the work.
 */
export function gatheringSocket(): Socket {
  const socket = new Socket();
  const write = socket.write.bind(socket) as (...what: unknown[]) => boolean;
  const cork = socket.cork.bind(socket);
  let isGathering = false;

  /** Until whatever runs now has run: what it wrote by then leaves at once. */
  function gather(): void {
    if (isGathering) return;
    isGathering = true;
    cork();
    process.nextTick(() => {
      isGathering = false;
      socket.uncork();
    });
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
  });
}
