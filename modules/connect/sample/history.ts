import type { Company } from "#platform/tenancy/companies.ts";
import type { Deed } from "../deliveries/deliveries.rules.ts";
import { playStore } from "../fixtures/store.ts";
import { woocommerce } from "../woocommerce/woocommerce.rules.ts";
import { lastOfEach } from "./sample.rules.ts";

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
  let count = 0;
  const play = {
    platform: "woocommerce",
    seed: SEED,
    customers: SAMPLE_CUSTOMERS,
    orders: SAMPLE_ORDERS,
    until,
    months: 18,
  } as const;
  for (const { topic, headers, body, at } of playStore(play)) {
    const reading = woocommerce.read({
      connectionId,
      topic,
      headers,
      body,
      receivedAt: at,
      company: { currency, country, zone },
    });
    if (reading.is === "deeds") deeds.push(...reading.deeds);
    count += 1;
    if (count % READ_AT_ONCE === 0) await new Promise((next) => setImmediate(next));
  }
  return lastOfEach(deeds);
}
