import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { companies } from "#modules/companies/companies/companies.contract.ts";
import { joinedTo } from "#modules/companies/members/members.testing.ts";
import { ACTIONS } from "#modules/modules.ts";
import { type Egress, watchEgress } from "#platform/egress/egress.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";
import {
  type CompanyProbe,
  degradedAs,
  type Ground,
  type HouseProbe,
  keptAs,
} from "#promises/probes/probe.ts";
import { PROMISES } from "#promises/register.ts";
import { PROBE_OF, PROBES } from "./probes.ts";
import { stateOf } from "./promises.rules.ts";
import { tryPromises } from "./promises.ts";

const OPERATOR = "operator@kaunter.example";
const AT = "/api/trust/promises";
const MINUTE_MS = 60_000;

let door: TestDoor;
let guard: Egress;
before(async () => {
  door = await testDoor({ config: { operatorEmail: OPERATOR } });
  guard = watchEgress(door.house, door.house.serverUrl);
});
after(async () => {
  await guard.close();
  await door[Symbol.asyncDispose]();
});

let made = 0;
async function company(name: string): Promise<{ admin: TestBrowser; email: string }> {
  made += 1;
  const email = `admin${made}@janji.example`;
  return { admin: await signedUp(door, { email, companyName: name }), email };
}

const ground = (): Ground => ({
  house: door.house,
  workshop: door.house.workshop,
  actions: ACTIONS,
  ask: null,
});

/** Stands in for a real probe of the register, and finds what the test says. */
const played = (name: string, finds: () => boolean | null): HouseProbe => ({
  ...(PROBE_OF.get(name) as HouseProbe),
  of: "house",
  everyMinutes: 1,
  finds: {
    yes: { en: "It holds.", ms: "Ia dipenuhi." },
    no: { en: "It broke in {{place}}.", ms: "Ia pecah di {{place}}." },
  },
  run: async () => {
    const found = finds();
    if (found === null) return null;
    return found ? keptAs("yes") : degradedAs("no", { place: "the cellar" });
  },
});
const ofCompany = (probe: HouseProbe, run: CompanyProbe["run"]): CompanyProbe => ({
  ...probe,
  of: "company",
  run,
});

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
const promiseOf = async (browser: TestBrowser, id: string, language = "en"): Promise<any> => {
  const { body } = await browser.ask("GET", `${AT}?language=${language}`);
  return body.sections
    .flatMap(({ promises }: { promises: { id: string }[] }) => promises)
    .find((one: { id: string }) => one.id === id);
};
const stateFor = async (browser: TestBrowser, id: string): Promise<string> =>
  (await promiseOf(browser, id)).state;

test("the Trust page has every promise in the policy's own words; what nobody tried is unproven", async () => {
  const { admin } = await company("Baharu");
  const { body } = await admin.ask("GET", AT);
  const all = body.sections.flatMap(({ promises }: { promises: object[] }) => promises);
  assert.deepEqual(
    all.map(({ id, says }: { id: string; says: string }) => [id, says]),
    PROMISES.map(({ id, says }) => [id, says.en]),
  );
  assert.equal(body.counts.kept, 0);
  const { kept, degraded, unproven, duty } = body.counts;
  assert.equal(kept + degraded + unproven + duty, PROMISES.length);
  assert.match((await promiseOf(admin, "P22", "ms")).says, /dimeterai dengan AES-256-GCM/);
});

