import type { BuiltHouse } from "#platform/house/build.ts";
import { createLeases, type Leases } from "#platform/jobs/leases.ts";

/** Work that recurs. It must be safe to run twice, and end by itself. */
export type Recurring = {
  readonly name: string;
  readonly everyMs: number;
  run(built: BuiltHouse): Promise<void>;
};

/** Runs each at its pace, the first time at once; of several worker processes only one at a time. */
export function startSchedule(
  built: BuiltHouse,
  schedule: readonly Recurring[],
): { stop(): Promise<void> } {
  const leases = createLeases(built.controlUrl, built.house.log);
  const stops = schedule.map((recurring) => repeat(built, leases, recurring));
  return {
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
      await leases.close();
    },
  };
}

function repeat(built: BuiltHouse, leases: Leases, recurring: Recurring): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running = once();

  async function once(): Promise<void> {
    try {
      if (await leases.take(`schedule ${recurring.name}`)) await runAndGiveBack();
    } catch (error) {
      built.house.log.error({ err: error, what: recurring.name }, "recurring work failed");
    }
    if (isStopped) return;
    timer = setTimeout(() => {
      running = once();
    }, recurring.everyMs);
  }

  async function runAndGiveBack(): Promise<void> {
    try {
      await recurring.run(built);
    } finally {
      await leases.giveBack(`schedule ${recurring.name}`);
    }
  }

  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
