import { hash } from "node:crypto";
import type { Reason } from "#kernel/errors.ts";
import type { Deed, DeliveryToRead, Reading } from "../deliveries/deliveries.rules.ts";
import { type Spot, topOf } from "./fields.rules.ts";
import { jsonOf } from "./json.rules.ts";
import { UNREADABLE, Unreadable, unreadable } from "./unreadable.rules.ts";

/** A topic that no mapping knows. */
export const UNKNOWN_TOPIC = "connect.reading.unknown_topic";

export const ignored = (reason: Reason): Reading => ({ is: "ignored", reason });
export const deeds = (...of: readonly Deed[]): Reading => ({ is: "deeds", deeds: of });

/** Reads a body that is a JSON object, and turns whatever goes wrong in it into a named failure. */
export function readBody(delivery: DeliveryToRead, read: (body: Spot) => Reading): Reading {
  try {
    return read(topOf(jsonOf(delivery.body)));
  } catch (thrown) {
    const { reason, path, detail } =
      thrown instanceof Unreadable ? thrown : unreadable(UNREADABLE.unexpected, "", String(thrown));
    return { is: "unreadable", reason, path, detail };
  }
}

/**
 * What decides between two tellings of one second: two digits of rank (a later stage of life ranks higher), then the
 * content itself, so that two arrivals in either order end the same and the same arrival twice changes nothing.
 */
export const tieOf = (rank: number, content: unknown): string =>
  `${String(Math.max(0, Math.min(99, rank))).padStart(2, "0")}:${fingerprintOf(content)}`;

export const fingerprintOf = (content: unknown): string =>
  hash("sha256", JSON.stringify(content), "hex").slice(0, 16);
