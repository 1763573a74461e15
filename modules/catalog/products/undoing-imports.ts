import {
  type Facts,
  forgetTimeline,
  forgetTimelines,
  type ImportChange,
  orTaken,
  sortedCustom,
  standingOf,
  type UndoHow,
  type Undone,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changedBy, keep, OWN, partsOf, VARIANT, writtenOf } from "./imported.ts";
import type { Written } from "./imports.rules.ts";
import { deleteMade, lockMade, selectSome, selectVariantsOf } from "./imports.sql.ts";
import type { ProductId } from "./products.contract.ts";
import { type KeptProduct, type KeptVariant, tagEditOf } from "./products.rules.ts";

/** Sets back what an import wrote of products, where it still stands. */
export async function undoProducts(
  ctx: CommandCtx,
  changes: readonly ImportChange[],
  how: UndoHow,
): Promise<Undone> {
  const made = changes.filter(({ before }) => before === null);
  const changed = changes.filter(({ before }) => before !== null);
  const removed = await remove(ctx, made, how);
  const back = await setAllBack(ctx, changed, how);
  return {
    removed,
    restored: back.ids,
    kept: made.length - removed.length + back.missing,
    changedSince: back.changedSince,
  };
}

/** What was made goes without a trace, unless something came of it since. */
async function remove(
  ctx: CommandCtx,
  made: readonly ImportChange[],
  { heldOf }: UndoHow,
): Promise<ProductId[]> {
  const ids = made.map(({ recordId }) => recordId as ProductId);
  if (ids.length === 0) return [];
  const now = await lockMade(ctx.db, ids);
  const held = await heldOf(ids);
  const versions = new Map(made.map(({ recordId, version }) => [recordId, version]));
  const free = now
    .filter(({ id, version }) => versions.get(id) === version && !held.has(id))
    .map(({ id }) => id);
  await forgetTimelines(ctx, "product", free);
  await deleteMade(ctx.db, free);
  return free;
}

async function setAllBack(
  ctx: CommandCtx,
  changed: readonly ImportChange[],
  { importId }: UndoHow,
) {
  const ids = changed.map(({ recordId }) => recordId as ProductId);
  const found = ids.length === 0 ? [] : await selectSome(ctx.db, ids, true);
  const variants = Map.groupBy(await selectVariantsOf(ctx.db, ids), ({ productId }) => productId);
  const changes = new Map(changed.map((change) => [change.recordId, change]));
  const back: ProductId[] = [];
  let changedSince = 0;
  for (const kept of found) {
    const change = changes.get(kept.id);
    if (change === undefined) continue;
    const of = (variants.get(kept.id) ?? []).map(({ productId: _, ...variant }) => variant);
    const { isExact, hasLater, isBack } = await setBack(ctx, kept, of, change);
    if (hasLater) changedSince += 1;
    if (isBack) back.push(kept.id);
    if (isExact)
      await forgetTimeline(ctx, {
        ...{ subjectType: "product", subjectId: kept.id },
        keys: [changedBy(importId)],
      });
  }
  return { ids: back, missing: ids.length - found.length, changedSince };
}

async function setBack(
  ctx: CommandCtx,
  kept: KeptProduct,
  variants: readonly KeptVariant[],
  change: ImportChange,
) {
  const isExact = kept.version === change.version;
  const now = writtenOf(kept, variants);
  const { before, hasLater } = standingOf(partsOf(now), change, isExact);
  const keys = Object.keys(before);
  if (keys.length === 0) return { isExact, hasLater, isBack: false };
  const was = setInto(now, before);
  const own = change.before?.[OWN] as Pick<KeptProduct, "addedTags" | "removedTags"> & {
    updatedAt: string;
  };
  const { variants: put, ...contents } = was;
  const product: KeptProduct = {
    ...kept,
    ...contents,
    ...(was.tags === now.tags
      ? {}
      : isExact
        ? { addedTags: own.addedTags, removedTags: own.removedTags }
        : tagEditOf(kept.storeTags, was.tags)),
    version: kept.version + 1,
    updatedAt: isExact ? new Date(own.updatedAt) : ctx.now,
  };
  await keep(ctx, product, keys.some((key) => key.startsWith(VARIANT)) ? put : null, was).catch(
    orTaken,
  );
  return { isExact, hasLater, isBack: true };
}

function setInto(now: Written, before: Facts): Written {
  const { variants, custom, ...fields } = now;
  const product: Record<string, unknown> = { ...fields };
  const own: Record<string, unknown> = { ...custom };
  let put = [...variants];
  for (const [key, was] of Object.entries(before)) {
    if (key.startsWith(VARIANT)) {
      const id = key.slice(VARIANT.length);
      put =
        was === null
          ? put.filter((variant) => variant.id !== id)
          : put.map((variant) => (variant.id === id ? (was as KeptVariant) : variant));
    } else if (!key.startsWith("custom.")) product[key] = was;
    else if (was === null) delete own[key.slice("custom.".length)];
    else own[key.slice("custom.".length)] = was;
  }
  return {
    ...(product as Omit<Written, "variants" | "custom">),
    custom: sortedCustom(new Map(Object.entries(own))),
    variants: put,
  };
}
