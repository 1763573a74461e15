import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { StoreCustomer } from "./customers.rules.ts";
import {
  clocksFrom,
  clocksToKeep,
  type Known,
  knownFrom,
  knownFromKept,
  knownToKeep,
  mergeKnown,
  seenOf,
  withEdits,
} from "./known.rules.ts";

const NOW = new Date("2026-11-22T08:00:00Z");
const at = (day: number) => new Date(Date.UTC(2026, 10, day));

const told = (said: Partial<StoreCustomer> & { readonly day?: number } = {}): Known => {
  const { day = 1, ...rest } = said;
  const customer: StoreCustomer = {
    connectionId: "shop",
    externalId: null,
    isAccount: false,
    email: null,
    phoneText: null,
    name: "",
    organisation: null,
    address: {
      street: null,
      street2: null,
      city: null,
      postcode: null,
      state: null,
      country: null,
    },
    createdAt: null,
    clock: { updatedAt: at(day), tie: JSON.stringify(rest) },
    ...rest,
  };
  return knownFrom(customer, null, { now: NOW, storeName: "Shop" });
};

const anything = fc
  .record(
    {
      name: fc.constantFrom("", "Siti", "Kumar"),
      email: fc.constantFrom(null, "a@x.my", "b@x.my"),
      phoneText: fc.constantFrom(null, "012"),
      organisation: fc.constantFrom(null, "Kopi"),
      isAccount: fc.boolean(),
      tags: fc.subarray(["vip", "wholesale"]),
      createdAt: fc.constantFrom(null, at(1), at(3)),
      day: fc.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: ["day"] },
  )
  .map(told);

test("what is known is the same in whatever order and however often it is told", () => {
  fc.assert(
    fc.property(anything, anything, anything, (a, b, c) => {
      assert.deepEqual(mergeKnown(a, b), mergeKnown(b, a));
      assert.deepEqual(mergeKnown(mergeKnown(a, b), c), mergeKnown(a, mergeKnown(b, c)));
      assert.deepEqual(mergeKnown(a, a), a);
    }),
  );
});

test("what is known survives being kept", () => {
  fc.assert(
    fc.property(anything, (known) => {
      assert.deepEqual(clocksFrom(clocksToKeep(known.clocks)), known.clocks);
      assert.deepEqual(knownFromKept(JSON.parse(JSON.stringify(knownToKeep(known)))), known);
    }),
  );
});

test("each field comes from the newest that says something of it, an account above an order", () => {
  const order = told({ name: "Siti", phoneText: "012", day: 5 });
  const account = told({ name: "Siti Aminah", isAccount: true, day: 2 });
  const empty = told({ name: "", isAccount: true, day: 9 });
  const known = [order, account, empty].reduce(mergeKnown);
  assert.deepEqual([known.name, known.phoneText], ["Siti Aminah", "012"]);
});

test("what a person wrote stays while the store only repeats itself, and gives way to its next word", () => {
  const before = told({ name: "siti aminah", isAccount: true, day: 1 });
  const edited = withEdits(before, { name: "Siti Aminah" }, at(2));
  const repeated = mergeKnown(edited, told({ name: "siti aminah", isAccount: true, day: 3 }));
  assert.equal(repeated.name, "Siti Aminah");
  const kept = knownFromKept(JSON.parse(JSON.stringify(knownToKeep(repeated))));
  const again = mergeKnown(kept, told({ name: "siti aminah", isAccount: true, day: 4 }));
  assert.equal(again.name, "Siti Aminah");
  const older = mergeKnown(again, told({ name: "Sitti", isAccount: true, day: 1 }));
  assert.equal(older.name, "Siti Aminah");
  const renamed = mergeKnown(older, told({ name: "Siti binti Ali", isAccount: true, day: 5 }));
  assert.equal(renamed.name, "Siti binti Ali");
});

test("our own tags stand beside the store's, and one that was taken off here stays off", () => {
  const before = told({ tags: ["wholesale", "vip"], isAccount: true, day: 1 });
  const edited = withEdits(before, { tags: ["wholesale", "regular"] }, at(2));
  const repeated = mergeKnown(
    edited,
    told({ tags: ["vip", "wholesale"], isAccount: true, day: 3 }),
  );
  assert.deepEqual(seenOf(repeated).tags, ["regular", "wholesale"]);
  const cleared = mergeKnown(repeated, told({ tags: [], isAccount: true, day: 4 }));
  assert.deepEqual(seenOf(cleared).tags, ["regular"]);
});

test("consent goes by when it was given", () => {
  const stopped = told({
    isAccount: true,
    day: 2,
    emailConsent: { state: "unsubscribed", at: at(2) },
  });
  const changed = told({
    isAccount: true,
    day: 9,
    emailConsent: { state: "subscribed", at: at(1) },
  });
  assert.equal(mergeKnown(stopped, changed).emailConsent, "unsubscribed");
});