test("a round of all probes proves what holds, for each company on its own, and the page shows what was found", async () => {
  const { admin } = await company("Satu");
  await company("Dua");
  await tryPromises(ground(), { isEverything: true });
  const { body } = await admin.ask("GET", AT);
  const degraded = body.sections
    .flatMap(({ promises }: { promises: { state: string }[] }) => promises)
    .filter(({ state }: { state: string }) => state === "degraded");
  assert.deepEqual(degraded, []);
  assert.ok(body.counts.kept >= 15, JSON.stringify(body.counts));
  const isolation = await promiseOf(admin, "P10");
  assert.equal(isolation.state, "kept");
  assert.match(isolation.proofs[0].found, /2 of 2 tries were turned away/);
  // No door can be reached from here: nothing is proved, and it is not called kept.
  assert.equal(await stateFor(admin, "P19"), "unproven");
  for (const { isLater, state } of body.sections.flatMap(
    ({ promises }: { promises: { isLater: boolean; state: string }[] }) => promises,
  ))
    if (isLater) assert.equal(state, "unproven");
});

test("a promise that breaks is shown at once and told to the Admins and the operator; so is its repair; both stay in the history", async () => {
  const { admin, email } = await company("Tiga");
  let holds = true;
  const probes = [played("wrapped", () => holds)];
  const look = async () => {
    door.house.clock.advance(MINUTE_MS);
    await tryPromises(ground(), { probes });
  };
  await look();
  assert.equal(await stateFor(admin, "P23"), "kept");
  const before = (await door.mailsTo(email)).length;
  const operatorBefore = (await door.mailsTo(OPERATOR)).length;
  holds = false;
  await look();
  await look();
  assert.equal(await stateFor(admin, "P23"), "degraded");
  assert.equal((await admin.ask("GET", "/api/trust/alerts/count")).body.degradedCount, 1);
  holds = true;
  await look();
  assert.equal(await stateFor(admin, "P23"), "kept");

  const told = (await door.mailsTo(email)).slice(before);
  assert.deepEqual(told.map(({ subject }) => subject).toSorted(), [
    "A promise is not kept: Tiga",
    "Kept again: Tiga",
  ]);
  const [worse] = told.filter(({ subject }) => subject.includes("not kept"));
  assert.match(worse?.text ?? "", /P23 {2}Keys have versions and are changed/);
  assert.equal((await door.mailsTo(OPERATOR)).length, operatorBefore + 2);
  const { spans } = (await admin.ask("GET", `${AT}/P23/history`)).body;
  assert.deepEqual(
    spans
      .slice(0, 2)
      .map((span: { isKept: boolean; runsCount: number }) => [span.isKept, span.runsCount]),
    [
      [true, 1],
      [false, 2],
    ],
  );
});

test("what breaks for one company is told to that company, and shown to no other", async () => {
  const broken = await company("Empat");
  const whole = await company("Lima");
  const { rows } = await door.house.control.query("select id from companies where name = 'Empat'");
  const probe = ofCompany(
    played("region", () => null),
    async (_ground, access) =>
      access.company.id === rows[0].id ? degradedAs("no", { place: "the cellar" }) : keptAs("yes"),
  );
  const before = (await door.mailsTo(whole.email)).length;
  door.house.clock.advance(10 * MINUTE_MS);
  await tryPromises(ground(), { probes: [probe] });
  assert.equal(await stateFor(broken.admin, "P12"), "degraded");
  assert.equal(await stateFor(whole.admin, "P12"), "duty");
  assert.match(
    (await door.mailsTo(broken.email)).at(-1)?.subject ?? "",
    /A promise is not kept: Empat/,
  );
  assert.equal((await door.mailsTo(whole.email)).length, before);
});

test("a promise that nobody tried for longer than its maximum age is unproven again", async () => {
  const { admin, email } = await company("Enam");
  const probe = played("adults", () => true);
  await tryPromises(ground(), { probes: [probe] });
  door.house.clock.advance(probe.maxAgeMinutes * MINUTE_MS);
  await admin.ask("POST", "/api/accounts/sign-in", { email, password: SIGN_UP.password });
  assert.equal(await stateFor(admin, "P46"), "kept");
  door.house.clock.advance(1);
  assert.equal(await stateFor(admin, "P46"), "unproven");
  // One that cannot be tried, or fails over it, proves nothing either.
  await tryPromises(ground(), { probes: [played("adults", () => null)] });
  const failing = { ...probe, run: () => Promise.reject(new Error("out of order")) };
  await tryPromises(ground(), { probes: [failing] });
  assert.equal(await stateFor(admin, "P46"), "unproven");
});

