import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { cache } from "#ui/query.ts";
import { signOut } from "./session.ts";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

test("signing out forgets what was shown, also when the server cannot be reached", async () => {
  for (const answer of [
    async () => new Response('{"done":true}'),
    async () => {
      throw new TypeError("no network");
    },
  ]) {
    globalThis.fetch = answer;
    cache.setQueryData(["crm.customers"], { rows: [{ name: "Siti" }] });
    await signOut().catch(() => {});
    assert.deepEqual(cache.getQueryCache().getAll(), []);
  }
});
