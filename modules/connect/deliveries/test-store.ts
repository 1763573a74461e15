import { createHmac, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { showId } from "#kernel/ids.ts";
import { type Action, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { transaction } from "#platform/db/db.ts";
import { type Knock, openHookDoors, serverBehind } from "#platform/http/hooks.ts";
import { openMetrics } from "#platform/http/metrics.ts";
import type { TestCompany, TestHouse } from "#platform/testing/house.ts";
import { knock } from "#platform/testing/knock.ts";
import type { ConnectionId } from "../connections/connections.contract.ts";
import { connectionRoutes } from "../connections/connections.routes.ts";
import { newAddress, urlOf } from "../connections/connections.rules.ts";
import { insertAddress, insertConnection } from "../connections/connections.sql.ts";
import { sealSecret } from "../connections/secrets.ts";
import { deliveryDoor, deliveryRoutes } from "./deliveries.routes.ts";
import { bringLogUpToDate } from "./processing.ts";

type CompanyAction = Extract<Action, { door: "company" }>;
type Shown = Record<string, unknown>;

/** What a store sends with a delivery, besides its body. */
type Sending = {
  readonly topic?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** "" sends none. */
  readonly signature?: string;
};

export type TestStore = AsyncDisposable & {
  readonly connection: Shown & { id: string; url: string; secret: string; version: number };
  readonly address: string;
  /** Signs and delivers; the status that came back. */
  send(body: unknown, sending?: Sending): Promise<number>;
  /** The same, as it reaches the door. */
  knockOf(body: unknown, sending?: Sending): Knock;
  /** Lets the jobs run until none is left. */
  read(): Promise<void>;
  /** Takes what the door wrote down into the log, and reads nothing of it. */
  listed(): Promise<void>;
  /** The delivery log with all that has come, oldest first. */
  log(): Promise<Shown[]>;
  /** The connection as its page shows it. */
  look(): Promise<Shown>;
};

/** A store of a platform, connected to a company through the real door. */
export async function testStore(
  house: TestHouse,
  company: TestCompany,
  kind: "woocommerce" | "shopify" = "woocommerce",
  id?: ConnectionId,
): Promise<TestStore> {
  const doors = openHookDoors(house, [deliveryDoor], {
    whyNotSecure: () => null,
    metrics: openMetrics(),
  });
  const server = serverBehind(doors, (_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const connection =
    id === undefined
      ? ((await ask(house, company.admin, "POST /api/connect/connections", {
          kind,
          name: `Kedai ${kind}`,
        })) as TestStore["connection"])
      : await connectionWith(house, company, kind, id);
  const address = new URL(connection.url).pathname;

  function knockOf(body: unknown, sending: Sending = {}): Knock {
    const payload = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const signature =
      sending.signature ??
      createHmac("sha256", sending.secret ?? connection.secret)
        .update(payload)
        .digest("base64");
    const headers = {
      "content-type": "application/json",
      ...headersOf(kind, sending.topic ?? TOPIC[kind], signature),
      ...sending.headers,
    };
    return { param: address.slice(address.lastIndexOf("/") + 1), headers, body: payload };
  }

  async function send(body: unknown, sending: Sending = {}): Promise<number> {
    const { headers, body: payload } = knockOf(body, sending);
    return knock(`http://127.0.0.1:${port}${address}`, payload, headers as Record<string, string>);
  }

  async function listed(): Promise<void> {
    while ((await bringLogUpToDate(house, company.admin)) > 0);
  }

  return {
    connection,
    address,
    send,
    knockOf,
    listed,
    read: () => house.drain(company),
    log: async () => {
      await listed();
      const list = await ask(house, company.admin, "GET /api/connect/deliveries", { limit: "200" });
      return (list as { rows: Shown[] }).rows.toReversed();
    },
    look: () =>
      ask(house, company.admin, "GET /api/connect/connections/:id", { id: connection.id }),
    [Symbol.asyncDispose]: async () => {
      server.close();
      await doors.close();
    },
  };
}

/** A connection whose id is given: what decides between two states of one second is the same in every company then. */
async function connectionWith(
  house: TestHouse,
  { access }: TestCompany,
  kind: "woocommerce" | "shopify",
  id: ConnectionId,
): Promise<TestStore["connection"]> {
  const { company, pool, sealer } = access;
  const now = house.now();
  const address = newAddress();
  const secret = "the secret of a test";
  await transaction(house.control, "read write", (control) =>
    insertAddress(control, address, company.id, id, now),
  );
  const sealed = sealSecret(sealer, id, "secret", secret);
  const name = `Kedai ${kind}`;
  await transaction(pool, "read write", (db) =>
    insertConnection(db, { id, kind, name, address, secret: sealed, firstPingAt: null, now }),
  );
  return { id: showId("connection", id), url: urlOf("http://test", address), secret, version: 1 };
}

/** Asks an action of connect by its method and path, as the wire would. */
export async function ask(
  house: TestHouse,
  caller: Caller,
  which: string,
  input: object,
): Promise<Shown> {
  const action = [...connectionRoutes, ...deliveryRoutes].find(
    ({ does }) => `${does.method} ${does.path}` === which,
  );
  if (action === undefined) throw new Error(`no action ${which}`);
  return (await perform(action as CompanyAction, house, caller, input)) as Shown;
}

const TOPIC = { woocommerce: "order.created", shopify: "orders/create" };

function headersOf(
  kind: "woocommerce" | "shopify",
  topic: string,
  signature: string,
): Record<string, string> {
  const signed: Record<string, string> = {};
  if (signature !== "")
    signed[kind === "shopify" ? "x-shopify-hmac-sha256" : "x-wc-webhook-signature"] = signature;
  return kind === "shopify"
    ? { ...signed, "x-shopify-topic": topic, "x-shopify-event-id": randomBytes(8).toString("hex") }
    : {
        ...signed,
        "x-wc-webhook-topic": topic,
        "x-wc-webhook-source": "https://kedai.example/",
        "x-wc-webhook-delivery-id": randomBytes(16).toString("hex"),
      };
}
