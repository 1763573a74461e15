/**
 * How many connections all companies' pools hold together. Who asks first gets the next free one; a pool with an idle
 * connection is asked to give it up when others wait.
 */
export type Gate = {
  /** Resolves when there is room for one connection more. Rejects after `waitMs`: better a clear no than an endless queue. */
  enter(waitMs: number): Promise<Permit>;
  /** Whether somebody waits: then a connection that is no longer needed should be closed rather than kept. */
  isCrowded(): boolean;
  readonly counts: () => { readonly open: number; readonly waiting: number };
};

/** Giving it back twice counts once. */
export type Permit = { giveBack(): void };

export class TooManyConnections extends Error {
  override readonly name = "TooManyConnections";
  readonly code = "platform.database.busy";
}

type Waiting = { resolve(permit: Permit): void; timer: NodeJS.Timeout };

/** `askForRoom` closes one idle connection of whichever pool can spare it, if any. */
export function createGate(max: number, askForRoom: () => void): Gate {
  const waiting: Waiting[] = [];
  let open = 0;

  function permit(): Permit {
    let isOut = true;
    return {
      giveBack: () => {
        if (!isOut) return;
        isOut = false;
        open -= 1;
        admit();
      },
    };
  }

  function admit(): void {
    while (open < max) {
      const next = waiting.shift();
      if (next === undefined) return;
      clearTimeout(next.timer);
      open += 1;
      next.resolve(permit());
    }
  }

  return {
    enter: (waitMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(mine), 1);
          reject(
            new TooManyConnections(`all ${max} database connections were busy for ${waitMs} ms`),
          );
        }, waitMs);
        const mine = { resolve, timer };
        waiting.push(mine);
        admit();
        if (waiting.includes(mine)) askForRoom();
      }),
    isCrowded: () => waiting.length > 0,
    counts: () => ({ open, waiting: waiting.length }),
  };
}
