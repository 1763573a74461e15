import assert from "node:assert/strict";
import { test } from "node:test";
import { type Dice, diceFor } from "#modules/connect/fixtures/dice.ts";
import type { SecurityEvent, SecurityEventKind } from "#platform/security/kinds.rules.ts";
import { ALERT_KINDS } from "./alerts.contract.ts";
import { attacksIn, LOOK_BACK_MINUTES } from "./alerts.rules.ts";
import { RULES } from "./thresholds.rules.ts";

const DAY = new Date("2026-11-22T00:00:00Z").getTime();
const MINUTE_MS = 60_000;
const DAYS = 300;

type Told = Partial<Omit<SecurityEvent, "at">> & { readonly atMinute: number };
const event = (kind: SecurityEventKind, { atMinute, ...rest }: Told): SecurityEvent => ({
  kind,
  at: new Date(DAY + atMinute * MINUTE_MS),
  companyId: null,
  accountId: null,
  network: null,
  times: 1,
  detail: {},
  ...rest,
});
const at = (minute: number) => new Date(DAY + minute * MINUTE_MS);

test("of 300 normal days at most 1 in 100 raises an alert", () => {
  const loud = Array.from({ length: DAYS }, (_, day) => day).filter((day) => alertsOfDay(day) > 0);
  assert.ok(loud.length <= DAYS / 100, `${loud.length} of ${DAYS} days: ${loud}`);
});

test("every kind of alert has a rule, and a rule that is met to the last event raises it and one short of it does not", () => {
  assert.deepEqual(new Set(RULES.map(({ kind }) => kind)), new Set(ALERT_KINDS));
  for (const rule of RULES) {
    const [how = "", field = ""] = rule.counts.split(".");
    const play = (count: number) =>
      Array.from({ length: how === "sum" ? 1 : count }, (_, i) =>
        event(rule.of[0] ?? "sign_in.failed", {
          atMinute: 0,
          accountId: "a",
          network: "203.0.113.7",
          detail: {
            mark: "m",
            key: "k",
            connection: "c",
            ...(rule.where === undefined ? {} : { [rule.where[0]]: rule.where[1] }),
            ...(how === "distinct" ? { [field]: `${i}` } : {}),
            ...(how === "sum" ? { [field]: count } : {}),
          },
        }),
      );
    const raises = (count: number) =>
      attacksIn(play(count), at(0)).some((seen) => seen.rule === rule);
    assert.equal(raises(rule.atLeast), true, `${rule.kind} at ${rule.atLeast}`);
    assert.equal(raises(rule.atLeast - 1), false, `${rule.kind} below ${rule.atLeast}`);
  }
});

test("what is older than a rule looks back plays no part, and nothing looks back longer than is read", () => {
  const tries = (minute: number) =>
    Array.from({ length: 10 }, () =>
      event("sign_in.failed", { atMinute: minute, detail: { mark: "m" } }),
    );
  assert.equal(attacksIn(tries(0), at(14)).length, 1);
  assert.equal(attacksIn(tries(0), at(15)).length, 0);
  assert.equal(LOOK_BACK_MINUTES, 60);
});

test("the same attack on two accounts is two, and one on two companies is one each", () => {
  const used = (accountId: string) => event("recovery_code.used", { atMinute: 0, accountId });
  assert.deepEqual(
    attacksIn([used("a"), used("b")], at(1)).map(({ about }) => about),
    ["account:a", "account:b"],
  );
  const refused = (companyId: string) =>
    event("webhook.refused", { atMinute: 0, companyId, times: 10, detail: { connection: "c" } });
  assert.deepEqual(
    attacksIn([refused("x"), refused("y")], at(1)).map(({ companyId }) => companyId),
    ["x", "y"],
  );
});

test("a normal day with an attack in it raises that alert and no other", () => {
  const attack = Array.from({ length: 12 }, (_, i) =>
    event("sign_in.failed", {
      atMinute: 600 + i / 10,
      network: "198.51.100.9",
      detail: { mark: `victim ${i}` },
    }),
  );
  const events = [...dayOf(1), ...attack].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  assert.deepEqual(
    attacksIn(
      events.filter((one) => one.at <= at(602)),
      at(602),
    ).map(({ rule }) => rule.kind),
    ["credential_stuffing"],
  );
});

