import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { products } from "#modules/catalog/products/products.contract.ts";
import { customers } from "#modules/crm/customers/customers.contract.ts";
import { ACTIONS } from "#modules/modules.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { buyer, line, order, product, refund } from "#modules/sales/fixtures/telling.ts";
import { orders } from "#modules/sales/orders/orders.contract.ts";
import { NAUGHTY } from "#platform/testing/naughty.ts";
import { exportFile } from "../exports/exports.testing.ts";
import { recordFields } from "../fields/fields.contract.ts";
import { differences, stateOf } from "../trash/trash.testing.ts";
import { recordTypes } from "../types/types.contract.ts";
import { importFile } from "./imports.testing.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 4);

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Any = any;

const asks = (
  shop: Shop,
  endpoint: { method: string; path: string },
  input: object,
): Promise<Any> => {
  const found = ACTIONS.find(
    ({ does }) => does.method === endpoint.method && does.path === endpoint.path,
  );
  assert(found?.door === "company");
  return shop.asks(found, input);
};

const TYPES = ["customer", "product", "order"] as const;
type Type = (typeof TYPES)[number];

/** One field of the company's own of each kind that a file can hold. */
const OWN: readonly { kind: string; label: string; choices?: string[] }[] = [
  { kind: "text", label: "Panggilan" },
  { kind: "number", label: "Mata" },
  { kind: "money", label: "Kredit" },
  { kind: "date", label: "Hari jadi" },
  { kind: "moment", label: "Dihubungi" },
  { kind: "yes_no", label: "Borong" },
  { kind: "choice", label: "Tahap", choices: ["Emas", 'Perak, "lama"'] },
  { kind: "choices", label: "Suka", choices: ["Kopi", "Teh, tarik", "Kuih"] },
];

/** By type the keys of these fields. */
async function withFields(shop: Shop): Promise<void> {
  for (const type of TYPES)
    for (const { kind, label, choices = [] } of OWN)
      await asks(shop, recordFields.create, {
        ...{ type, kind, label: { en: `${label} ${type}`, ms: "" } },
        choices: choices.map((choice) => ({ label: { en: choice, ms: "" } })),
      });
}

async function ownValues(shop: Shop, type: Type, of: Any): Promise<Record<string, unknown>> {
  const fields = await shop.rows("select key, kind, choices from record_fields where type = $1", [
    type,
  ]);
  return Object.fromEntries(
    fields.map(({ key, kind, choices }) => {
      const value = of[kind];
      if (value === null) return [key, null];
      if (kind === "choice") return [key, choices[value]?.value ?? null];
      if (kind === "choices") return [key, value.map((at: number) => choices[at].value)];
      return [key, value];
    }),
  );
}

const text = fc.constantFrom(...NAUGHTY.filter((one) => one.length <= 200));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const moment = fc
  .integer({ min: Date.parse("2019-01-01T00:00:00Z"), max: Date.parse("2026-10-30T00:00:00Z") })
  .map((ms) => new Date(ms).toISOString());
const own = fc.record({
  text: maybe(text.filter((one) => one.trim() !== "")),
  number: maybe(fc.constantFrom(0, -3, 12.5, 0.001, 1234567.891)),
  money: maybe(fc.integer({ min: 0, max: 10_000_000 })),
  date: maybe(fc.constantFrom("1990-02-28", "2000-12-01", "2026-01-12")),
  moment: maybe(moment),
  yes_no: maybe(fc.boolean()),
  choice: maybe(fc.constantFrom(0, 1)),
  choices: fc.subarray([0, 1, 2]),
});
const tags = fc.uniqueArray(
  fc.constantFrom("vip", "borong; besar", 'kata "ganda"', "koma, titik", "=1+1", "a|b"),
  { maxLength: 3 },
);

