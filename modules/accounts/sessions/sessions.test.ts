import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { z } from "zod";
import { done, post } from "#kernel/contract.ts";
import { ACTIONS } from "#modules/modules.ts";
import { accountAction, type CompanyAction, command, perform } from "#platform/actions/action.ts";
import { SIGN_UP, signedUp, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { testCompany } from "#platform/testing/house.ts";

const { password } = SIGN_UP;
const OWN = "/api/test/own";
const COMPANYS = "/api/test/companys";
const matters = accountAction({
  does: post(OWN, z.object({}), done),
  named: "test.own",
  isForFresh: true,
  run: async () => ({ done: true as const }),
});
const mattersToCompany = command({
  does: post(COMPANYS, z.object({}), done),
  needs: "companies.companies.write",
  isForFresh: true,
  async run(ctx) {
    await ctx.audit({ type: "company", id: ctx.company.id, name: ctx.company.name }, {});
    return { done: true as const };
  },
});

let door: TestDoor;
before(async () => {
  door = await testDoor({ actions: [...ACTIONS, matters as never, mattersToCompany] });
});
after(() => door[Symbol.asyncDispose]());

const MINUTE = 60_000;

test("what is only for a fresh session is refused five minutes after signing in, and open for five after confirming", async () => {
  const browser = await signedUp(door, { email: "fresh@kenari.example" });
  const tries = async () =>
    Promise.all(
      [OWN, COMPANYS].map(async (url) => {
        const { status, body } = await browser.ask("POST", url, {});
        return status === 200 ? "open" : `${status} ${body.code}`;
      }),
    );
  const { now } = door.house.clock;
  const closed = ["403 accounts.session.stale", "403 accounts.session.stale"];
  assert.deepEqual(await tries(), ["open", "open"]);
  door.house.clock.advance(5 * MINUTE - 1);
  assert.deepEqual(await tries(), ["open", "open"]);
  door.house.clock.advance(1);
  assert.deepEqual(await tries(), closed);

  const wrong = await browser.ask("POST", "/api/accounts/sessions/confirm", { password: "no" });
  assert.deepEqual(wrong.body.details, [{ path: ["password"], code: "password.wrong" }]);
  assert.deepEqual(await tries(), closed);

  const right = await browser.ask("POST", "/api/accounts/sessions/confirm", { password });
  assert.equal(right.status, 200);
  const until = new Date(door.house.clock.now.getTime() + 5 * MINUTE);
  assert.equal(right.body.freshUntil, until.toISOString());
  assert.deepEqual(await tries(), ["open", "open"]);
  door.house.clock.now = until;
  assert.deepEqual(await tries(), closed);
  door.house.clock.now = now;
});

test("confirming makes fresh this session alone", async () => {
  const email = "alone@kenari.example";
  const mine = await signedUp(door, { email });
  const other = door.browser();
  await other.ask("POST", "/api/accounts/sign-in", { email, password });
  const { now } = door.house.clock;
  door.house.clock.advance(6 * MINUTE);
  await mine.ask("POST", "/api/accounts/sessions/confirm", { password });
  assert.equal((await mine.ask("POST", OWN, {})).status, 200);
  assert.equal((await other.ask("POST", OWN, {})).body.code, "accounts.session.stale");
  door.house.clock.now = now;
});

test("a store or a key never proves who it is; the house itself has nobody to ask", async () => {
  const { admin } = await testCompany(door.house);
  const { provedAt: _, ...unproved } = { ...admin, now: door.house.now() };
  const asking = (kind: "connection" | "system" | "person") =>
    perform(
      mattersToCompany as unknown as CompanyAction,
      door.house,
      { ...unproved, actor: { ...admin.actor, kind } },
      {},
    );
  await assert.rejects(asking("connection"), /accounts\.session\.stale/);
  await assert.rejects(asking("person"), /accounts\.session\.stale/);
  assert.deepEqual(await asking("system"), { done: true });
});
