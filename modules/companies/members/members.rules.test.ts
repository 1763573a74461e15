import assert from "node:assert/strict";
import { test } from "node:test";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import {
  type InvitationAsKept,
  OPEN_MAX,
  SENT_MAX,
  stateOf,
  whyNotAccept,
  whyNotGive,
  whyNotInvite,
  whyNotRemove,
  whyNotResend,
  whyNotUnadmin,
} from "./members.rules.ts";

const NOW = new Date("2026-11-22T08:00:00Z");
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const invitation = (changes: Partial<InvitationAsKept> = {}): InvitationAsKept => ({
  endedAs: null,
  sentAt: minutes(-10),
  sentCount: 1,
  expiresAt: minutes(10),
  ...changes,
});

test("an invitation is open until the very moment it expires, and what ended it says so for good", () => {
  assert.equal(stateOf(invitation(), NOW), "open");
  assert.equal(stateOf(invitation({ expiresAt: NOW }), NOW), "expired");
  for (const endedAs of ["accepted", "refused", "revoked"] as const)
    assert.equal(stateOf(invitation({ endedAs, expiresAt: NOW }), NOW), endedAs);
});

test("another mail goes to an address that waits, not twice in a moment and not for ever", () => {
  assert.equal(whyNotResend(invitation(), NOW), null);
  assert.equal(whyNotResend(invitation({ expiresAt: minutes(-1) }), NOW), null);
  const soon = whyNotResend(invitation({ sentAt: minutes(-1) }), NOW);
  assert.equal(soon, "companies.invitation.sent_just_now");
  const often = whyNotResend(invitation({ sentCount: SENT_MAX }), NOW);
  assert.equal(often, "companies.invitation.sent_often");
  const ended = whyNotResend(invitation({ endedAs: "refused" }), NOW);
  assert.equal(ended, "companies.invitation.ended");
});

test("as many invitations wait as there may be, and not one more", () => {
  assert.equal(whyNotInvite({ openCount: OPEN_MAX - 2, dayCount: 0 }, 2), null);
  const full = whyNotInvite({ openCount: OPEN_MAX - 2, dayCount: 0 }, 3);
  assert.equal(full, "companies.invitation.too_many_open");
  const today = whyNotInvite({ openCount: 0, dayCount: 199 }, 2);
  assert.equal(today, "companies.invitation.too_many_today");
});

test("only the proved address of the invitation accepts it", () => {
  const to = { email: "amir@example.com" };
  assert.equal(whyNotAccept(to, { email: "amir@example.com", isVerified: true }), null);
  for (const other of [
    { email: "amir@example.com", isVerified: false },
    { email: "amir@example.org", isVerified: true },
  ])
    assert.equal(whyNotAccept(to, other), "companies.invitation.other_address");
});

test("the last Admin stays; nobody removes themselves", () => {
  assert.equal(whyNotUnadmin({ role: "admin", disabledAt: null, adminCount: 2 }), null);
  assert.equal(whyNotUnadmin({ role: "viewer", disabledAt: null, adminCount: 1 }), null);
  const last = { role: "admin", disabledAt: null, adminCount: 1 };
  assert.equal(whyNotUnadmin(last), "companies.member.last_admin");
  assert.equal(whyNotRemove({ ...last, id: "a" }, "b"), "companies.member.last_admin");
  assert.equal(
    whyNotRemove({ role: "viewer", disabledAt: null, adminCount: 1, id: "a" }, "a"),
    "companies.member.is_you",
  );
});

test("a role is given only by somebody with at least its permissions, scopes and views", () => {
  const catalogue = ["crm.customers.read", "crm.customers.write"];
  const all = new Set(catalogue);
  const { sees } = BUILT_IN.viewer;
  const giver = { permissions: all, standing: { narrowed: new Map(), sees } };
  const role = (scope: "own" | "all", of = catalogue) => ({
    allow: of.map((on) => ({ on, scope })),
    deny: [],
    sees,
  });
  assert.equal(whyNotGive(role("all"), giver, catalogue), null);
  const above = "companies.member.above_you";
  const fewer = { ...giver, permissions: new Set(["crm.customers.read"]) };
  assert.equal(whyNotGive(role("all"), fewer, catalogue), above);
  assert.equal(whyNotGive(role("all", ["crm.customers.read"]), fewer, catalogue), null);
  const own = new Map([["crm.customers.write", "own" as const]]);
  const narrow = { ...giver, standing: { narrowed: own, sees } };
  assert.equal(whyNotGive(role("all"), narrow, catalogue), above);
  assert.equal(whyNotGive(role("own"), narrow, catalogue), null);
  const seesMore = { ...role("all"), sees: { ...sees, contact: "plain" } };
  assert.equal(whyNotGive(seesMore, giver, catalogue), above);
});
