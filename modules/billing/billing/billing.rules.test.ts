import assert from "node:assert/strict";
import { test } from "node:test";
import { type Facts, firstPaymentAt, phaseOf, readOnlyAtOf, toTell } from "./billing.rules.ts";

const BEGUN = new Date("2026-11-01T00:00:00Z");
const onDay = (day: number): Date => new Date(BEGUN.getTime() + day * 86_400_000);
const facts = (more: Partial<Facts> = {}): Facts => ({
  trialEndsAt: onDay(14),
  status: null,
  endedAt: null,
  unpaidSince: null,
  periodEndsAt: null,
  ...more,
});

test("a company is closed to changes on day 14 of its trial or of what it owes, not before, and never while it pays", () => {
  assert.deepEqual(readOnlyAtOf(facts()), onDay(14));
  assert.equal(readOnlyAtOf(facts({ status: "trialing" })), null);
  assert.equal(readOnlyAtOf(facts({ status: "active" })), null);
  assert.deepEqual(readOnlyAtOf(facts({ status: "past_due", unpaidSince: onDay(40) })), onDay(54));
  // In doubt nobody is closed out.
  assert.equal(readOnlyAtOf(facts({ status: "past_due" })), null);
});

test("that Stripe gave up or ended it shortens neither the days of grace nor the trial", () => {
  assert.deepEqual(readOnlyAtOf(facts({ status: "unpaid", unpaidSince: onDay(40) })), onDay(54));
  const ended = { status: "canceled", endedAt: onDay(45) } as const;
  assert.deepEqual(readOnlyAtOf(facts({ ...ended, unpaidSince: onDay(40) })), onDay(54));
  assert.deepEqual(readOnlyAtOf(facts(ended)), onDay(45));
  assert.deepEqual(readOnlyAtOf(facts({ ...ended, endedAt: onDay(3) })), onDay(14));
  assert.deepEqual(readOnlyAtOf(facts({ status: "incomplete" })), onDay(14));
});

test("each day is told of once, the last that has come, and a new debt is told of anew", () => {
  const owing = facts({ status: "past_due", unpaidSince: onDay(40) });
  const told = (day: number) => ({ about: "past_due", since: onDay(40), day });
  const nothing = { about: null, since: null, day: null };
  assert.deepEqual(toTell(owing, nothing, onDay(40)), told(0));
  assert.equal(toTell(owing, told(0), onDay(46.9)), null);
  assert.deepEqual(toTell(owing, told(0), onDay(47)), told(7));
  assert.deepEqual(toTell(owing, told(0), onDay(54)), told(14));
  assert.equal(toTell(owing, told(14), onDay(99)), null);
  const again = facts({ status: "past_due", unpaidSince: onDay(70) });
  assert.deepEqual(toTell(again, told(14), onDay(70)), { ...told(0), since: onDay(70) });
  assert.equal(toTell(facts({ status: "active" }), told(14), onDay(99)), null);
});

test("who subscribes within the trial pays when it ends, and never sooner than Stripe takes it", () => {
  assert.equal(phaseOf(facts(), onDay(13.9)), "trial");
  assert.equal(phaseOf(facts(), onDay(14)), "trial_over");
  assert.deepEqual(firstPaymentAt(onDay(14), onDay(3)), onDay(14));
  const late = firstPaymentAt(onDay(14), onDay(13));
  assert.ok(late !== null && late > onDay(15) && late < onDay(15.1));
  assert.equal(firstPaymentAt(onDay(14), onDay(14)), null);
});
