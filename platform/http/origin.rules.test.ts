import assert from "node:assert/strict";
import { test } from "node:test";
import { type From, whyNotFrom } from "./origin.rules.ts";

const PUBLIC = "https://kaunter.example.com";
const from = (changes: Partial<From>): From => ({
  method: "POST",
  host: "kaunter.example.com",
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  ...changes,
});

test("a change is taken from our own pages and from nowhere else", () => {
  const foreign = "platform.origin.foreign";
  const missing = "platform.origin.missing";
  const table: [Partial<From>, string | null][] = [
    [{ origin: PUBLIC }, null],
    [{ origin: PUBLIC, fetchSite: "same-origin" }, null],
    [{ origin: PUBLIC, fetchSite: "none" }, null],
    [{ fetchSite: "same-origin" }, null],
    [{}, missing],
    [{ fetchSite: "none" }, missing],
    [{ origin: "null" }, foreign],
    [{ origin: "" }, foreign],
    [{ origin: "http://kaunter.example.com" }, foreign],
    [{ origin: "https://kaunter.example.com:8443" }, foreign],
    [{ origin: "https://evil.example" }, foreign],
    [{ origin: "https://kaunter.example.com.evil.example" }, foreign],
    [{ origin: PUBLIC, fetchSite: "cross-site" }, foreign],
    [{ origin: PUBLIC, fetchSite: "same-site" }, foreign],
    [{ fetchSite: "cross-site" }, foreign],
    [{ origin: "http://localhost:4880", host: "localhost:4880" }, foreign],
  ];
  for (const method of ["POST", "PATCH", "DELETE", "PUT"])
    for (const [changes, expected] of table)
      assert.equal(
        whyNotFrom(from({ method, ...changes }), PUBLIC),
        expected,
        `${method} ${JSON.stringify(changes)}`,
      );
});

test("on loopback any name of loopback under which the page was opened is our own, another port is not", () => {
  const local = "http://127.0.0.1:4880";
  const table: [string, string, string | null][] = [
    ["http://localhost:4880", "localhost:4880", null],
    ["http://[::1]:4880", "[::1]:4880", null],
    ["http://localhost:9000", "localhost:9000", null],
    ["http://localhost:9999", "localhost:4880", "platform.origin.foreign"],
    ["http://127.0.0.1:9999", "127.0.0.1:4880", "platform.origin.foreign"],
    ["http://rebound.example:4880", "rebound.example:4880", "platform.origin.foreign"],
    ["https://localhost:4880", "localhost:4880", "platform.origin.foreign"],
  ];
  for (const [origin, host, expected] of table)
    assert.equal(whyNotFrom(from({ origin, host }), local), expected, `${origin} ${host}`);
});

test("another site may lead here, but not read our data", () => {
  const read = (fetchSite: string | undefined, fetchMode?: string) =>
    whyNotFrom(from({ method: "GET", fetchSite, fetchMode }), PUBLIC);
  assert.equal(read(undefined), null);
  assert.equal(read("same-origin", "cors"), null);
  assert.equal(read("none", "navigate"), null);
  assert.equal(read("cross-site", "navigate"), null);
  assert.equal(read("cross-site", "no-cors"), "platform.origin.foreign");
  assert.equal(read("same-site", "cors"), "platform.origin.foreign");
});
