import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { transaction } from "#platform/db/db.ts";
import { selectSecurityEvents } from "#platform/security/events.sql.ts";
import { securityEventsWritten } from "#platform/security/events.ts";
import {
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
  tokenIn,
} from "#platform/testing/door.ts";
import { invitedTo, JOIN, meOf } from "./members.testing.ts";

let door: TestDoor;
let admin: TestBrowser;
before(async () => {
  door = await testDoor();
  admin = await signedUp(door);
});
after(() => door[Symbol.asyncDispose]());

const AT = "/api/companies/invitations";
const DAY_MS = 86_400_000;
let made = 0;
const address = () => {
  made += 1;
  return `orang${made}@example.com`;
};
const codeOf = ({ body }: { body: { code?: string } }) => body.code;
const rowOf = async (email: string) =>
  (await admin.ask("GET", AT)).body.rows.find((row: { email: string }) => row.email === email);
const membersOf = async (browser = admin) =>
  (await browser.ask("GET", "/api/companies/members")).body.rows;
const auditOf = async (action: string) =>
  (await admin.ask("GET", `/api/trust/audit?action=${action}`)).body.rows;

test("somebody without an account signs up through the link: no second mail, no second company", async () => {
  const email = address();
  const token = await invitedTo(door, admin, email, "analyst");
  const browser = door.browser();
  const seen = await browser.ask("POST", `${AT}/look`, { token });
  const { expiresAt, ...shown } = seen.body;
  assert.deepEqual(shown, {
    state: "open",
    companyName: "Rumah Kenari",
    inviterName: "Farah Adilah",
    email,
    role: "analyst",
    roleName: null,
    way: "new_account",
  });
  assert.equal(Date.parse(expiresAt), door.house.clock.now.getTime() + 7 * DAY_MS);

  const { status } = await browser.ask("POST", `${AT}/join`, { ...JOIN, token });
  assert.equal(status, 200);
  const me = await meOf(browser);
  assert.deepEqual(
    [me.account.name, me.account.email, me.account.isVerified, me.company.name],
    ["Amir Hakim", email, true, "Rumah Kenari"],
  );
  assert.equal((await door.mailsTo(email)).length, 1);
  const { rows } = (await browser.ask("GET", "/api/companies/memberships")).body;
  assert.equal(rows.length, 1);
  const [entry] = await auditOf("companies.invitations.accept");
  assert.deepEqual(
    [entry.actorName, entry.subjectName, entry.change.after.role],
    ["Amir Hakim", "Amir Hakim", "analyst"],
  );
});

test("somebody with an account accepts signed in, and works in the new company from then on", async () => {
  const email = address();
  const own = await signedUp(door, { email, companyName: "Kedai Sendiri" });
  const token = await invitedTo(door, admin, email, "manager");
  assert.equal((await own.ask("POST", `${AT}/look`, { token })).body.way, "ready");
  assert.equal((await own.ask("POST", `${AT}/accept`, { token })).status, 200);
  assert.equal((await meOf(own)).company.name, "Rumah Kenari");
  assert.equal((await own.ask("GET", "/api/companies/company")).body.name, "Rumah Kenari");
});

test("of 16 who accept with one link at once, one gets in and the link is used up", async () => {
  const email = address();
  const token = await invitedTo(door, admin, email);
  const before = (await membersOf()).length;
  const entriesBefore = (await auditOf("companies.invitations.accept")).length;
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => door.browser().ask("POST", `${AT}/join`, { ...JOIN, token })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  for (const { status, body } of answers.filter((answer) => answer.status !== 200))
    assert.ok([409, 412, 429].includes(status), JSON.stringify(body));
  assert.equal((await membersOf()).length, before + 1);
  const entries = await auditOf("companies.invitations.accept");
  assert.equal(entries.length, entriesBefore + 1);
});

test("of 16 parallel accepts by the one who is signed in, one counts", async () => {
  const email = address();
  const own = await signedUp(door, { email, companyName: "Kedai Kedua" });
  const token = await invitedTo(door, admin, email);
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => own.ask("POST", `${AT}/accept`, { token })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, ...Array.from({ length: 15 }, () => 409)]);
  const accepted = answers.filter(({ status }) => status === 409).map(codeOf);
  assert.deepEqual(new Set(accepted), new Set(["companies.invitation.accepted"]));
});

