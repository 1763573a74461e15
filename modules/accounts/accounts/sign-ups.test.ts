import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { transaction } from "#platform/db/db.ts";
import { SIGN_UP, signedUp, type TestDoor, testDoor, tokenIn } from "#platform/testing/door.ts";
import { forgetUnproved } from "./housekeeping.ts";

let door: TestDoor;
before(async () => {
  door = await testDoor();
});
after(() => door[Symbol.asyncDispose]());

const signUp = (changes: object) =>
  door.browser().ask("POST", "/api/accounts/sign-up", { ...SIGN_UP, ...changes });
const verify = (token: string) => door.browser().ask("POST", "/api/accounts/verify", { token });
const count = async (text: string, values: unknown[] = []) =>
  (await door.house.control.query<{ n: number }>(`select count(*)::int as n ${text}`, values))
    .rows[0]?.n;

test("who signs up gets a mail, proves the address, has a company of their own, and can leave and return", async () => {
  const browser = door.browser();
  const choices = await browser.ask("GET", "/api/accounts/sign-up");
  assert.deepEqual(choices.body.regions, [{ id: "my-1", name: "Malaysia" }]);
  assert.equal(choices.body.mailboxUrl, `${door.house.config.publicUrl}/mailbox`);

  const answer = await browser.ask("POST", "/api/accounts/sign-up", {
    ...SIGN_UP,
    email: " Farah@RumahKenari.example ",
    phone: "012-345 6789",
  });
  assert.deepEqual([answer.status, answer.body], [200, { done: true }]);
  assert.equal(browser.cookies.size, 0);

  const mails = await door.mailsTo(SIGN_UP.email);
  assert.equal(mails.length, 1);
  const me = await browser.ask("POST", "/api/accounts/verify", { token: tokenIn(mails[0]) });
  assert.equal(me.status, 200, JSON.stringify(me.body));
  assert.equal(me.body.account.isVerified, true);
  assert.equal(me.body.account.email, SIGN_UP.email);
  assert.equal(me.body.account.phone, "+60123456789");
  assert.equal(me.body.company.name, "Rumah Kenari");
  assert.ok(me.body.permissions.includes("companies.companies.write"));

  const company = await browser.ask("GET", "/api/companies/company");
  assert.equal(company.body.regionName, "Malaysia");
  assert.equal(company.body.id, me.body.company.id);

  assert.equal((await browser.ask("POST", "/api/accounts/sign-out", {})).status, 200);
  assert.equal(browser.cookies.size, 0);
  assert.equal((await browser.ask("GET", "/api/accounts/me")).status, 401);

  const { email, password } = SIGN_UP;
  const back = await browser.ask("POST", "/api/accounts/sign-in", { email, password });
  assert.equal(back.status, 200);
  assert.equal(back.body.company.id, me.body.company.id);
});

test("a signed-out session is refused even with its cookie", async () => {
  const browser = await signedUp(door, { email: "out@kenari.example" });
  const cookies = new Map(browser.cookies);
  await browser.ask("POST", "/api/accounts/sign-out", {});
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  assert.equal((await browser.ask("GET", "/api/accounts/me")).status, 401);
});

