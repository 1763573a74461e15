import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { CompanyColumn } from "#platform/crypto/sealed-columns.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import { type DoorConnection, noteHeard } from "../connections/connections.ts";
import { type Batch, takeBatches } from "./batches.sql.ts";
import { type Arrival, type Delivered, insertDeliveries } from "./deliveries.sql.ts";
import { packBody } from "./packing.ts";

/** What one transaction takes into the log. */
const TAKEN = { count: 32, bytes: 8 * 1024 * 1024 };
const LENGTH_BYTES = 4;

/** What came of one connection, as one row: how long the list of it is, the list as JSON, then body after body. */
export function batchOf(
  sealer: Sealer,
  { id: connectionId, doorVersion }: Pick<DoorConnection, "id" | "doorVersion">,
  arrivals: readonly Arrival[],
): Batch {
  const id = newId<"delivery">();
  const list = Buffer.from(JSON.stringify(arrivals.map(({ body: _, ...told }) => told)));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(list.length);
  const all = Buffer.concat([length, list, ...arrivals.map(({ body }) => body)]);
  const body = sealer.sealBytes(placeOf(id), all);
  return { id, connectionId, doorVersion, count: arrivals.length, body };
}

function deliveriesOf(
  sealer: Sealer,
  { id, connectionId, body }: Pick<Batch, "id" | "connectionId" | "body">,
): Delivered[] {
  const all = sealer.openBytes(placeOf(id), body);
  let at = LENGTH_BYTES + all.readUInt32BE(0);
  const list: Omit<Arrival, "body">[] = JSON.parse(all.toString("utf8", LENGTH_BYTES, at));
  return list.map((told) => {
    const body = all.subarray(at, at + told.bodyBytes);
    at += told.bodyBytes;
    return { ...told, connectionId, body: packBody(sealer, told.id, body) };
  });
}

/**
 * Takes what the door wrote down into the log, each delivery packed and sealed by itself, in order of arrival; how many
 * batches it found. Some at a time: whoever wants all asks until there is none.
 */
export async function takeIntoLog(ctx: CommandCtx): Promise<number> {
  const batches = await takeBatches(ctx.db, TAKEN);
  if (batches.length === 0) return 0;
  const delivered = batches.flatMap((batch) => deliveriesOf(ctx.sealer, batch));
  await insertDeliveries(ctx.db, delivered);
  const senders = batches.map(({ connectionId }) => connectionId);
  const isNews = await noteHeard(ctx.db, senders, ctx.now);
  ctx.tell("connect.deliveries", ...(isNews ? ["connect.connections"] : []));
  return batches.length;
}

/** On its way into the log, and no part of what a company has before it is there. */
export const sealedBatches: readonly CompanyColumn[] = [
  { in: "company", table: "delivery_batches", column: "body", kind: "bytes", isPassing: true },
];

const placeOf = (row: string) => ({ table: "delivery_batches", column: "body", row });
