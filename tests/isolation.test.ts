import assert from "node:assert/strict";
import { test } from "node:test";
import { diceFor } from "#modules/connect/fixtures/dice.ts";
import { signedUp, testDoor } from "#platform/testing/door.ts";
import { assertNothingOf, companyWith, deliver, orderOf, probed } from "./probing.ts";

const PROBES = 1000;

test(`${PROBES} probes with another company's ids, words, cookies and addresses bring 0 of its bytes`, () =>
  probed(PROBES));

test("a cookie that was changed in any place, or is another house's, opens nothing", async () => {
  await using door = await testDoor();
  await door.app.listen({ host: "127.0.0.1", port: 0 });
  await using other = await testDoor();
  const ours = await companyWith(door, "ZAITUN");
  const [[name, token] = ["", ""]] = [...ours.browser.cookies];
  const dice = diceFor("cookies");
  const forged = Array.from({ length: 60 }, () => {
    // The last letter of base64url may carry bits that mean nothing.
    const at = dice.between(0, token.length - 2);
    return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
  });
  const stranger = await signedUp(other, { email: "orang@lain.example" });

  for (const value of [...forged, ...stranger.cookies.values()]) {
    const thief = door.browser();
    thief.cookies.set(name, value);
    const answer = await thief.ask("GET", "/api/crm/customers");
    assert.equal(answer.status, 401);
    assertNothingOf(ours, answer.body, "a forged cookie");
  }
});

test("a store reaches the company of its address and no other", async () => {
  await using door = await testDoor();
  await door.app.listen({ host: "127.0.0.1", port: 0 });
  const ours = await companyWith(door, "ZAITUN");
  const theirs = await companyWith(door, "QUETZAL");
  const order = orderOf("INTRUDER", 77);

  assert.equal(await deliver(door, { ...theirs.store, secret: ours.store.secret }, order), 401);
  assert.equal(await deliver(door, ours.store, order), 200);
  await door.house.drain(ours.access.company.id);
  await door.house.drain(theirs.access.company.id);

  const { rows } = await theirs.access.pool.query(
    "select (select count(*)::int from orders where number like '%INTRUDER%') as orders, (select count(*)::int from deliveries) as kept",
  );
  assert.deepEqual(rows, [{ orders: 0, kept: theirs.kept }]);
  const found = await ours.browser.ask("GET", "/api/sales/orders?search=INTRUDER");
  assert.equal(found.body.rows.length, 1);
});
