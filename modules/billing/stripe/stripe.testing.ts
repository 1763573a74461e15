import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import type { StripePlace } from "#platform/config/values.ts";

/**
 * A stand-in for Stripe on this machine, with a memory: customers subscribe, pay, fail to pay and leave. What is asked of it and
 * what it answers are held to the description in fixtures/, which we wrote after Stripe's reference; whatever does not fit it
 * is answered with 400 and fails the test.
 */
export type TestStripe = AsyncDisposable & {
  readonly place: StripePlace;
  /** What was asked, in order: `POST /v1/customers` and what was sent. */
  readonly asked: readonly Asked[];
  /** What it wants to tell, in order; nobody is told by itself. */
  readonly events: readonly TestEvent[];
  readonly subscriptions: ReadonlyMap<string, TestSubscription>;
  /** Somebody pays on the page of the newest checkout: answers where their browser goes. */
  pay(): string;
  /** The next payment of the newest subscription does not go through. */
  failPayment(): void;
  settle(): void;
  /** Stripe gives up asking. */
  giveUp(): void;
  cancel(): void;
  /** Whoever asks next, so often, gets this instead. */
  answerInstead(status: number, times?: number): void;
};

export type Asked = { readonly what: string; readonly sent: Anything };
export type TestEvent = {
  readonly id: string;
  readonly object: "event";
  readonly type: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly api_version: string;
  readonly data: { readonly object: Anything };
};
type TestSubscription = Anything;
// biome-ignore lint/suspicious/noExplicitAny: objects of Stripe, held to their description instead.
type Anything = any;

const SPEC = JSON.parse(
  readFileSync(join(import.meta.dirname, "fixtures/stripe.openapi.json"), "utf8"),
) as { readonly paths: Record<string, Record<string, Operation>> };
export type Operation = {
  readonly parameters?: readonly { name: string; in: string; schema: object }[];
  readonly requestBody?: { content: Record<string, { schema: object }> };
  readonly responses: Record<string, { content: Record<string, { schema: object }> }>;
};

const DAY_S = 86_400;
const MONTH_S = 30 * DAY_S;

