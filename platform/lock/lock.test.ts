import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { AlreadyRuns, takeLock } from "./lock.ts";

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-lock-"));
  try {
    await work(dir);
  } finally {
    await rm(dir, { recursive: true });
  }
}

test("who comes second is told where the first one is", () =>
  inFolder(async (dir) => {
    const lock = await takeLock(dir);
    await assert.rejects(takeLock(dir), /is starting already \(process \d+\)/);
    await lock.say("http://127.0.0.1:4880");
    await assert.rejects(takeLock(dir), (error: unknown) => {
      assert.ok(error instanceof AlreadyRuns);
      assert.equal(error.holder.pid, process.pid);
      assert.match(error.message, /already runs at http:\/\/127.0.0.1:4880/);
      return true;
    });
    await lock.release();
    assert.deepEqual(await readdir(dir), []);
  }));

test("of many who come at once, one gets it", () =>
  inFolder(async (dir) => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(dir)));
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  }));

test("the lock of a dead process, of its number's next owner, or half a lock, holds nobody up", () =>
  inFolder(async (dir) => {
    const path = join(dir, "running.json");
    const dead = spawn("true");
    await new Promise((done) => dead.once("exit", done));
    for (const stale of [
      JSON.stringify({ pid: dead.pid, started: "1", url: null }),
      JSON.stringify({ pid: process.pid, started: "1", url: null }),
      '{"pid":',
    ]) {
      await writeFile(path, stale);
      await (await takeLock(dir)).release();
    }
    await assert.rejects(readFile(path), { code: "ENOENT" });
  }));