test("signing up answers the same whether or not the address is taken, and only the mail's owner learns it", async () => {
  const email = "taken@kenari.example";
  await signedUp(door, { email });
  const taken = await signUp({ email, password: "sebuah kata laluan yang lain" });
  const free = await signUp({ email: "free@kenari.example" });
  assert.deepEqual([taken.status, taken.body], [free.status, free.body]);
  const mail = (await door.mailsTo(email)).at(-1);
  assert.match(mail?.subject ?? "", /already have/);
  assert.doesNotMatch(mail?.text ?? "", /#/);
  const { status } = await door
    .browser()
    .ask("POST", "/api/accounts/sign-in", { email, password: SIGN_UP.password });
  assert.equal(status, 200);
});

test("a link to prove an address works once, also when opened 16 times at once", async () => {
  const email = "once@kenari.example";
  await signUp({ email });
  const token = tokenIn((await door.mailsTo(email))[0]);
  const before = await count("from companies");
  const answers = await Promise.all(Array.from({ length: 16 }, () => verify(token)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.deepEqual(
    new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code)),
    new Set(["accounts.link.not_valid"]),
  );
  assert.equal(await count("from companies"), (before ?? 0) + 1);
});

test("two links of one account, opened at once, make one company", async () => {
  const email = "two@kenari.example";
  await signUp({ email });
  await door.browser().ask("POST", "/api/accounts/resend-verification", { email });
  const tokens = (await door.mailsTo(email)).map(tokenIn);
  assert.equal(tokens.length, 2);
  const answers = await Promise.all(tokens.map(verify));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
});

test("a link is valid for 24 hours", async () => {
  const email = "late@kenari.example";
  await signUp({ email });
  const token = tokenIn((await door.mailsTo(email))[0]);
  const now = door.house.clock.now;
  door.house.clock.advance(24 * 3_600_000);
  assert.equal((await verify(token)).body.code, "accounts.link.not_valid");
  door.house.clock.now = new Date(now.getTime() + 24 * 3_600_000 - 1);
  assert.equal((await verify(token)).status, 200);
  door.house.clock.now = now;
});

test("who signs up with another's address plants no password: each link brings its own", async () => {
  const email = "owner@kenari.example";
  const mine = "perahu kecil menunggu ombak";
  const theirs = "yang ini bukan milik pemiliknya";
  await signUp({ email, password: mine, companyName: "Mine" });
  await signUp({ email, password: theirs, companyName: "Theirs" });
  const own = (await door.mailsTo(email)).find(({ text }) => text.includes("open Mine"));
  const me = await verify(tokenIn(own));
  assert.equal(me.body.company.name, "Mine");
  const signIn = (password: string) =>
    door.browser().ask("POST", "/api/accounts/sign-in", { email, password });
  assert.equal((await signIn(mine)).status, 200);
  assert.equal((await signIn(theirs)).status, 401);
});

test("only hashes of links are kept, and mails are sealed and then emptied", async () => {
  const email = "sealed@kenari.example";
  await signUp({ email });
  const waiting = await door.house.control.query("select sealed from mails where recipient = $1", [
    email,
  ]);
  const token = tokenIn((await door.mailsTo(email))[0]);
  for (const table of ["mails", "account_links", "sign_ups", "accounts", "mailbox_mails"]) {
    const { rows } = await door.house.control.query(`select t::text as row from ${table} t`);
    for (const { row } of rows) assert.ok(!String(row).includes(token), table);
  }
  assert.match(String(waiting.rows[0]?.sealed), /^v1\./);
  assert.equal(await count("from mails where recipient = $1 and sealed is null", [email]), 1);
});

test("what does not fit is answered at its field, all at once", async () => {
  const { status, body } = await signUp({
    email: "fields@kenari.example",
    country: "ZZ",
    zone: "Mars/Olympus",
    currency: "ABC",
    region: "de-9",
    phone: "1",
    password: "password12345",
  });
  assert.equal(status, 400);
  assert.deepEqual(
    Object.fromEntries(
      body.details.map(({ path, code }: { path: string[]; code: string }) => [path[0], code]),
    ),
    {
      country: "country.unknown",
      zone: "zone.unknown",
      currency: "currency.unknown",
      region: "region.unknown",
      phone: "phone.invalid",
      password: "password.too_common",
    },
  );
  const shape = await signUp({ email: "no", isAdult: false, acceptsTerms: false, name: " " });
  assert.deepEqual(
    Object.fromEntries(
      shape.body.details.map(({ path, code }: { path: string[]; code: string }) => [path[0], code]),
    ),
    {
      name: "field.required",
      email: "email.invalid",
      isAdult: "accounts.account.not_adult",
      acceptsTerms: "accounts.account.terms_not_accepted",
    },
  );
});

test("an address is written to five times an hour, then no more", async () => {
  const email = "often@kenari.example";
  for (let i = 0; i < 5; i += 1) assert.equal((await signUp({ email })).status, 200);
  const refused = await signUp({ email });
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers["retry-after"]) > 0);
  assert.equal((await door.mailsTo(email)).length, 5);
});

test("a sign-up in Malay is answered in Malay", async () => {
  const email = "melayu@kenari.example";
  await signUp({ email, locale: "ms" });
  assert.match((await door.mailsTo(email))[0]?.subject ?? "", /Sahkan/);
});

test("an address that nobody proves is forgotten after a week, with all that was entered", async () => {
  const email = "forgotten@kenari.example";
  await signUp({ email });
  const { control, clock } = door.house;
  const forget = (days: number) =>
    transaction(control, "read write", (db) =>
      forgetUnproved(db, new Date(clock.now.getTime() + days * 86_400_000)),
    );
  await forget(6);
  assert.equal(await count("from accounts where email = $1", [email]), 1);
  await forget(8);
  assert.equal(await count("from accounts where email = $1", [email]), 0);
  assert.equal(await count("from accounts where verified_at is null"), 0);
  assert.equal(await count("from sign_ups"), 0);
});