export async function testStripe(now: () => Date): Promise<TestStripe> {
  const asked: Asked[] = [];
  const events: TestEvent[] = [];
  const kept = {
    customers: new Map<string, Anything>(),
    products: new Map<string, Anything>(),
    prices: new Map<string, Anything>(),
    sessions: new Map<string, Anything>(),
    subscriptions: new Map<string, Anything>(),
    invoices: new Map<string, Anything>(),
    codes: [{ id: "promo_1", object: "promotion_code", active: true, code: "KENARI20" }],
  };
  /** By their idempotency keys. */
  const answered = new Map<string, Anything>();
  let instead: { status: number; times: number } | null = null;
  let count = 0;
  const newIdOf = (prefix: string) => {
    count += 1;
    return `${prefix}_${String(count).padStart(6, "0")}`;
  };
  const seconds = () => Math.floor(now().getTime() / 1000);
  const tell = (type: string, object: Anything) =>
    events.push({
      id: newIdOf("evt"),
      object: "event",
      type,
      created: seconds(),
      livemode: false,
      api_version: "2026-10-28.endive",
      data: { object: structuredClone(object) },
    });
  const newest = (of: Map<string, Anything>): Anything => {
    const one = [...of.values()].at(-1);
    assert.ok(one !== undefined, "there is none yet");
    return one;
  };

  const priceAt = (id: string): Anything => {
    const price = kept.prices.get(id);
    if (price === undefined) throw new NotSo(400, "resource_missing", `No such price: '${id}'`);
    return price;
  };
  const invoiceOf = (subscription: Anything, status: string, total: number): Anything => {
    const invoice = {
      id: newIdOf("in"),
      object: "invoice",
      amount_due: total,
      attempted: true,
      created: seconds(),
      currency: subscription.currency,
      customer: subscription.customer,
      hosted_invoice_url: `${url}/invoice/${count}`,
      livemode: false,
      number: `KNT-${String(count).padStart(4, "0")}`,
      status,
      status_transitions: {
        finalized_at: seconds(),
        paid_at: status === "paid" ? seconds() : null,
        marked_uncollectible_at: null,
        voided_at: null,
      },
      total,
    };
    kept.invoices.set(invoice.id, invoice);
    return invoice;
  };

  function complete(session: Anything): string {
    assert.equal(session.status, "open", "the page is open");
    const { trial_end: trialEnd, metadata } = session.$data;
    const price = priceAt(session.$price);
    const subscription = {
      id: newIdOf("sub"),
      object: "subscription",
      cancel_at: null,
      cancel_at_period_end: false,
      created: seconds(),
      currency: price.currency,
      customer: session.customer,
      ended_at: null,
      items: listOf("/v1/subscription_items", [
        {
          id: newIdOf("si"),
          object: "subscription_item",
          current_period_start: seconds(),
          current_period_end: trialEnd ?? seconds() + MONTH_S,
          price,
          quantity: 1,
        },
      ]),
      latest_invoice: null,
      livemode: false,
      metadata,
      status: trialEnd === undefined ? "active" : "trialing",
      trial_end: trialEnd ?? null,
    };
    kept.subscriptions.set(subscription.id, subscription);
    const invoice = invoiceOf(subscription, "paid", trialEnd === undefined ? price.unit_amount : 0);
    Object.assign(session, {
      status: "complete",
      payment_status: trialEnd === undefined ? "paid" : "no_payment_required",
      subscription: subscription.id,
      url: null,
    });
    tell("customer.subscription.created", subscription);
    tell("invoice.paid", invoice);
    tell("checkout.session.completed", session);
    return String(session.$success).replace("{CHECKOUT_SESSION_ID}", session.id);
  }

  const ROUTES: Record<string, (sent: Anything, id: string) => Anything> = {
    "POST /v1/customers": (sent) => {
      const customer = {
        id: newIdOf("cus"),
        object: "customer",
        name: sent.name ?? null,
        email: sent.email ?? null,
        created: seconds(),
        livemode: false,
        metadata: sent.metadata ?? {},
      };
      kept.customers.set(customer.id, customer);
      tell("customer.created", customer);
      return customer;
    },
    "POST /v1/products": (sent) => {
      if (kept.products.has(sent.id))
        throw new NotSo(400, "resource_already_exists", "Product already exists.");
      const product = { active: true, object: "product", metadata: {}, ...sent };
      kept.products.set(sent.id, product);
      return product;
    },
    "GET /v1/prices": (sent) =>
      listOf(
        "/v1/prices",
        [...kept.prices.values()].filter(({ lookup_key: key }) => sent.lookup_keys?.includes(key)),
      ),
    "POST /v1/prices": (sent) => {
      if (!kept.products.has(sent.product)) throw new NotSo(400, "resource_missing", "No product.");
      const price = {
        id: newIdOf("price"),
        object: "price",
        active: true,
        type: "recurring",
        lookup_key: null,
        metadata: {},
        ...sent,
        recurring: { interval_count: 1, ...sent.recurring },
      };
      kept.prices.set(price.id, price);
      return price;
    },
    "GET /v1/promotion_codes": (sent) =>
      listOf(
        "/v1/promotion_codes",
        kept.codes.filter(({ code }) => code.toLowerCase() === sent.code?.toLowerCase()),
      ),
    "POST /v1/checkout/sessions": (sent) => {
      const { trial_end: trialEnd } = sent.subscription_data ?? {};
      if (trialEnd !== undefined && trialEnd < seconds() + 2 * DAY_S)
        throw new NotSo(400, "parameter_invalid_integer", "trial_end is at least 2 days ahead.");
      if (sent.discounts !== undefined && sent.allow_promotion_codes !== undefined)
        throw new NotSo(400, "parameter_invalid", "One of discounts and allow_promotion_codes.");
      const id = newIdOf("cs_test");
      const session = {
        id,
        object: "checkout.session",
        client_reference_id: sent.client_reference_id ?? null,
        customer: sent.customer,
        livemode: false,
        mode: sent.mode,
        payment_status: "unpaid",
        status: "open",
        subscription: null,
        url: `${url}/pay/${id}`,
      };
      const hidden = {
        $price: priceAt(sent.line_items[0].price).id,
        $data: sent.subscription_data ?? {},
        $success: sent.success_url,
        $cancel: sent.cancel_url,
      };
      for (const [name, value] of Object.entries(hidden))
        Object.defineProperty(session, name, { value, enumerable: false });
      kept.sessions.set(id, session);
      return session;
    },
    "GET /v1/checkout/sessions": (sent) =>
      listOf(
        "/v1/checkout/sessions",
        [...kept.sessions.values()].filter(
          ({ customer, status }) => customer === sent.customer && status === sent.status,
        ),
      ),
    "GET /v1/checkout/sessions/{id}": (_sent, id) => found(kept.sessions, id),
    "POST /v1/checkout/sessions/{id}/expire": (_sent, id) =>
      Object.assign(found(kept.sessions, id), { status: "expired", url: null }),
    "GET /v1/subscriptions": (sent) =>
      listOf("/v1/subscriptions", ofCustomer(kept.subscriptions, sent.customer)),
    "POST /v1/subscriptions/{id}": (sent, id) => {
      const subscription = found(kept.subscriptions, id);
      const { items, metadata, cancel_at_period_end: isLast } = sent;
      if (isLast !== undefined) subscription.cancel_at_period_end = isLast;
      Object.assign(subscription.metadata, metadata);
      const [item] = subscription.items.data;
      if (items !== undefined) {
        assert.equal(items[0].id, item.id);
        item.price = priceAt(items[0].price);
      }
      tell("customer.subscription.updated", subscription);
      return subscription;
    },
    "GET /v1/invoices": (sent) =>
      listOf(
        "/v1/invoices",
        ofCustomer(kept.invoices, sent.customer)
          .filter(({ status }) => sent.status === undefined || status === sent.status)
          .reverse(),
      ),
    "POST /v1/invoices/create_preview": (sent) => {
      const subscription = found(kept.subscriptions, sent.subscription);
      const [item] = subscription.items.data;
      const next = priceAt(sent.subscription_details.items[0].price);
      // Half of the month is over, whatever day it is: what is left of each is half of it.
      const due = Math.max(0, Math.round((next.unit_amount - item.price.unit_amount) / 2));
      const preview = invoiceOf(subscription, "draft", due);
      kept.invoices.delete(preview.id);
      return { ...preview, id: "upcoming_in_1", number: null };
    },
    "POST /v1/billing_portal/sessions": (sent) => {
      const id = newIdOf("bps");
      const page = new URL(`${url}/portal/${id}`);
      page.searchParams.set("back", sent.return_url);
      return {
        id,
        object: "billing_portal.session",
        customer: found(kept.customers, sent.customer).id,
        livemode: false,
        return_url: sent.return_url,
        url: page.href,
      };
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stripe.test");
    if (pathname.startsWith("/pay/") || pathname.startsWith("/portal/"))
      return page(request, response, pathname, searchParams);
    if (instead !== null && instead.times > 0) {
      instead.times -= 1;
      return said(response, instead.status, { error: { type: "api_error", message: "instead" } });
    }
    const text = await bodyOf(request);
    const known = operationAt(request.method ?? "GET", pathname);
    if (known === null) return said(response, 404, { error: { type: "invalid_request_error" } });
    const sent = unfolded(request.method === "GET" ? searchParams : new URLSearchParams(text));
    asked.push({ what: known.name, sent });
    try {
      if (request.headers.authorization !== `Bearer ${place.key}`)
        throw new NotSo(401, "api_key_invalid", "Invalid API Key provided");
      assert.ok(request.headers["stripe-version"], "the version of the API is pinned");
      if (request.method === "POST")
        assert.ok(request.headers["idempotency-key"], "may be repeated");
      const fits = known.request.safeParse(sent);
      if (!fits.success) throw new NotSo(400, "parameter_unknown", z.prettifyError(fits.error));
      const key = request.headers["idempotency-key"] as string | undefined;
      const reply =
        (key === undefined ? undefined : answered.get(key)) ??
        ROUTES[known.name]?.(fits.data, known.id);
      if (key !== undefined) answered.set(key, reply);
      const described = known.response.safeParse(JSON.parse(JSON.stringify(reply)));
      assert.ok(described.success, described.success ? "" : z.prettifyError(described.error));
      said(response, 200, reply);
    } catch (error) {
      if (!(error instanceof NotSo)) throw error;
      const { status, code, message } = error;
      said(response, status, { error: { type: "invalid_request_error", code, message } });
    }
  }

  /** What a person sees there: one button, which goes on as Stripe's would. */
  function page(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): void {
    const session = kept.sessions.get(path.split("/")[2] ?? "");
    if (session !== undefined && request.method === "POST") {
      response.writeHead(303, { location: complete(session) }).end();
      return;
    }
    const back = session === undefined ? query.get("back") : session.$cancel;
    const pay = `<form method="post"><button>Pay and subscribe</button></form>`;
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8" })
      .end(
        `<!doctype html><title>Stand-in for Stripe</title><main>${session === undefined ? "<h1>Portal</h1>" : pay}<a href="${back}">Back</a></main>`,
      );
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      said(response, 500, { error: { type: "api_error", message: (error as Error).message } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const place = {
    key: "sk_test_stand_in_0123456789",
    webhookSecret: "whsec_stand_in_0123456789",
    url,
  };
  const openOf = (subscription: Anything): Anything[] =>
    ofCustomer(kept.invoices, subscription.customer).filter(({ status }) => status === "open");
  return {
    place,
    asked,
    events,
    subscriptions: kept.subscriptions,
    pay: () => complete(newest(kept.sessions)),
    failPayment: () => {
      const subscription = newest(kept.subscriptions);
      const [item] = subscription.items.data;
      tell("invoice.payment_failed", invoiceOf(subscription, "open", item.price.unit_amount));
      subscription.status = "past_due";
      tell("customer.subscription.updated", subscription);
    },
    settle: () => {
      const subscription = newest(kept.subscriptions);
      for (const invoice of openOf(subscription)) {
        invoice.status = "paid";
        invoice.status_transitions.paid_at = seconds();
        tell("invoice.paid", invoice);
      }
      subscription.status = "active";
      tell("customer.subscription.updated", subscription);
    },
    giveUp: () => {
      const subscription = newest(kept.subscriptions);
      subscription.status = "unpaid";
      tell("customer.subscription.updated", subscription);
    },
    cancel: () => {
      const subscription = newest(kept.subscriptions);
      Object.assign(subscription, { status: "canceled", ended_at: seconds() });
      tell("customer.subscription.deleted", subscription);
    },
    answerInstead: (status, times = 1) => {
      instead = { status, times };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class NotSo extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const listOf = (url: string, data: readonly Anything[]): Anything => ({
  object: "list",
  data,
  has_more: false,
  url,
});

const ofCustomer = (of: Map<string, Anything>, id: string): Anything[] =>
  [...of.values()].filter(({ customer }) => customer === id);

function found(of: Map<string, Anything>, id: string): Anything {
  const one = of.get(id);
  if (one === undefined) throw new NotSo(404, "resource_missing", `No such object: '${id}'`);
  return one;
}

function said(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** `line_items[0][price]=x` as what it stands for. */
function unfolded(form: URLSearchParams): Anything {
  const root: Anything = {};
  for (const [name, value] of form) {
    const steps = name.split(/[[\]]+/).filter((step) => step !== "");
    let at = root;
    for (const [i, step] of steps.entries()) {
      const next = steps[i + 1];
      if (next === undefined) at[step] = value;
      else at = at[step] ??= /^\d+$/.test(next) ? [] : {};
    }
  }
  return root;
}

const described = new Map<string, Known>();
type Known = { name: string; request: z.ZodType; response: z.ZodType };

function operationAt(method: string, path: string): (Known & { id: string }) | null {
  for (const [pattern, operations] of Object.entries(SPEC.paths)) {
    const match = new RegExp(`^${pattern.replace("{id}", "([\\w]+)")}$`).exec(path);
    const operation = operations[method.toLowerCase()];
    if (match === null || operation === undefined) continue;
    const name = `${method} ${pattern}`;
    const known = described.get(name) ?? knownOf(name, operation);
    described.set(name, known);
    return { ...known, id: match[1] ?? "" };
  }
  return null;
}

function knownOf(name: string, operation: Operation): Known {
  const query = (operation.parameters ?? []).filter((one) => one.in === "query");
  const asked = operation.requestBody?.content["application/x-www-form-urlencoded"]?.schema ?? {
    type: "object",
    properties: Object.fromEntries(query.map(({ name: of, schema }) => [of, schema])),
    additionalProperties: false,
  };
  const answered = operation.responses["200"]?.content["application/json"]?.schema ?? {};
  return {
    name,
    request: z.preprocess((form) => typed(form, asked), read(asked)),
    response: read(answered),
  };
}

const read = (schema: object): z.ZodType =>
  z.fromJSONSchema(schema as never, { defaultTarget: "openapi-3.0" });

/** A form knows texts only: what the description says to be a number or a yes is made one. */
function typed(value: Anything, schema: Anything): Anything {
  if (schema.type === "integer" && /^-?\d+$/.test(value)) return Number(value);
  if (schema.type === "boolean" && /^(true|false)$/.test(value)) return value === "true";
  if (Array.isArray(value)) return value.map((one) => typed(one, schema.items ?? {}));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, typed(one, schema.properties?.[name] ?? {})]),
  );
}
