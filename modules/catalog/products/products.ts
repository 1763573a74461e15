import { invalid } from "#kernel/errors.ts";
import type { Ctx } from "#platform/actions/context.ts";
import type { ProductId, VariantId } from "./products.contract.ts";
import { selectBySkuForSale, selectForSale, type VariantForSale } from "./products.sql.ts";

type Asked = { readonly productId: ProductId | null; readonly variantId: VariantId | null };

/** What is sold on the lines of a sale entered by hand, by line; null where a line names no product of ours. */
export async function requireVariants(
  ctx: Ctx,
  lines: readonly Asked[],
): Promise<(VariantForSale | null)[]> {
  const isNamed = ({ productId, variantId }: Asked) => productId !== null || variantId !== null;
  if (!lines.some(isNamed)) return lines.map(() => null);
  const found = new Map(
    (await selectForSale(ctx.db, lines)).map(({ position, ...sold }) => [position, sold]),
  );
  return lines.map((line, at) => {
    const sold = found.get(at);
    if (sold !== undefined) return sold;
    if (!isNamed(line)) return null;
    const field = line.variantId === null ? "productId" : "variantId";
    throw invalid({ path: ["lines", at, field], code: "catalog.product.not_found" });
  });
}

/** What each SKU is in the catalogue, by the SKU in lower case: of two with one SKU what people entered, and the older. */
export async function variantsBySku(
  ctx: Ctx,
  skus: readonly string[],
): Promise<ReadonlyMap<string, VariantForSale>> {
  const words = [...new Set(skus.map((sku) => sku.toLowerCase()))];
  if (words.length === 0) return new Map();
  const found = await selectBySkuForSale(ctx.db, words);
  return new Map(found.map(({ word, ...sold }) => [word, sold]));
}
