import { Problem, refused } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import { type Db, takenAs } from "#platform/db/db.ts";
import type { ConnectionId, ConnectionKind } from "./connections.contract.ts";
import { newAddress, newSecret } from "./connections.rules.ts";
import {
  insertConnection,
  insertRefusals,
  markFirstPing,
  markRemoved,
  type RefusalCount,
  selectAddress,
  selectConnectionIfAny,
} from "./connections.sql.ts";
import { openSecret, sealSecret } from "./secrets.ts";

export { isAddress } from "./connections.rules.ts";
export type { RefusalCount };

/** Where an address leads. */
export const findAddress = (
  control: Db,
  address: string,
): Promise<{ companyId: string; connectionId: ConnectionId } | null> =>
  selectAddress(control, address);

/** What the door has to know of a connection, as of `doorVersion`. */
export type DoorConnection = {
  readonly id: ConnectionId;
  readonly kind: Exclude<ConnectionKind, "sample">;
  readonly doorVersion: number;
  readonly secret: string;
  readonly previous: { readonly secret: string; readonly until: Date } | null;
  readonly isHeard: boolean;
};

/** Null when nobody answers there (any more). */
export async function findDoor(
  db: Db,
  sealer: Sealer,
  id: ConnectionId,
): Promise<DoorConnection | null> {
  const row = await selectConnectionIfAny(db, id);
  if (row === null || row.archivedAt !== null || row.kind === "sample") return null;
  return {
    id,
    kind: row.kind,
    doorVersion: row.doorVersion,
    secret: openSecret(sealer, id, "secret", row.secret),
    previous:
      row.previousSecretUntil === null
        ? null
        : {
            secret: openSecret(sealer, id, "previous_secret", row.previousSecret),
            until: row.previousSecretUntil,
          },
    isHeard: row.firstPingAt !== null,
  };
}

/** Notes the first sign of life of each; whether there was one. */
export const noteHeard = async (db: Db, ids: readonly string[], now: Date): Promise<boolean> =>
  (await markFirstPing(db, ids, now)) > 0;

export const countRefusals = insertRefusals;

/** Name and kind, also of removed ones. */
export async function requireConnection(
  db: Db,
  id: string,
): Promise<{ id: ConnectionId; name: string; kind: ConnectionKind }> {
  const row = await selectConnectionIfAny(db, id);
  if (row === null) throw new Problem("not_found", "connect.connection.not_found");
  return { id: row.id, name: row.name, kind: row.kind };
}

/** A store that does not exist, in a transaction that is taken back. */
export async function openDrillConnection(
  db: Db,
  sealer: Sealer,
  now: Date,
): Promise<{ id: ConnectionId; doorVersion: number }> {
  const id = newId<"connection">();
  await insertConnection(db, {
    ...{ id, kind: "woocommerce", name: "Probe", address: newAddress(), firstPingAt: now, now },
    secret: sealSecret(sealer, id, "secret", newSecret()),
  });
  return { id, doorVersion: 1 };
}

/** The connection that the sample company's records hang on: no address, no secret. */
export async function openSampleConnection(ctx: CommandCtx, name: string): Promise<ConnectionId> {
  const id = newId<"connection">();
  await insertConnection(ctx.db, {
    id,
    kind: "sample",
    name,
    address: null,
    secret: null,
    firstPingAt: ctx.now,
    now: ctx.now,
  }).catch(takenAs(refused("connect.sample.already_loaded"), "connections_only_sample"));
  ctx.tell("connect.connections");
  return id;
}

export async function closeSampleConnection(ctx: CommandCtx, id: ConnectionId): Promise<void> {
  await markRemoved(ctx.db, id, ctx.now);
  ctx.tell("connect.connections");
}
