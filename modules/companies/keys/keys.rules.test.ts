import assert from "node:assert/strict";
import { test } from "node:test";
import { expiryOf, type KeyAsKept, stateOf, tooWide } from "./keys.rules.ts";

const NOW = new Date("2026-11-22T08:00:00Z");

test("a key lasts what was chosen, and only one that was chosen so has no end", () => {
  const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
  assert.deepEqual(expiryOf("30_days", NOW), days(30));
  assert.deepEqual(expiryOf("90_days", NOW), days(90));
  assert.deepEqual(expiryOf("year", NOW), days(365));
  assert.equal(expiryOf("forever", NOW), null);
});

test("what ended a key is told before what would have ended it later", () => {
  const key = (changes: Partial<KeyAsKept> = {}): KeyAsKept => ({
    endedAs: null,
    expiresAt: null,
    isMakerDisabled: false,
    isOfEpoch: true,
    ...changes,
  });
  assert.equal(stateOf(key(), NOW), "open");
  assert.equal(stateOf(key({ expiresAt: NOW }), NOW), "expired");
  assert.equal(stateOf(key({ expiresAt: NOW, isOfEpoch: false }), NOW), "password_changed");
  assert.equal(stateOf(key({ endedAs: "revoked", isOfEpoch: false }), NOW), "revoked");
  assert.equal(stateOf(key({ endedAs: "maker_gone" }), NOW), "maker_gone");
  assert.equal(stateOf(key({ isMakerDisabled: true }), NOW), "maker_disabled");
  assert.equal(stateOf(key({ isMakerDisabled: true, expiresAt: NOW }), NOW), "expired");
});

test("scopes are what the maker has", () => {
  const mine = new Set(["crm.customers.read"]);
  assert.deepEqual(tooWide(null, mine), []);
  assert.deepEqual(tooWide(["crm.customers.read"], mine), []);
  assert.deepEqual(tooWide(["crm.customers.read", "x.y.z"], mine), ["x.y.z"]);
});
