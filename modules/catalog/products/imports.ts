import { newId } from "#kernel/ids.ts";
import {
  changedBetween,
  differencesOf,
  type How,
  type ImportChange,
  type Importer,
  type RowRead,
  type Taken,
  type TakenRows,
  tellTimeline,
  textOf,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changedBy, IMPORTED, keep, OWN, partsOf, writtenOf } from "./imported.ts";
import {
  asSaidHere,
  factsOf,
  groupOf,
  isContentsChanged,
  NOTHING,
  problemsIn,
  saidOf,
  variantFacts,
  variantRowsOf,
  type Written,
  writtenBy,
} from "./imports.rules.ts";
import {
  selectBySku,
  selectByTitle,
  selectPutAway,
  selectSome,
  selectVariantIds,
  selectVariantsOf,
} from "./imports.sql.ts";
import { productMeanings } from "./imports.targets.rules.ts";
import type { ProductId, VariantId } from "./products.contract.ts";
import { type KeptProduct, tagEditOf } from "./products.rules.ts";
import { undoProducts } from "./undoing-imports.ts";

/** Products out of a file, a variant a row: known by their id here, by a SKU, or by what they are called. */
export const productImporter: Importer = {
  ...productMeanings,
  batchRows: 1_000,
  groupOf: (values) => groupOf(values),
  keyOf: ({ values }) => groupOf(values) ?? textOf(values["sku"])?.toLowerCase() ?? null,
  take,
  undo: undoProducts,
};

/** A product a file speaks of, as it was and as it becomes by one group of rows after the other. */
type Something = {
  readonly id: ProductId;
  /** Null of one that is new. */
  readonly kept: KeptProduct | null;
  readonly before: Written;
  after: Written;
};

/** What the rows may speak of, by what it is known by. */
type Shelf = {
  readonly products: Map<ProductId, Something>;
  /** Those that are named by their id and are in no list. */
  readonly away: ReadonlyMap<ProductId, "in_trash" | "not_known">;
  /** Ids that variants have: no other variant can have one. */
  readonly variantIds: Set<VariantId>;
  readonly bySku: Map<string, ProductId>;
  readonly byTitle: Map<string, ProductId>;
};

async function take(ctx: CommandCtx, rows: readonly RowRead[], how: How): Promise<TakenRows> {
  const shelf = await shelfOf(ctx, rows, !how.isTrial);
  const taken = [...Map.groupBy(rows, ({ head }) => head).values()].flatMap((together) =>
    takeTogether(shelf, together, how),
  );
  const touched = [...shelf.products.values()].filter(
    ({ kept, before, after }) => kept === null || before !== after,
  );
  if (how.isTrial || touched.length === 0) return { rows: taken, changes: [] };
  for (const one of touched) await write(ctx, one);
  await tell(ctx, touched, how);
  return { rows: taken, changes: touched.map(changeOf) };
}

async function shelfOf(ctx: CommandCtx, rows: readonly RowRead[], isHeld: boolean): Promise<Shelf> {
  const wordsOf = (key: string) => [
    ...new Set(rows.flatMap(({ values }) => textOf(values[key])?.toLowerCase() ?? [])),
  ];
  const skus = wordsOf("sku");
  const titles = wordsOf("title");
  const bySku = skus.length === 0 ? [] : await selectBySku(ctx.db, skus);
  const byTitle = titles.length === 0 ? [] : await selectByTitle(ctx.db, titles);
  const named = wordsOf("id") as ProductId[];
  const away = named.length === 0 ? [] : await selectPutAway(ctx.db, named);
  const variantIds = wordsOf("variantId");
  const ids = new Set<ProductId>([...named, ...[...bySku, ...byTitle].map(({ id }) => id)]);
  const found = ids.size === 0 ? [] : await selectSome(ctx.db, [...ids], isHeld);
  const variants = Map.groupBy(
    found.length === 0
      ? []
      : await selectVariantsOf(
          ctx.db,
          found.map(({ id }) => id),
        ),
    ({ productId }) => productId,
  );
  return {
    products: new Map(
      found.map((kept) => {
        const of = (variants.get(kept.id) ?? []).map(({ productId: _, ...variant }) => variant);
        const written = writtenOf(kept, of);
        return [kept.id, { id: kept.id, kept, before: written, after: written }];
      }),
    ),
    away: new Map(away.map(({ id, isInTrash }) => [id, isInTrash ? "in_trash" : "not_known"])),
    variantIds: new Set(variantIds.length === 0 ? [] : await selectVariantIds(ctx.db, variantIds)),
    bySku: new Map(bySku.map(({ word, id }) => [word, id])),
    byTitle: new Map(byTitle.map(({ word, id }) => [word, id])),
  };
}

