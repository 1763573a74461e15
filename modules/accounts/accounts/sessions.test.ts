import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SignJWT } from "jose";
import { ACTIONS } from "#modules/modules.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
  tokenIn,
} from "#platform/testing/door.ts";

let door: TestDoor;
before(async () => {
  door = await testDoor();
});
after(() => door[Symbol.asyncDispose]());

const { password } = SIGN_UP;
const signIn = async (email: string, secret = password): Promise<TestBrowser> => {
  const browser = door.browser();
  const { status } = await browser.ask("POST", "/api/accounts/sign-in", {
    email,
    password: secret,
  });
  assert.equal(status, 200);
  return browser;
};
const meOf = async (browser: TestBrowser) => (await browser.ask("GET", "/api/accounts/me")).status;

test("a session is a signed token in a cookie that no script reads and no other site sends", async () => {
  const browser = await signedUp(door, { email: "cookie@kenari.example" });
  const { cookies } = await browser.ask("POST", "/api/accounts/sign-in", {
    email: "cookie@kenari.example",
    password,
  });
  const [cookie] = cookies;
  assert.ok(cookie);
  assert.deepEqual(
    { ...cookie, value: "" },
    { name: "kaunter", value: "", path: "/", httpOnly: true, sameSite: "Lax", maxAge: 28_800 },
  );
  const [head, claims] = cookie.value
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
  assert.equal(head.alg, "EdDSA");
  assert.equal(claims.exp - claims.iat, 8 * 3600);
});

test("behind TLS the cookie is bound to the host and to TLS", async () => {
  await using secure = await testDoor({
    config: { publicUrl: "https://kaunter.example.com", trustedProxies: ["127.0.0.1"] },
  });
  const answer = await secure.browser().ask(
    "POST",
    "/api/accounts/sign-out",
    {},
    {
      "x-forwarded-proto": "https",
    },
  );
  assert.match(
    String(answer.headers["set-cookie"]),
    /^__Host-kaunter=;.*HttpOnly; Secure; SameSite=Lax/,
  );
  assert.match(String(answer.headers["strict-transport-security"]), /max-age=31536000/);
});

test("a session ends after eight hours", async () => {
  const browser = await signedUp(door, { email: "eight@kenari.example" });
  const { now } = door.house.clock;
  door.house.clock.now = new Date(now.getTime() + 8 * 3_600_000 - 1000);
  assert.equal(await meOf(browser), 200);
  door.house.clock.now = new Date(now.getTime() + 8 * 3_600_000 + 1000);
  assert.equal(await meOf(browser), 401);
  assert.equal((await browser.ask("GET", "/api/companies/company")).status, 401);
  door.house.clock.now = now;
});

test("a token that is forged, changed, expired by its row, or of another algorithm is refused", async () => {
  const browser = await signedUp(door, { email: "forged@kenari.example" });
  const good = browser.cookies.get("kaunter") ?? "";
  const [head = "", claims = "", signature = ""] = good.split(".");
  const other = await signedUp(door, { email: "forged-2@kenari.example" });
  const [, otherClaims = ""] = (other.cookies.get("kaunter") ?? "").split(".");
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  const { kid } = door.house.keys.sessions.current;
  const hs256 = await new SignJWT(JSON.parse(Buffer.from(claims, "base64url").toString()))
    .setProtectedHeader({ alg: "HS256", kid })
    .sign(Buffer.from(kid.padEnd(32)));
  const forged = [
    `${head}.${otherClaims}.${signature}`,
    `${none}.${claims}.`,
    `${head}.${claims}.${Buffer.alloc(64).toString("base64url")}`,
    hs256,
    "x",
    "",
  ];
  for (const token of forged) {
    browser.cookies.set("kaunter", token);
    assert.equal(await meOf(browser), 401, token);
  }
  browser.cookies.set("kaunter", good);
  assert.equal(await meOf(browser), 200);
  await door.house.control.query("update sessions set ended_at = now()");
  assert.equal(await meOf(browser), 401);
});

