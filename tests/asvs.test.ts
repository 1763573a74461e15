/**
 * What OWASP ASVS asks for and no single slice answers for: the whole HTTP door as it stands on the wire. docs/asvs.json says
 * which requirement each test holds; what must not be in the source is in asvs-source.test.ts.
 */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SignJWT } from "jose";
import { z } from "zod";
import { get } from "#kernel/contract.ts";
import { SignUp } from "#modules/accounts/accounts/accounts.contract.ts";
import { passwordProblem } from "#modules/accounts/accounts/accounts.rules.ts";
import { ACTIONS } from "#modules/modules.ts";
import { openAction } from "#platform/actions/action.ts";
import { empty, plannedEachTime, sql, toQuery } from "#platform/db/sql.ts";
import { SIGN_UP, signedUp, type TestDoor, testDoor, tokenIn } from "#platform/testing/door.ts";

let webDir: string;
let behindTls: TestDoor;
let onLoopback: TestDoor;
before(async () => {
  webDir = await mkdtemp(join(tmpdir(), "kaunter-asvs-"));
  await writeFile(join(webDir, "index.html"), "<!doctype html><title>Kaunter</title>");
  const config = {
    publicUrl: "https://kaunter.example.com",
    trustedProxies: ["127.0.0.1"],
    metricsToken: "a token for the scraper",
  };
  behindTls = await testDoor({ webDir, config });
  onLoopback = await testDoor({ webDir });
  await behindTls.app.listen({ host: "127.0.0.1", port: 0 });
});
after(async () => {
  await behindTls[Symbol.asyncDispose]();
  await onLoopback[Symbol.asyncDispose]();
  await rm(webDir, { recursive: true });
});

const OVER_TLS = { host: "kaunter.example.com", "x-forwarded-proto": "https" };
const METRICS = { ...OVER_TLS, authorization: "Bearer a token for the scraper" };
const AS_JSON = { ...OVER_TLS, "content-type": "application/json" };
const OURS = { ...AS_JSON, "sec-fetch-site": "same-origin" };
const PAGE = { ...OVER_TLS, accept: "text/html" };

type Ask = readonly [
  status: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
];

/** Each way in which this house answers anything: pages, API, raw doors, and whoever is turned away on the way there. */
const ANSWERS: readonly Ask[] = [
  [200, "GET", "/", PAGE],
  [200, "GET", "/orders", PAGE],
  [200, "GET", "/healthz", OVER_TLS],
  [200, "GET", "/metrics", METRICS],
  [200, "GET", "/api/docs", PAGE],
  [200, "GET", "/api/docs/style.css", OVER_TLS],
  [200, "GET", "/api/openapi.json", OVER_TLS],
  [200, "GET", "/api/accounts/sign-up", OVER_TLS],
  [401, "GET", "/api/accounts/me", OVER_TLS],
  [401, "GET", "/api/sales/orders", OVER_TLS],
  [401, "GET", "/api/live", OVER_TLS],
  [404, "GET", "/api/nothing", OVER_TLS],
  [404, "GET", "/no/such/file.js", OVER_TLS],
  [400, "GET", "/%zz", OVER_TLS],
  [404, "GET", "/api/trust/audit/downloads/nobody", OVER_TLS],
  [400, "POST", "/api/accounts/sign-in", OURS, "{"],
  [400, "POST", "/api/accounts/sign-in", OURS, "{}"],
  [403, "POST", "/api/accounts/sign-in", AS_JSON, "{}"],
  [413, "POST", "/api/accounts/sign-in", OURS, `"${"x".repeat(1024 * 1024)}"`],
  [415, "POST", "/api/accounts/sign-in", { ...OURS, "content-type": "text/plain" }, "{}"],
  [403, "GET", "/", { ...PAGE, host: "rebound.example" }],
  [403, "GET", "/", { ...PAGE, "x-forwarded-proto": "http" }],
  [403, "POST", "/in/nobody", { "x-forwarded-proto": "http" }, "{}"],
  [404, "POST", "/in/nobody", { "x-forwarded-proto": "https" }, "{}"],
];

