import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { SIGN_UP, signedUp, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { signLogs } from "./chain.ts";

test("the whole log is downloaded once, by who may and has just shown who they are, and the script beside it verifies it", async () => {
  await using door = await testDoor();
  await using folder = await temporary();
  const owner = await signedUp(door);
  for (const name of ["Aina", "Badrul", "Citra"])
    await owner.ask("POST", "/api/crm/customers", { name });
  await signLogs(door.house);

  const { body: made } = await owner.ask("POST", "/api/trust/audit/downloads", {});
  const file = await fetched(door, made.url);
  assert.equal(file.statusCode, 200);
  assert.match(String(file.headers["content-disposition"]), /audit-log-2026-11-22\.jsonl\.gz/);
  assert.equal((await fetched(door, made.url)).statusCode, 404, "it opens once");
  const script = await fetched(door, "/api/trust/audit/verify-audit.mjs");
  assert.equal(script.statusCode, 200);
  await writeFile(join(folder.path, "verify-audit.mjs"), script.rawPayload);

  const verified = await folder.verify(file.rawPayload);
  assert.match(verified.stdout, /^Rumah Kenari, downloaded 2026-11-22/);
  assert.match(verified.stdout, /1 heads, signed up to 2026-11-22T08:00:00.000Z\n✔ all in place/);
  assert.equal(verified.code, 0);

  const text = gunzipSync(file.rawPayload).toString();
  const changed = await folder.verify(text.replace("Badrul", "Bakri"));
  assert.match(changed.stdout, /✘ lane 1, entry \d+ was changed after it was written/);
  assert.equal(changed.code, 1);
  const foreign = await folder.verify(text, "--key", "MCowBQYDK2VwAyEA");
  assert.match(foreign.stdout, /✘ the log is signed with another key/);

  const { rows } = (await owner.ask("GET", "/api/trust/audit?action=trust.audit.export")).body;
  assert.equal(rows.length, 1, "that it was taken along stands in it");
});

test("a download wants a fresh session, and its address lasts two minutes", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  const { body: made } = await owner.ask("POST", "/api/trust/audit/downloads", {});
  door.house.clock.advance(2 * 60_000 + 1);
  assert.equal((await fetched(door, made.url)).statusCode, 404);
  door.house.clock.advance(5 * 60_000);
  const refused = await owner.ask("POST", "/api/trust/audit/downloads", {});
  assert.equal(refused.body.code, "accounts.session.stale");
  for (const odd of ["x", "A".repeat(64), made.url.split("/").at(-1).slice(0, -2)])
    assert.equal((await fetched(door, `/api/trust/audit/downloads/${odd}`)).statusCode, 404);
});

test("the page says how much was looked through, that all is in place and up to when it is signed", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  await owner.ask("POST", "/api/crm/customers", { name: "Aina" });
  const state = async () => (await owner.ask("GET", "/api/trust/audit/state")).body;
  assert.deepEqual([(await state()).checked, (await state()).signedAt], [null, null]);
  await signLogs(door.house);
  const signed = await state();
  assert.deepEqual(signed.checked, {
    at: "2026-11-22T08:00:00.000Z",
    isWhole: true,
    entriesCount: signed.entriesCount,
    findings: [],
  });
  assert.equal(signed.signedAt, "2026-11-22T08:00:00.000Z");

  door.house.clock.advance(60_000);
  assert.equal((await owner.ask("POST", "/api/trust/audit/checks", {})).status, 200);
  await door.house.drain(await companyOf(door));
  assert.equal((await state()).checked.at, "2026-11-22T08:01:00.000Z");
});

const fetched = (door: TestDoor, url: string) =>
  door.app.inject({ url, headers: { host: new URL(door.house.config.publicUrl).host } });

async function companyOf(door: TestDoor): Promise<string> {
  const { rows } = await door.house.control.query("select id from companies where name = $1", [
    SIGN_UP.companyName,
  ]);
  return rows[0].id;
}

async function temporary() {
  const path = await mkdtemp(join(tmpdir(), "kaunter-audit-"));
  return {
    path,
    verify: async (log: Buffer | string, ...options: string[]) => {
      const file = join(path, typeof log === "string" ? "log.jsonl" : "log.jsonl.gz");
      await writeFile(file, log);
      return new Promise<{ stdout: string; code: unknown }>((done) => {
        const args = [join(path, "verify-audit.mjs"), file, ...options];
        execFile(process.execPath, args, (error, stdout) =>
          done({ stdout, code: error?.code ?? 0 }),
        );
      });
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}
