import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { testBucket } from "./s3.testing.ts";
import { s3Store } from "./s3.ts";

const MB = 1024 * 1024;

async function* inPieces(bytes: Buffer, size = 300_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => buffer(bytes);

test("what is put comes back byte by byte, in one piece where it is small and in parts where it is not", async () => {
  await using bucket = await testBucket();
  const store = s3Store(bucket.place);
  for (const size of [0, 1, 1000, 8 * MB - 1, 8 * MB, 8 * MB + 1, 21 * MB]) {
    const bytes = randomBytes(size);
    const kept = await store.put("my-1/kedai/satu.age", inPieces(bytes));
    assert.deepEqual(kept, {
      bytes: size,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    assert.ok((await read(store.get("my-1/kedai/satu.age"))).equals(bytes), `${size} bytes`);
  }
  assert.ok(bucket.asked.some((one) => one.includes("partNumber=3")));
  assert.equal(bucket.uploads.size, 0);
});

test("a part that fails is sent again; where nothing helps nothing is left, and the failure says what it was", async () => {
  await using bucket = await testBucket();
  const store = s3Store(bucket.place);
  const bytes = randomBytes(17 * MB);
  let failures = 2;
  bucket.trouble = (asked, response) => {
    if (!asked.includes("partNumber=2") || failures === 0) return false;
    failures -= 1;
    response.writeHead(503).end("<Error><Code>SlowDown</Code></Error>");
    return true;
  };
  await store.put("my-1/kedai/dua.age", inPieces(bytes));
  assert.ok((await read(store.get("my-1/kedai/dua.age"))).equals(bytes));

  bucket.trouble = (asked, response) => {
    if (!asked.startsWith("PUT") || !asked.includes("partNumber=2")) return false;
    response.writeHead(500).end("<Error><Code>InternalError</Code></Error>");
    return true;
  };
  await assert.rejects(store.put("my-1/kedai/tiga.age", inPieces(bytes)), /500 InternalError/);
  assert.equal(await store.has("my-1/kedai/tiga.age"), false);
  assert.equal(bucket.uploads.size, 0);
});

test("an upload that the store takes back at its end is a failure, although it answers 200", async () => {
  await using bucket = await testBucket();
  const store = s3Store(bucket.place);
  bucket.trouble = (asked, response) => {
    if (!asked.startsWith("POST") || !asked.includes("uploadId")) return false;
    response.writeHead(200).end("<Error><Code>InternalError</Code></Error>");
    return true;
  };
  await assert.rejects(
    store.put("my-1/kedai/empat.age", inPieces(randomBytes(9 * MB))),
    /InternalError/,
  );
});

test("a line that breaks while it is read is taken up at the next byte, and never with another file", async () => {
  await using bucket = await testBucket();
  const store = s3Store(bucket.place);
  const bytes = randomBytes(3 * MB);
  await store.put("my-1/kedai/lima.age", inPieces(bytes));
  let breaks = 2;
  bucket.trouble = (asked, response) => {
    if (!asked.startsWith("GET my-1/kedai/lima.age") || breaks === 0) return false;
    breaks -= 1;
    if (breaks === 0) return false;
    response.writeHead(200, {
      etag: `"${createHash("md5").update(bytes).digest("hex")}"`,
      "content-length": String(bytes.length),
    });
    response.write(bytes.subarray(0, MB), () => response.destroy());
    return true;
  };
  assert.ok((await read(store.get("my-1/kedai/lima.age"))).equals(bytes));

  breaks = 2;
  const other = randomBytes(3 * MB);
  const reading = read(store.get("my-1/kedai/lima.age"));
  bucket.objects.set("my-1/kedai/lima.age", other);
  await assert.rejects(reading, /412 PreconditionFailed/);
});

test("a folder's names are listed over all pages, half-written ones too, and what is removed is gone with its upload", async () => {
  await using bucket = await testBucket();
  const store = s3Store(bucket.place);
  const names = ["a", "b", "c", "d", "e"].map((name) => `my-1/kedai/${name}.age`);
  for (const name of names) await store.put(name, inPieces(Buffer.from(name)));
  await store.put("my-1/kedai-lain/x.age", inPieces(Buffer.from("x")));
  bucket.uploads.set("cut", { name: "my-1/kedai/f.age", parts: new Map() });
  assert.deepEqual(await store.list("my-1/kedai"), [...names, "my-1/kedai/f.age"]);
  await store.remove("my-1/kedai/f.age");
  await store.remove("my-1/kedai/a.age");
  await store.remove("my-1/kedai/never.age");
  assert.deepEqual(await store.list("my-1/kedai"), names.slice(1));
  assert.deepEqual(
    [await store.has("my-1/kedai/a.age"), await store.has("my-1/kedai/b.age")],
    [false, true],
  );
  await assert.rejects(read(store.get("my-1/kedai/a.age")), /404 NoSuchKey/);
});

test("who has not the key is refused, and told so", async () => {
  await using bucket = await testBucket();
  const store = s3Store({ ...bucket.place, secret: "lain" });
  await assert.rejects(
    store.put("my-1/kedai/satu.age", inPieces(Buffer.from("x"))),
    /403 SignatureDoesNotMatch/,
  );
  await assert.rejects(store.has("my-1/kedai/satu.age"));
  const elsewhere = s3Store({ ...bucket.place, bucket: "lain-pula" });
  await assert.rejects(elsewhere.put("my-1/x.age", inPieces(Buffer.from("x"))), /404 NoSuchBucket/);
});
