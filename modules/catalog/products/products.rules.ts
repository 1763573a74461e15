import type { SourceClock } from "#kernel/clock.ts";
import type { ProductStatus } from "./products.contract.ts";

/** A product as a store tells it. */
export type StoreProduct = {
  readonly connectionId: string;
  readonly externalId: string;
  readonly title: string;
  readonly description: string;
  readonly status: ProductStatus;
  readonly kind: string;
  readonly vendor: string | null;
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
  readonly stockCount: number | null;
};

/** A variation that a store sends on its own (WooCommerce); the product may not have come yet. */
export type StoreVariation = {
  readonly connectionId: string;
  readonly productExternalId: string;
  readonly variant: StoreVariant & { readonly externalId: string };
  readonly clock: SourceClock;
};
