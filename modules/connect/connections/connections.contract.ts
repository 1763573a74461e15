import { z } from "zod";
import { secret } from "#kernel/classes.ts";
import { blocked, get, id, instant, patch, post } from "#kernel/contract.ts";

export const ConnectionId = id("connection");
export type ConnectionId = z.output<typeof ConnectionId>;
export const ConnectionKind = z.enum(["woocommerce", "shopify", "sample"]);
export type ConnectionKind = z.output<typeof ConnectionKind>;

export const Connection = z.object({
  id: ConnectionId,
  kind: ConnectionKind,
  name: z.string(),
  /** Where the store sends to; null for the sample company. */
  url: z.string().nullable(),
  /** waiting: nothing came yet · connected · paused: what arrives is kept and read after the pause · removed. */
  state: z.enum(["waiting", "connected", "paused", "removed"]),
  firstPingAt: instant().nullable(),
  lastDeliveryAt: instant().nullable(),
  createdAt: instant(),
  version: z.int(),
  /** Deliveries of the last 30 days. */
  deliveries: z.object({ total: z.int(), failed: z.int(), waiting: z.int() }),
  /** Turned away at the door in the last 30 days, by reason. */
  refusals: z.array(z.object({ reason: z.string(), count: z.int(), lastHourAt: instant() })),
  blocked: z.object({
    pause: blocked(),
    resume: blocked(),
    remove: blocked(),
    newSecret: blocked(),
  }),
});
export type Connection = z.output<typeof Connection>;

/** The secret is shown when it is made and whenever an Admin asks; each time is audited. */
export const Secret = z.object({ secret: secret(z.string()) });

const at = "/api/connect/connections";
const Versioned = z.object({ id: ConnectionId, version: z.int() });
const Name = z.string().trim().min(1, "field.required").max(100);
export const connections = {
  list: get(at, z.object({}), z.object({ rows: z.array(Connection) })),
  get: get(`${at}/:id`, z.object({ id: ConnectionId }), Connection),
  create: post(
    at,
    z.object({
      kind: z.enum(["woocommerce", "shopify"]),
      name: Name,
      secret: z.string().trim().min(8).max(200).optional(),
    }),
    Connection.extend(Secret.shape),
  ),
  rename: patch(`${at}/:id`, Versioned.extend({ name: Name }), Connection),
  showSecret: post(`${at}/:id/show-secret`, z.object({ id: ConnectionId }), Secret),
  /** A new secret, made here or given (Shopify shows its own); the old one is accepted for 24 hours more. */
  newSecret: post(
    `${at}/:id/new-secret`,
    Versioned.extend({ secret: z.string().trim().min(8).max(200).optional() }),
    Connection.extend(Secret.shape),
  ),
  pause: post(`${at}/:id/pause`, Versioned, Connection),
  resume: post(`${at}/:id/resume`, Versioned, Connection),
  /** To the trash, for 30 days: its address stops answering; what it brought stays. */
  remove: post(`${at}/:id/remove`, Versioned, Connection),
};
