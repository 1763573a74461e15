import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { z } from "zod";
import { get, patch, post } from "#kernel/contract.ts";
import { ACTIONS } from "#modules/modules.ts";
import { openAction } from "#platform/actions/action.ts";
import { signedUp, type TestDoor, testDoor } from "#platform/testing/door.ts";
import type { RawDoor } from "./raw.ts";

const heard: { body: Buffer; address: string | undefined }[] = [];
const ECHO: RawDoor = {
  method: "POST",
  path: "/raw-echo/:address",
  bodyMaxBytes: 2 * 1024 * 1024,
  open: () => ({
    handle: async ({ body, params }) => {
      heard.push({ body, address: params["address"] });
      return { status: 200 };
    },
    tooLarge: async () => ({ status: 413 }),
    close: async () => {},
  }),
};

const Echo = z.object({ id: z.string(), text: z.string().optional(), n: z.int().optional() });
const echoes = {
  read: get("/api/echoes/:id", Echo, z.object({ said: Echo, filler: z.string() })),
  change: patch("/api/echoes/:id", Echo, z.object({ said: Echo })),
  fail: post("/api/echoes/fail", z.object({}), z.object({})),
  lie: post("/api/echoes/lie", z.object({}), z.object({ promised: z.string() })),
};
const echoActions = [
  openAction({
    does: echoes.read,
    named: "test.echoes.read",
    run: async (_ctx, said) => ({ said, filler: "kopi ".repeat(1000) }),
  }),
  openAction({
    does: echoes.change,
    named: "test.echoes.change",
    run: async (_ctx, said) => ({ said }),
  }),
  openAction({
    does: echoes.fail,
    named: "test.echoes.fail",
    run: async () => {
      throw new Error("the secret of the house");
    },
  }),
  openAction({
    does: echoes.lie,
    named: "test.echoes.lie",
    run: async () => ({ promised: 7 as unknown as string }),
  }),
];

let door: TestDoor;
let webDir: string;
before(async () => {
  webDir = await mkdtemp(join(tmpdir(), "kaunter-web-"));
  await mkdir(join(webDir, "assets"));
  await writeFile(join(webDir, "index.html"), "<!doctype html><title>Kaunter</title>");
  await writeFile(join(webDir, "assets/app-abc123.js"), "export const a = 1;");
  await writeFile(
    join(webDir, "assets/app-abc123.js.br"),
    brotliCompressSync("export const a = 1;"),
  );
  await writeFile(join(webDir, ".secret"), "hidden");
  door = await testDoor({
    actions: [...ACTIONS, ...echoActions] as typeof ACTIONS,
    doors: [ECHO],
    webDir,
    config: { metricsToken: "a token for the scraper" },
  });
});
after(async () => {
  await door[Symbol.asyncDispose]();
  await rm(webDir, { recursive: true });
});

test("every answer carries the strict headers, and no policy allows anything inline", async () => {
  for (const [url, accept] of [
    ["/", "text/html"],
    ["/api/accounts/me", "application/json"],
    ["/assets/app-abc123.js", "*/*"],
    ["/api/docs", "text/html"],
    ["/mailbox", "text/html"],
    ["/no/such/file.js", "*/*"],
  ] as const) {
    const { headers } = await door.browser().ask("GET", url, undefined, { accept });
    assert.equal(
      headers["content-security-policy"],
      "default-src 'self';base-uri 'none';object-src 'none';frame-ancestors 'none';form-action 'self'",
      url,
    );
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "same-origin");
    assert.equal(headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
    assert.equal(headers["x-frame-options"], "DENY");
    assert.match(String(headers["permissions-policy"]), /camera=\(\)/);
    assert.match(String(headers["x-request-id"]), /^[0-9a-f-]{36}$/);
    // Plain HTTP on loopback must not tell a browser that TLS is needed.
    assert.equal(headers["strict-transport-security"], undefined);
  }
});

