import type { Applied } from "#kernel/applied.ts";
import { isNewer } from "#kernel/clock.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import {
  clockOf,
  isGone,
  type KeptProduct,
  type KeptVariant,
  listingOf,
  pricesOf,
  type StoreProduct,
  type StoreVariant,
  type StoreVariation,
  searchTextOf,
  tagsOf,
  variantsOf,
} from "./products.rules.ts";
import {
  insertProductDeletion,
  lockStoreProduct,
  selectProductDeletion,
  selectProductOfVariation,
  selectVariants,
  selectVariations,
  writeProduct,
  writeVariants,
  writeVariation,
} from "./products.sql.ts";
import { holdTellings } from "./tellings.ts";
import { followDeletion } from "./trash.ts";

const TOPICS = ["catalog.products", "insights.home"];

/**
 * A store's product. The newest state by the store's own clock stands; the newest that lists variants decides them, so an
 * older state may still bring a list that a newer one left out.
 */
export async function applyStoreProduct(ctx: CommandCtx, told: StoreProduct): Promise<Applied> {
  await holdTellings(ctx);
  const before = await lockStoreProduct(ctx.db, told);
  const deletion = await selectProductDeletion(ctx.db, told);
  if (isPurged(deletion)) return PASSED_BY;
  const isLatest = before === null || isNewer(told.clock, clockOf(before));
  const deletionAt = deletion?.overruledAt === null ? deletion.deletedAt : null;
  const after = listedAfter(isLatest ? stateAfter(ctx, told, before, deletionAt) : before, told);
  return settle(ctx, before, after);
}

/** A variation that a store tells on its own. Before its product it waits. */
export async function applyStoreVariation(
  ctx: CommandCtx,
  { connectionId, productExternalId, variant, clock }: StoreVariation,
): Promise<Applied> {
  await holdTellings(ctx);
  const key = { connectionId, productExternalId };
  const parent = { connectionId, externalId: productExternalId };
  if (isPurged(await selectProductDeletion(ctx.db, parent))) return PASSED_BY;
  const told = { externalId: variant.externalId, variant, clock };
  const isLatest = (await writeVariation(ctx.db, key, told)) > 0;
  const product = await lockStoreProduct(ctx.db, parent);
  if (product === null)
    return { outcome: isLatest ? "created" : "seen", subject: null, topics: [] };
  return isLatest ? settle(ctx, product, product) : seen(product);
}

/** A store's word that a product, or one of its variations, is gone. It is back as soon as a later state is told. */
export async function deleteStoreProduct(
  ctx: CommandCtx,
  { connectionId, externalId, at }: { connectionId: string; externalId: string; at: Date },
): Promise<Applied> {
  await holdTellings(ctx);
  const isLatest = (await insertProductDeletion(ctx.db, { connectionId, externalId }, at)) > 0;
  const product = await lockStoreProduct(ctx.db, { connectionId, externalId });
  if (product !== null) {
    const deletedAt = isGone(at, product.sourceUpdatedAt) ? at : product.trashedAt;
    return isLatest ? settle(ctx, product, { ...product, deletedAt }) : seen(product);
  }
  const parent = await selectProductOfVariation(ctx.db, { connectionId, externalId });
  const parentKey = parent && { connectionId, externalId: parent.productExternalId };
  const known = parentKey && (await lockStoreProduct(ctx.db, parentKey));
  if (known === null) return { outcome: isLatest ? "created" : "seen", subject: null, topics: [] };
  return settle(ctx, known, known);
}

/** A person deleted it for good: nothing that is told of it brings it back. */
const isPurged = (deletion: { readonly purgedAt: Date | null } | null): boolean =>
  deletion !== null && deletion.purgedAt !== null;
const PASSED_BY: Applied = { outcome: "seen", subject: null, topics: [] };

