import { signatureOf } from "#modules/connect/fixtures/store.ts";
import type { Delivery, Platform } from "./played.ts";

export type Sent = {
  /** How often each status came back; "unreachable" where none did. */
  readonly byStatus: ReadonlyMap<string, number>;
  readonly count: number;
  readonly tookMs: readonly number[];
};

export type Sending = {
  readonly url: string;
  readonly platform: Platform;
  readonly secret: string;
  /** Deliveries a second. */
  readonly rate: number;
  /** Called about once a second. */
  progress(sent: Sent): void;
};

const UNDER_WAY_MAX = 64;
const TIMES_MAX = 100_000;

/** Signs and posts each at the given rate; a slow receiver slows it down, as it would a store's queue. */
export async function sendAll(deliveries: Iterable<Delivery>, sending: Sending): Promise<Sent> {
  const byStatus = new Map<string, number>();
  const tookMs: number[] = [];
  const underWay = new Set<Promise<void>>();
  const startedAt = performance.now();
  let count = 0;
  let saidAt = startedAt;

  const sendOne = async (delivery: Delivery): Promise<void> => {
    const began = performance.now();
    const status = await post(delivery, sending);
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    if (tookMs.length < TIMES_MAX) tookMs.push(performance.now() - began);
    count += 1;
  };

  let begun = 0;
  for (const delivery of deliveries) {
    const dueMs = startedAt + (begun / sending.rate) * 1000 - performance.now();
    if (dueMs > 1) await new Promise((next) => setTimeout(next, dueMs));
    if (underWay.size >= UNDER_WAY_MAX) await Promise.race(underWay);
    const one: Promise<void> = sendOne(delivery).finally(() => underWay.delete(one));
    underWay.add(one);
    begun += 1;
    if (performance.now() - saidAt > 1000) {
      saidAt = performance.now();
      sending.progress({ byStatus, count, tookMs });
    }
  }
  await Promise.all(underWay);
  return { byStatus, count, tookMs };
}

async function post(
  { headers, body }: Delivery,
  { url, platform, secret }: Sending,
): Promise<string> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, ...signatureOf(platform, secret, body) },
      body: new Uint8Array(body),
    });
    await answer.arrayBuffer();
    return String(answer.status);
  } catch {
    return "unreachable";
  }
}
