import { newId } from "#kernel/ids.ts";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { HookAnswer, HookDoor, Knock, OpenHookDoor } from "#platform/http/hooks.ts";
import { withoutCardsInBody } from "#platform/privacy/cards.rules.ts";
import { noteHeard } from "../connections/connections.ts";
import { jsonOf } from "../reading/json.rules.ts";
import { UNREADABLE, Unreadable } from "../reading/unreadable.rules.ts";
import { isWellFormed } from "../reading/well-formed.rules.ts";
import { keptHeaders } from "./blanking.rules.ts";
import type { Arrival } from "./deliveries.sql.ts";
import { gathering } from "./gathering.ts";
import { type Known, knowing } from "./knowing.ts";
import { platformOf } from "./platforms.ts";
import { refusing } from "./refusing.ts";

/** Larger than anything a store sends; Meta promises at most 3 MB, the others send far less. */
const BODY_MAX_BYTES = 5 * 1024 * 1024;

/** Of a topic and an event's id: no store's is longer, and what is found by its index must fit into it. */
const NAME_MAX = 200;

const KEPT: HookAnswer = { status: 200 };
const NOT_JSON: HookAnswer = { status: 400 };
const REFUSED: HookAnswer = { status: 401 };
const NOBODY: HookAnswer = { status: 404 };
const TOO_LARGE: HookAnswer = { status: 413 };
const BUSY: HookAnswer = { status: 503, retryAfterS: 5 };

/** Where stores deliver to. */
export const deliveryDoor: HookDoor = {
  method: "POST",
  path: "/in/:address",
  bodyMaxBytes: BODY_MAX_BYTES,
  open: openDoor,
};

/**
 * Address, size, signature, one insert, commit, answer: nothing else happens while the store waits, for Shopify allows
 * five seconds in all and WooCommerce never tries again. What is answered with 200 is committed.
 */
function openDoor(house: House): OpenHookDoor {
  const gatherer = gathering(house);
  const refuser = refusing(house);
  const addresses = knowing(house);

  async function handle(knock: Knock): Promise<HookAnswer> {
    const { param: address } = knock;
    return orBusy(async () => {
      const answer = await answerAs(await addresses.whoIsAt(address), knock);
      // The secret may just have changed: a delivery is not lost to what this process remembers.
      if (answer !== "changed") return answer;
      const again = await answerAs(await addresses.whoIsNowAt(address), knock, true);
      return again === "changed" ? BUSY : again;
    });
  }

  /** "changed": what is remembered of the connection no longer holds, or may not. */
  async function answerAs(
    who: Known | null,
    knock: Knock,
    isSure = false,
  ): Promise<HookAnswer | "changed"> {
    if (who === null) return NOBODY;
    const platform = platformOf(who.connection.kind);
    if (platform.isPing(knock.headers, knock.body)) return pinged(house, who);
    const secrets = secretsOf(who, house.now());
    const closed = platform.whyNotSigned(knock.headers, knock.body, secrets);
    if (closed === null) return keep(who, knock);
    if (!isSure) return "changed";
    refuser.count(who.company.id, who.connection.id, closed);
    return REFUSED;
  }

  async function keep(who: Known, knock: Knock): Promise<HookAnswer | "changed"> {
    const arrival = arrivalOf(knock, who, house.now());
    const fate = await gatherer.take(who, arrival);
    if (fate === "full") return BUSY;
    if (fate === "stale") return "changed";
    return arrival.failure === null ? KEPT : NOT_JSON;
  }

  async function tooLarge({ param: address }: Omit<Knock, "body">) {
    return orBusy(async () => {
      const who = await addresses.whoIsAt(address);
      if (who === null) return NOBODY;
      refuser.count(who.company.id, who.connection.id, "connect.delivery.too_large");
      return TOO_LARGE;
    });
  }

  /** Nothing was acknowledged. A platform that tries again will be heard; one that does not shows the failure. */
  function orBusy(work: () => Promise<HookAnswer>): Promise<HookAnswer> {
    return work().catch((error: unknown) => {
      house.log.error({ err: error }, "a delivery could not be kept");
      return BUSY;
    });
  }

  return {
    handle,
    tooLarge,
    close: async () => {
      await gatherer.close();
      await refuser.close();
    },
  };
}

/** A store's first sign of life; nothing of it is kept. */
async function pinged(house: House, { company, connection }: Known): Promise<HookAnswer> {
  if (connection.isHeard) return KEPT;
  const access = await house.companies.accessOf(company);
  await transaction(access.pool, "read write", (db) => noteHeard(db, [connection.id], house.now()));
  house.live.publish(company.id, ["connect.connections"]);
  return KEPT;
}

function secretsOf({ connection: { secret, previous } }: Known, now: Date): string[] {
  return previous !== null && previous.until > now ? [secret, previous.secret] : [secret];
}

function arrivalOf(
  { headers, body: sent }: Knock,
  { connection }: Known,
  receivedAt: Date,
): Arrival {
  const platform = platformOf(connection.kind);
  // Its signature was over the bytes as they came; from here on no card number is in them.
  const body = withoutCardsInBody(sent);
  return {
    id: newId<"delivery">(),
    receivedAt: receivedAt.toISOString(),
    topic: platform.topicOf(headers)?.slice(0, NAME_MAX) ?? "unknown",
    eventId: platform.eventIdOf(headers)?.slice(0, NAME_MAX) ?? null,
    headers: keptHeaders(headers),
    body,
    bodyBytes: body.length,
    failure: whyNotJson(body),
  };
}

const whyNotJson = (body: Buffer): Arrival["failure"] =>
  isWellFormed(body) ? null : whyNotReadable(body);

/** Looks again as the mapping will: what it can read (a byte order mark), and what is its own to say, is no failure here. */
function whyNotReadable(body: Buffer): Arrival["failure"] {
  try {
    jsonOf(body);
    return null;
  } catch (thrown) {
    const isNoJson = thrown instanceof Unreadable && thrown.reason === UNREADABLE.notJson;
    return isNoJson ? { reason: thrown.reason, detail: thrown.detail } : null;
  }
}
