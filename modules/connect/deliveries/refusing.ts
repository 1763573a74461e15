import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { House } from "#platform/house/house.ts";
import { noteSecurityEvent } from "#platform/security/events.ts";
import { countRefusals, type RefusalCount } from "../connections/connections.ts";

/** Counts what the door turned away. Of such a delivery nothing else is kept: anybody could have sent it. */
export type Refusing = {
  count(companyId: string, connectionId: string, reason: string): void;
  /** Writes what was counted, and counts no more by the clock. */
  close(): Promise<void>;
};

const FLUSH_MS = 1000;
const HOUR_MS = 3_600_000;
const SEPARATOR = "|";
/** Of the store's own making, and no sign of somebody who plays it. */
const TOO_LARGE = "connect.delivery.too_large";

/**
 * Gathered in memory and written once a second: a flood of forged deliveries costs the database one row an hour. A
 * process that is killed forgets at most a second of counts.
 */
export function refusing(house: House): Refusing {
  const counts = new Map<string, Map<string, number>>();
  let flushing = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;

  function count(companyId: string, connectionId: string, reason: string): void {
    const hour = Math.floor(house.now().getTime() / HOUR_MS) * HOUR_MS;
    const key = [connectionId, hour, reason].join(SEPARATOR);
    const ofCompany = counts.get(companyId) ?? new Map<string, number>();
    counts.set(companyId, ofCompany);
    ofCompany.set(key, (ofCompany.get(key) ?? 0) + 1);
    timer ??= setTimeout(flush, FLUSH_MS);
    if (reason !== TOO_LARGE)
      noteSecurityEvent(house, {
        kind: "webhook.refused",
        companyId,
        detail: { connection: connectionId, reason },
      });
  }

  function flush(): void {
    timer = null;
    const gathered = [...counts];
    counts.clear();
    flushing = flushing.then(async () => {
      for (const [companyId, ofCompany] of gathered) {
        const rows = [...ofCompany].map(([key, times]) => rowOf(key, times));
        await write(house, companyId, rows).catch((error: unknown) =>
          house.log.error({ err: error, companyId, rows }, "refused deliveries were not counted"),
        );
      }
    });
  }

  return {
    count,
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      flush();
      await flushing;
    },
  };
}

function rowOf(key: string, count: number): RefusalCount {
  const [connectionId = "", hour = "", reason = ""] = key.split(SEPARATOR);
  return { connectionId, hourAt: new Date(Number(hour)), reason, count };
}

async function write(
  house: House,
  companyId: string,
  rows: readonly RefusalCount[],
): Promise<void> {
  const access = await house.companies.access(companyId);
  if (access === null) return;
  const actor = {
    kind: "system",
    id: null,
    name: "connect.deliveries.receive",
    permissions: new Set<string>(),
  } as const;
  const caller = {
    access,
    actor,
    request: { id: "connect.deliveries.receive", ip: null, userAgent: null },
    now: house.now(),
  };
  const { topics } = await inCompany(house, caller, actor.name, "read write", async (ctx) => {
    await countRefusals(ctx.db, rows);
    ctx.tell("connect.connections");
  });
  house.log.warn({ companyId, refused: rows }, "deliveries were turned away at the door");
  afterCommit(house, caller, topics, false);
}
