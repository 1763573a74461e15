import assert from "node:assert/strict";
import { test } from "node:test";
import { type Id, readId, showId } from "#kernel/ids.ts";
import { joinedTo, meOf } from "#modules/companies/members/members.testing.ts";
import { returnHung } from "#modules/records/records.public.ts";
import { inCompany } from "#platform/actions/action.ts";
import { signedUp, type TestBrowser, type TestDoor, testDoor } from "#platform/testing/door.ts";

const DAY_MS = 86_400_000;

/** A company of two, with a customer: Farah who signed up, and Amir whom she invited. */
async function office(door: TestDoor) {
  const farah = await signedUp(door);
  const amir = await joinedTo(door, farah, "amir@rumahkenari.example");
  const { account: amirs, company } = await meOf(amir);
  const aina = await made(farah, "/api/crm/customers", { name: "Aina" });
  const access = await door.house.companies.access(readId("company", company.id) ?? "");
  assert.ok(access);
  return { farah, amir, amirId: amirs.id as string, aina: aina.id as string, access };
}

async function made(browser: TestBrowser, path: string, input: object) {
  const { status, body } = await browser.ask("POST", path, input);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const written = (browser: TestBrowser, subject: string, text: string, mentions: string[] = []) =>
  made(browser, "/api/records/notes", { subject, text, mentions });

const notesOf = async (browser: TestBrowser, subject: string, more = "") =>
  (await browser.ask("GET", `/api/records/notes?subject=${subject}${more}`)).body;

test("a colleague named in a note is told once, under what needs them and by mail that says nothing of it", async () => {
  await using door = await testDoor();
  const { farah, amir, amirId, aina, access } = await office(door);
  const text = "Ask @Amir Hakim about the broken cups, not @Badrul";
  const note = await written(farah, aina, text, [amirId]);
  assert.deepEqual(
    note.mentions.map(({ name }: { name: string }) => name),
    ["Amir Hakim"],
  );
  await farah.ask("PATCH", `/api/records/notes/${note.id}`, {
    version: 1,
    text: `${text}!`,
    mentions: [amirId],
  });
  await door.house.drain({ access });
  await door.house.drain({ access });

  const mails = (await door.mailsTo("amir@rumahkenari.example")).filter(({ subject }) =>
    subject.includes("mentioned you"),
  );
  assert.equal(mails.length, 1);
  assert.match(mails[0]?.text ?? "", new RegExp(`/customers/${aina}\\b`));
  assert.doesNotMatch(mails[0]?.text ?? "", /cups|Aina/);

  const count = async (browser: TestBrowser) =>
    (await browser.ask("GET", "/api/records/notes/mentions/count")).body.count;
  assert.deepEqual([await count(amir), await count(farah)], [1, 0]);
  const { body: seen } = await amir.ask("GET", "/api/records/notes/mentions");
  assert.deepEqual(
    [seen.rows[0].subject, seen.rows[0].subjectName, seen.rows[0].isNew],
    [aina, "Aina", true],
  );
  await amir.ask("POST", "/api/accounts/mentions-seen", {});
  assert.equal(await count(amir), 0);
});

test("who wants no mail about being named gets none, and is told in Kaunter all the same", async () => {
  await using door = await testDoor();
  const { farah, amir, amirId, aina, access } = await office(door);
  const { body: kept } = await amir.ask("POST", "/api/accounts/notices", { mentions: false });
  assert.deepEqual(kept, { mentions: false, tasks: true });
  await written(farah, aina, "@Amir Hakim see this", [amirId]);
  await door.house.drain({ access });
  const mails = await door.mailsTo("amir@rumahkenari.example");
  assert.ok(mails.every(({ subject }) => !subject.includes("mentioned you")));
  const { body } = await amir.ask("GET", "/api/records/notes/mentions/count");
  assert.equal(body.count, 1);
});

test("a note is edited by whoever wrote it, and how it read before stays to be looked up", async () => {
  await using door = await testDoor();
  const { farah, amir, aina } = await office(door);
  const note = await written(farah, aina, "Likes dark roast");
  const theirs = await amir.ask("PATCH", `/api/records/notes/${note.id}`, {
    version: 1,
    text: "Likes light roast",
  });
  assert.deepEqual([theirs.status, theirs.body.code], [409, "records.note.not_yours"]);
  const edit = (version: number, text: string) =>
    farah.ask("PATCH", `/api/records/notes/${note.id}`, { version, text });
  assert.equal((await edit(1, "Likes light roast")).status, 200);
  assert.equal((await edit(1, "Likes tea")).status, 412);
  const { body } = await farah.ask("GET", `/api/records/notes/${note.id}/history`);
  assert.deepEqual(
    body.rows.map(({ text, editorName }: Record<string, string>) => [text, editorName]),
    [["Likes dark roast", "Farah Adilah"]],
  );
});

test("pinned notes come first, pages show each once, and the timeline tells them among the rest", async () => {
  await using door = await testDoor();
  const { farah, aina } = await office(door);
  const first = await written(farah, aina, "one");
  for (const text of ["two", "three", "four"]) {
    door.house.clock.advance(1000);
    await written(farah, aina, text);
  }
  await made(farah, `/api/records/notes/${first.id}/pin`, { version: 1, isPinned: true });
  const seen: string[] = [];
  let after = "";
  do {
    const { rows, next } = await notesOf(farah, aina, `&limit=2${after}`);
    seen.push(...rows.map(({ text }: { text: string }) => text));
    after = next === null ? "" : `&after=${next}`;
  } while (after !== "");
  assert.deepEqual(seen, ["one", "four", "three", "two"]);
  const told = async (more: string) =>
    (await farah.ask("GET", `/api/records/timeline?subject=${aina}${more}`)).body.rows.map(
      ({ kind, detail }: { kind: string; detail: { text?: string } }) => detail.text ?? kind,
    );
  assert.deepEqual(await told(""), ["four", "three", "two", "one", "crm.customer.created"]);
  assert.deepEqual(await told("&kind=notes"), ["four", "three", "two", "one"]);
  assert.deepEqual(await told("&kind=edits"), []);
});

test("a deleted note comes back for 30 days, and then nothing is left of it", async () => {
  await using door = await testDoor();
  const { farah, aina, access } = await office(door);
  const note = await written(farah, aina, "zqnote about her");
  await made(farah, `/api/records/notes/${note.id}/remove`, { version: 1 });
  const gone = await notesOf(farah, aina);
  assert.deepEqual([gone.rows, gone.deletedCount], [[], 1]);
  const kept = await notesOf(farah, aina, "&deleted=true");
  assert.equal(kept.rows[0].text, "zqnote about her");
  await made(farah, `/api/records/notes/${note.id}/restore`, { version: 2 });
  assert.equal((await notesOf(farah, aina)).rows.length, 1);

  await made(farah, `/api/records/notes/${note.id}/remove`, { version: 3 });
  door.house.clock.advance(29 * DAY_MS);
  await door.house.drain({ access });
  assert.equal((await access.pool.query("select from notes")).rowCount, 1);
  door.house.clock.advance(DAY_MS);
  await door.house.drain({ access });
  const { rows } = await access.pool.query(
    "select 1 from notes n full join note_versions on true union all select 1 from audit_entries e where e::text like '%zqnote%'",
  );
  assert.deepEqual(rows, []);
});

test("what was written on a record goes with it for good, and follows it into the record it becomes part of", async () => {
  await using door = await testDoor();
  const { farah, amirId, aina, access } = await office(door);
  const order = await made(farah, "/api/sales/orders", {
    customerId: aina,
    channel: "stall",
    lines: [{ title: "Kopi", quantity: 1, unitPriceMinor: 500 }],
  });
  const product = await made(farah, "/api/catalog/products", { title: "Kopi", variants: [{}] });
  for (const subject of [aina, order.id, product.id])
    await written(farah, subject, "@Amir Hakim zqnote", [amirId]);
  await made(farah, "/api/crm/customers/trash", { ids: [aina] });
  const refused = await farah.ask("POST", "/api/records/notes", { subject: aina, text: "late" });
  assert.equal(refused.body.code, "records.note.record_in_trash");
  await made(farah, "/api/sales/orders/trash", { ids: [order.id] });
  await made(farah, "/api/catalog/products/trash", { ids: [product.id] });
  const { body: mentions } = await farah.ask("GET", "/api/records/notes/mentions");
  assert.deepEqual(mentions.rows, []);
  await made(farah, "/api/records/trash/empty", {});
  await door.house.drain({ access });
  for (const table of ["notes", "note_mentions"])
    assert.equal((await access.pool.query(`select from ${table}`)).rowCount, 0, table);
});

test("two records that part again take along what was written on each", async () => {
  await using door = await testDoor();
  const { farah, aina, access } = await office(door);
  const badrul = await made(farah, "/api/crm/customers", { name: "Badrul" });
  await written(farah, aina, "on Aina");
  await written(farah, badrul.id, "on Badrul");
  const from = readId("customer", badrul.id) ?? "";
  const into = readId("customer", aina) ?? "";
  const { rows } = await access.pool.query(
    "update notes set subject_id = $1 where subject_id = $2 returning id",
    [into, from],
  );
  assert.equal(rows.length, 1);
  const caller = { access, actor: SYSTEM, request: REQUEST, now: door.house.now() };
  await inCompany(door.house, caller, "test", "read write", (ctx) =>
    returnHung(ctx, { subjectType: "customer", from: into, into: from, writtenOn: [from] }),
  );
  const texts = async (subject: string) =>
    (await notesOf(farah, subject)).rows.map(({ text }: { text: string }) => text);
  assert.deepEqual([await texts(aina), await texts(badrul.id)], [["on Aina"], ["on Badrul"]]);
});

test("nobody writes on, reads on or hears of a record that they do not see", async () => {
  await using door = await testDoor();
  const { farah, amir, amirId, aina } = await office(door);
  const role = await made(farah, "/api/companies/roles", {
    name: "Own",
    rules: {
      allow: [
        ...["crm.customers.read", "crm.customers.write"].map((on) => ({ on, scope: "own" })),
        ...["records.notes.read", "records.notes.write"].map((on) => ({ on, scope: "all" })),
      ],
      deny: [],
      sees: { contact: "plain", sensitive: "plain", secret: "hidden" },
    },
  });
  await written(farah, aina, "@Amir Hakim look", [amirId]);
  await made(farah, `/api/companies/members/${amirId}/role`, { was: "member", role: role.id });
  const nowhere = showId("customer", "019ab000-0000-7000-8000-0000000000ff" as Id<"customer">);
  for (const subject of [aina, nowhere]) {
    const { body: read } = await amir.ask("GET", `/api/records/notes?subject=${subject}`);
    const { body: wrote } = await amir.ask("POST", "/api/records/notes", { subject, text: "x" });
    assert.deepEqual([read.code, wrote.code], ["records.record.not_found", read.code]);
  }
  const { body: mentions } = await amir.ask("GET", "/api/records/notes/mentions");
  const { body: counted } = await amir.ask("GET", "/api/records/notes/mentions/count");
  assert.deepEqual([mentions.rows, counted.count], [[], 0]);
});

const SYSTEM = { kind: "system" as const, id: null, name: "test", permissions: new Set<string>() };
const REQUEST = { id: "test", ip: null, userAgent: null };