test("every answer, through whatever door and of whatever status, has a policy, nosniff, and a year of TLS for all names below", async () => {
  for (const [expected, method, path, sent, body] of ANSWERS) {
    const { status, headers } = await ask(behindTls, method, path, sent, body);
    const what = `${method} ${path} ${JSON.stringify(sent)}`;
    assert.equal(status, expected, what);
    assert.equal(
      headers["strict-transport-security"]?.replace("; ", ";"),
      "max-age=31536000;includeSubDomains",
      what,
    );
    assert.equal(headers["x-content-type-options"], "nosniff", what);
    const policy = String(headers["content-security-policy"]);
    assert.match(policy, /^default-src '(?:self|none)'/, what);
    assert.match(policy, /frame-ancestors 'none'/, what);
    assert.doesNotMatch(policy, /unsafe|\*|data:|https?:/, what);
    assert.equal(headers["access-control-allow-origin"], undefined, what);
    assert.equal(headers["server"] ?? headers["x-powered-by"], undefined, what);
  }
});

test("every answer that has a body says what it is, and in which characters", async () => {
  let bodies = 0;
  for (const [, method, path, sent, body] of ANSWERS) {
    const answer = await ask(behindTls, method, path, sent, body);
    if (answer.body === "") continue;
    bodies += 1;
    const type = String(answer.headers["content-type"]);
    assert.match(type, /^[a-z]+\/[a-z.+-]+;.*charset=utf-8/i, `${method} ${path}: ${type}`);
    if (/json/.test(type)) assert.doesNotThrow(() => JSON.parse(answer.body), path);
    assert.equal(/html/.test(type), /^<!doctype html>/i.test(answer.body), path);
  }
  assert.ok(bodies > 15);
});

test("no other page is let in by CORS: not by name, not by asking first, not with what it claims to be", async () => {
  const asks = [
    { origin: "https://evil.example" },
    { origin: "https://kaunter.example.com.evil.example" },
    { origin: "null" },
  ];
  for (const origin of asks)
    for (const method of ["OPTIONS", "GET"]) {
      const preflight = { ...OVER_TLS, ...origin, "access-control-request-method": "POST" };
      const { headers, status } = await ask(behindTls, method, "/api/accounts/me", preflight);
      assert.ok(status >= 400, `${method} ${origin.origin}`);
      const granted = Object.keys(headers).filter((name) => name.startsWith("access-control-"));
      assert.deepEqual(granted, []);
    }
});

