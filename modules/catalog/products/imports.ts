import { newId, readId } from "#kernel/ids.ts";
import {
  changedBetween,
  decimalIn,
  differencesOf,
  type Facts,
  forgetTimeline,
  forgetTimelines,
  type How,
  type ImportChange,
  type Importer,
  orTaken,
  type RowRead,
  sortedCustom,
  standingOf,
  type Taken,
  type TakenRows,
  tellTimeline,
  textOf,
  type UndoHow,
  type Undone,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import {
  factsOf,
  groupOf,
  isContentsChanged,
  NOTHING,
  problemsIn,
  STATUS_WORDS,
  saidOf,
  variantFacts,
  variantRowsOf,
  type Written,
  writtenBy,
} from "./imports.rules.ts";
import {
  deleteMade,
  lockMade,
  selectBySku,
  selectByTitle,
  selectSome,
  selectVariantsOf,
} from "./imports.sql.ts";
import type { ProductId } from "./products.contract.ts";
import { type KeptProduct, type KeptVariant, searchTextOf, tagEditOf } from "./products.rules.ts";
import { writeProduct, writeVariants } from "./products.sql.ts";

const text = (key: string, en: string, ms: string) =>
  ({ key, label: { en, ms }, kind: "text" }) as const;
/** In which currency another column says: it is read as decimal text. */
const amount = (key: string, en: string, ms: string) =>
  ({
    key,
    label: { en, ms },
    kind: "money",
    read: (said: string, { decimalMark }: { decimalMark: "." | "," }) =>
      decimalIn(said, decimalMark) ?? { code: "records.import.not_an_amount" },
  }) as const;

/** Products out of a file, a variant a row: known by their id here, by a SKU, or by what they are called. */
export const productImporter: Importer = {
  type: "product",
  targets: [
    {
      key: "id",
      label: { en: "Kaunter’s id", ms: "Id Kaunter" },
      kind: "text",
      read: (said) => readId("product", said) ?? { code: "catalog.product.not_known" },
    },
    {
      key: "status",
      label: { en: "Status", ms: "Status" },
      kind: "choice",
      read: (said) =>
        STATUS_WORDS.get(said.toLowerCase()) ?? { code: "records.import.not_a_choice" },
    },
    {
      key: "descriptionHtml",
      label: { en: "Description as HTML", ms: "Keterangan HTML" },
      kind: "long_text",
    },
    text("handle", "Rows of one product", "Baris satu produk"),
    text("parent", "Variation of", "Variasi bagi"),
    text("sourceId", "Its number there", "Nombornya di sana"),
    text("variantTitle", "Variant", "Varian"),
    text("option1", "First option", "Pilihan pertama"),
    text("option2", "Second option", "Pilihan kedua"),
    text("option3", "Third option", "Pilihan ketiga"),
    {
      key: "variantId",
      label: { en: "Kaunter’s id of the variant", ms: "Id varian Kaunter" },
      kind: "text",
      read: (said) => readId("variant", said) ?? { code: "catalog.variant.not_found" },
    },
    text("sku", "SKU", "SKU"),
    amount("price", "Price", "Harga"),
    amount("comparePrice", "Price before", "Harga asal"),
    {
      key: "currency",
      label: { en: "Currency", ms: "Mata wang" },
      kind: "text",
      read: (said) => said.toUpperCase(),
    },
    { key: "stock", label: { en: "Stock", ms: "Stok" }, kind: "number" },
  ],
  without: ["status"],
  words: {
    id: ["kaunter id", "id produk kaunter"],
    title: [
      ...["name", "product", "product name", "product title", "item", "item name"],
      ...["nama", "nama produk", "produk", "barang", "nama barang"],
    ],
    description: ["details", "butiran", "penerangan", "huraian"],
    descriptionHtml: ["body html", "description html"],
    status: ["published", "diterbitkan"],
    vendor: ["brand", "supplier", "manufacturer", "jenama", "pembekal"],
    tags: ["labels", "tanda"],
    handle: ["slug", "product group", "product key"],
    parent: ["parent sku", "variation of"],
    variantTitle: [
      "variant name",
      "variant title",
      "variation",
      "variation name",
      "varian",
      "variasi",
    ],
    option1: ["option1 value", "option 1", "attribute 1 value s", "size", "saiz"],
    option2: ["option2 value", "option 2", "attribute 2 value s", "colour", "color", "warna"],
    option3: ["option3 value", "option 3", "attribute 3 value s"],
    variantId: ["variant id kaunter", "variant id", "id varian"],
    sku: [
      ...["product code", "item code", "code", "variant sku", "stock code", "seller sku"],
      ...["kod", "kod produk", "kod barang", "kod sku"],
    ],
    price: [
      ...["unit price", "selling price", "regular price", "variant price", "retail price"],
      ...["harga jualan", "harga seunit", "harga jual"],
    ],
    comparePrice: [
      "compare at price",
      "variant compare at price",
      "original price",
      "rrp",
      "harga biasa",
    ],
    currency: ["currency code", "kod mata wang"],
    stock: [
      ...["quantity", "qty", "stock quantity", "inventory", "on hand", "variant inventory qty"],
      ...["kuantiti", "baki stok", "bilangan"],
    ],
  },
  keys: ["id", "sku"],
  policies: {
    id: ["fill"],
    handle: ["fill"],
    parent: ["fill"],
    sourceId: ["fill"],
    variantId: ["fill"],
  },
  needsOneOf: ["title", "sku", "id"],
  batchRows: 1_000,
  groupOf: (values) => groupOf(values),
  keyOf: ({ values }) => groupOf(values) ?? textOf(values["sku"])?.toLowerCase() ?? null,
  take,
  undo,
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
  const ids = new Set<ProductId>([
    ...rows.flatMap(({ values }) => (textOf(values["id"]) as ProductId | null) ?? []),
    ...[...bySku, ...byTitle].map(({ id }) => id),
  ]);
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
    bySku: new Map(bySku.map(({ word, id }) => [word, id])),
    byTitle: new Map(byTitle.map(({ word, id }) => [word, id])),
  };
}

