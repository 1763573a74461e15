import assert from "node:assert/strict";
import { test } from "node:test";
import { pricesOf, type StoreVariant, tagEditOf, tagsOf, variantsOf } from "./products.rules.ts";

const clock = (minute: number) => ({ updatedAt: new Date(minute * 60_000), tie: "50:a" });
const variant = (externalId: string | null, price = "1"): StoreVariant => ({
  externalId,
  title: "",
  sku: null,
  currency: null,
  price,
  comparePrice: null,
  stockCount: null,
});
const alone = (externalId: string, minute: number, price = "2") => ({
  externalId,
  variant: variant(externalId, price),
  clock: clock(minute),
});
const shown = (variants: StoreVariant[]) =>
  variants.map(({ externalId, price }) => `${externalId ?? "only"} ${price}`);

test("variants follow the newest list, and variations told later than it", () => {
  const list = (minute: number, ...ids: (string | null)[]) => ({
    variants: ids.map((id) => variant(id)),
    clock: clock(minute),
  });
  assert.deepEqual(shown(variantsOf(clock(5), null, [alone("10", 1), alone("9", 1)])), [
    "9 2",
    "10 2",
  ]);
  assert.deepEqual(shown(variantsOf(clock(5), list(5, "a"), [alone("a", 6), alone("b", 6)])), [
    "a 2",
    "b 2",
  ]);
  assert.deepEqual(shown(variantsOf(clock(5), list(5, "a"), [alone("a", 4), alone("b", 4)])), [
    "a 1",
  ]);
  assert.deepEqual(shown(variantsOf(clock(5), list(5, null), [])), ["only 1"]);
  // A state that no longer lists its only variant: the product has variations now.
  assert.deepEqual(shown(variantsOf(clock(6), list(5, null), [alone("a", 6)])), ["a 2"]);
  // A list too long to be sent again keeps the one known.
  assert.deepEqual(shown(variantsOf(clock(6), list(5, "a"), [])), ["a 1"]);
});

test("a price is read in its own currency or the company's, and unreadable is unknown", () => {
  const priced = (price: string | null, currency: string | null) =>
    pricesOf({ ...variant(null), price, currency }, "MYR").priceMinor;
  assert.equal(priced("12.50", null), 1250);
  assert.equal(priced("1200", "JPY"), 1200);
  assert.equal(priced("1.250", "KWD"), 1250);
  assert.equal(priced("12,50", null), null);
  assert.equal(priced(null, null), null);
});

test("tags added and taken off here hold while the store's come and go", () => {
  const edit = tagEditOf(["hot", "old"], ["hot", "best"]);
  assert.deepEqual(edit, { addedTags: ["best"], removedTags: ["old"] });
  assert.deepEqual(tagsOf({ storeTags: ["old", "new"], ...edit }), ["new", "best"]);
});
