import { randomBytes } from "node:crypto";
import type { Reason } from "#kernel/errors.ts";
import type { Connection, ConnectionKind } from "./connections.contract.ts";

/** How long the secret before the newest is still accepted: time to paste the new one into the store. */
export const PREVIOUS_SECRET_HOURS = 24;
/** A company may have so many live connections. */
export const CONNECTIONS_MAX = 100;

export type ConnectionState = {
  readonly kind: ConnectionKind;
  readonly isPaused: boolean;
  readonly firstPingAt: Date | null;
  readonly archivedAt: Date | null;
};

export function stateOf(connection: ConnectionState): Connection["state"] {
  if (connection.archivedAt !== null) return "removed";
  if (connection.isPaused) return "paused";
  return connection.firstPingAt === null ? "waiting" : "connected";
}

export const whyNotCreate = (liveCount: number): Reason | null =>
  liveCount < CONNECTIONS_MAX ? null : "connect.connection.too_many";

export const whyNotChange = (connection: ConnectionState): Reason | null =>
  connection.archivedAt === null ? null : "connect.connection.removed";

/** The sample store has no address: nothing to pause, no secret, and its own way to be taken away. */
const whyNotAsStore = (connection: ConnectionState): Reason | null =>
  whyNotChange(connection) ??
  (connection.kind === "sample" ? "connect.connection.is_sample" : null);

export const whyNotPause = (connection: ConnectionState): Reason | null =>
  whyNotAsStore(connection) ?? (connection.isPaused ? "connect.connection.already_paused" : null);

export const whyNotResume = (connection: ConnectionState): Reason | null =>
  whyNotAsStore(connection) ?? (connection.isPaused ? null : "connect.connection.not_paused");

export const whyNotRemove = whyNotAsStore;
export const whyNotSecret = whyNotAsStore;

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/** 160 random bits in base 32: letters and digits only, so that it survives every form and every shop. */
const randomText = (): string => [...randomBytes(32)].map((byte) => LETTERS[byte & 31]).join("");

export const newAddress = randomText;
export const newSecret = randomText;

/** Whether the text can be an address at all: spares the database a look for every scanner that comes by. */
export const isAddress = (text: string): boolean => /^[a-z2-7]{32}$/.test(text);

export const urlOf = (publicUrl: string, address: string): string => `${publicUrl}/in/${address}`;