test("an invitation is for its address: who is signed in with another is told so and gets in nowhere", async () => {
  const token = await invitedTo(door, admin, address());
  const other = await signedUp(door, { email: address(), companyName: "Kedai Lain" });
  assert.equal((await other.ask("POST", `${AT}/look`, { token })).body.way, "new_account");
  const answer = await other.ask("POST", `${AT}/accept`, { token });
  assert.deepEqual([answer.status, codeOf(answer)], [409, "companies.invitation.other_address"]);
  assert.equal((await meOf(other)).company.name, "Kedai Lain");
});

test("with an account of its own, an address cannot be signed up a second time through the link", async () => {
  const email = address();
  await signedUp(door, { email, companyName: "Kedai Ketiga" });
  const token = await invitedTo(door, admin, email);
  const stranger = door.browser();
  assert.equal((await stranger.ask("POST", `${AT}/look`, { token })).body.way, "sign_in");
  const answer = await stranger.ask("POST", `${AT}/join`, { ...JOIN, token });
  assert.equal(codeOf(answer), "accounts.account.exists");
});

test("an address that somebody else began to sign up with becomes the invited one's, without that password", async () => {
  const email = address();
  const thief = "kata laluan si pencuri";
  await door.browser().ask("POST", "/api/accounts/sign-up", {
    name: "Pencuri",
    email,
    password: thief,
    companyName: "Kedai Pencuri",
    country: "MY",
    zone: "Asia/Kuala_Lumpur",
    currency: "MYR",
    region: "my-1",
    isAdult: true,
    acceptsTerms: true,
  });
  const early = tokenIn((await door.mailsTo(email)).at(-1));
  const token = await invitedTo(door, admin, email);
  const browser = door.browser();
  assert.equal((await browser.ask("POST", `${AT}/join`, { ...JOIN, token })).status, 200);
  const tried = await door
    .browser()
    .ask("POST", "/api/accounts/sign-in", { email, password: thief });
  assert.equal(tried.status, 401);
  const verified = await door.browser().ask("POST", "/api/accounts/verify", { token: early });
  assert.equal(codeOf(verified), "accounts.link.not_valid");
});

test("an invitation ends after seven days, and another mail opens it again with a new link only", async () => {
  const email = address();
  const token = await invitedTo(door, admin, email);
  const { now } = door.house.clock;
  door.house.clock.advance(7 * DAY_MS);
  const again = await door.browser();
  assert.equal((await again.ask("POST", `${AT}/look`, { token })).body.state, "expired");
  const late = await again.ask("POST", `${AT}/join`, { ...JOIN, token });
  assert.equal(codeOf(late), "companies.invitation.expired");
  door.house.clock.now = new Date(now.getTime() + 3_600_000);

  const { id } = await rowOf(email);
  const resent = await admin.ask("POST", `${AT}/${id}/resend`, {});
  assert.equal(resent.status, 200);
  const fresh = tokenIn((await door.mailsTo(email)).at(-1));
  assert.notEqual(fresh, token);
  const old = await again.ask("POST", `${AT}/join`, { ...JOIN, token });
  assert.equal(codeOf(old), "companies.invitation.not_valid");
  assert.equal((await again.ask("POST", `${AT}/join`, { ...JOIN, token: fresh })).status, 200);
  door.house.clock.now = now;
});

test("an address is not pestered: not twice in a moment, not more than five times", async () => {
  const email = address();
  await invitedTo(door, admin, email);
  const { id } = await rowOf(email);
  const { now } = door.house.clock;
  const resend = () => admin.ask("POST", `${AT}/${id}/resend`, {});
  assert.equal(codeOf(await resend()), "companies.invitation.sent_just_now");
  for (let i = 0; i < 4; i += 1) {
    door.house.clock.advance(3 * 60_000);
    assert.equal((await resend()).status, 200);
  }
  door.house.clock.advance(3 * 60_000);
  assert.equal(codeOf(await resend()), "companies.invitation.sent_often");
  await admin.ask("POST", `${AT}/${id}/revoke`, {});
  const anew = await admin.ask("POST", AT, { emails: [email], role: "member" });
  assert.deepEqual(anew.body, { invited: [], members: [], waiting: [email] });
  assert.equal((await door.mailsTo(email)).length, 5);
  door.house.clock.now = now;
});