function stateAfter(
  ctx: CommandCtx,
  told: StoreProduct,
  before: KeptProduct | null,
  deletionAt: Date | null,
): KeptProduct {
  const { variants: _, clock, tags: storeTags, category: storeCategory = null, ...product } = told;
  const own = before ?? NOBODY;
  return {
    ...product,
    id: own.id ?? newId(),
    tags: tagsOf({ ...own, storeTags }),
    storeTags,
    addedTags: own.addedTags,
    removedTags: own.removedTags,
    category: own.isCategoryOwn ? own.category : storeCategory,
    storeCategory,
    isCategoryOwn: own.isCategoryOwn,
    sourceUpdatedAt: clock.updatedAt,
    sourceTie: clock.tie,
    listing: own.listing,
    listingUpdatedAt: own.listingUpdatedAt,
    listingTie: own.listingTie,
    deletedAt: isGone(deletionAt, clock.updatedAt) ? deletionAt : own.trashedAt,
    trashedAt: own.trashedAt,
    createdAt: told.createdAt ?? before?.createdAt ?? ctx.now,
    updatedAt: before?.updatedAt ?? ctx.now,
    version: own.version,
    custom: own.custom,
  };
}

const NOBODY = {
  id: null,
  addedTags: [],
  removedTags: [],
  category: null,
  isCategoryOwn: false,
  listing: null,
  listingUpdatedAt: null,
  listingTie: "",
  trashedAt: null,
  version: 1,
  custom: {},
} as const;

function listedAfter(product: KeptProduct, told: StoreProduct): KeptProduct {
  const listing = listingOf(product);
  if (told.variants === null) return product;
  if (listing !== null && !isNewer(told.clock, listing.clock)) return product;
  return {
    ...product,
    listing: told.variants,
    listingUpdatedAt: told.clock.updatedAt,
    listingTie: told.clock.tie,
  };
}

/** Writes the product and the variants that follow from it. Nothing is told when nothing that people see has changed. */
async function settle(
  ctx: CommandCtx,
  before: KeptProduct | null,
  after: KeptProduct,
): Promise<Applied> {
  const key = { connectionId: after.connectionId ?? "", externalId: after.externalId ?? "" };
  const known = before === null ? [] : await selectVariants(ctx.db, after.id);
  const wanted = variantsOf(clockOf(after), listingOf(after), await selectVariations(ctx.db, key));
  const variants = wanted.map((variant) => keptOf(ctx, variant, known));
  const search = searchTextOf(after, variants);
  const changes = changesOf(
    before === null ? {} : factsOf(before, known),
    factsOf(after, variants),
  );
  if (Object.keys(changes.after).length === 0) {
    // Only the store's clock has moved on.
    if (after !== before) await writeProduct(ctx.db, after, search);
    return seen(after);
  }
  const version = before === null ? 1 : before.version + 1;
  await writeProduct(ctx.db, { ...after, updatedAt: ctx.now, version }, search);
  if ("variants" in changes.after) await writeVariants(ctx.db, after.id, variants);
  await followDeletion(ctx, before, after);
  const subject = { type: "product", id: after.id, name: after.title };
  await ctx.audit(
    subject,
    before === null ? { before: {}, after: factsOf(after, variants) } : changes,
  );
  ctx.tell(...TOPICS);
  return { outcome: before === null ? "created" : "changed", subject, topics: TOPICS };
}

/** A variant keeps its id as long as the store's id of it stays. */
function keptOf(
  ctx: CommandCtx,
  variant: StoreVariant,
  known: readonly KeptVariant[],
): KeptVariant {
  const { externalId, title, sku, stockCount, barcode = null } = variant;
  const before = known.find((one) => one.externalId === externalId);
  return {
    id: before?.id ?? newId(),
    externalId,
    title,
    sku,
    ...pricesOf(variant, ctx.company.currency),
    ...(before?.isCostOwn === true ? { costMinor: before.costMinor } : {}),
    isCostOwn: before?.isCostOwn ?? false,
    barcode,
    stockCount,
  };
}

/** What people see of it. */
const factsOf = (product: KeptProduct, variants: readonly KeptVariant[]): object => ({
  title: product.title,
  description: product.description,
  status: product.status,
  kind: product.kind,
  vendor: product.vendor,
  category: product.category,
  url: product.url,
  tags: product.tags,
  deletedAt: product.deletedAt,
  variants: variants.map((variant) => ({
    externalId: variant.externalId,
    title: variant.title,
    sku: variant.sku,
    currency: variant.currency,
    priceMinor: variant.priceMinor,
    comparePriceMinor: variant.comparePriceMinor,
    costMinor: variant.costMinor,
    barcode: variant.barcode,
    stockCount: variant.stockCount,
  })),
});

const seen = (product: KeptProduct): Applied => ({
  outcome: "seen",
  subject: { type: "product", id: product.id, name: product.title },
  topics: [],
});
