import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { diceFor } from "#modules/connect/fixtures/dice.ts";
import { playStore } from "#modules/connect/fixtures/store.ts";

export type Platform = "woocommerce" | "shopify";

/** One delivery to play, without its signature. */
export type Delivery = {
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** What a network does to deliveries, decided by the seed. */
export type Weather = {
  readonly seed: string;
  readonly isShuffled: boolean;
  readonly duplicateShare: number;
  readonly loseShare: number;
};

/** A made-up store's life, told as it goes. */
export function* generated(
  platform: Platform,
  { seed, orders }: { seed: string; orders: number },
): Generator<Delivery> {
  const customers = Math.max(1, Math.round(orders / 4.5));
  const months = Math.max(1, Math.min(18, Math.round(orders / 100)));
  yield* playStore({ platform, seed, orders, customers, months, until: new Date() });
}

/** The JSON files of a folder, by name: `order.created.json`, `webhook.orders.create.json`; the topic is in the name. */
export async function fromFolder(platform: Platform, dir: string): Promise<Delivery[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith(".json")).sort();
  const found: Delivery[] = [];
  for (const name of names) {
    const topic = topicOf(platform, name);
    if (topic === null) continue;
    const body = bodyOf(await readFile(join(dir, name)));
    found.push({ topic, body, headers: headersOf(platform, topic) });
  }
  return found;
}

/** Repeats, drops and mixes up what it is given. */
export function* weathered(deliveries: Iterable<Delivery>, weather: Weather): Generator<Delivery> {
  const dice = diceFor(weather.seed, "weather");
  const kept = (function* () {
    for (const delivery of deliveries) {
      if (dice.happens(weather.loseShare)) continue;
      yield delivery;
      if (dice.happens(weather.duplicateShare)) yield delivery;
    }
  })();
  if (!weather.isShuffled) return yield* kept;
  const all = [...kept];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = dice.between(0, at);
    [all[at], all[other]] = [all[other] as Delivery, all[at] as Delivery];
  }
  yield* all;
}

const WOOCOMMERCE_TOPIC =
  /(?:^|\.)((?:order|customer|product|coupon|subscription)\.(?:created|updated|deleted|restored))(?:\.|$)/;
const SHOPIFY_TOPIC = /^(?:webhook\.)?([a-z_]+)\.([a-z_]+)\.json$/;

/** Null: the name of no delivery. */
function topicOf(platform: Platform, name: string): string | null {
  if (platform === "woocommerce") return WOOCOMMERCE_TOPIC.exec(name)?.[1] ?? null;
  const found = SHOPIFY_TOPIC.exec(name);
  return found === null ? null : `${found[1]}/${found[2]}`;
}

/** Some captures carry their headers beside the body. */
function bodyOf(file: Buffer): Buffer {
  const read = JSON.parse(file.toString("utf8")) as { headers?: unknown; body?: unknown };
  const isCapture = typeof read.headers === "object" && typeof read.body === "object";
  return isCapture ? Buffer.from(JSON.stringify(read.body)) : file;
}

function headersOf(platform: Platform, topic: string): Record<string, string> {
  if (platform === "shopify")
    return { "content-type": "application/json", "x-shopify-topic": topic };
  const [resource = "", event = ""] = topic.split(".");
  return {
    "content-type": "application/json",
    "x-wc-webhook-topic": topic,
    "x-wc-webhook-resource": resource,
    "x-wc-webhook-event": event,
    "x-wc-webhook-source": "https://kedai-contoh.example/",
  };
}
