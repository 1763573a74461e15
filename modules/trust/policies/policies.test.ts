import assert from "node:assert/strict";
import { test } from "node:test";
import { transaction } from "#platform/db/db.ts";
import { signedUp, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { testHouse } from "#platform/testing/house.ts";
import { policyText } from "#promises/register.ts";
import { insertPolicy } from "./policies.sql.ts";
import {
  beginPolicies,
  isPublished,
  publishPolicy,
  readNewestPolicy,
  tellOfPolicies,
} from "./policies.ts";

const DAY_MS = 86_400_000;
const SUMMARY = { en: "WhatsApp is new.", ms: "WhatsApp ialah perkara baharu." };
const AT = "/api/trust/policies";

/** The register's words, with one sentence more. */
const changedText = (id = "P99") => {
  const text = policyText();
  const added = { id, says: { en: "A new sentence.", ms: "Ayat baharu." }, isLater: false };
  return {
    sections: text.sections.map((section, i) =>
      i === 0 ? { ...section, sentences: [...section.sentences, added] } : section,
    ),
  };
};

test("a material change with a second less than 14 days is refused by the rule and by the database itself, and with 14 it is published", async () => {
  await using house = await testHouse();
  await beginPolicies(house);
  const after = (ms: number) => new Date(house.now().getTime() + ms);
  const publication = { summary: SUMMARY, isMaterial: true, text: changedText() };
  await assert.rejects(
    publishPolicy(house, { ...publication, effectiveAt: after(14 * DAY_MS - 1_000) }),
    { code: "trust.policy.notice_too_short" },
  );
  const short = {
    version: 2,
    publishedAt: house.now(),
    effectiveAt: after(14 * DAY_MS - 1_000),
    isMaterial: true,
    summary: SUMMARY,
    content: changedText(),
    contentHash: "x",
  };
  const insert = (row: typeof short) =>
    transaction(house.control, "read write", (db) => insertPolicy(db, row));
  await assert.rejects(insert(short), { code: "23514" });
  assert.equal((await readNewestPolicy(house))?.version, 1);

  const { version } = await publishPolicy(house, {
    ...publication,
    effectiveAt: after(14 * DAY_MS),
  });
  assert.equal(version, 2);
  await assert.rejects(
    house.control.query("update policy_versions set effective_at = now() where version = 2"),
    {
      code: "23000",
    },
  );
  await assert.rejects(house.control.query("delete from policy_versions"), { code: "23000" });
  await assert.rejects(insert({ ...short, version: 4, isMaterial: false }), { code: "23000" });
});

test("until its day the old policy is in force, from then on the new one; anybody may read both", async () => {
  await using door = await testDoor();
  const { house } = door;
  await beginPolicies(house);
  const effectiveAt = new Date(house.now().getTime() + 14 * DAY_MS);
  await publishPolicy(house, {
    summary: SUMMARY,
    isMaterial: true,
    effectiveAt,
    text: changedText(),
  });
  const stranger = door.browser();
  const read = async (query = "") =>
    (await stranger.ask("GET", `${AT}/current?language=en${query}`)).body;

  const before = await read();
  assert.deepEqual(
    [before.version, before.next.version, before.next.summary],
    [1, 2, "WhatsApp is new."],
  );
  assert.equal((await read("&version=2")).sections[0].sentences.at(-1).says, "A new sentence.");
  house.clock.advance(14 * DAY_MS - 1);
  assert.equal((await read()).version, 1);
  house.clock.advance(1);
  const now = await read();
  assert.deepEqual([now.version, now.next, now.sections[0].sentences.at(-1).id], [2, null, "P99"]);
  assert.equal(
    (await stranger.ask("GET", `${AT}/current?language=ms`)).body.sections[0].title,
    "Apa yang disimpan",
  );
  assert.equal((await stranger.ask("GET", `${AT}/current?version=3`)).status, 404);
});

test("every member is told by mail and in the app, and both are kept for each of them", async () => {
  await using door = await testDoor();
  const { house } = door;
  await beginPolicies(house);
  const farah = await signedUp(door);
  const effectiveAt = new Date(house.now().getTime() + 15 * DAY_MS);
  await publishPolicy(house, {
    summary: SUMMARY,
    isMaterial: true,
    effectiveAt,
    text: changedText(),
  });
  const aina = await signedUp(door, {
    email: "aina@kopi.example",
    companyName: "Kopi Aina",
    locale: "ms",
  });
  assert.equal((await policyMails(door, "aina@kopi.example")).length, 0);
  await tellOfPolicies(house);

  for (const [email, subject] of [
    ["farah@rumahkenari.example", /Kaunter's privacy policy changes on 2026-12-07/],
    ["aina@kopi.example", /Dasar privasi Kaunter berubah pada 2026-12-07/],
  ] as const) {
    const mails = await policyMails(door, email);
    assert.equal(mails.length, 1);
    assert.match(mails[0]?.subject ?? "", subject);
    assert.match(mails[0]?.text ?? "", /privacy\?version=2/);
  }
  await tellOfPolicies(house);
  const pending = await farah.ask("GET", `${AT}/pending`);
  assert.deepEqual(
    [pending.body.notice.version, pending.body.notice.summary],
    [2, "WhatsApp is new."],
  );
  const toldOf = async () => (await farah.ask("GET", `${AT}/2/notices`)).body.notices;
  const [told, ...others] = await toldOf();
  assert.deepEqual(others, [], "of another company's people nothing is shown");
  assert.ok(told.mailSentAt !== null && told.shownAt === null);
  await farah.ask("POST", `${AT}/2/acknowledge`, { how: "shown" });
  assert.ok((await toldOf())[0].shownAt !== null && (await toldOf())[0].acknowledgedAt === null);
  await farah.ask("POST", `${AT}/2/acknowledge`, { how: "read" });
  assert.ok((await toldOf())[0].acknowledgedAt !== null);
  assert.equal((await farah.ask("GET", `${AT}/pending`)).body.notice, null);
  assert.notEqual((await aina.ask("GET", `${AT}/pending`)).body.notice, null);
});

test("the first version stands from the first day and is announced to nobody; saying the same again is no version", async () => {
  await using door = await testDoor();
  const { house } = door;
  await Promise.all([beginPolicies(house), beginPolicies(house)]);
  await signedUp(door);
  await tellOfPolicies(house);
  assert.equal((await policyMails(door, "farah@rumahkenari.example")).length, 0);
  assert.equal(isPublished(await readNewestPolicy(house)), true);
  const now = house.now();
  await assert.rejects(
    publishPolicy(house, { summary: SUMMARY, isMaterial: false, effectiveAt: now }),
    {
      code: "trust.policy.unchanged",
    },
  );
  const changed = { isMaterial: false, effectiveAt: now, text: changedText() };
  await assert.rejects(publishPolicy(house, { ...changed, summary: null }), {
    code: "trust.policy.no_summary",
  });
  assert.equal((await publishPolicy(house, { ...changed, summary: SUMMARY })).version, 2);
  assert.equal(isPublished(await readNewestPolicy(house)), false);
});

const policyMails = async (door: TestDoor, email: string) =>
  (await door.mailsTo(email)).filter(({ subject }) => /privacy policy|Dasar privasi/.test(subject));