/** The rows of one product: all of them, or none. */
function takeTogether(shelf: Shelf, rows: readonly RowRead[], how: How): Taken[] {
  const refused = (line: number | undefined, problem: { target: string | null; code: string }) =>
    rows.map(
      (row): Taken => ({
        outcome: "failed",
        problems: row.line === line ? [problem] : [],
      }),
    );
  const first = rows[0]?.line;
  const wrong = rows.map((row) => problemsIn(row));
  if (wrong.some((problems) => problems.length > 0))
    return wrong.map((problems) => ({ outcome: "failed", problems }));

  const said = saidOf(rows);
  const known = meant(shelf, said, rows);
  if (known === "not_known" || known === "in_trash")
    return refused(first, { target: "id", code: `catalog.product.${known}` });
  const id = textOf(said["id"]) as ProductId | null;
  const isFromElsewhere = id !== null && (known === null || known.id !== id);
  if (known === null && isOrphan(rows))
    return refused(first, { target: "parent", code: "catalog.product.parent_not_there" });
  const one: Something = known ?? {
    ...{ id: id ?? newId<"product">(), kept: null, before: NOTHING, after: anew(how) },
  };
  const becoming = { isNew: known === null, isFromElsewhere, variantIds: shelf.variantIds };
  const became = writtenBy(one.after, rows, how, becoming);
  if ("problem" in became) return refused(became.line, became.problem);
  const after = asSaidHere(one.kept, one.after, became.after, how);
  if (one.kept?.connectionId != null && isContentsChanged(one.after, after, how))
    return refused(first, { target: null, code: "catalog.product.belongs_to_store" });

  const differences = known === null ? [] : [...differencesBetween(one.after, after)];
  if (known === null || differences.length > 0) one.after = after;
  shelf.products.set(one.id, one);
  shelf.byTitle.set(after.title.toLowerCase(), one.id);
  for (const variant of after.variants) {
    shelf.variantIds.add(variant.id);
    if (variant.sku !== null) shelf.bySku.set(variant.sku.toLowerCase(), one.id);
  }
  if (known !== null && differences.length === 0)
    return rows.map(() => ({ outcome: "same", recordId: one.id, isFromElsewhere }));
  const outcome = one.kept === null ? "created" : "updated";
  const name = after.title;
  return rows.map(() => ({ outcome, recordId: one.id, isFromElsewhere, name, differences }));
}

const anew = ({ own }: How): Written => ({ ...NOTHING, custom: own.begin });

/** The one product that rows mean: null is none yet. An id of elsewhere tells nothing of it here. */
function meant(
  shelf: Shelf,
  said: Values,
  rows: readonly RowRead[],
): Something | null | "not_known" | "in_trash" {
  const id = textOf(said["id"]) as ProductId | null;
  const named = id === null ? undefined : (shelf.products.get(id) ?? shelf.away.get(id));
  if (named !== undefined) return named;
  const skus = [...variantRowsOf(rows), ...rows].flatMap(
    ({ values }) => textOf(values["sku"])?.toLowerCase() ?? [],
  );
  const found = skus.map((sku) => shelf.bySku.get(sku)).find((one) => one !== undefined);
  const title = textOf(said["title"])?.toLowerCase();
  const known = found ?? (title === undefined ? undefined : shelf.byTitle.get(title));
  return known === undefined ? null : (shelf.products.get(known) ?? null);
}

/** Variations whose product is not in the rows beside them. */
const isOrphan = (rows: readonly RowRead[]): boolean =>
  rows.every(({ values }) => values["parent"] !== undefined);

function differencesBetween(one: Written, other: Written) {
  const of = new Map(one.variants.map((variant) => [variant.id, variantFacts(variant)]));
  return [
    ...differencesOf(factsOf(one), factsOf(other)),
    ...other.variants.flatMap((variant) =>
      differencesOf(of.get(variant.id) ?? {}, variantFacts(variant)),
    ),
  ];
}

async function write(ctx: CommandCtx, { id, kept, before, after }: Something): Promise<void> {
  const { variants, tags, ...contents } = after;
  const product: KeptProduct = {
    ...(kept ?? { ...BLANK, id, createdAt: ctx.now, version: 0 }),
    ...contents,
    tags,
    ...(kept !== null && before.tags === tags ? {} : tagEditOf(kept?.storeTags ?? [], tags)),
    version: (kept?.version ?? 0) + 1,
    updatedAt: ctx.now,
  };
  await keep(ctx, product, kept === null || before.variants !== variants ? variants : null, after);
}

const BLANK = {
  storeCategory: null,
  kind: "simple",
  url: null,
  storeTags: [],
  addedTags: [],
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
} as const;

async function tell(
  ctx: CommandCtx,
  touched: readonly Something[],
  { importId }: How,
): Promise<void> {
  const actor = ctx.actor.name;
  await tellTimeline(
    ctx,
    touched.map(({ id, kept, before, after }) => ({
      ...{ subjectType: "product", subjectId: id, at: ctx.now },
      ...(kept === null
        ? { key: IMPORTED, kind: IMPORTED, detail: { actor } }
        : {
            ...{ key: changedBy(importId), kind: CHANGED },
            detail: { actor, ...changedBetween(factsOf(before), factsOf(after)) },
          }),
    })),
  );
}
const CHANGED = "catalog.product.import_changed";
/** What it takes to set a product back: the fields that changed, and of its variants each as a whole. */
function changeOf({ id, kept, before, after }: Something): ImportChange {
  if (kept === null) return { recordId: id, version: 1, before: null, after: null };
  const changes = changedBetween(partsOf(before), partsOf(after));
  const { addedTags, removedTags, updatedAt } = kept;
  return {
    recordId: id,
    version: kept.version + 1,
    before: { ...changes.before, [OWN]: { addedTags, removedTags, updatedAt } },
    after: changes.after,
  };
}
