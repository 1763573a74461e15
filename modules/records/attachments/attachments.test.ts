import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createCustomer } from "#modules/crm/customers/customers.actions.ts";
import { merged, undone } from "#modules/crm/customers/merging.testing.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { ACTIONS, RAW_DOORS } from "#modules/modules.ts";
import { DAY_MS } from "#modules/records/trash/trash.testing.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import { PART_BYTES } from "./attachments.contract.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;

const actionOf = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  if (found?.door !== "company") throw new Error(path);
  return found;
};
const at = "/api/records/attachments";
const LIST = actionOf("GET", at);
const BEGIN = actionOf("POST", at);
const FINISH = actionOf("POST", `${at}/:id/finish`);
const OPEN = actionOf("POST", `${at}/:id/open`);
const REMOVE = actionOf("POST", `${at}/:id/remove`);
const RESTORE = actionOf("POST", `${at}/:id/restore`);
const WRITE_NOTE = actionOf("POST", "/api/records/notes");
const REMOVE_NOTE = actionOf("POST", "/api/records/notes/:id/remove");
const RESTORE_NOTE = actionOf("POST", "/api/records/notes/:id/restore");

/** A raw door as a browser knocks at it, without the web server around. */
async function knocks(shop: Shop, path: string, body: Buffer = Buffer.alloc(0)): Promise<Reply> {
  const door = RAW_DOORS.find((one) => {
    const pattern = new RegExp(`^${one.path.replace(/:\w+/g, "([^/]+)")}$`);
    return pattern.test(path) && one.method === (body.length > 0 ? "POST" : "GET");
  });
  if (door === undefined) throw new Error(path);
  const names = [...door.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const values =
    new RegExp(`^${door.path.replace(/:\w+/g, "([^/]+)")}$`).exec(path)?.slice(1) ?? [];
  const params = Object.fromEntries(names.map((name, i) => [name, values[i] ?? ""]));
  const answer = await door
    .open(shop.house as never)
    .handle({ params, query: {}, headers: {}, body, method: "GET", ip: "127.0.0.1" });
  if (answer.file === undefined) return answer;
  const pieces: Buffer[] = [];
  for await (const piece of answer.file.content) pieces.push(Buffer.from(piece));
  return { ...answer, content: Buffer.concat(pieces) };
}

async function attaches(
  shop: Shop,
  subject: string,
  fileName: string,
  content: Buffer,
  note: string | null = null,
): Promise<Reply> {
  const { id, upload } = await shop.asks(BEGIN, { subject, note, fileName, bytes: content.length });
  for (let position = 0; position * PART_BYTES < content.length; position += 1) {
    const piece = content.subarray(position * PART_BYTES, (position + 1) * PART_BYTES);
    const { status } = await knocks(shop, `${at}/parts/${upload}/${position}`, piece);
    assert.equal(status, 204);
  }
  return shop.asks(FINISH, { id });
}
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const listed = async (shop: Shop, subject: string, deleted = "false"): Promise<string[]> =>
  (await shop.asks(LIST, { subject, deleted })).rows.map(({ fileName }: Reply) => fileName);

test("a file goes up in pieces, is kept sealed, and comes back byte for byte by an address that opens once", async () => {
  await using shop = await testShop();
  const { id: subject } = await shop.asks(createCustomer, { name: "Aina" });
  const content = Buffer.concat([PNG, randomBytes(PART_BYTES + 1000)]);
  const file = await attaches(shop, subject, "resit.png", content);
  assert.deepEqual([file.type, file.isPicture, file.bytes], ["image/png", true, content.length]);
  const [kept] = await shop.rows("select sealed from attachment_parts where position = 0");
  assert.ok(!kept.sealed.includes(PNG), "what is kept says nothing of it");

  const { path } = await shop.asks(OPEN, { id: file.id });
  const opened = await knocks(shop, path);
  assert.deepEqual(
    [opened.status, opened.file.name, opened.file.type],
    [200, "resit.png", "image/png"],
  );
  assert.ok(content.equals(opened.content));
  assert.equal((await knocks(shop, path)).status, 404, "it turns once");
});

test("what a browser could run is told by its bytes and never shown, whatever its name says", async () => {
  await using shop = await testShop();
  const { id: subject } = await shop.asks(createCustomer, { name: "Aina" });
  for (const [name, text] of [
    ["picture.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"],
    ["../../x.html", "<!doctype html><script>alert(1)</script>"],
  ] as const) {
    const file = await attaches(shop, subject, name, Buffer.from(text));
    assert.deepEqual([file.type, file.isPicture], ["application/octet-stream", false]);
    assert.doesNotMatch(file.fileName, /[/\\]/);
  }
});

test("half a file is none: it is neither listed nor opened, takes no wrong piece, and is gone after a day", async () => {
  await using shop = await testShop();
  const { id: subject } = await shop.asks(createCustomer, { name: "Aina" });
  const begun = await shop.asks(BEGIN, { subject, fileName: "a.bin", bytes: PART_BYTES + 10 });
  const place = (position: string) => `${at}/parts/${begun.upload}/${position}`;
  assert.equal((await knocks(shop, place("0"), Buffer.alloc(10))).status, 422);
  assert.equal((await knocks(shop, place("2"), Buffer.alloc(10))).status, 422);
  assert.equal((await knocks(shop, place("1"), Buffer.alloc(10))).status, 204);
  await assert.rejects(shop.asks(FINISH, { id: begun.id }), {
    code: "records.attachment.not_whole",
  });
  await assert.rejects(shop.asks(OPEN, { id: begun.id }), { kind: "not_found" });
  assert.deepEqual(await listed(shop, subject), []);
  shop.house.clock.advance(DAY_MS + 1);
  await shop.house.drain(shop.caller);
  assert.deepEqual(await shop.rows("select from attachments"), []);
  assert.equal((await knocks(shop, place("0"), Buffer.alloc(PART_BYTES))).status, 404);
});

test("a file that is too large, empty or of a record in the trash is refused", async () => {
  await using shop = await testShop();
  const { id: subject } = await shop.asks(createCustomer, { name: "Aina" });
  const begins = (bytes: number) => shop.asks(BEGIN, { subject, fileName: "a", bytes });
  await assert.rejects(begins(0), { kind: "invalid" });
  await assert.rejects(begins(25 * 1024 * 1024 + 1), { kind: "invalid" });
  await shop.asks(trashCustomers, { ids: [subject] });
  await assert.rejects(begins(5), { code: "records.attachment.record_in_trash" });
});

test("deleted it can come back for 30 days, and then nothing is left of its bytes", async () => {
  await using shop = await testShop();
  const { id: subject } = await shop.asks(createCustomer, { name: "Aina" });
  const file = await attaches(shop, subject, "resit.png", PNG);
  await shop.asks(REMOVE, { id: file.id });
  assert.deepEqual(
    [await listed(shop, subject), await listed(shop, subject, "true")],
    [[], ["resit.png"]],
  );
  await assert.rejects(shop.asks(OPEN, { id: file.id }), { kind: "not_found" });
  await shop.asks(RESTORE, { id: file.id });
  assert.deepEqual(await listed(shop, subject), ["resit.png"]);
  await shop.asks(REMOVE, { id: file.id });
  shop.house.clock.advance(30 * DAY_MS + 1);
  await shop.house.drain(shop.caller);
  assert.deepEqual(await shop.rows("select id from attachment_parts"), []);
});

test("what hangs on a note rests and comes back with it", async () => {
  await using shop = await testShop();
  const { id: subject } = await shop.asks(createCustomer, { name: "Aina" });
  const note = await shop.asks(WRITE_NOTE, { subject, text: "The receipt" });
  await attaches(shop, subject, "resit.png", PNG, note.id);
  assert.deepEqual(await listed(shop, subject), ["resit.png"]);
  const { version } = await shop.asks(REMOVE_NOTE, { id: note.id, version: note.version });
  assert.deepEqual(await listed(shop, subject), []);
  await shop.asks(RESTORE_NOTE, { id: note.id, version });
  assert.deepEqual(await listed(shop, subject), ["resit.png"]);
});

test("files go along with a merge and return when it is undone", async () => {
  await using shop = await testShop();
  const one = await shop.asks(createCustomer, { name: "Aina", email: "a@example.com" });
  const other = await shop.asks(createCustomer, { name: "Aina", email: "b@example.com" });
  await attaches(shop, other.id, "theirs.png", PNG);
  const uuid = async (email: string) =>
    (await shop.rows("select id from customers where email = $1", [email]))[0].id;
  const merge = await merged(shop, await uuid("a@example.com"), await uuid("b@example.com"));
  assert.deepEqual(await listed(shop, one.id), ["theirs.png"]);
  await undone(shop, merge.id);
  assert.deepEqual(
    [await listed(shop, one.id), await listed(shop, other.id)],
    [[], ["theirs.png"]],
  );
});

test("whoever does not see what is noted of people sees no name and opens nothing", async () => {
  await using shop = await testShop();
  const { id: subject } = await shop.asks(createCustomer, { name: "Aina" });
  const file = await attaches(shop, subject, "sakit.png", PNG);
  const viewer = await shop.callerAs("viewer");
  const { rows } = (await perform(LIST, shop.house, viewer, { subject })) as Reply;
  assert.deepEqual([rows[0].fileName, rows[0].blocked.open], ["•••", "platform.field.masked"]);
  await assert.rejects(perform(OPEN, shop.house, viewer, { id: file.id }), { kind: "forbidden" });
});
