import type { Facts } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Written } from "./imports.rules.ts";
import { type KeptProduct, type KeptVariant, searchTextOf } from "./products.rules.ts";
import { writeProduct, writeVariants } from "./products.sql.ts";

/** What bringing products in and taking that back have in common. */

export const writtenOf = (
  { title, description, status, vendor, category, isCategoryOwn, tags, custom }: KeptProduct,
  variants: readonly KeptVariant[],
): Written => ({
  ...{ title, description, status, vendor, category, isCategoryOwn, tags, custom },
  variants,
});

export async function keep(
  ctx: CommandCtx,
  product: KeptProduct,
  variants: readonly KeptVariant[] | null,
  { variants: all }: Written,
): Promise<void> {
  await writeProduct(ctx.db, product, searchTextOf(product, all));
  if (variants !== null) await writeVariants(ctx.db, product.id, variants);
}

export const IMPORTED = "catalog.product.imported";
/** Under which key a product's timeline tells what an import changed. */
export const changedBy = (importId: string): string => `${IMPORTED}:${importId}`;

/** In what it takes to set a product back: what is no field of its own, and each variant as a whole. */
export const OWN = "$own";
export const VARIANT = "variant.";

export const partsOf = ({ variants, custom, ...product }: Written): Facts => ({
  ...product,
  ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])),
  ...Object.fromEntries(variants.map((variant) => [`${VARIANT}${variant.id}`, variant])),
});