test("a revoked invitation opens nothing and is named so to whoever holds its link", async () => {
  const email = address();
  const token = await invitedTo(door, admin, email);
  const { id } = await rowOf(email);
  assert.equal((await admin.ask("POST", `${AT}/${id}/revoke`, {})).status, 200);
  const guest = door.browser();
  assert.equal((await guest.ask("POST", `${AT}/look`, { token })).body.state, "revoked");
  const answer = await guest.ask("POST", `${AT}/join`, { ...JOIN, token });
  assert.equal(codeOf(answer), "companies.invitation.revoked");
  assert.equal(await rowOf(email), undefined);
});

test("a refusal reaches the inviter with what was written, and the link is used up", async () => {
  const email = address();
  const token = await invitedTo(door, admin, email);
  const guest = door.browser();
  const answer = "Terima kasih, tetapi saya sudah bekerja di tempat lain.";
  assert.equal((await guest.ask("POST", `${AT}/refuse`, { token, answer })).status, 200);
  const mail = (await door.mailsTo("farah@rumahkenari.example")).at(-1);
  assert.match(mail?.subject ?? "", new RegExp(`${email} refused the invitation`));
  assert.match((mail?.text ?? "").replace(/\s+/g, " "), /> Terima kasih, tetapi saya/);
  const row = await rowOf(email);
  assert.deepEqual([row.state, row.answer], ["refused", answer]);
  const twice = await guest.ask("POST", `${AT}/join`, { ...JOIN, token });
  assert.equal(codeOf(twice), "companies.invitation.refused");
  const [entry] = await auditOf("companies.invitations.refuse");
  assert.deepEqual([entry.actorName, entry.subjectName], [email, email]);
});

test("a link that was used and comes again is noted as part of what may be an attack", async () => {
  const token = await invitedTo(door, admin, address());
  const guest = door.browser();
  await guest.ask("POST", `${AT}/join`, { ...JOIN, token });
  await door.browser().ask("POST", `${AT}/join`, { ...JOIN, token });
  await securityEventsWritten(door.house);
  const events = await transaction(door.house.control, "read only", (db) =>
    selectSecurityEvents(db, door.house.clock.now, 1000),
  );
  assert.ok(
    events.some(({ kind, detail }) => kind === "link.replayed" && detail["link"] === "invitation"),
  );
});

test("many are invited at once; who is in already is named and not written to", async () => {
  const emails = [address(), address(), "FARAH@rumahkenari.example "];
  const { body } = await admin.ask("POST", AT, { emails, role: "viewer" });
  assert.deepEqual(body, {
    invited: emails.slice(0, 2),
    members: ["farah@rumahkenari.example"],
    waiting: [],
  });
  for (const email of emails.slice(0, 2)) assert.equal((await door.mailsTo(email)).length, 1);
  const odd = await admin.ask("POST", AT, { emails: ["not an address"], role: "viewer" });
  assert.equal(odd.status, 400);
  const role = await admin.ask("POST", AT, { emails: [address()], role: "owner" });
  assert.deepEqual(role.body.details, [{ path: ["role"], code: "companies.role.unknown" }]);
});

test("two Admins who invite the same address at once make one invitation", async () => {
  const email = address();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => admin.ask("POST", AT, { emails: [email], role: "member" })),
  );
  assert.ok(answers.every(({ status }) => status === 200 || status === 412));
  const { rows } = (await admin.ask("GET", AT)).body;
  assert.equal(rows.filter((row: { email: string }) => row.email === email).length, 1);
  assert.equal((await door.mailsTo(email)).length, 1);
});

test("the mail speaks the language of the invited account, else the inviter's", async () => {
  const malay = await signedUp(door, {
    email: address(),
    locale: "ms",
    companyName: "Kedai Melayu",
  });
  const known = await meOf(malay);
  await invitedTo(door, admin, known.account.email);
  assert.match(
    (await door.mailsTo(known.account.email)).at(-1)?.subject ?? "",
    /menjemput anda ke Rumah Kenari/,
  );
  const unknown = address();
  await invitedTo(door, malay, unknown);
  assert.match(
    (await door.mailsTo(unknown)).at(-1)?.subject ?? "",
    /menjemput anda ke Kedai Melayu/,
  );
});

test("invitations of another company are not found", async () => {
  const email = address();
  await invitedTo(door, admin, email);
  const { id } = await rowOf(email);
  const other = await signedUp(door, { email: address(), companyName: "Syarikat Jiran" });
  for (const verb of ["resend", "revoke"])
    assert.equal((await other.ask("POST", `${AT}/${id}/${verb}`, {})).status, 404);
  assert.equal((await rowOf(email)).state, "open");
});
