import { z } from "zod";
import { invalid, type Reason, refused } from "#kernel/errors.ts";
import {
  type BulkDeed,
  type BulkType,
  customAfter,
  type Maker,
  putInTrash,
  type Raw,
  tagged,
  withOwn,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { eyesFor } from "#platform/permissions/reach.ts";
import { postOrders } from "../postings/postings.ts";
import { lockMany, selectIds, writeMany } from "./bulk.sql.ts";
import { whyNotChange, whyNotChangeContents, whyNotTag } from "./hand.rules.ts";
import { OrderChange, OrderFilter, type OrderId } from "./orders.contract.ts";
import { ORDER } from "./orders.lists.sql.ts";
import { GIVE, READ } from "./owners.ts";
import { rollUpCustomers } from "./roll-ups.ts";
import { markTrashed } from "./trash.sql.ts";

/** Of a sale entered by hand; of a store's order only the note: what a store says stays the store's to say. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  note: "note",
  channel: "channel",
  paymentMethod: "payment_method",
};

/** Deeds on many orders at once. Money and dates are changed one by one: sums and days follow from them. */
export const orderBulk: BulkType = {
  type: "order",
  gives: GIVE,
  canArchive: false,
  fields: Object.keys(COLUMN_OF),
  bookkeeping: ["updated_at"],
  select(ctx, { filter, where }, limit) {
    const read = z.safeDecode(OrderFilter, filter as never);
    if (!read.success) throw invalid({ path: ["filter"], code: "field.invalid" });
    const { zone } = ctx.company;
    return selectIds(ctx.db, read.data, zone, eyesFor(ctx, READ), where(ORDER), limit);
  },
  makerFor,
  lock: async (db, ids) =>
    (await lockMany(db, ids)).map((row) => {
      const { id, ownerId, raw, ...stands } = row;
      return {
        id,
        ownerId,
        resting: whyNotChange(stands as never),
        raw: { ...raw, closed: whyNotChangeContents(stands as never) },
      };
    }),
  write: writeMany,
  async trash(ctx, ids) {
    const trashed = await markTrashed(ctx.db, ids as readonly OrderId[], ctx.now);
    await rollUpCustomers(ctx, ...trashed.map(({ customerId }) => customerId));
    await postOrders(
      ctx,
      trashed.map(({ id }) => id),
    );
    await putInTrash(
      ctx,
      "order",
      trashed.map(({ id, number }) => ({ id, name: number })),
    );
    ctx.tell("crm.customers", "insights.home");
    return trashed.map(({ id }) => id);
  },
};

async function makerFor(ctx: CommandCtx, deed: BulkDeed): Promise<Maker> {
  const touched = { updated_at: ctx.now.toISOString() };
  switch (deed.does) {
    case "give":
      return () => ({ after: { owner_id: deed.ownerId, ...touched } });
    case "trash":
      return () => ({ after: {} });
    case "tag":
      return ({ raw }) => {
        const tags = tagged(raw["tags"] as string[], deed);
        const reason = whyNotTag(tags);
        return reason === null ? { after: { tags, ...touched } } : { reason };
      };
    case "set":
      return setterFor(ctx, deed.field, deed.value, touched);
    default:
      throw refused("records.bulk.not_here");
  }
}

async function setterFor(
  ctx: CommandCtx,
  field: string,
  value: unknown,
  touched: Raw,
): Promise<Maker> {
  if (field.startsWith("custom.")) {
    const key = field.slice("custom.".length);
    const { [key]: kept } = await customAfter(ctx, "order", {}, { [key]: value });
    return ({ raw }) => ({ after: { custom: withOwn(raw, key, kept), ...touched } });
  }
  const read = z.safeDecode(OrderChange.shape[field as "note"], value as never);
  const column = COLUMN_OF[field];
  const isEmpty = value === null || value === "";
  if (!read.success || column === undefined || (isEmpty && field === "channel"))
    throw invalid({ path: ["deed", "value"], code: "field.invalid" });
  const kept = field === "note" ? (read.data ?? "") : (read.data ?? null);
  return ({ raw }) => {
    const closed = raw["closed"] as Reason | null;
    return field !== "note" && closed !== null
      ? { reason: closed }
      : { after: { [column]: kept, ...touched } };
  };
}
