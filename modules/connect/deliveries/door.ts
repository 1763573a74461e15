import type { Reason } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { noteHeard } from "../connections/connections.ts";
import { jsonOf } from "../reading/json.rules.ts";
import type { Headers } from "../reading/platforms.rules.ts";
import { UNREADABLE, Unreadable } from "../reading/unreadable.rules.ts";
import { keptHeaders } from "./blanking.rules.ts";
import type { Arrival } from "./deliveries.sql.ts";
import { gathering } from "./gathering.ts";
import { type Known, knowing } from "./knowing.ts";
import { packBody } from "./packing.ts";
import { platformOf } from "./platforms.ts";
import { refusing } from "./refusing.ts";

/** Larger than anything a store sends; Meta promises at most 3 MB, the others send far less. */
export const BODY_MAX_BYTES = 5 * 1024 * 1024;

export type Knock = {
  readonly address: string;
  readonly headers: Headers;
  readonly body: Buffer;
};
export type Answer = { readonly status: number; readonly retryAfterS?: number };

/** The door that stores deliver to. */
export type Door = {
  receive(knock: Knock): Promise<Answer>;
  close(): Promise<void>;
};

const KEPT: Answer = { status: 200 };
const NOT_JSON: Answer = { status: 400 };
const REFUSED: Answer = { status: 401 };
const NOBODY: Answer = { status: 404 };
const TOO_LARGE: Answer = { status: 413 };
const BUSY: Answer = { status: 503, retryAfterS: 5 };

/**
 * Address, size, signature, one insert, commit, answer: nothing else happens while the store waits, for Shopify allows
 * five seconds in all and WooCommerce never tries again. What is answered with 200 is committed.
 */
export function openDoor(house: House): Door {
  const gatherer = gathering(house);
  const refuser = refusing(house);
  const addresses = knowing(house);

  async function receive(knock: Knock): Promise<Answer> {
    try {
      const answer = await answerAs(await addresses.whoIsAt(knock.address), knock);
      // The secret may just have changed: a delivery is not lost to what this process remembers.
      if (answer !== "changed") return answer;
      const again = await answerAs(await addresses.whoIsNowAt(knock.address), knock, true);
      return again === "changed" ? NOBODY : again;
    } catch (error) {
      // Nothing was acknowledged. A platform that tries again will be heard; one that does not shows the failure.
      house.log.error({ err: error }, "a delivery could not be kept");
      return BUSY;
    }
  }

  /** "changed": what is remembered of the connection no longer holds, or may not. */
  async function answerAs(
    who: Known | null,
    knock: Knock,
    isSure = false,
  ): Promise<Answer | "changed"> {
    if (who === null) return NOBODY;
    if (knock.body.length > BODY_MAX_BYTES) return turnAway(who, "connect.delivery.too_large");
    const platform = platformOf(who.connection.kind);
    if (platform.isPing(knock.headers, knock.body)) return pinged(who);
    const secrets = secretsOf(who, house.now());
    const closed = platform.whyNotSigned(knock.headers, knock.body, secrets);
    if (closed !== null) return isSure ? turnAway(who, closed) : "changed";
    return keep(who, knock);
  }

  async function keep(who: Known, knock: Knock): Promise<Answer | "changed"> {
    const arrival = arrivalOf(knock, who, house.now());
    const fate = await gatherer.take(who.companyId, arrival);
    if (fate === "full") return BUSY;
    if (fate === "stale") return "changed";
    return arrival.failure === null ? KEPT : NOT_JSON;
  }

  function turnAway(who: Known, reason: Reason): Answer {
    refuser.count(who.companyId, who.connection.id, reason);
    return reason === "connect.delivery.too_large" ? TOO_LARGE : REFUSED;
  }

  async function pinged({ companyId, connection }: Known): Promise<Answer> {
    if (connection.isHeard) return KEPT;
    const access = await house.companies.access(companyId);
    if (access === null) return NOBODY;
    await transaction(access.pool, "read write", (db) =>
      noteHeard(db, [connection.id], house.now()),
    );
    house.live.publish(companyId, ["connect.connections"]);
    return KEPT;
  }

  return {
    receive,
    close: async () => {
      await gatherer.close();
      await refuser.close();
    },
  };
}

function secretsOf({ connection: { secret, previous } }: Known, now: Date): string[] {
  return previous !== null && previous.until > now ? [secret, previous.secret] : [secret];
}

function arrivalOf(
  { headers, body }: Knock,
  { connection, sealer }: Known,
  receivedAt: Date,
): Arrival {
  const platform = platformOf(connection.kind);
  const id = newId<"delivery">();
  return {
    id,
    connectionId: connection.id,
    doorVersion: connection.doorVersion,
    isFirst: !connection.isHeard,
    receivedAt,
    topic: platform.topicOf(headers) ?? "unknown",
    eventId: platform.eventIdOf(headers),
    headers: keptHeaders(headers),
    body: packBody(sealer, id, body),
    bodyBytes: body.length,
    failure: whyNotJson(body),
  };
}

function whyNotJson(body: Buffer): Arrival["failure"] {
  try {
    jsonOf(body);
    return null;
  } catch (thrown) {
    // Whatever else is wrong is the mapping's to say; it stays readable in the log.
    const isNoJson = thrown instanceof Unreadable && thrown.reason === UNREADABLE.notJson;
    return isNoJson ? { reason: thrown.reason, detail: thrown.detail } : null;
  }
}
