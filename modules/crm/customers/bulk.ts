import { z } from "zod";
import { invalid } from "#kernel/errors.ts";
import {
  type BulkDeed,
  type BulkType,
  customAfter,
  type Held,
  type Maker,
  putInTrash,
  type Raw,
  tagged,
  withOwn,
} from "#modules/records/records.public.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { eyesFor } from "#platform/permissions/reach.ts";
import { lockMany, selectIds, writeMany } from "./bulk.sql.ts";
import { CustomerChange, CustomerFilter, type CustomerId } from "./customers.contract.ts";
import { whyNotTag, whyNotTouch } from "./customers.rules.ts";
import { subjectOf } from "./history.ts";
import {
  clocksFrom,
  clocksToKeep,
  type KeptClocks,
  type Known,
  type Values,
  withEdits,
} from "./known.rules.ts";
import { TABLE } from "./list.sql.ts";
import { GIVE, READ } from "./owners.ts";
import { insertClaims, markTrashed } from "./trash.sql.ts";

/** Texts that many may have in common. An address belongs to one customer, and consent to who gave it. */
const FIELDS = [
  ...["organisation", "street", "street2", "postcode", "city", "state", "country"],
  ...["note"],
] as const;

/** Deeds on many customers at once. */
export const customerBulk: BulkType = {
  type: "customer",
  gives: GIVE,
  canArchive: true,
  fields: FIELDS,
  bookkeeping: ["field_clocks", "is_phone_alone", "updated_at"],
  select(ctx, { filter, where }, limit) {
    const read = z.safeDecode(CustomerFilter, filter as never);
    if (!read.success) throw invalid({ path: ["filter"], code: "field.invalid" });
    return selectIds(ctx.db, read.data, placeOf(ctx), { parts: where(TABLE) }, limit);
  },
  makerFor,
  lock: async (db, ids) =>
    (await lockMany(db, ids)).map(({ id, ownerId, trashedAt, raw }) => ({
      id,
      ownerId,
      resting: whyNotTouch({ trashedAt }),
      raw,
    })),
  write: writeMany,
  merged,
  async trash(ctx, ids) {
    const trashed = await markTrashed(ctx.db, ids as readonly CustomerId[], ctx.now);
    const gone = trashed.map(({ id }) => id);
    await insertClaims(ctx.db, gone);
    const named = trashed.map(({ id, ...customer }) => ({
      id,
      name: subjectOf(id, customer).name,
    }));
    await putInTrash(ctx, "customer", named);
    ctx.tell("sales.orders", "insights.home");
    return gone;
  },
};

const placeOf = (ctx: Ctx) => ({ ...eyesFor(ctx, READ), ...ctx.company });

async function makerFor(ctx: CommandCtx, deed: BulkDeed): Promise<Maker> {
  const touched = { is_phone_alone: false, updated_at: ctx.now.toISOString() };
  switch (deed.does) {
    case "give":
      return () => ({ after: { owner_id: deed.ownerId, ...touched } });
    case "archive":
      return ({ raw }) =>
        raw["archived_at"] === null
          ? { after: { archived_at: ctx.now.toISOString(), archived_by: "person", ...touched } }
          : { reason: "crm.customer.already_archived" };
    case "tag":
      return ({ raw }) => {
        const tags = tagged(raw["tags"] as string[], deed);
        const reason = whyNotTag(tags);
        return reason === null ? { after: { tags, ...touched } } : { reason };
      };
    case "set":
      return setterFor(ctx, deed.field, deed.value, touched);
    case "trash":
      return () => ({ after: {} });
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
    const { [key]: kept } = await customAfter(ctx, "customer", {}, { [key]: value });
    return ({ raw }) => ({ after: { custom: withOwn(raw, key, kept), ...touched } });
  }
  const read = readField(field, value);
  if (field === "note") return () => ({ after: { note: read ?? "", ...touched } });
  const edits: Values = { [field]: read || null };
  return ({ raw }: Held) => {
    const clocks = clocksFrom(raw["field_clocks"] as KeptClocks);
    const known = { ...raw, clocks } as unknown as Known;
    const after = withEdits(known, edits, ctx.now);
    return {
      after: { [field]: read || null, field_clocks: clocksToKeep(after.clocks), ...touched },
    };
  };
}

function readField(field: string, value: unknown): string | null {
  const schema = CustomerChange.shape[field as "city"];
  const read = z.safeDecode(schema, value as never);
  if (read.success) return read.data ?? null;
  throw invalid({ path: ["deed", "value"], code: "field.invalid" });
}

/** Where the value came from is told again, whatever of the other fields was told since. */
function merged({ now, before, after }: { now: Raw; before: Raw; after: Raw }): Raw {
  if (after["field_clocks"] === undefined) return {};
  const clocksOf = (raw: Raw) => clocksFrom(raw["field_clocks"] as KeptClocks);
  const [current, was, made] = [clocksOf(now), clocksOf(before), clocksOf(after)];
  const of: Record<string, string> = { ...current.of };
  const over: Record<string, Values> = { ...current.over };
  for (const [field, clock] of Object.entries(made.of)) {
    const name = field as keyof typeof made.of;
    if (was.of[name] === clock || current.of[name] !== clock) continue;
    delete of[field];
    delete over[field];
    if (was.of[name] !== undefined) of[field] = was.of[name];
    if (was.over[name] !== undefined) over[field] = was.over[name];
  }
  return { field_clocks: clocksToKeep({ ...current, of, over }) };
}