test("the API is never kept, hashed files for ever, the page is asked for anew", async () => {
  const cache = async (url: string, accept = "*/*") =>
    (await door.browser().ask("GET", url, undefined, { accept })).headers["cache-control"];
  assert.equal(await cache("/api/accounts/sign-up"), "no-store");
  assert.equal(await cache("/api/accounts/me"), "no-store");
  assert.equal(await cache("/assets/app-abc123.js"), "public, max-age=31536000, immutable");
  assert.equal(await cache("/customers/cus_1", "text/html"), "no-cache");
});

test("an address of the app is its page, a file that is not there is 404, and the API never answers with a page", async () => {
  const ask = (url: string, accept: string) =>
    door.browser().ask("GET", url, undefined, { accept });
  assert.match((await ask("/orders?status=open", "text/html")).body, /<title>Kaunter/);
  for (const [url, accept] of [
    ["/assets/gone.js", "*/*"],
    ["/orders", "application/json"],
    ["/logo.png", "text/html"],
    ["/.secret", "*/*"],
    ["/../package.json", "text/html"],
    ["/api/nothing", "text/html"],
    ["/in/nobody", "text/html"],
  ] as const) {
    const { status, body } = await ask(url, accept);
    assert.equal(status, 404, url);
    assert.equal(body.code, "route.not_found", url);
  }
  const packed = await door.app.inject({
    url: "/assets/app-abc123.js",
    headers: { "accept-encoding": "br" },
  });
  assert.equal(packed.headers["content-encoding"], "br");
  assert.equal(brotliDecompressSync(packed.rawPayload).toString(), "export const a = 1;");
});

test("a change that another page could have sent is refused before anything is read", async () => {
  const browser = await signedUp(door, { email: "csrf@kenari.example" });
  const patchMe = (headers: Record<string, string>) =>
    browser.ask("PATCH", "/api/accounts/me", { name: "Changed" }, headers);
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ]) {
    const { status, body } = await patchMe(headers);
    assert.deepEqual(
      [status, body.code],
      [403, "platform.origin.foreign"],
      JSON.stringify(headers),
    );
  }
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/jsonx",
    "",
  ]) {
    const { status, body } = await patchMe({ "content-type": type });
    assert.deepEqual([status, body.code], [415, "input.not_json_type"], type);
  }
  const me = await browser.ask("GET", "/api/accounts/me");
  assert.equal(me.body.account.name, "Farah Adilah");
  assert.equal((await patchMe({ "content-type": "application/json; charset=utf-8" })).status, 200);
});

test("a stranger's name that leads here is not answered", async () => {
  for (const url of ["/", "/api/accounts/sign-up", "/mailbox", "/metrics", "/healthz"]) {
    const { status, body } = await door
      .browser()
      .ask("GET", url, undefined, { host: "rebound.example:4880" });
    assert.deepEqual([status, body.code], [403, "platform.host.unknown"], url);
  }
});

test("the path decides: a body that says otherwise is refused, one that agrees is taken", async () => {
  const change = (body: object, url = "/api/echoes/one") => door.browser().ask("PATCH", url, body);
  assert.deepEqual((await change({ text: "x" })).body, { said: { id: "one", text: "x" } });
  assert.deepEqual((await change({ id: "one" })).body, { said: { id: "one" } });
  assert.deepEqual((await change({ id: "two" })).body.details, [
    { path: ["id"], code: "field.contradicts_address" },
  ]);
  // Where there is a body the question is not looked at.
  assert.deepEqual((await change({ text: "x" }, "/api/echoes/one?text=y&id=two")).body, {
    said: { id: "one", text: "x" },
  });
  const read = await door.browser().ask("GET", "/api/echoes/one?id=two");
  assert.equal(read.body.code, "input.invalid");
});

test("keys that reach into the prototype, text that is no JSON, and bodies that are no object are refused", async () => {
  const send = (payload: string) =>
    door.app.inject({
      method: "PATCH",
      url: "/api/echoes/one",
      headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
      payload,
    });
  for (const [payload, code] of [
    ['{"__proto__":{"isAdmin":true}}', "input.unsafe_key"],
    ['{"text":"a","deep":{"constructor":{"prototype":{}}}}', "input.unsafe_key"],
    ['{"\\u005f_proto__":1}', "input.unsafe_key"],
    ["{", "input.not_json"],
    ["[]", "input.not_an_object"],
    ['"text"', "input.not_an_object"],
    ["7", "input.not_an_object"],
    ['{"text":7}', "input.invalid"],
  ] as const) {
    const answer = await send(payload);
    assert.deepEqual([answer.statusCode, answer.json().code], [400, code], payload);
  }
  assert.equal((await send('{"text":"constructor and __proto__ in a text"}')).statusCode, 200);
  const query = await door.browser().ask("GET", "/api/echoes/one?__proto__=x");
  assert.equal(query.body.code, "input.unsafe_key");
  assert.equal(({} as Record<string, unknown>)["isAdmin"], undefined);
});

