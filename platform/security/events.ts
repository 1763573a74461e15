import { createHmac } from "node:crypto";
import { networkOf } from "#platform/auth/limits.ts";
import { type Db, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { insertSecurityEvents } from "./events.sql.ts";
import type { SecurityEvent, SecurityEventKind } from "./kinds.rules.ts";

/** What a caller tells: the rest is null, and `ip` becomes its network. */
export type Noted = {
  readonly kind: SecurityEventKind;
  readonly companyId?: string | null;
  readonly accountId?: string | null;
  readonly ip?: string | null;
  /** Never what somebody typed, never personal data: codes, counts, marks. */
  readonly detail?: Readonly<Record<string, unknown>>;
};

/**
 * Notes what may be part of an attack. Returns at once and never fails: it is written beside the request on one connection,
 * whatever becomes of the request, and what is the same is written as one row with a count, so that a flood costs little.
 */
export function noteSecurityEvent(house: House, noted: Noted): void {
  const queue = queueOf(house);
  const event = eventOf(noted, house.now());
  const key = JSON.stringify({ ...event, at: null, times: null });
  const known = queue.waiting.get(key);
  if (known === undefined && queue.waiting.size >= WAITING_MAX) return;
  queue.waiting.set(key, known === undefined ? event : { ...known, times: known.times + 1 });
  queue.writing ??= write(house, queue).finally(() => {
    queue.writing = null;
  });
}

/** In the transaction of the deed, for what succeeded: it is noted if the deed is committed. */
export async function noteSecurityEventIn(db: Db, noted: Noted, now: Date): Promise<void> {
  await insertSecurityEvents(db, [eventOf(noted, now)]);
}

/** Everything noted so far is written. */
export const securityEventsWritten = async (house: House): Promise<void> => {
  await queueOf(house).writing;
};

/** The same address has the same mark, and nobody reads the address from it. */
export const addressMark = (house: House, email: string): string =>
  createHmac("sha256", house.keys.pepper)
    .update(`security-mark:${email.trim().toLowerCase()}`)
    .digest("base64url")
    .slice(0, 16);

type Queue = { readonly waiting: Map<string, SecurityEvent>; writing: Promise<void> | null };

const WAITING_MAX = 5_000;
const queues = new WeakMap<House["control"], Queue>();

function queueOf({ control }: House): Queue {
  const queue = queues.get(control) ?? { waiting: new Map(), writing: null };
  queues.set(control, queue);
  return queue;
}

async function write(house: House, queue: Queue): Promise<void> {
  // What this very moment notes goes along.
  await Promise.resolve();
  while (queue.waiting.size > 0) {
    const events = [...queue.waiting.values()];
    queue.waiting.clear();
    await transaction(house.control, "read write", (db) => insertSecurityEvents(db, events)).catch(
      (error: unknown) => house.log.error({ err: error }, "security events were not noted"),
    );
  }
}

const eventOf = (noted: Noted, now: Date): SecurityEvent => ({
  kind: noted.kind,
  at: now,
  companyId: noted.companyId ?? null,
  accountId: noted.accountId ?? null,
  network: noted.ip === undefined || noted.ip === null ? null : networkOf(noted.ip),
  times: 1,
  detail: noted.detail ?? {},
});
