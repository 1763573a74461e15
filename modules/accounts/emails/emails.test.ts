import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIGN_UP, signedUp, type TestDoor, testDoor, tokenIn } from "#platform/testing/door.ts";

let door: TestDoor;
before(async () => {
  door = await testDoor();
});
after(() => door[Symbol.asyncDispose]());

const { password } = SIGN_UP;
const HOUR = 3_600_000;

const ask = (path: string, body: object, browser = door.browser()) =>
  browser.ask("POST", `/api/accounts/email-change${path}`, body);
const signIn = async (email: string) =>
  (await door.browser().ask("POST", "/api/accounts/sign-in", { email, password })).status;
const mailTo = async (email: string, subject: RegExp) =>
  (await door.mailsTo(email)).find((mail) => subject.test(mail.subject));

async function begun(name: string) {
  const from = `${name}@kenari.example`;
  const to = `${name}.baharu@kenari.example`;
  const browser = await signedUp(door, { email: from });
  assert.equal((await ask("", { email: ` ${to.toUpperCase()} ` }, browser)).status, 200);
  const toOld = tokenIn(await mailTo(from, /is to be changed/));
  const toNew = tokenIn(await mailTo(to, /Confirm your new address/));
  return { from, to, browser, toOld, toNew };
}

test("an address is changed when both mailboxes have agreed, whichever came first, and not before", async () => {
  for (const isOldFirst of [true, false]) {
    const { from, to, browser, toOld, toNew } = await begun(isOldFirst ? "first" : "last");
    const [first, second] = isOldFirst ? [toOld, toNew] : [toNew, toOld];
    assert.deepEqual((await ask("/look", { token: toOld })).body, { from, to, isOld: true });
    assert.deepEqual((await ask("/look", { token: toNew })).body, { from, to, isOld: false });

    assert.deepEqual((await ask("/confirm", { token: first })).body, { isChanged: false });
    assert.deepEqual([await signIn(from), await signIn(to)], [200, 401]);
    const { body } = await browser.ask("GET", "/api/accounts/email-change");
    assert.deepEqual(
      [body.change.email, body.change.isOldConfirmed, body.change.isNewConfirmed],
      [to, isOldFirst, !isOldFirst],
    );

    assert.deepEqual((await ask("/confirm", { token: second })).body, { isChanged: true });
    assert.deepEqual([await signIn(from), await signIn(to)], [401, 200]);
    assert.equal((await browser.ask("GET", "/api/accounts/me")).body.account.email, to);
    for (const each of [from, to]) assert.ok(await mailTo(each, /address was changed/));
  }
});

test("each link agrees once, also opened 16 times at once, and both at once change the address once", async () => {
  const { toOld, toNew } = await begun("sixteen");
  for (const [token, isChanged] of [
    [toOld, false],
    [toNew, true],
  ] as const) {
    const answers = await Promise.all(Array.from({ length: 16 }, () => ask("/confirm", { token })));
    const passed = answers.filter(({ status }) => status === 200);
    assert.deepEqual(
      passed.map(({ body }) => body),
      [{ isChanged }],
    );
    for (const { status, body } of answers)
      if (status !== 200) assert.equal(body.code, "accounts.link.not_valid");
  }

  const both = await begun("both");
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      ask("/confirm", { token: i % 2 ? both.toOld : both.toNew }),
    ),
  );
  const changed = answers.filter(({ body }) => body.isChanged === true);
  assert.equal(changed.length, 1);
  const told = (await door.mailsTo(both.to)).filter(({ subject }) => /was changed/.test(subject));
  assert.equal(told.length, 1);
});

test("the old address can say no, whoever asked can take it back, and after a day nothing is left of it", async () => {
  const refused = await begun("refused");
  assert.equal((await ask("/refuse", { token: refused.toNew })).status, 409);
  assert.equal((await ask("/refuse", { token: refused.toOld })).status, 200);
  assert.equal((await ask("/confirm", { token: refused.toNew })).status, 409);

  const cancelled = await begun("cancelled");
  await ask("/confirm", { token: cancelled.toOld });
  assert.equal((await ask("/cancel", {}, cancelled.browser)).status, 200);
  assert.equal((await ask("/confirm", { token: cancelled.toNew })).status, 409);

  const late = await begun("late");
  const { now } = door.house.clock;
  door.house.clock.advance(24 * HOUR);
  for (const token of [late.toOld, late.toNew])
    assert.equal((await ask("/confirm", { token })).status, 409);
  door.house.clock.now = now;
});

test("asking for another address ends the links of the one before", async () => {
  const { browser, toOld, toNew } = await begun("again");
  await ask("", { email: "again.lagi@kenari.example" }, browser);
  for (const token of [toOld, toNew]) assert.equal((await ask("/confirm", { token })).status, 409);
});

test("whoever asks for an address that is somebody's learns nothing: same answer, same mail to themselves; its owner is told", async () => {
  const owner = "owner@kenari.example";
  await signedUp(door, { email: owner });
  const browser = await signedUp(door, { email: "asker@kenari.example" });
  const timed = async (email: string) => {
    const began = performance.now();
    const { status, body } = await ask("", { email }, browser);
    return { answer: [status, body], ms: performance.now() - began };
  };
  const taken = await timed(owner);
  const shown = await browser.ask("GET", "/api/accounts/email-change");
  assert.equal(shown.body.change.email, owner);
  const free = await timed("free@kenari.example");
  assert.deepEqual(taken.answer, free.answer);
  assert.ok(taken.ms > 240 && free.ms > 240, `${taken.ms} ${free.ms}`);
  const toAsker = (await door.mailsTo("asker@kenari.example")).filter(({ subject }) =>
    /is to be changed/.test(subject),
  );
  assert.equal(toAsker.length, 2);
  const toOwner = await mailTo(owner, /wants to use your address/);
  assert.doesNotMatch(toOwner?.text ?? "", /#/);
});

test("an address that somebody signed up with and never proved is free for who proves it", async () => {
  await door
    .browser()
    .ask("POST", "/api/accounts/sign-up", { ...SIGN_UP, email: "squatted.baharu@kenari.example" });
  const { to, toOld, toNew } = await begun("squatted");
  await ask("/confirm", { token: toOld });
  assert.deepEqual((await ask("/confirm", { token: toNew })).body, { isChanged: true });
  assert.equal(await signIn(to), 200);
});

test("an address is changed by a fresh session only, and not to itself", async () => {
  const email = "stale@kenari.example";
  const browser = await signedUp(door, { email });
  const same = await ask("", { email }, browser);
  assert.deepEqual(same.body.details, [{ path: ["email"], code: "email.same" }]);
  const { now } = door.house.clock;
  door.house.clock.advance(6 * 60_000);
  const stale = await ask("", { email: "x@kenari.example" }, browser);
  assert.equal(stale.body.code, "accounts.session.stale");
  door.house.clock.now = now;
});
