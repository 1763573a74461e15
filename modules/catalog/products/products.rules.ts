import { isNewer, type SourceClock } from "#kernel/clock.ts";
import type { Reason } from "#kernel/errors.ts";
import { type Minor, readMinor } from "#kernel/money.ts";
import type { Custom } from "#modules/records/records.public.ts";
import type { ProductId, ProductStatus, Variant } from "./products.contract.ts";

/** A product as a store tells it. */
export type StoreProduct = {
  readonly connectionId: string;
  readonly externalId: string;
  readonly title: string;
  readonly description: string;
  readonly status: ProductStatus;
  readonly kind: string;
  readonly vendor: string | null;
  /** Null or left out: the store says none. The wider word first: "Drinks > Coffee". */
  readonly category?: string | null;
  readonly url: string | null;
  readonly tags: readonly string[];
  /** Null: this payload does not speak of them (then those known stay). */
  readonly variants: readonly StoreVariant[] | null;
  readonly createdAt: Date | null;
  readonly clock: SourceClock;
};

export type StoreVariant = {
  /** Null: the only variant of a simple product. */
  readonly externalId: string | null;
  readonly title: string;
  readonly sku: string | null;
  /** Null where the platform sends none (WooCommerce): the company's currency is meant. */
  readonly currency: string | null;
  /** Decimal text as it came; null is unknown, which is not the same as free. */
  readonly price: string | null;
  readonly comparePrice: string | null;
  /** What it costs the company, where the platform knows. */
  readonly cost?: string | null;
  readonly barcode?: string | null;
  readonly stockCount: number | null;
};

/** A variation that a store sends on its own (WooCommerce); the product may not have come yet. */
export type StoreVariation = {
  readonly connectionId: string;
  readonly productExternalId: string;
  readonly variant: StoreVariant & { readonly externalId: string };
  readonly clock: SourceClock;
};

/** What is listed of a store's product, with the clock of the state that listed it. */
export type Listing = { readonly variants: readonly StoreVariant[]; readonly clock: SourceClock };

/** The newest telling of a variation on its own. */
export type ToldVariation = {
  readonly externalId: string;
  readonly variant: StoreVariant;
  readonly clock: SourceClock;
};

/**
 * The variants of a store's product as they now are, from the newest state that listed them and from those told on
 * their own, whichever is newer for each. It depends on nothing but these, so the order of arrival does not matter.
 */
export function variantsOf(
  productClock: SourceClock,
  listing: Listing | null,
  variations: readonly ToldVariation[],
): StoreVariant[] {
  const alone = new Map(
    variations
      .filter(({ clock }) => listing === null || isNewer(clock, listing.clock))
      .map(({ externalId, variant }) => [externalId, variant]),
  );
  const isStillListed = listing !== null && !isNewer(productClock, listing.clock);
  const listed = (listing?.variants ?? [])
    // The only variant of a simple product goes when the product has become one with variations.
    .filter(({ externalId }) => isStillListed || externalId !== null)
    .map((variant) => alone.get(variant.externalId ?? "") ?? variant);
  const known = new Set(listed.map(({ externalId }) => externalId));
  const others = [...alone.values()].filter(({ externalId }) => !known.has(externalId));
  return [...listed, ...others.sort(byStoreId)];
}

/** Ids of a store are numbers as text. */
const byStoreId = (one: StoreVariant, other: StoreVariant): number => {
  const [a, b] = [one.externalId ?? "", other.externalId ?? ""];
  return a.length - b.length || (a < b ? -1 : 1);
};

/** A price is read with the currency it is meant in: its own, or the company's where the platform says none. */
export function pricesOf(variant: StoreVariant, companyCurrency: string): Prices {
  const currency = variant.currency ?? companyCurrency;
  const read = (text: string | null) => (text === null ? null : readMinor(text, currency));
  return {
    currency,
    priceMinor: read(variant.price),
    comparePriceMinor: read(variant.comparePrice),
    costMinor: read(variant.cost ?? null),
  };
}

/** What a store said that a variant costs. */
export const storeCostOf = (
  { listing }: Pick<KeptProduct, "listing">,
  { externalId }: Pick<KeptVariant, "externalId">,
  companyCurrency: string,
): Minor | null => {
  const told = listing?.find((variant) => variant.externalId === externalId);
  return told === undefined ? null : pricesOf(told, companyCurrency).costMinor;
};