test("whoever asks for a check is tried first, within the same round; it is audited, and only who may can ask", async () => {
  const { admin } = await company("Tujuh");
  const probe = ofCompany(
    played("database", () => null),
    async () => keptAs("yes"),
  );
  await tryPromises(ground(), { probes: [probe] });
  const first = (await promiseOf(admin, "P13")).provedAt;
  await tryPromises(ground(), { probes: [probe] });
  assert.equal((await promiseOf(admin, "P13")).provedAt, first, "it is not due again yet");
  door.house.clock.advance(1_000);
  assert.equal((await admin.ask("POST", `${AT}/check`, {})).status, 200);
  assert.equal((await admin.ask("GET", AT)).body.isAsked, true);
  await tryPromises(ground(), { probes: [probe] });
  assert.notEqual((await promiseOf(admin, "P13")).provedAt, first);
  assert.equal((await admin.ask("GET", AT)).body.isAsked, false);
  const { rows } = (await admin.ask("GET", "/api/trust/audit?action=trust.promises.check")).body;
  assert.equal(rows.length, 1);

  const viewer = await joinedTo(door, admin, "viewer@janji.example", "viewer");
  assert.equal((await viewer.ask("POST", `${AT}/check`, {})).status, 403);
  assert.equal((await admin.ask("GET", `${AT}/P99/history`)).status, 404);
});

test("a promise is kept only when all of its probes say so, and never where the operator's word is needed", () => {
  const now = new Date("2026-11-22T08:00:00Z");
  const entry = PROMISES.find(({ id }) => id === "P27");
  assert(entry !== undefined && entry.probes.length === 2);
  const proof = (probe: string, state: "kept" | "degraded", minutes = 0) => ({
    probe,
    state,
    sinceAt: now,
    lastAt: new Date(now.getTime() - minutes * MINUTE_MS),
    runsCount: 1,
    evidence: { said: "", facts: {} },
  });
  const [one = "", two = ""] = entry.probes;
  const of = (...proofs: ReturnType<typeof proof>[]) =>
    stateOf(entry, PROBE_OF, new Map(proofs.map((each) => [each.probe, each])), now);
  assert.equal(of(), "unproven");
  assert.equal(of(proof(one, "kept")), "unproven");
  assert.equal(of(proof(one, "kept"), proof(two, "kept")), "kept");
  assert.equal(of(proof(one, "kept"), proof(two, "degraded", 1e6)), "degraded");
  const duty = PROMISES.find(({ id }) => id === "P14");
  assert(duty !== undefined);
  const held = new Map([["transport", proof("transport", "kept")]]);
  assert.equal(stateOf(duty, PROBE_OF, held, now), "duty");
  assert.equal(stateOf(duty, PROBE_OF, new Map(), now), "unproven");
  assert.ok(PROBES.length >= 20);
});

test("a company's region is fixed: whatever is sent, it stays", async () => {
  const { admin } = await company("Lapan");
  const { body } = await admin.ask("GET", companies.get.path);
  const sent = {
    version: body.version,
    name: "Lapan Baharu",
    region: "sg-1",
    regionName: "Singapore",
  };
  await admin.ask("PATCH", companies.change.path, sent);
  const { rows } = await door.house.control.query(
    "select distinct region from companies where name in ('Lapan', 'Lapan Baharu')",
  );
  assert.deepEqual(rows, [{ region: "my-1" }]);
  const taking = ACTIONS.filter(({ does }) =>
    Object.keys((does.input as { shape?: object }).shape ?? {}).includes("region"),
  ).map(({ does }) => does.path);
  assert.deepEqual(
    taking.filter((path) => !/sign-up|memberships$/.test(path)),
    [],
    "only what makes a company takes a region",
  );
});