/** How often a day would have raised something, judged after each event as the worker does every ten seconds. */
function alertsOfDay(day: number): number {
  const events = dayOf(day);
  const moments = new Set(events.map((one) => one.at.getTime()));
  let alerts = 0;
  for (const moment of moments) {
    const now = new Date(moment);
    const seen = events.filter(
      (one) => one.at <= now && moment - one.at.getTime() < LOOK_BACK_MINUTES * MINUTE_MS,
    );
    alerts += attacksIn(seen, now).length;
  }
  return alerts;
}

/**
 * A day of a busy company: 24 people of one office network and at home, two stores, one program with a key. People mistype,
 * forget, follow old links and open pages they may not; a store sends with an old secret for a moment; somebody tidies up.
 */
function dayOf(day: number): SecurityEvent[] {
  const dice = diceFor("a normal day", day);
  const events: SecurityEvent[] = [];
  const note = (kind: SecurityEventKind, told: Told) => events.push(event(kind, told));
  for (let person = 0; person < 24; person += 1) livePerson(dice, `person ${person}`, note);
  if (dice.happens(0.05)) {
    const minute = dice.between(480, 1200);
    // The secret was changed in the store a moment before it was changed here.
    for (let i = 0; i < dice.between(1, 6); i += 1)
      note("webhook.refused", {
        atMinute: minute + i,
        companyId: "c",
        detail: { connection: "1" },
      });
  }
  if (dice.happens(0.02))
    for (let i = 0; i < dice.between(1, 8); i += 1)
      note("api_key.failed", { atMinute: 500 + i, network: "192.0.2.50" });
  // A new Admin, a key that moves to another server: a few times in a company's life.
  if (dice.happens(0.001))
    note("permission.raised", {
      atMinute: 600,
      companyId: "c",
      accountId: "person 3",
      detail: { to: "admin" },
    });
  if (dice.happens(0.001))
    note("session.new_country", {
      atMinute: 605,
      accountId: "person 5",
      detail: { country: "SG" },
    });
  if (dice.happens(0.001))
    note("api_key.new_network", { atMinute: 610, companyId: "c", detail: { key: "k" } });
  return events.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

type Note = (kind: SecurityEventKind, told: Told) => void;

function livePerson(dice: Dice, accountId: string, note: Note): void {
  const isHome = dice.happens(0.4);
  const network = isHome ? `192.0.2.${dice.between(1, 40)}` : "203.0.113.7";
  for (let signIn = 0; signIn < dice.between(1, 3); signIn += 1) {
    // Most of them come to the office at nine.
    const minute = dice.happens(0.5) ? dice.between(530, 550) : dice.between(450, 1200);
    const fails = dice.happens(0.15)
      ? dice.between(1, 3)
      : dice.happens(0.02)
        ? dice.between(4, 6)
        : 0;
    for (let i = 0; i < fails; i += 1)
      note("sign_in.failed", {
        atMinute: minute + i / 3,
        accountId,
        network,
        detail: { mark: accountId },
      });
    for (let i = 0; i < (dice.happens(0.1) ? dice.between(1, 3) : 0); i += 1)
      note("totp.failed", { atMinute: minute + 2 + i / 2, accountId, network });
    note("sign_in.succeeded", { atMinute: minute + 4, accountId, network });
    // A new phone or a café: nothing by itself.
    if (dice.happens(0.02))
      note("session.new_network", { atMinute: minute + 4, accountId, network });
  }
  const company = { companyId: "c", accountId, network };
  const often = (chance: number, most: number) =>
    dice.happens(chance) ? dice.between(1, most) : 0;
  for (let i = 0; i < often(0.2, 4); i += 1)
    note("permission.refused", {
      ...company,
      atMinute: dice.between(480, 1100),
      detail: { permission: `p${i}` },
    });
  for (let i = 0; i < often(0.15, 5); i += 1)
    note("company.probed", {
      ...company,
      atMinute: dice.between(480, 1100),
      detail: { door: "/api/sales/orders/:id" },
    });
  for (let i = 0; i < often(0.1, 3); i += 1)
    note("token.replayed", {
      ...company,
      atMinute: dice.between(480, 1100),
      detail: { isElsewhere: false },
    });
  for (let i = 0; i < often(0.1, 4); i += 1)
    note("records.deleted", {
      ...company,
      atMinute: dice.between(480, 1100),
      detail: { count: dice.between(1, 60) },
    });
  for (let i = 0; i < often(0.05, 2); i += 1)
    note("records.exported", {
      ...company,
      atMinute: dice.between(480, 1100),
      detail: { count: dice.between(10, 1500) },
    });
  if (dice.happens(0.05)) note("link.replayed", { ...company, atMinute: dice.between(480, 1100) });
}
