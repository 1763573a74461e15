import type { Company } from "#platform/tenancy/companies.ts";
import type { Deed } from "../deliveries/deliveries.rules.ts";
import { playStore } from "../fixtures/store.ts";
import type { Played } from "../fixtures/teller.ts";
import { woocommerce } from "../woocommerce/woocommerce.rules.ts";

export const SAMPLE_CUSTOMERS = 2000;
export const SAMPLE_ORDERS = 9000;
const SEED = "kaunter sample";
/** So much is read before the event loop gets its turn. */
const READ_AT_ONCE = 200;

/** The sample company's eighteen months, as its store would have told them; the same every time it is asked. */
export async function sampleHistory(
  connectionId: string,
  { currency, country, zone }: Company,
  until: Date,
): Promise<Deed[]> {
  const deeds: Deed[] = [];
  const told = await lastTellings(until, currency);
  for (const [at, { topic, headers, body, at: receivedAt }] of told.entries()) {
    const company = { currency, country, zone };
    const reading = woocommerce.read({ connectionId, topic, headers, body, receivedAt, company });
    if (reading.is === "deeds") deeds.push(...reading.deeds);
    if (at % READ_AT_ONCE === 0) await othersTurn();
  }
  return deeds;
}

/**
 * Of all that the store tells of a record only the last, where each telling is the whole state: the end is the same, and
 * reached in a third of the time.
 */
async function lastTellings(until: Date, currency: string): Promise<Played[]> {
  const last = new Map<string, Played>();
  let count = 0;
  const play = {
    platform: "woocommerce",
    seed: SEED,
    customers: SAMPLE_CUSTOMERS,
    orders: SAMPLE_ORDERS,
    until,
    months: 18,
    currency,
  } as const;
  for (const played of playStore(play)) {
    const key = recordOf(played) ?? `${count}`;
    // Deleted and set anew: it takes its place in time from its last telling.
    last.delete(key);
    last.set(key, played);
    count += 1;
    if (count % READ_AT_ONCE === 0) await othersTurn();
  }
  return [...last.values()];
}

/** Null: it stands alone. */
function recordOf({ topic, body }: Played): string | null {
  const [resource, event] = topic.split(".");
  const id = /^\{"id":(\d+),/.exec(body.toString("latin1", 0, 40))?.[1];
  return id === undefined || event === "deleted" ? null : `${resource} ${id}`;
}

const othersTurn = () => new Promise((next) => setImmediate(next));
