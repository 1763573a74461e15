import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { zstdDecompressSync } from "node:zlib";
import { writeArchive } from "./archive.ts";
import { newBackupKey } from "./sealing.ts";
import { diskStore } from "./store.ts";

test("age, the tool that the format comes from, opens a backup with the company's key, and with no other", async () => {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-age-"));
  try {
    const store = diskStore(dir);
    const key = await newBackupKey();
    const sink = async (bytes: AsyncIterable<Uint8Array>) => {
      await store.put("one.age", bytes);
    };
    const part = Buffer.from("Kopi O, 590 sen\n".repeat(20_000));
    await writeArchive(key, sink, (add) => add("data/kopi.copy", part));
    const opened = async (identity: string) => {
      await writeFile(join(dir, "key.txt"), `${identity}\n`);
      const args = ["--decrypt", "--identity", join(dir, "key.txt"), join(dir, "one.age")];
      return spawnSync("age", args, { maxBuffer: 64 * 1024 * 1024 });
    };
    const { status, stdout, stderr } = await opened(key);
    assert.equal(status, 0, stderr.toString());
    assert.ok(zstdDecompressSync(stdout).includes(part));
    assert.notEqual((await opened(await newBackupKey())).status, 0);
  } finally {
    await rm(dir, { recursive: true });
  }
});