const writtenOf = (
  { title, description, status, vendor, tags, custom }: KeptProduct,
  variants: readonly KeptVariant[],
): Written => ({ title, description, status, vendor, tags, custom, variants });

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
  if (known === "not_known")
    return refused(first, { target: "id", code: "catalog.product.not_known" });
  if (known === null && isOrphan(rows))
    return refused(first, { target: "parent", code: "catalog.product.parent_not_there" });
  const one = known ?? { id: newId<"product">(), kept: null, before: NOTHING, after: anew(how) };
  const became = writtenBy(one.after, rows, how, one.kept === null && known === null);
  if ("problem" in became) return refused(became.line, became.problem);
  const { after } = became;
  if (one.kept?.connectionId != null && isContentsChanged(one.after, after))
    return refused(first, { target: null, code: "catalog.product.belongs_to_store" });

  const differences = known === null ? [] : [...differencesBetween(one.after, after)];
  if (known === null || differences.length > 0) one.after = after;
  shelf.products.set(one.id, one);
  shelf.byTitle.set(after.title.toLowerCase(), one.id);
  for (const { sku } of after.variants)
    if (sku !== null) shelf.bySku.set(sku.toLowerCase(), one.id);
  if (known !== null && differences.length === 0)
    return rows.map(() => ({ outcome: "same", recordId: one.id }));
  const outcome = one.kept === null ? "created" : "updated";
  return rows.map(() => ({ outcome, recordId: one.id, name: after.title, differences }));
}

const anew = ({ own }: How): Written => ({ ...NOTHING, custom: own.begin });

/** The one product that rows mean: null is none yet. */
function meant(
  shelf: Shelf,
  said: Values,
  rows: readonly RowRead[],
): Something | null | "not_known" {
  const id = textOf(said["id"]);
  if (id !== null) return shelf.products.get(id as ProductId) ?? "not_known";
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

async function keep(
  ctx: CommandCtx,
  product: KeptProduct,
  variants: readonly KeptVariant[] | null,
  { variants: all }: Written,
): Promise<void> {
  await writeProduct(ctx.db, product, searchTextOf(product, all));
  if (variants !== null) await writeVariants(ctx.db, product.id, variants);
}

const BLANK = {
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
const IMPORTED = "catalog.product.imported";
const CHANGED = "catalog.product.import_changed";
const changedBy = (importId: string): string => `${IMPORTED}:${importId}`;

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
const OWN = "$own";
const VARIANT = "variant.";

const partsOf = ({ variants, custom, ...product }: Written): Facts => ({
  ...product,
  ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])),
  ...Object.fromEntries(variants.map((variant) => [`${VARIANT}${variant.id}`, variant])),
});

async function undo(
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