test("a new password ends every other session at once, and keeps the one that changed it", async () => {
  const email = "change@kenari.example";
  const mine = await signedUp(door, { email });
  const other = await signIn(email);
  const next = "layang layang di bukit hijau";
  const wrong = await mine.ask("POST", "/api/accounts/change-password", {
    current: "not this one, surely",
    password: next,
  });
  assert.deepEqual(wrong.body.details, [{ path: ["current"], code: "password.wrong" }]);
  const changed = await mine.ask("POST", "/api/accounts/change-password", {
    current: password,
    password: next,
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  assert.equal(await meOf(mine), 200);
  assert.equal(await meOf(other), 401);
  assert.match((await door.mailsTo(email)).at(-1)?.subject ?? "", /password was changed/);
  await signIn(email, next);
});

test("a forgotten password is set anew by a link that works once within the hour, and ends all sessions", async () => {
  const email = "forgot@kenari.example";
  const browser = await signedUp(door, { email });
  const ask = () => door.browser().ask("POST", "/api/accounts/forgot-password", { email });
  await ask();
  const first = tokenIn((await door.mailsTo(email)).at(-1));
  await ask();
  const second = tokenIn((await door.mailsTo(email)).at(-1));
  const reset = (token: string, secret = "layang layang di bukit hijau") =>
    door.browser().ask("POST", "/api/accounts/reset-password", { token, password: secret });

  assert.deepEqual((await reset(first, "farah adilah 123")).body.details, [
    { path: ["password"], code: "password.too_common" },
  ]);
  const { now } = door.house.clock;
  door.house.clock.advance(3_600_000);
  assert.equal((await reset(first)).body.code, "accounts.link.not_valid");
  door.house.clock.now = now;

  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) => reset(i % 2 ? first : second)),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  for (const { status, body } of answers)
    if (status !== 200) assert.equal(body.code, "accounts.link.not_valid");
  assert.equal(await meOf(browser), 401);
  await signIn(email, "layang layang di bukit hijau");
});

test("who asks learns nothing about addresses: same answer, same time, whether or not there is an account", async () => {
  const email = "known@kenari.example";
  await signedUp(door, { email });
  const timed = async (path: string, body: object) => {
    const began = performance.now();
    const { status, body: answer } = await door.browser().ask("POST", path, body);
    return {
      answer: JSON.stringify([status, { ...answer, requestId: "" }]),
      ms: performance.now() - began,
    };
  };
  for (const [path, more] of [
    ["/api/accounts/sign-in", { password: "wrong, whoever it is" }],
    ["/api/accounts/forgot-password", {}],
    ["/api/accounts/resend-verification", {}],
  ] as const) {
    const known = await timed(path, { email, ...more });
    const unknown = await timed(path, { email: "nobody@kenari.example", ...more });
    assert.equal(known.answer, unknown.answer, path);
    // Both did the slow part, or waited for it: neither is answered at once.
    assert.ok(unknown.ms > 100, `${path} ${unknown.ms}`);
    assert.ok(known.ms > 100, `${path} ${known.ms}`);
  }
});

test("guesses are counted exactly, before any hashing, also in parallel; a right password does not count", async () => {
  const email = "guess@kenari.example";
  await signedUp(door, { email });
  for (let i = 0; i < 12; i += 1) await signIn(email);
  const guess = () =>
    door.browser().ask("POST", "/api/accounts/sign-in", { email, password: "a wrong guess" });
  const answers = await Promise.all(Array.from({ length: 40 }, guess));
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 401).length, 10);
  assert.equal(statuses.filter((status) => status === 429).length, 30);
  const { now } = door.house.clock;
  door.house.clock.advance(15 * 60_000);
  await signIn(email);
  door.house.clock.now = now;
});