const person = fc.record({
  name: text,
  phone: fc.constantFrom(null, "012-345 6789", "+60 13-555 0192"),
  organisation: maybe(text),
  street: maybe(text),
  city: maybe(text.filter((one) => one.length <= 100)),
  postcode: fc.constantFrom(null, "01000", "SW1A 1AA"),
  country: fc.constantFrom(null, "MY", "SG"),
  note: text,
  tags,
  emailConsent: fc.constantFrom("unknown", "subscribed", "unsubscribed"),
  phoneConsent: fc.constantFrom("unknown", "subscribed"),
  own,
});
const thing = fc.record({
  title: text.filter((one) => one.trim() !== ""),
  description: text,
  status: fc.constantFrom("active", "draft", "archived"),
  vendor: maybe(text),
  category: maybe(fc.oneof(text, fc.constant("Minuman > Kopi"))),
  tags,
  variants: fc.array(
    fc.record({
      title: text,
      hasSku: fc.boolean(),
      currency: fc.constantFrom("MYR", "JPY", "KWD"),
      priceMinor: maybe(fc.integer({ min: 0, max: 10_000_000 })),
      comparePriceMinor: maybe(fc.integer({ min: 0, max: 10_000_000 })),
      costMinor: maybe(fc.integer({ min: 0, max: 10_000_000 })),
      barcode: maybe(fc.oneof(text, fc.constant("0012345678905"))).map(
        (one) => one?.slice(0, 50) ?? null,
      ),
      stockCount: maybe(fc.constantFrom(0, 5, 2.5, 1000)),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  own,
});
const sale = fc.record({
  customer: maybe(fc.nat()),
  channel: fc.constantFrom("stall", "phone", "chat", "shop", "other"),
  currency: fc.constantFrom("MYR", "JPY"),
  placedAt: moment,
  lines: fc.array(
    fc.record({
      title: text.filter((one) => one.trim() !== ""),
      sku: fc.constantFrom(null, "007", "+SKU", "SKU-1"),
      quantity: fc.constantFrom(1, 2, 0.5, 12.345),
      unitPriceMinor: fc.integer({ min: 100, max: 1_000_000 }),
      discountMinor: fc.constantFrom(0, 5),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  shippingMinor: fc.constantFrom(0, 800),
  discountMinor: fc.constantFrom(0, 37),
  taxMinor: fc.constantFrom(0, 61),
  isPaid: fc.boolean(),
  isFulfilled: fc.boolean(),
  paymentMethod: maybe(text.filter((one) => one.length <= 100)),
  note: text,
  own,
});

/** Clean texts as a contract leaves them: no spaces at the edges. */
async function made(shop: Shop, of: { people: Any[]; things: Any[]; sales: Any[] }): Promise<void> {
  const ids: string[] = [];
  for (const [at, { own: values, ...one }] of of.people.entries()) {
    const custom = await ownValues(shop, "customer", values);
    const email = `p${at}@example.com`;
    ids.push((await asks(shop, customers.create, { ...one, email, custom })).id);
  }
  for (const [at, { own: values, variants, ...one }] of of.things.entries()) {
    const custom = await ownValues(shop, "product", values);
    // Some are called the same and have no SKU: the ids of the file tell them apart.
    const named = variants.map(({ hasSku, title, ...variant }: Any, i: number) => ({
      ...variant,
      title: hasSku ? title : "Biasa",
      sku: hasSku ? `P${at}-${i}` : null,
    }));
    const title = `${one.title.slice(0, 200)} ${at}`;
    await asks(shop, products.create, { ...one, title, custom, variants: named });
  }
  for (const { own: values, customer, ...one } of of.sales) {
    const custom = await ownValues(shop, "order", values);
    const customerId = customer === null ? null : (ids[customer % ids.length] ?? null);
    await asks(shop, orders.create, { ...one, customerId, custom });
  }
  await shop.house.drain(shop.caller);
}

const OF_FILES = /^(imports|import_\w+|exports|export_\w+) /;
const businessOf = async (shop: Shop): Promise<string[]> =>
  (await stateOf(shop)).filter((row) => !OF_FILES.test(row));

/** Every column that is matched decides, so that the smallest difference would be written. */
async function overwriting(shop: Shop, type: Type, name: string, bytes: Buffer) {
  const file = await importFile(shop.house, shop.caller, bytes, { type, name });
  const { columns, targets, problem } = await file.now();
  assert.equal(problem, null);
  const policyOf = (target: string | null) => {
    const { policies = ["fill"] } = targets.find(({ key }: Any) => key === target) ?? {};
    return policies.includes("overwrite") ? "overwrite" : policies[0];
  };
  const matches = columns.map(({ match: { target } }: Any) => ({
    target,
    policy: policyOf(target),
  }));
  await file.asks("match", { matches });
  return file;
}

const ASKED = [
  { type: "customer" },
  { type: "product" },
  { type: "product", rows: "part" },
  { type: "order" },
  { type: "order", rows: "part" },
] as const;

test("importing what was exported changes nothing, and into a fresh company it gives the same file again, ids and all", async () => {
  await using shop = await testShop();
  await withFields(shop);
  await using fresh = await testShop({}, shop.house);
  await withFields(fresh);
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        people: fc.array(person, { minLength: 1, maxLength: 6 }),
        things: fc.array(thing, { minLength: 1, maxLength: 4 }),
        sales: fc.array(sale, { minLength: 1, maxLength: 6 }),
      }),
      async (of) => {
        round += 1;
        await emptied(shop);
        await made(shop, of);
        await changesNothing(shop, round % 2 === 0 ? "ms" : "en", formatIn(round));

        await emptied(fresh);
        for (const asked of [ASKED[0], ASKED[2], ASKED[4]]) {
          const columns = asked.type === "customer" ? await enteredColumns(shop) : undefined;
          const only = { ...asked, ...(columns === undefined ? {} : { columns }) };
          const bytes = await exportFile(shop.house, shop.caller, only);
          const format = round % 2 === 0 ? "xlsx" : "csv";
          const sent = await exportFile(shop.house, shop.caller, { ...only, format });
          const file = await overwriting(fresh, asked.type, `a.${format}`, sent);
          const { counts, elsewhereCount } = await file.runs();
          const said = JSON.stringify([bytes.toString(), await file.failures()]);
          assert.deepEqual([counts.failed, counts.created], [0, elsewhereCount], said);
          const again = await exportFile(fresh.house, fresh.caller, only);
          assert.equal(again.toString(), bytes.toString());
          const twice = await overwriting(fresh, asked.type, `b.${format}`, sent);
          const tried = await twice.does("try");
          const { created, updated, failed } = tried.counts;
          assert.deepEqual([{ created, updated, failed }, tried.elsewhereCount], [NOTHING, 0]);
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
});

type Format = "csv" | "xlsx";
/** Each kind of file with each language and each type, in four rounds. */
const formatIn = (round: number) => (at: number) =>
  FORMATS[(at + Math.floor(round / 2)) % 2] ?? "csv";
const FORMATS = ["csv", "xlsx"] as const;

/** Whatever is exported, and imported with every column deciding. */
async function changesNothing(
  shop: Shop,
  language: "en" | "ms",
  formatOf: (at: number) => Format,
): Promise<void> {
  const before = await businessOf(shop);
  for (const [at, asked] of ASKED.entries()) {
    const format = formatOf(at);
    const bytes = await exportFile(shop.house, shop.caller, { ...asked, format, language });
    const file = await overwriting(shop, asked.type, `a.${format}`, bytes);
    const tried = await file.does("try");
    const said = `${format} ${JSON.stringify(asked)} ${JSON.stringify([tried.samples, await file.failures()])}`;
    const { created, updated, failed } = tried.counts;
    assert.deepEqual({ created, updated, failed }, NOTHING, said);
    await file.does("run");
    assert.deepEqual(differences(before, await businessOf(shop)), [], said);
  }
}

test("what a store told stands as it did after its export was imported", async () => {
  await using shop = await testShop();
  const kopi = (at: number) => ({
    ...{ externalId: `v${at}`, title: `=${at}`, sku: at === 1 ? null : "007", currency: null },
    ...{ price: "12.50", comparePrice: null, cost: "3.10", barcode: "955", stockCount: at * 2.5 },
  });
  const line2 = line({ externalId: "2", sku: null, discountMinor: 100, netMinor: 900 });
  await shop.hears(
    { customer: buyer({ isAccount: true, externalId: "7", phoneText: "di kedai" }) },
    { product: product({ tags: ["a;b"], category: "Minuman", variants: [kopi(1), kopi(2)] }) },
    { product: product({ externalId: "p2", title: "Kopi O", status: "draft" }) },
    { order: order({ discountCodes: ["RAYA"], note: "'=1+1", refunds: [refund()] }) },
    {
      order: order({
        ...{ externalId: "101", number: "#100", status: "cancelled", paymentStatus: "voided" },
        ...{ currency: "JPY", totalMinor: 2700, lines: [line(), line2], discountMinor: 100 },
      }),
    },
  );
  await shop.house.drain(shop.caller);
  for (const round of [0, 1, 2, 3])
    await changesNothing(shop, round % 2 === 0 ? "ms" : "en", formatIn(round));
});

const NOTHING = { created: 0, updated: 0, failed: 0 };

/** What people enter of customers: what their orders come to follows from these. */
async function enteredColumns(shop: Shop): Promise<string[]> {
  const { fields } = await asks(shop, recordTypes.fields, { type: "customer" });
  return fields.filter(({ canChange }: Any) => canChange).map(({ key }: Any) => key);
}

async function emptied(shop: Shop): Promise<void> {
  for (const table of ["orders", "products", "customers", "timeline_entries", "imports", "exports"])
    await shop.rows(`delete from ${table}`);
}