test("a body over one megabyte is refused with 413", async () => {
  const text = "x".repeat(1024 * 1024);
  const { status, body } = await door.browser().ask("PATCH", "/api/echoes/one", { text });
  assert.deepEqual([status, body.code], [413, "input.too_large"]);
});

test("what is our bug is told in one word with the request's id, and nothing of it gets out", async () => {
  for (const path of ["fail", "lie"]) {
    const { status, body, headers } = await door.browser().ask("POST", `/api/echoes/${path}`, {});
    assert.equal(status, 500);
    assert.deepEqual(body, { code: "internal", requestId: headers["x-request-id"] });
  }
});

test("answers over a kilobyte are compressed", async () => {
  const { headers } = await door.app.inject({
    url: "/api/echoes/one",
    headers: { "accept-encoding": "gzip, br" },
  });
  assert.equal(headers["content-encoding"], "br");
  const small = await door.app.inject({
    url: "/api/accounts/sign-up",
    headers: { "accept-encoding": "gzip, br" },
  });
  assert.equal(small.headers["content-encoding"], undefined);
});

test("a raw door gets the bytes as they came, whatever they are, and says itself what is too large", async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 123, 34]);
  for (const type of [
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    undefined,
  ]) {
    heard.length = 0;
    const { statusCode } = await door.app.inject({
      method: "POST",
      url: "/raw-echo/abc",
      headers: {
        host: "tunnel.example",
        origin: "https://store.example",
        ...(type === undefined ? {} : { "content-type": type }),
      },
      payload: bytes,
    });
    assert.equal(statusCode, 200, String(type));
    assert.deepEqual(heard, [{ body: bytes, address: "abc" }], String(type));
  }
  const big = await door.app.inject({
    method: "POST",
    url: "/raw-echo/abc",
    payload: Buffer.alloc(2 * 1024 * 1024 + 1),
  });
  assert.equal(big.statusCode, 413);
  assert.equal(heard.length, 1);
});

test("from another machine only a declared proxy that came over TLS is answered, and it says who asks", async () => {
  await using behind = await testDoor({
    config: { publicUrl: "https://kaunter.example.com", trustedProxies: ["10.0.0.5"] },
  });
  const ask = (
    remoteAddress: string,
    headers: Record<string, string>,
    url = "/api/accounts/sign-up",
  ) =>
    behind.app.inject({ url, remoteAddress, headers: { host: "kaunter.example.com", ...headers } });
  const overTls = { "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9" };
  assert.equal((await ask("10.0.0.5", overTls)).statusCode, 200);
  assert.equal((await ask("10.0.0.5", overTls)).json().mailboxUrl, null);
  assert.equal((await ask("10.0.0.5", {})).json().code, "platform.connection.not_secure");
  assert.equal((await ask("192.168.1.9", overTls)).json().code, "platform.connection.not_secure");
  assert.equal((await ask("10.0.0.5", overTls, "/mailbox")).statusCode, 404);
  assert.equal((await ask("10.0.0.5", overTls, "/metrics")).statusCode, 404);
});

test("the mailbox shows the newest mail first, with links of our own only, and to this machine only", async () => {
  await signedUp(door, { email: "mailbox@kenari.example", companyName: "<b>Kedai & Co</b>" });
  const list = await door.browser().ask("GET", "/mailbox");
  assert.equal(list.status, 200);
  const [, path = ""] = /href="(\/mailbox\/mal_[^"]+)"/.exec(list.body) ?? [];
  const mail = await door.browser().ask("GET", path);
  assert.match(mail.body, /&lt;b&gt;Kedai &amp; Co&lt;\/b&gt;/);
  assert.match(
    mail.body,
    new RegExp(`<a href="${door.house.config.publicUrl}/verify#[\\w-]{43}">`),
  );
  assert.doesNotMatch(list.body + mail.body, /<script|style=|<style/);
  const forwarded = await door
    .browser()
    .ask("GET", "/mailbox", undefined, { "x-forwarded-for": "203.0.113.9" });
  assert.equal(forwarded.status, 404);
  assert.equal((await door.browser().ask("GET", "/mailbox/mal_x")).status, 404);
});