test("a request whose length is said in two ways, or wrongly, is refused and nothing after it is read", async () => {
  const smuggled = "GET /healthz HTTP/1.1\r\nHost: kaunter.example.com\r\n\r\n";
  const head =
    "POST /api/accounts/sign-in HTTP/1.1\r\nHost: kaunter.example.com\r\nX-Forwarded-Proto: https\r\n";
  const double = [
    `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    `${head}Content-Length: 4\r\nContent-Length: 40\r\n\r\n{}{}${smuggled}`,
    `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${smuggled}`,
    `${head}Content-Length: -1\r\n\r\n${smuggled}`,
    `${head}Bad Header: x\r\n\r\n${smuggled}`,
  ];
  for (const raw of double) {
    const answers = await sentRaw(raw);
    assert.match(answers, /^HTTP\/1\.1 400 Bad Request\r\n/, raw);
    assert.match(answers, /x-content-type-options: nosniff\r\n/i);
    assert.doesNotMatch(answers, /HTTP\/1\.1 200|\{"status":"ok"\}/, raw);
  }
});

test("TRACE and other methods that nothing asks for are refused, and echo nothing", async () => {
  for (const method of ["TRACE", "PUT", "DELETE", "PROPFIND"]) {
    const sent = { ...OVER_TLS, cookie: "__Host-kaunter=secret", "sec-fetch-site": "same-origin" };
    const { status, body } = await ask(behindTls, method, "/api/accounts/me", sent);
    assert.ok(status >= 400 && status < 500, `${method}: ${status}`);
    assert.doesNotMatch(body, /secret|cookie/i);
  }
});

test("a field that is said twice is not one field, wherever it stands", async () => {
  const browser = await signedUp(onLoopback, { email: "twice@asvs.example" });
  const list = (query: string) => browser.ask("GET", `/api/sales/orders?${query}`);
  assert.equal((await list("search=a")).status, 200);
  const twice = await list("search=a&search=b");
  assert.deepEqual([twice.status, twice.body.code], [400, "input.invalid"]);
  // The question is none of a change's input: what stands in the body alone is done.
  const changed = await browser.ask("PATCH", "/api/accounts/me?name=Asked", { name: "Said" });
  assert.equal(changed.body.account.name, "Said");
});

test("fields that a form does not have change nothing, whatever they are called", async () => {
  const browser = await signedUp(onLoopback, { email: "more@asvs.example" });
  const before = (await browser.ask("GET", "/api/accounts/me")).body;
  const { status } = await browser.ask("PATCH", "/api/accounts/me", {
    name: before.account.name,
    email: "other@asvs.example",
    isVerified: false,
    epoch: 0,
    role: "admin",
    permissions: ["everything"],
    company: { id: "com_x" },
    passwordHash: "x",
  });
  assert.equal(status, 200);
  const { sessionExpiresAt: _was, ...now } = (await browser.ask("GET", "/api/accounts/me")).body;
  const { sessionExpiresAt: _is, ...then } = before;
  assert.deepEqual(now, then);
});

const Told = z.object({ shown: z.string() });
const telling = openAction({
  does: get("/api/telling", z.object({}), Told),
  named: "test.telling.tell",
  run: async () => ({ shown: "this", hidden: "the secret of the house" }),
});

test("a reply has the fields of its contract and no other, whatever the action hands back", async () => {
  await using door = await testDoor({ actions: [telling] });
  assert.deepEqual((await door.browser().ask("GET", "/api/telling")).body, { shown: "this" });
});

test("a password has 12 to 128 signs of any kind, and no kind is asked for", () => {
  const problem = (password: string) => {
    const read = SignUp.safeParse({ ...SIGN_UP, password });
    return read.success
      ? (passwordProblem(password, [])?.code ?? null)
      : read.error.issues[0]?.message;
  };
  assert.equal(problem("kopi di tepi"), null);
  assert.equal(problem("kopi di tep"), "password.too_short");
  const long = "kopi panas di tepi sungai, ".repeat(5).slice(0, 128);
  assert.equal(problem(long), null);
  assert.equal(problem(`${long}x`), "password.too_long");
  for (const password of [
    "hujanlebatsekali",
    "849302716645",
    "  spasi   di   mana  ",
    "茶茶香香每天早上七点开门",
    "🙂🐘🌊🥭🚲🏠🌴🍵🐟🛶🪁🌶",
  ])
    assert.equal(problem(password), null, password);
  // What is too common is looked for in more than the 3,000 that the standard asks for.
  const marks = statSync("platform/auth/common-passwords.bin").size / 5;
  assert.ok(marks > 40_000, String(marks));
});

test("what only looks is asked with GET and nothing else is, and no secret has a place in an address", () => {
  for (const action of ACTIONS) {
    const { method, path, input } = action.does;
    const what = `${method} ${path}`;
    if (action.door === "company") assert.equal(action.kind === "query", method === "GET", what);
    if (method !== "GET") continue;
    const fields = "shape" in input ? Object.keys(input.shape as object) : [];
    const secret = /password|token|secret|ticket|^code$|signature/i;
    assert.deepEqual(
      [path, ...fields].filter((name) => secret.test(name)),
      [],
      what,
    );
  }
});

test("nobody leads a browser anywhere else: the server never redirects", async () => {
  for (const [, method, path, sent, body] of ANSWERS) {
    const { status, headers } = await ask(behindTls, method, path, sent, body);
    assert.ok(status < 300 || status >= 400, path);
    assert.equal(headers.location, undefined, path);
  }
  const next = await ask(behindTls, "GET", "/sign-in?next=https://evil.example", PAGE);
  assert.equal(next.status, 200);
});

test("data that has the shape of a part of a statement stays a value", () => {
  const data: unknown = JSON.parse('{"text":["1; drop table accounts --"],"values":[]}');
  const planned = plannedEachTime(sql`select ${data}`);
  assert.deepEqual(toQuery(planned), { text: "select $1", values: [data] });
  assert.deepEqual(toQuery(sql`${planned} where ${empty} true`), {
    text: "select $1 where  true",
    values: [data],
  });
});

test("a fresh house has nobody in it: no account, no company, no key", async () => {
  await using house = await testDoor();
  for (const table of ["accounts", "companies", "members", "sessions", "api_keys"]) {
    const { rows } = await house.house.control.query(`select count(*)::int as n from ${table}`);
    assert.deepEqual(rows, [{ n: 0 }], table);
  }
});

test("a forgotten password that is set anew opens nothing by itself: the second step is still asked for", async () => {
  const { email } = { email: "reset@asvs.example" };
  const browser = await signedUp(onLoopback, { email });
  const { rows } = await onLoopback.house.control.query<{ id: string }>(
    "select id from accounts where email = $1",
    [email],
  );
  await onLoopback.house.control.query(
    "insert into factors (account_id, sealed, used_step, confirmed_at) values ($1, 'v1.1.aaaaaaaaaaaaaaaa.aaaa', 1, now())",
    [rows[0]?.id],
  );
  await browser.ask("POST", "/api/accounts/forgot-password", { email });
  const token = tokenIn((await onLoopback.mailsTo(email)).at(-1));
  const password = "teh tarik kurang manis satu";
  const reset = await browser.ask("POST", "/api/accounts/reset-password", { token, password });
  assert.equal(reset.status, 200);
  assert.equal((await browser.ask("GET", "/api/accounts/me")).status, 401);

  const signIn = await browser.ask("POST", "/api/accounts/sign-in", { email, password });
  assert.equal(signIn.status, 200);
  assert.ok(typeof signIn.body.ticket === "string");
  assert.deepEqual(signIn.cookies, []);
  assert.equal((await browser.ask("GET", "/api/accounts/me")).status, 401);
});

test("a token of ours for another use, of another issuer, over, without an end or by another's key opens nothing", async () => {
  const browser = await signedUp(onLoopback, { email: "token@asvs.example" });
  const [, claimed = ""] = (browser.cookies.get("kaunter") ?? "").split(".");
  const { exp, ...claims } = JSON.parse(Buffer.from(claimed, "base64url").toString());
  const { kid, privateKey } = onLoopback.house.keys.sessions.current;
  const foreign = generateKeyPairSync("ed25519");
  const jwk = foreign.publicKey.export({ format: "jwk" });
  const signed = (
    changes: Record<string, unknown>,
    head: Record<string, unknown> = {},
    key = privateKey,
  ) =>
    new SignJWT({ ...claims, exp, ...changes })
      .setProtectedHeader({ alg: "EdDSA", typ: "JWT", kid, ...head })
      .sign(key);
  const statusWith = async (token: string) => {
    browser.cookies.set("kaunter", token);
    return (await browser.ask("GET", "/api/accounts/me")).status;
  };
  assert.equal(await statusWith(await signed({})), 200);
  const second = Math.floor(onLoopback.house.now().getTime() / 1000);
  for (const token of [
    await signed({ aud: "kaunter-audit" }),
    await signed({ aud: undefined }),
    await signed({ iss: "another house" }),
    await signed({ exp: second }),
    await signed({ exp: undefined }),
    await signed({ nbf: second + 60 }),
    await signed({ jti: undefined }),
    await signed({ jti: claims.sub }),
    await signed({}, {}, foreign.privateKey),
    await signed({}, { jwk }, foreign.privateKey),
    await signed({}, { kid: "9", jwk, jku: "https://evil.example/keys" }, foreign.privateKey),
    onLoopback.house.keys.sealForHouse("sign-in-ticket", "sign-in-ticket", "{}"),
  ])
    assert.equal(await statusWith(token), 401, token);
});

test("what somebody is called writes neither lines nor recipients into a mail", async () => {
  const email = "lines@asvs.example";
  const name = "Siti\r\nBcc: evil@asvs.example\r\n\r\nhello";
  await onLoopback.browser().ask("POST", "/api/accounts/sign-up", { ...SIGN_UP, email, name });
  const [mail, ...more] = await onLoopback.mailsTo(email);
  assert.equal(more.length, 0);
  assert.doesNotMatch(mail?.subject ?? "\n", /[\r\n]/);
  assert.deepEqual(await onLoopback.mailsTo("evil@asvs.example"), []);
});

const portOf = ({ app }: TestDoor): number => (app.server.address() as AddressInfo).port;

function ask(
  door: TestDoor,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = "",
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const length = body === "" ? {} : { "content-length": Buffer.byteLength(body) };
    const asked = request(
      { port: portOf(door), host: "127.0.0.1", method, path, headers: { ...headers, ...length } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text += part;
        });
        // What was refused before it was all sent ends as well as what was not.
        response.on("close", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Everything that comes back until the other side hangs up. */
function sentRaw(raw: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(behindTls), "127.0.0.1", () => socket.write(raw));
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      text += part;
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
}