/** What a person says it is sold as; nothing gives the store its word back. */
export const categoryBy = (
  before: Pick<KeptProduct, "storeCategory">,
  category: string | null,
): Pick<KeptProduct, "category" | "isCategoryOwn"> => ({
  category: category ?? before.storeCategory,
  isCategoryOwn: category !== null,
});

type Prices = {
  currency: string;
  priceMinor: Minor | null;
  comparePriceMinor: Minor | null;
  costMinor: Minor | null;
};

/** Tags a person added or took off outlive what the store says. */
export function tagsOf(tags: {
  readonly storeTags: readonly string[];
  readonly addedTags: readonly string[];
  readonly removedTags: readonly string[];
}): string[] {
  const shown = new Set([...tags.storeTags, ...tags.addedTags]);
  for (const tag of tags.removedTags) shown.delete(tag);
  return [...shown];
}

/** What a person's choice of tags adds to the store's and takes from them. */
export const tagEditOf = (
  storeTags: readonly string[],
  wanted: readonly string[],
): { addedTags: string[]; removedTags: string[] } => ({
  addedTags: wanted.filter((tag) => !storeTags.includes(tag)),
  removedTags: storeTags.filter((tag) => !wanted.includes(tag)),
});

/** A store's product has its own home: only what the company says of it is changed here. */
export const whyNotChangeContents = (product: {
  readonly connectionId: string | null;
}): Reason | null => (product.connectionId === null ? null : "catalog.product.belongs_to_store");

/** A product in the trash rests: it comes back as it was, or goes. */
const whyNotTouch = (product: { readonly trashedAt: Date | null }): Reason | null =>
  product.trashedAt === null ? null : "catalog.product.in_trash";

export const whyNotChange = (product: {
  readonly deletedAt: Date | null;
  readonly trashedAt: Date | null;
}): Reason | null =>
  whyNotTouch(product) ?? (product.deletedAt === null ? null : "catalog.product.deleted");

/** What a search looks through. */
export const searchTextOf = (
  product: {
    readonly title: string;
    readonly vendor: string | null;
    readonly category: string | null;
  },
  variants: readonly {
    readonly title: string;
    readonly sku: string | null;
    readonly barcode: string | null;
  }[],
): string =>
  [
    product.title,
    product.vendor ?? "",
    product.category ?? "",
    ...variants.flatMap(({ title, sku, barcode }) => [title, sku ?? "", barcode ?? ""]),
  ]
    .filter((word) => word !== "")
    .join(" ")
    .toLowerCase()
    .slice(0, 10_000);

/** A store's deletion holds until a later state is told. */
export const isGone = (deletionAt: Date | null, updatedAt: Date | null): boolean =>
  deletionAt !== null && (updatedAt === null || deletionAt >= updatedAt);

/** A product as it is kept. */
export type KeptProduct = Omit<
  StoreProduct,
  "connectionId" | "externalId" | "variants" | "clock" | "category"
> & {
  readonly category: string | null;
  readonly storeCategory: string | null;
  /** A person said it: what the store says is kept beside it. */
  readonly isCategoryOwn: boolean;
  readonly id: ProductId;
  readonly connectionId: string | null;
  readonly externalId: string | null;
  readonly storeTags: readonly string[];
  readonly addedTags: readonly string[];
  readonly removedTags: readonly string[];
  readonly sourceUpdatedAt: Date | null;
  readonly sourceTie: string;
  readonly listing: readonly StoreVariant[] | null;
  readonly listingUpdatedAt: Date | null;
  readonly listingTie: string;
  readonly deletedAt: Date | null;
  /** When a person deleted it. Then `deletedAt` is set, whatever the store says. */
  readonly trashedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
  /** What the company keeps of it besides: no store says or changes it. */
  readonly custom: Custom;
};

export type KeptVariant = Variant & {
  readonly externalId: string | null;
  /** A person said what it costs: what the store says of that is passed by. */
  readonly isCostOwn: boolean;
};

export const clockOf = (product: KeptProduct): SourceClock => ({
  updatedAt: product.sourceUpdatedAt,
  tie: product.sourceTie,
});

export const listingOf = (product: KeptProduct): Listing | null =>
  product.listing === null
    ? null
    : {
        variants: product.listing,
        clock: { updatedAt: product.listingUpdatedAt, tie: product.listingTie },
      };
