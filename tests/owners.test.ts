import assert from "node:assert/strict";
import { test } from "node:test";
import { joinedTo, meOf } from "#modules/companies/members/members.testing.ts";
import { signedUp, type TestBrowser, type TestDoor, testDoor } from "#platform/testing/door.ts";

const SETS = [
  { at: "/api/crm/customers", noun: "crm.customers", body: (i: number) => ({ name: `Aina ${i}` }) },
  {
    at: "/api/sales/orders",
    noun: "sales.orders",
    body: (i: number) => ({
      channel: "stall",
      lines: [{ title: `Kopi ${i}`, quantity: 1, unitPriceMinor: 500 }],
    }),
  },
] as const;

for (const { at, noun, body } of SETS) {
  test(`${noun}: many are given at once, the filter by owner finds them, and the undo gives each back to whose it was`, async () => {
    await using door = await testDoor();
    const { admin, member, me, them } = await two(door);
    const ids = [await made(admin, at, body(1)), await made(admin, at, body(2))];
    ids.push(await made(member, at, body(3)));
    const found = async (browser: TestBrowser, owner: string) => {
      const list = await browser.ask("GET", `${at}?owner=${owner}`);
      const count = await browser.ask("GET", `${at}/count?owner=${owner}`);
      assert.equal(list.body.rows.length, count.body.count, owner);
      assert.equal(count.body.allCount, 3);
      return list.body.rows.map((row: { id: string }) => row.id).sort();
    };

    assert.deepEqual(await found(admin, "mine"), ids.slice(0, 2).sort());
    assert.deepEqual(await found(member, "mine"), [ids[2]]);
    assert.deepEqual(await found(admin, "nobody"), []);

    const given = await admin.ask("POST", `${at}/give`, { ids, ownerId: them });
    assert.equal(given.status, 200, JSON.stringify(given.body));
    assert.equal(given.body.count, 2, "the third was theirs before");
    assert.deepEqual(await found(admin, them), [...ids].sort());
    assert.deepEqual(await found(admin, "mine"), []);
    for (const { ownerId, ids: back } of given.body.before)
      await admin.ask("POST", `${at}/give`, { ids: back, ownerId });
    assert.deepEqual(await found(admin, me), ids.slice(0, 2).sort());
    assert.deepEqual(await found(admin, them), [ids[2]]);

    const freed = await admin.ask("POST", `${at}/give`, { ids, ownerId: null });
    assert.equal(freed.body.count, 3);
    assert.deepEqual(await found(member, "nobody"), [...ids].sort());
    const { body: log } = await admin.ask("GET", "/api/trust/audit?limit=50");
    const entries = log.rows.filter((row: { action: string }) => row.action === `${noun}.give`);
    assert.equal(entries.length, 7, "an entry for each that changed");
  });

  test(`${noun}: whoever gives away what was theirs alone is offered no undo, and a stranger is given nothing`, async () => {
    await using door = await testDoor();
    const { admin, member, them } = await two(door);
    const own = [`${noun}.read`, `${noun}.write`, `${noun}.give`];
    const { body: role } = await admin.ask("POST", "/api/companies/roles", {
      name: "Own",
      rules: {
        allow: own.map((on) => ({ on, scope: "own" })),
        deny: [],
        sees: { contact: "plain", sensitive: "plain", secret: "hidden" },
      },
    });
    const url = `/api/companies/members/${them}/role`;
    await admin.ask("POST", url, { was: "member", role: role.id });
    const theirs = await made(member, at, body(1));
    const mine = await made(admin, at, body(2));

    const foreign = await member.ask("POST", `${at}/give`, { ids: [mine], ownerId: them });
    assert.equal(foreign.status, 404);
    const stranger = them.replace(/.$/, them.endsWith("0") ? "1" : "0");
    const lost = await member.ask("POST", `${at}/give`, { ids: [theirs], ownerId: stranger });
    assert.equal(lost.body.details[0].code, "companies.member.unknown");
    const away = await member.ask("POST", `${at}/give`, { ids: [theirs], ownerId: null });
    assert.deepEqual([away.body.count, away.body.before], [1, []]);
    assert.equal((await member.ask("GET", `${at}/${theirs}`)).status, 404);
    assert.equal((await member.ask("GET", `${at}/count?owner=nobody`)).body.count, 0);
  });
}

async function two(door: TestDoor) {
  const admin = await signedUp(door);
  const member = await joinedTo(door, admin, "amir@kenari.example");
  const idOf = async (browser: TestBrowser) => String((await meOf(browser)).account.id);
  return { admin, member, me: await idOf(admin), them: await idOf(member) };
}

async function made(browser: TestBrowser, at: string, body: object): Promise<string> {
  const { status, body: reply } = await browser.ask("POST", at, body);
  assert.equal(status, 200, JSON.stringify(reply));
  return reply.id;
}
