import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { beforeEach, test } from "node:test";
import { type TestDoor, testDoor } from "#platform/testing/door.ts";
import { knock } from "#platform/testing/knock.ts";
import type { HookDoor } from "./hooks.ts";

const heard: { body: Buffer; address: string }[] = [];
const ECHO: HookDoor = {
  method: "POST",
  path: "/echo/:address",
  bodyMaxBytes: 2 * 1024 * 1024,
  open: () => ({
    handle: async ({ body, param }) => {
      if (param === "broken") throw new Error("the secret of the house");
      heard.push({ body, address: param });
      return param === "busy" ? { status: 503, retryAfterS: 5 } : { status: 200 };
    },
    tooLarge: async () => ({ status: 413 }),
    close: async () => {},
  }),
};

beforeEach(() => {
  heard.length = 0;
});

test("a delivery reaches its door byte for byte, whatever it is and whatever it says it is", async () => {
  await using door = await listening();
  const bytes = Buffer.from([0, 255, 10, 13, 123, 34]);
  for (const headers of [
    { "content-type": "application/json" },
    { "content-type": "application/x-www-form-urlencoded", origin: "https://store.example" },
    { host: "tunnel.example" },
    { "transfer-encoding": "chunked" },
  ]) {
    heard.length = 0;
    assert.equal(await knock(`${addressOf(door)}/echo/abc?x=1`, bytes, headers), 200);
    assert.deepEqual(heard, [{ body: bytes, address: "abc" }], JSON.stringify(headers));
  }
});

test("a body past the limit is refused by the door itself, whether it says its length or not", async () => {
  await using door = await listening();
  const big = Buffer.alloc(ECHO.bodyMaxBytes + 1);
  const url = `${addressOf(door)}/echo/abc`;
  assert.equal(await knock(url, big), 413);
  assert.equal(await knock(url, big, { "transfer-encoding": "chunked" }), 413);
  assert.deepEqual(heard, []);
});

test("other paths are the API's, a failure tells nothing, and every answer is counted", async () => {
  await using door = await listening();
  const ask = (path: string) => knock(`${addressOf(door)}${path}`, Buffer.from("{}"));
  // The API asks where a change comes from.
  assert.equal(await ask("/echo/abc/more"), 403);
  assert.equal(await ask("/echo/"), 403);
  assert.equal(await ask("/echo/broken"), 500);
  assert.equal(await ask("/echo/busy"), 503);
  const { body } = await door.app.inject("/metrics");
  assert.match(body, /route="\/echo\/:address",status="500"\} 1/);
  assert.match(body, /route="\/echo\/:address",status="503"\} 1/);
});

test("in the clear only this machine may deliver", async () => {
  await using door = await listening({ config: { trustedProxies: ["127.0.0.1"] } });
  const ask = (proto: string) =>
    knock(`${addressOf(door)}/echo/abc`, Buffer.from("{}"), { "x-forwarded-proto": proto });
  assert.equal(await ask("https"), 200);
  assert.equal(await ask("http"), 403);
});

async function listening(options: Parameters<typeof testDoor>[0] = {}): Promise<TestDoor> {
  const door = await testDoor({ ...options, hooks: [ECHO] });
  await door.app.listen({ host: "127.0.0.1", port: 0 });
  return door;
}

const addressOf = ({ app }: TestDoor): string =>
  `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
