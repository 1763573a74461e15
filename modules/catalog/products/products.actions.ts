import { invalid, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { isCurrency } from "#kernel/money.ts";
import {
  type Custom,
  customAfter,
  customOfNew,
  factsOfCustom,
  filterFor,
  orTaken,
  type RecordTypes,
  shownFor,
  withCustomChanges,
  withCustomShown,
} from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { pageOf } from "#platform/db/cursor.ts";
import { productType } from "./fields.ts";
import {
  type NewProduct,
  type Product,
  type ProductChange,
  type ProductId,
  products,
} from "./products.contract.ts";
import {
  countProducts,
  keyOf,
  PRODUCT,
  selectCategories,
  selectProducts,
} from "./products.lists.sql.ts";
import {
  categoryBy,
  type KeptProduct,
  type KeptVariant,
  searchTextOf,
  storeCostOf,
  tagEditOf,
  whyNotChange,
  whyNotChangeContents,
} from "./products.rules.ts";
import {
  lockProduct,
  selectProduct,
  selectVariants,
  writeProduct,
  writeVariants,
} from "./products.sql.ts";
import { DELETE } from "./trash.ts";

export const listProducts = (types: RecordTypes) =>
  query({
    does: products.list,
    needs: "catalog.products.read",
    async run(ctx, { where, fields, ...asked }) {
      const filter = await filterFor(ctx, types, "product", where);
      const shown = await shownFor(ctx, productType, fields);
      const found = await selectProducts(ctx.db, asked, { parts: filter(PRODUCT), shown });
      const page = pageOf(found, asked.limit, (row) => keyOf(asked.sort, row));
      const rows = await withCustomShown(ctx, "product", page.rows);
      return { ...page, rows: rows.map((row) => ({ ...row, ...shown.valuesOf(row) })) };
    },
  });

export const countListedProducts = (types: RecordTypes) =>
  query({
    does: products.count,
    needs: "catalog.products.read",
    async run(ctx, { where, ...asked }) {
      const filter = await filterFor(ctx, types, "product", where);
      return countProducts(ctx.db, asked, filter(PRODUCT));
    },
  });

export const listCategories = query({
  does: products.categories,
  needs: "catalog.products.read",
  run: async (ctx) => ({ categories: await selectCategories(ctx.db) }),
});

export const getProduct = query({
  does: products.get,
  needs: "catalog.products.read",
  run: (ctx, { id }) => readProduct(ctx, id),
});

export const createProduct = command({
  does: products.create,
  needs: "catalog.products.write",
  async run(ctx, { custom: sent, ...input }) {
    const variants = keptOf(ctx, input.variants, []);
    const product = productOf(ctx, input, await customOfNew(ctx, "product", sent));

    await writeProduct(ctx.db, product, searchTextOf(product, variants)).catch(orTaken);
    await writeVariants(ctx.db, product.id, variants);
    await ctx.audit(subjectOf(product), {
      before: {},
      after: { ...input, ...factsOfCustom(product.custom) },
    });
    ctx.tell("catalog.products");
    return readProduct(ctx, product.id);
  },
});

export const changeProduct = command({
  does: products.change,
  needs: "catalog.products.write",
  async run(ctx, input) {
    const {
      id,
      version,
      variants: drafts,
      tags,
      category,
      costs,
      custom: sent,
      ...contents
    } = input;
    const before = await lockProduct(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    const isContents = drafts !== undefined || Object.keys(contents).length > 0;
    if (isContents) refuseIf(whyNotChangeContents(before));

    const known = await selectVariants(ctx.db, id);
    const typed = drafts === undefined ? known : keptOf(ctx, drafts, known);
    const variants = costs === undefined ? typed : costedBy(ctx, typed, costs, before);
    const after: KeptProduct = {
      ...before,
      ...given(contents),
      ...(tags === undefined ? {} : { tags, ...tagEditOf(before.storeTags, tags) }),
      ...(category === undefined ? {} : categoryBy(before, category || null)),
      custom: await customAfter(ctx, "product", before.custom, sent),
      version: before.version + 1,
      updatedAt: ctx.now,
    };
    const changes = changesOf(
      { ...factsOf(before), variants: known },
      { ...factsOf(after), variants },
    );
    await writeProduct(ctx.db, after, searchTextOf(after, variants)).catch(orTaken);
    if (drafts !== undefined || costs !== undefined) await writeVariants(ctx.db, id, variants);
    await ctx.audit(subjectOf(after), withCustomChanges(changes, before.custom, after.custom));
    ctx.tell("catalog.products", "insights.home");
    return readProduct(ctx, id);
  },
});

function productOf(
  ctx: CommandCtx,
  { variants: _, tags, category, ...input }: Omit<NewProduct, "custom">,
  custom: Custom,
): KeptProduct {
  return {
    ...input,
    category: category || null,
    storeCategory: null,
    isCategoryOwn: Boolean(category),
    custom,
    id: newId(),
    kind: "simple",
    url: null,
    tags,
    storeTags: [],
    addedTags: tags,
    removedTags: [],
    connectionId: null,
    externalId: null,
    sourceUpdatedAt: null,
    sourceTie: "",
    listing: null,
    listingUpdatedAt: null,
    listingTie: "",
    deletedAt: null,
    trashedAt: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
  };
}

/** Variants as typed: one that names an id must be one of the product's. */
function keptOf(
  ctx: CommandCtx,
  drafts: NewProduct["variants"],
  known: readonly KeptVariant[],
): KeptVariant[] {
  return drafts.map(({ id, currency = ctx.company.currency, ...draft }, at) => {
    if (id !== undefined && !known.some((variant) => variant.id === id))
      throw invalid({ path: ["variants", at, "id"], code: "catalog.variant.not_found" });
    if (!isCurrency(currency))
      throw invalid({ path: ["variants", at, "currency"], code: "currency.unknown" });
    const isCostOwn = draft.costMinor !== null;
    return { ...draft, currency, id: id ?? newId(), externalId: null, isCostOwn };
  });
}

/** What a person says that variants cost; nothing gives the store its word back. */
function costedBy(
  ctx: CommandCtx,
  variants: readonly KeptVariant[],
  costs: NonNullable<ProductChange["costs"]>,
  product: KeptProduct,
): KeptVariant[] {
  for (const [at, { variantId }] of costs.entries())
    if (!variants.some(({ id }) => id === variantId))
      throw invalid({ path: ["costs", at, "variantId"], code: "catalog.variant.not_found" });
  const said = new Map(costs.map(({ variantId, costMinor }) => [variantId, costMinor]));
  return variants.map((variant) => {
    const cost = said.get(variant.id);
    if (cost === undefined) return variant;
    const storeCost = storeCostOf(product, variant, ctx.company.currency);
    const currency = variant.currency ?? ctx.company.currency;
    return { ...variant, currency, costMinor: cost ?? storeCost, isCostOwn: cost !== null };
  });
}

const given = (
  contents: Partial<
    Omit<ProductChange, "id" | "version" | "variants" | "tags" | "category" | "costs" | "custom">
  >,
) => Object.fromEntries(Object.entries(contents).filter(([, value]) => value !== undefined));

const factsOf = ({ title, description, status, vendor, category, tags }: KeptProduct) => ({
  title,
  description,
  status,
  vendor,
  category,
  tags,
});

const subjectOf = (product: KeptProduct) => ({
  type: "product",
  id: product.id,
  name: product.title,
});

async function readProduct(ctx: Ctx, id: ProductId): Promise<Product> {
  const kept = await selectProduct(ctx.db, id);
  const [product = { ...kept, custom: {} }] = await withCustomShown(ctx, "product", [kept]);
  const variants = await selectVariants(ctx.db, id);
  const prices = variants.map(({ priceMinor }) => priceMinor).filter((price) => price !== null);
  const stocks = variants.map(({ stockCount }) => stockCount).filter((count) => count !== null);
  const currencies = new Set(variants.map(({ currency }) => currency));
  const isOneCurrency = currencies.size === 1 && prices.length > 0;
  return {
    ...product,
    tags: [...product.tags],
    variants,
    variantsCount: variants.length,
    currency: currencies.size === 1 ? (variants[0]?.currency ?? null) : null,
    priceMinMinor: isOneCurrency ? Math.min(...prices) : null,
    priceMaxMinor: isOneCurrency ? Math.max(...prices) : null,
    stockCount: stocks.length === 0 ? null : stocks.reduce((sum, count) => sum + count, 0),
    blocked: {
      trash: ctx.whyNotMay(DELETE) ?? whyNotChange(product),
      change: ctx.whyNotMay("catalog.products.write") ?? whyNotChange(product),
      contents:
        ctx.whyNotMay("catalog.products.write") ??
        whyNotChange(product) ??
        whyNotChangeContents(product),
    },
  };
}
