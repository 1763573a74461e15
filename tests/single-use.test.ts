/** Links of mails, codes and invitations are tried by their own slices; these are the addresses that files leave by. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";

const TRIES = 16;

let door: TestDoor;
let owner: TestBrowser;
before(async () => {
  door = await testDoor();
  owner = await signedUp(door);
});
after(() => door[Symbol.asyncDispose]());

const asked = async (path: string, body: object) => {
  const answer = await owner.ask("POST", path, body);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Opened by that many at once, each without a session, for the address is the key. */
async function assertOpensOnce(url: string): Promise<void> {
  const host = new URL(door.house.config.publicUrl).host;
  const answers = await Promise.all(
    Array.from({ length: TRIES }, () => door.app.inject({ url, headers: { host } })),
  );
  const statuses = answers.map(({ statusCode }) => statusCode).toSorted();
  assert.deepEqual(statuses, [200, ...Array.from({ length: TRIES - 1 }, () => 404)], url);
  assert.equal((await door.app.inject({ url, headers: { host } })).statusCode, 404);
}

test("of 16 that open the address of an audit log at once, one gets it", async () => {
  await asked("/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  const { url } = await asked("/api/trust/audit/downloads", {});
  await assertOpensOnce(url);
});

test("of 16 that open the address of an export at once, one gets it", async () => {
  await asked("/api/crm/customers", { name: "Aina" });
  const { id } = await asked("/api/records/exports", {
    ...{ type: "customer", format: "csv", language: "en" },
  });
  const { rows } = await door.house.control.query("select id from companies");
  await door.house.drain(rows[0].id);
  const { url } = await asked(`/api/records/exports/${id}/link`, {});
  await assertOpensOnce(url);
});

test("of 16 that open the address of a file at once, one gets it", async () => {
  const { id: subject } = await asked("/api/crm/customers", { name: "Aina" });
  const content = Buffer.from("Resit kopi");
  const begun = { subject, note: null, fileName: "resit.txt", bytes: content.length };
  const { id, upload } = await asked("/api/records/attachments", begun);
  const { statusCode } = await door.app.inject({
    method: "POST",
    url: `/api/records/attachments/parts/${upload}/0`,
    headers: {
      host: new URL(door.house.config.publicUrl).host,
      origin: door.house.config.publicUrl,
      "content-type": "application/octet-stream",
    },
    payload: content,
  });
  assert.equal(statusCode, 204);
  await asked(`/api/records/attachments/${id}/finish`, {});
  const { path } = await asked(`/api/records/attachments/${id}/open`, {});
  await assertOpensOnce(path);
});
