import type { Stripe } from "stripe";
import { refused } from "#kernel/errors.ts";
import type { StripePlace } from "#platform/config/values.ts";

export type { Stripe };

/** It waits within a request: better one clear answer than a page that hangs. */
const TIMEOUT_MS = 15_000;
const RETRIES = 2;
/** No newer event is believed, and no older: as Stripe's own libraries have it. */
const TOLERANCE_S = 300;

const clients = new WeakMap<StripePlace, Promise<Stripe>>();

/** One client for each process. The library is loaded where it is needed: a house that bills nobody does without. */
export function stripeAt(place: StripePlace): Promise<Stripe> {
  const known = clients.get(place);
  if (known !== undefined) return known;
  const client = opened(place);
  clients.set(place, client);
  return client;
}

async function opened({ key, url }: StripePlace): Promise<Stripe> {
  const { default: StripeClient } = await import("stripe");
  const { protocol, hostname, port } = new URL(url);
  return new StripeClient(key, {
    host: hostname,
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
    protocol: protocol === "https:" ? "https" : "http",
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    // How long our requests took is nobody's business.
    telemetry: false,
    appInfo: { name: "Kaunter" },
  });
}

/** Asks Stripe; that it does not answer, or does not want to, is said as such, and nothing has happened here. */
export async function asked<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (!isOfStripe(error)) throw error;
    const isTheirs = error.type === "StripeConnectionError" || (error.statusCode ?? 500) >= 500;
    throw isTheirs || error.type === "StripeRateLimitError"
      ? refused("billing.stripe.silent")
      : refused("billing.stripe.refused", { said: (error.code ?? error.type).slice(0, 100) });
  }
}

type StripeProblem = Error & {
  readonly type: string;
  readonly code?: string;
  readonly statusCode?: number;
};
const isOfStripe = (error: unknown): error is StripeProblem =>
  error instanceof Error && "type" in error && /^Stripe\w+Error$/.test(String(error.type));

/** Of somebody whom Stripe does not know any more. */
export const isMissing = (error: unknown): boolean =>
  isOfStripe(error) && error.code === "resource_missing";

/** Of something that is there already under its id. */
export const isTaken = (error: unknown): boolean =>
  isOfStripe(error) && error.code === "resource_already_exists";

export type Told = {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
};

/** An event that is Stripe's beyond doubt: signed over these very bytes, a moment ago. Null: it is not. */
export async function eventIn(
  place: StripePlace,
  body: Buffer,
  signature: string,
  now: Date,
): Promise<Told | null> {
  const { webhooks } = await stripeAt(place);
  try {
    return webhooks.constructEvent(
      body,
      signature,
      place.webhookSecret,
      TOLERANCE_S,
      undefined,
      now.getTime(),
    ) as unknown as Told;
  } catch {
    return null;
  }
}
