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
import { lockMany, selectIds, writeMany } from "./bulk.sql.ts";
import { ProductChange, ProductFilter, type ProductId } from "./products.contract.ts";
import { PRODUCT } from "./products.lists.sql.ts";
import { tagEditOf, whyNotChange, whyNotChangeContents } from "./products.rules.ts";
import { markTrashed } from "./trash.sql.ts";

/** Deeds on many products at once. What belongs to a store keeps all but its tags. */
export const productBulk: BulkType = {
  type: "product",
  gives: null,
  canArchive: false,
  fields: ["status"],
  bookkeeping: ["updated_at"],
  select(ctx, { filter, where }, limit) {
    const read = z.safeDecode(ProductFilter, filter as never);
    if (!read.success) throw invalid({ path: ["filter"], code: "field.invalid" });
    return selectIds(ctx.db, read.data, where(PRODUCT), limit);
  },
  makerFor,
  lock: async (db, ids) =>
    (await lockMany(db, ids)).map(({ id, raw, storeTags, ...stands }) => ({
      id,
      ownerId: null,
      resting: whyNotChange(stands),
      raw: { ...raw, storeTags, closed: whyNotChangeContents(stands) },
    })),
  write: writeMany,
  async trash(ctx, ids) {
    const trashed = await markTrashed(ctx.db, ids as readonly ProductId[], ctx.now);
    const named = trashed.map(({ id, title }) => ({ id, name: title }));
    await putInTrash(ctx, "product", named);
    ctx.tell("insights.home");
    return trashed.map(({ id }) => id);
  },
};

const TAGS_MAX = 50;

async function makerFor(ctx: CommandCtx, deed: BulkDeed): Promise<Maker> {
  const touched = { updated_at: ctx.now.toISOString() };
  switch (deed.does) {
    case "tag":
      return ({ raw }) => {
        const tags = tagged(raw["tags"] as string[], deed);
        if (tags.length > TAGS_MAX) return { reason: "records.bulk.too_many_tags" };
        const { addedTags, removedTags } = tagEditOf(raw["storeTags"] as string[], tags);
        return {
          after: { tags, added_tags: addedTags, removed_tags: removedTags, ...touched },
        };
      };
    case "trash":
      return () => ({ after: {} });
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
    const { [key]: kept } = await customAfter(ctx, "product", {}, { [key]: value });
    return ({ raw }) => ({ after: { custom: withOwn(raw, key, kept), ...touched } });
  }
  const read = z.safeDecode(ProductChange.shape.status, value as never);
  if (!read.success || read.data === undefined)
    throw invalid({ path: ["deed", "value"], code: "field.invalid" });
  return ({ raw }) => {
    const closed = raw["closed"] as Reason | null;
    return closed === null ? { after: { status: read.data, ...touched } } : { reason: closed };
  };
}
