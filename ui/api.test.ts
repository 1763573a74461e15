import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ApiProblem, client, queryOf } from "./api.ts";

const contract = {
  list: { method: "GET", path: "/api/sales/orders" },
  issue: { method: "POST", path: "/api/sales/orders/:id/issue" },
} as unknown as Parameters<typeof client>[0];
const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

test("a query leaves out what is not said and joins lists", () => {
  const query = queryOf(
    new Map<string, unknown>([
      ["a", undefined],
      ["b", null],
      ["c", ["x", "y"]],
      ["d", 0],
    ]),
  );
  assert.equal(query, "?c=x%2Cy&d=0");
});

test("an id goes into the path, encoded, and not into the body", async () => {
  const asked: unknown[] = [];
  globalThis.fetch = async (place, request) => {
    asked.push(place, request?.body);
    return new Response("{}");
  };
  await client(contract)["issue"]?.({ id: "ord/1", version: 3 });
  assert.deepEqual(asked, ["/api/sales/orders/ord%2F1/issue", '{"version":3}']);
});

test("a refusal keeps its code and its fields, a broken line has a code of its own", async () => {
  const details = [{ path: ["email"], code: "email.invalid" }];
  globalThis.fetch = async () =>
    new Response(JSON.stringify({ kind: "invalid", code: "input.invalid", details }), {
      status: 400,
    });
  const refused = await client(contract)
    ["list"]?.({})
    .catch((problem: unknown) => problem);
  assert.ok(refused instanceof ApiProblem);
  assert.deepEqual([refused.status, refused.code, refused.fields], [400, "input.invalid", details]);

  globalThis.fetch = async () => {
    throw new TypeError("failed to fetch");
  };
  const broken = await client(contract)
    ["list"]?.({})
    .catch((problem: unknown) => problem);
  assert.equal(broken instanceof ApiProblem ? broken.code : "", "network.unreachable");
});
