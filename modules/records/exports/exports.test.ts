import assert from "node:assert/strict";
import { test } from "node:test";
import { readXlsx } from "hucre/xlsx";
import { Problem } from "#kernel/errors.ts";
import { readId } from "#kernel/ids.ts";
import { createCustomer } from "#modules/crm/customers/customers.actions.ts";
import { EXPORTS } from "#modules/modules.ts";
import { type Action, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";
import { type TestHouse, testCompany } from "#platform/testing/house.ts";
import { exportActions } from "./exports.actions.ts";

const AT = "/api/records/exports";

test("an export is written in the background and its file fetched once, with every customer in it as they are", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  await entered(owner);
  const { body: begun } = await owner.ask("POST", AT, {
    type: "customer",
    format: "csv",
    language: "en",
  });
  assert.deepEqual([begun.state, begun.totalCount], ["waiting", 3]);
  await drained(door);

  const { body: done } = await owner.ask("GET", `${AT}/${begun.id}`);
  assert.deepEqual([done.state, done.doneCount], ["done", 3]);
  const { body: link } = await owner.ask("POST", `${AT}/${begun.id}/link`, {});
  const file = await fetched(door, link.url);
  assert.match(String(file.headers["content-disposition"]), /customers-2026-11-22\.csv/);
  const [head = "", ...lines] = file.payload.replace("\ufeff", "").trimEnd().split("\r\n");
  assert.match(head, /^ID,Name,E-mail,Phone,Company,/);
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? "", /^cus_\w{26},Aina,aina@kedai\.example,\+60123456789,/);
  assert.match(file.payload, /'=HYPERLINK\(""x""\)/, "a formula is a text");
  assert.match(file.payload, /,"""kedai, """"borong"""""", vip",/, "a list of words");
  assert.equal((await fetched(door, link.url)).statusCode, 404, "it opens once");

  const { rows } = (await owner.ask("GET", "/api/trust/audit?action=records.exports.run")).body;
  assert.equal(rows.length, 2, "that it was asked for and that it was fetched stand in the log");
});

test("an XLSX has typed cells: numbers are numbers, moments are dates on the company's clock, and no text is a formula", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  await entered(owner);
  await owner.ask("POST", "/api/sales/orders", {
    channel: "stall",
    lines: [{ title: "Kopi", quantity: 2, unitPriceMinor: 1250 }],
    placedAt: "2026-11-20T16:30:00Z",
  });
  const orders = await sheetOf(door, owner, {
    type: "order",
    columns: ["number", "placed", "total", "isSale", "status"],
  });
  assert.deepEqual(orders[0], ["ID", "Number", "Placed", "Total", "Counts as a sale", "Status"]);
  const [, , placed, total, isSale, status] = orders[1] ?? [];
  assert.equal((placed as Date).toISOString(), "2026-11-21T00:30:00.000Z");
  assert.deepEqual([total, isSale, status], [25, true, "Open"]);
  const customers = await sheetOf(door, owner, { type: "customer", columns: ["name", "spent"] });
  assert.deepEqual(customers.map((row) => row[1]).slice(1), ["Aina", '=HYPERLINK("x")', "Citra"]);
  assert.equal(customers[1]?.[2], 0);
});

test("columns and records can be chosen, heads and choices are in the language asked for, and what is unknown is said at its place", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  const [aina] = await entered(owner);
  const asked = {
    type: "customer",
    language: "ms",
    columns: ["emailConsent", "name"],
    ids: [aina],
  };
  const text = await csvOf(door, owner, asked);
  assert.equal(text, `\ufeffID,Persetujuan e-mel,Nama\r\n${aina},Ya,Aina\r\n`);
  const odd = await owner.ask("POST", AT, { ...asked, format: "csv", columns: ["name", "shoe"] });
  assert.deepEqual(odd.body.details, [{ path: ["columns", 1], code: "records.field.unknown" }]);
});

test("a filter leaves those that fit, and what is mine is mine", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  const [aina, , citra] = await entered(owner);
  const asked = { type: "customer", columns: ["name"] };
  const where = JSON.stringify({ field: "name", is: "starts", value: "C" });
  const text = await csvOf(door, owner, { ...asked, where });
  assert.deepEqual(namesIn(text), ["Citra"]);
  const { body: me } = await owner.ask("GET", "/api/accounts/me");
  await owner.ask("POST", "/api/crm/customers/give", { ids: [aina, citra], ownerId: null });
  const mine = JSON.stringify({ field: "owner", is: "is_me" });
  assert.equal(namesIn(await csvOf(door, owner, { ...asked, where: mine })).length, 1, me.name);
});

test("what somebody does not see is masked in their file, and whoever reaches some records only takes those", async () => {
  await using door = await testDoor();
  const { house } = door;
  const company = await testCompany(house);
  const ask = askIn(house);
  for (const customer of CUSTOMERS) await ask(company.admin, createCustomer, customer);
  const columns = ["name", "email"];
  const masked = await fileOf(door, company.caller("analyst"), { type: "customer", columns });
  assert.match(masked, /,Aina,•••\r\n/);
  assert.match(masked, /,Citra,\r\n/, "nothing stays nothing");
  assert.doesNotMatch(masked, /@kedai/);

  const own = company.caller({
    ...BUILT_IN.admin,
    allow: [
      { on: "crm.customers.*", scope: "own" },
      { on: "records.exports.run", scope: "all" },
    ],
  });
  await ask(own, createCustomer, { name: "Dayang" });
  const theirs = await fileOf(door, own, { type: "customer", columns });
  assert.deepEqual(namesIn(theirs), ["Dayang"]);
});

test("nobody fetches what another made, nor what they see no longer", async () => {
  await using door = await testDoor();
  const { house } = door;
  const company = await testCompany(house);
  const ask = askIn(house);
  await ask(company.admin, createCustomer, CUSTOMERS[0] ?? {});
  const asked = { type: "customer", format: "csv", language: "en" };
  const made = (await ask(company.admin, actions.start, asked)) as { id: string };
  await house.drain(company.access.company.id);
  const link = (caller: Caller) => ask(caller, actions.link, { id: made.id });
  await assert.rejects(link(company.caller("admin")), hasCode("records.export.not_found"));
  const less: Caller = {
    ...company.admin,
    actor: { ...company.caller("analyst").actor, id: company.admin.actor.id },
  };
  await assert.rejects(link(less), hasCode("records.export.seen_no_more"));
  await link(company.admin);
});

test("a file is gone after a day, its link after two minutes, and a stopped export leaves nothing", async () => {
  await using door = await testDoor();
  // The queue goes by the database's clock: what is due tomorrow must not be due there already.
  door.house.clock.now = new Date();
  const owner = await signedUp(door);
  await entered(owner);
  const asked = { type: "customer", format: "csv", language: "en" };
  const { body: made } = await owner.ask("POST", AT, asked);
  await drained(door);
  const { body: link } = await owner.ask("POST", `${AT}/${made.id}/link`, {});
  door.house.clock.advance(2 * 60_000 + 1);
  assert.equal((await fetched(door, link.url)).statusCode, 404);

  door.house.clock.advance(24 * 3_600_000);
  await drained(door);
  assert.equal(await partsLeft(door), 0);
  const again = door.browser();
  await again.ask("POST", "/api/accounts/sign-in", SIGN_UP);
  const { body: late } = await again.ask("POST", `${AT}/${made.id}/link`, {});
  assert.equal(late.code, "records.export.expired");

  const { body: other } = await again.ask("POST", AT, asked);
  assert.equal((await again.ask("POST", `${AT}/${other.id}/stop`, {})).body.state, "stopped");
  await drained(door);
  assert.equal(await partsLeft(door), 0);
  assert.equal((await again.ask("GET", `${AT}/${other.id}`)).body.state, "stopped");
});

test("a run that was cut off is written anew from its beginning", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  await entered(owner);
  const { body: made } = await owner.ask("POST", AT, {
    type: "customer",
    format: "csv",
    language: "en",
  });
  const id = readId("export", made.id);
  const access = await door.house.companies.access(await companyId(door));
  assert(access !== null);
  await transaction(access.pool, "read write", async (db) => {
    await db.run(sql`update exports set state = 'running' where id = ${id}`);
    await db.run(sql`
      insert into export_parts (id, export_id, position, body) values (gen_random_uuid(), ${id}, 0, '\\x00'::bytea)`);
  });
  await drained(door);
  const { body: link } = await owner.ask("POST", `${AT}/${made.id}/link`, {});
  assert.equal((await fetched(door, link.url)).payload.trimEnd().split("\r\n").length, 4);
});

const CUSTOMERS = [
  {
    name: "Aina",
    email: "aina@kedai.example",
    phone: "012-345 6789",
    tags: ['kedai, "borong"', "vip"],
    emailConsent: "subscribed",
  },
  { name: '=HYPERLINK("x")', email: "b@kedai.example" },
  { name: "Citra" },
];

/** Three customers, in this order. */
async function entered(owner: TestBrowser): Promise<string[]> {
  const ids: string[] = [];
  for (const customer of CUSTOMERS)
    ids.push((await owner.ask("POST", "/api/crm/customers", customer)).body.id);
  return ids;
}

const fetched = (door: TestDoor, url: string) => door.app.inject({ method: "GET", url });

const companyId = async ({ house }: TestDoor): Promise<string> =>
  (await house.companies.all())[0] ?? "";
const drained = async (door: TestDoor) => door.house.drain(await companyId(door));

async function partsLeft(door: TestDoor): Promise<number> {
  const access = await door.house.companies.access(await companyId(door));
  assert(access !== null);
  const { rows } = await access.pool.query("select count(*) as count from export_parts");
  return rows[0].count;
}

async function linkOf(door: TestDoor, owner: TestBrowser, asked: object): Promise<string> {
  const { body: made } = await owner.ask("POST", AT, { language: "en", ...asked });
  await drained(door);
  const { body: link } = await owner.ask("POST", `${AT}/${made.id}/link`, {});
  return link.url;
}

const csvOf = async (door: TestDoor, owner: TestBrowser, asked: object): Promise<string> =>
  (await fetched(door, await linkOf(door, owner, { ...asked, format: "csv" }))).payload;

async function sheetOf(door: TestDoor, owner: TestBrowser, asked: object) {
  const file = await fetched(door, await linkOf(door, owner, { ...asked, format: "xlsx" }));
  const { sheets } = await readXlsx(new Uint8Array(file.rawPayload));
  return sheets[0]?.rows ?? [];
}

const actions = exportActions(EXPORTS);
type CompanyAction = Extract<Action, { door: "company" }>;
const askIn =
  (house: TestHouse) =>
  (caller: Caller, action: unknown, input: object): Promise<unknown> =>
    perform(action as CompanyAction, house, caller, input);
const hasCode = (code: string) => (error: unknown) =>
  error instanceof Problem && error.code === code;

async function fileOf(door: TestDoor, caller: Caller, asked: object): Promise<string> {
  const ask = askIn(door.house);
  const { id } = (await ask(caller, actions.start, {
    format: "csv",
    language: "en",
    ...asked,
  })) as { id: string };
  await door.house.drain(caller.access.company.id);
  const { url } = (await ask(caller, actions.link, { id })) as { url: string };
  return (await fetched(door, url)).payload;
}

const namesIn = (text: string): (string | undefined)[] =>
  text
    .trimEnd()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",")[1]);

test("what an order is made of can have a row each, with what the whole comes to in the first alone, and a list's own filters and search go along", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  const sale = (note: string, lines: object[], placedAt: string) =>
    owner.ask("POST", "/api/sales/orders", {
      ...{ channel: "stall", lines, note, placedAt, shippingMinor: 500 },
    });
  await sale(
    "satu",
    [
      { title: "Kopi", quantity: 2, unitPriceMinor: 1250 },
      { title: "Teh", quantity: 1, unitPriceMinor: 900, discountMinor: 100 },
    ],
    "2026-11-20T16:30:00Z",
  );
  await sale("dua", [{ title: "Kuih", quantity: 3, unitPriceMinor: 200 }], "2026-10-01T01:00:00Z");
  const sheet = await sheetOf(door, owner, {
    ...{ type: "order", rows: "part", columns: ["number", "total", "items"] },
  });
  assert.deepEqual(
    sheet.map((row) => row.slice(1)),
    [
      [
        ...["Number", "Total", "Line: title", "Line: variant", "Line: SKU", "Line: quantity"],
        ...["Line: price each", "Line: discount", "Line: net"],
      ],
      ["M-1001", 38, "Kopi", "", null, 2, 12.5, 0, 25],
      ["M-1001", null, "Teh", "", null, 1, 9, 1, 8],
      ["M-1002", 11, "Kuih", "", null, 3, 2, 0, 6],
    ],
  );
  const numbersOf = async (filter: object) =>
    (await sheetOf(door, owner, { type: "order", columns: ["number"], filter }))
      .slice(1)
      .map((row) => row[1]);
  assert.deepEqual(await numbersOf({ placedFrom: "2026-11-01" }), ["M-1001"]);
  assert.deepEqual(await numbersOf({ search: "1002" }), ["M-1002"]);
  const wrong = { type: "order", format: "csv", language: "en", filter: { placedFrom: "esok" } };
  assert.equal((await owner.ask("POST", AT, wrong)).body.details[0].code, "field.invalid");
  const nothing = { type: "customer", format: "csv", language: "en", rows: "part" };
  assert.equal((await owner.ask("POST", AT, nothing)).body.details[0].code, "field.invalid");
});