test("a house with a mail server has no mailbox", async () => {
  await using other = await testDoor({
    config: { smtpUrl: "smtp://127.0.0.1:9", isSmtpTlsRequired: false },
  });
  assert.equal((await other.browser().ask("GET", "/mailbox")).status, 404);
  assert.equal((await other.browser().ask("GET", "/api/accounts/sign-up")).body.mailboxUrl, null);
});

test("metrics are for this machine or for who has the token", async () => {
  const here = await door.browser().ask("GET", "/metrics");
  assert.match(
    here.body,
    /kaunter_http_requests_total\{method="GET",route="\/api\/accounts\/me",status="401"\} \d/,
  );
  assert.match(here.body, /kaunter_http_request_seconds_bucket\{.*le="\+Inf"\} \d/);
  const from = (authorization: string) =>
    door
      .browser()
      .ask("GET", "/metrics", undefined, { "x-forwarded-for": "203.0.113.9", authorization });
  assert.equal((await from("Bearer a token for the scraper")).status, 200);
  assert.equal((await from("Bearer a token for the scrapes")).status, 404);
  assert.equal((await from("")).status, 404);
  assert.deepEqual((await door.browser().ask("GET", "/healthz")).body, { status: "ok" });
});

test("open screens hear what changed for their company, and no other's; they end with the server", async () => {
  await using live = await testDoor();
  const browser = await signedUp(live, { email: "live@kenari.example" });
  const other = await signedUp(live, { email: "other@kenari.example" });
  const companyOf = async (one: typeof browser) =>
    (
      await live.house.control.query<{ company_id: string }>(
        "select m.company_id from members m join accounts a on a.id = m.account_id where a.email = $1",
        [(await one.ask("GET", "/api/accounts/me")).body.account.email],
      )
    ).rows[0]?.company_id ?? "";
  await live.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = live.app.server.address() as AddressInfo;

  const stream = httpRequest({
    port,
    path: "/api/live",
    headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
  });
  const heardText = await new Promise<string>((resolve, reject) => {
    let text = "";
    stream.on("response", async (response) => {
      assert.equal(response.headers["content-type"], "text/event-stream; charset=utf-8");
      response.on("data", (chunk) => {
        text += chunk;
        if (text.includes("sales.orders")) resolve(text);
      });
      live.house.live.publish(await companyOf(other), ["crm.customers"]);
      live.house.live.publish(await companyOf(browser), ["sales.orders"]);
    });
    stream.on("error", reject);
    stream.end();
  });
  assert.match(heardText, /data: \{"topics":\["sales\.orders"\]\}\n\n/);
  assert.doesNotMatch(heardText, /crm\.customers/);

  const ended = new Promise((resolve) => stream.once("close", resolve));
  await live.app.close();
  await ended;
  assert.equal(await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null), null);
});

test("a screen left open ends with its session, and a session has only so many open", async () => {
  await using live = await testDoor({ heartbeatMs: 30 });
  const browser = await signedUp(live, { email: "ends@kenari.example" });
  await live.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = live.app.server.address() as AddressInfo;
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const open = () => fetch(`http://127.0.0.1:${port}/api/live`, { headers: { cookie } });

  const streams = await Promise.all(Array.from({ length: 12 }, open));
  assert.ok(streams.every(({ status }) => status === 200));
  assert.equal((await open()).status, 429);

  await browser.ask("POST", "/api/accounts/sign-out", {});
  const texts = await Promise.all(streams.map((stream) => stream.text()));
  for (const text of texts) assert.match(text, /event: ended\ndata: \{\}\n\n$/);
  assert.equal((await open()).status, 401);
});