test("every letter of a password counts, past 72 bytes; one with a NUL is refused at its field", async () => {
  const long = `${"kopi panas di tepi sungai ".repeat(4)}`;
  const email = "long@kenari.example";
  await signedUp(door, { email, password: `${long}A` });
  const guess = (secret: string) =>
    door.browser().ask("POST", "/api/accounts/sign-in", { email, password: secret });
  assert.equal((await guess(`${long}B`)).status, 401);
  assert.equal((await guess(long.slice(0, 72))).status, 401);
  assert.equal((await guess(`${long}A`)).status, 200);
  const { rows } = await door.house.control.query("select password_hash from accounts");
  for (const row of rows) assert.match(row.password_hash, /^\$2b\$12\$/);

  // bcrypt would stop at a NUL; nobody types one, so none gets that far.
  const refused = await door
    .browser()
    .ask("POST", "/api/accounts/sign-up", { ...SIGN_UP, password: "nul-first\0 kopi panas" });
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.details, [{ path: ["password"], code: "field.invalid" }]);
});

test("an account whose address is not proved can do nothing but see itself, prove it and leave", async () => {
  const email = "unproved@kenari.example";
  await door.browser().ask("POST", "/api/accounts/sign-up", { ...SIGN_UP, email });
  const browser = await signIn(email);
  const me = await browser.ask("GET", "/api/accounts/me");
  assert.equal(me.body.account.isVerified, false);
  assert.equal(me.body.company, null);
  assert.deepEqual(me.body.permissions, []);

  for (const action of ACTIONS) {
    if (action.door !== "company" && action.isForUnverified) continue;
    const url = action.does.path.replace(/:\w+/g, "x");
    const { status, body } = await browser.ask(
      action.does.method,
      url,
      action.does.method === "GET" ? undefined : {},
    );
    assert.deepEqual([status, body.code], [403, "accounts.account.not_verified"], url);
  }
  assert.equal((await browser.ask("GET", "/api/live")).status, 403);
  assert.equal(
    (await browser.ask("POST", "/api/accounts/resend-verification", { email })).status,
    200,
  );
  assert.equal((await browser.ask("POST", "/api/accounts/sign-out", {})).status, 200);
});

test("a person changes what is theirs", async () => {
  const browser = await signedUp(door, { email: "me@kenari.example" });
  const changed = await browser.ask("PATCH", "/api/accounts/me", {
    name: "Farah",
    phone: "03-8888 1234",
    locale: "ms",
  });
  assert.equal(changed.body.account.name, "Farah");
  assert.equal(changed.body.account.phone, "+60388881234");
  assert.equal(changed.body.account.locale, "ms");
  const wrong = await browser.ask("PATCH", "/api/accounts/me", { phone: "12" });
  assert.deepEqual(wrong.body.details, [{ path: ["phone"], code: "phone.invalid" }]);
  assert.equal(
    (await browser.ask("PATCH", "/api/accounts/me", { phone: null })).body.account.phone,
    null,
  );
});

test("signing in ends the session that this browser had before", async () => {
  const first = await signedUp(door, { email: "first@kenari.example" });
  const old = first.cookies.get("kaunter") ?? "";
  await signedUp(door, { email: "second@kenari.example" });
  const answer = await first.ask("POST", "/api/accounts/sign-in", {
    email: "second@kenari.example",
    password,
  });
  assert.equal(answer.status, 200);
  assert.equal(await meOf(first), 200);
  first.cookies.set("kaunter", old);
  assert.equal(await meOf(first), 401);
});

test("an address that a proxy brings counts only where the proxy is declared, and an IPv6 household is one", async () => {
  const guess = (at: TestDoor, from: string) =>
    at
      .browser()
      .ask(
        "POST",
        "/api/accounts/sign-in",
        { email: "nobody@kenari.example", password: "a wrong guess" },
        { "x-forwarded-for": from },
      );
  const refusedOf = async (at: TestDoor, addressOf: (i: number) => string) => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => guess(at, addressOf(i))),
    );
    return answers.filter(({ status }) => status === 429).length;
  };
  await using undeclared = await testDoor();
  assert.equal(await refusedOf(undeclared, (i) => `203.0.113.${i}`), 2);
  await using declared = await testDoor({ config: { trustedProxies: ["127.0.0.1"] } });
  assert.equal(await refusedOf(declared, (i) => `203.0.113.${i}`), 0);
  assert.equal(await refusedOf(declared, (i) => `2001:db8:1:2::${i}`), 2);
});
