import assert from "node:assert/strict";
import { test } from "node:test";
import { createCustomer } from "#modules/crm/customers/customers.actions.ts";
import { createInvoice, discardInvoice } from "#modules/finance/invoices/invoices.actions.ts";
import { booksCompany } from "#modules/finance/journals/books.testing.ts";
import { ACTIONS, PERMISSIONS } from "#modules/modules.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import { testHouse } from "#platform/testing/house.ts";
import { asks, DAY_MS, differences, emptied, restored, stateOf, whereIs } from "./trash.testing.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;

const at = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  if (found?.door !== "company") throw new Error(path);
  return found;
};
const post = (path: string): CompanyAction => at("POST", `/api/records/${path}`);

const WORD = "zamrud";

/** A customer with a note, a task and a file on them, and a view that was saved. */
async function furnished(shop: Shop) {
  const { id: customer } = await shop.asks(createCustomer, { name: "Aina binti Zul" });
  const on = { subject: customer };
  const note = await shop.asks(post("notes"), { ...on, text: `${WORD} note` });
  const task = await shop.asks(post("tasks"), { ...on, title: `${WORD} task` });
  const file = await shop.asks(post("attachments"), { ...on, fileName: `${WORD}.txt`, bytes: 3 });
  await shop.rows(
    "update attachments set ready_at = now(), upload_hash = null, type = 'text/plain'",
  );
  const view = await shop.asks(at("POST", "/api/records/views"), {
    ...{ type: "customer", name: `${WORD} view` },
    state: { filter: { search: WORD } },
  });
  return { customer, note, task, file, view };
}
type Furnished = Awaited<ReturnType<typeof furnished>>;

const DELETES: [keyof Furnished, (shop: Shop, of: Furnished) => Promise<unknown>][] = [
  [
    "note",
    (shop, { note: { id, version } }) => shop.asks(post("notes/:id/remove"), { id, version }),
  ],
  ["task", (shop, { task: { id } }) => shop.asks(post("tasks/remove"), { ids: [id] })],
  ["file", (shop, { file: { id } }) => shop.asks(post("attachments/:id/remove"), { id })],
  [
    "view",
    (shop, { view: { id, version } }) => shop.asks(post("views/:id/remove"), { id, version }),
  ],
];

const inTrash = async (shop: Shop, as?: Caller): Promise<[string, string][]> =>
  (await asks(shop, "trash", {}, as)).rows.map(({ type, name }: Reply) => [type, name]);

test("notes, tasks, files and views lie in the trash as what they are called after, and come back as they were", async () => {
  await using shop = await testShop();
  const all = await furnished(shop);
  for (const [what, remove] of DELETES) {
    const before = await stateOf(shop);
    await remove(shop, all);
    assert.notDeepEqual(await stateOf(shop), before, `${what}: nothing was deleted`);
    const { id } = all[what] as Reply;
    assert.deepEqual((await restored(shop, [id])).restored, [id]);
    assert.deepEqual(differences(before, await stateOf(shop)), [], what);
    assert.deepEqual(await inTrash(shop), [], what);
  }
  const fresh = { note: { ...all.note, version: 3 }, view: { ...all.view, version: 3 } };
  for (const [, remove] of DELETES) await remove(shop, { ...all, ...fresh });
  assert.deepEqual((await inTrash(shop)).toSorted(), [
    ["attachment", "Aina binti Zul"],
    ["note", "Aina binti Zul"],
    ["task", `${WORD} task`],
    ["view", `${WORD} view`],
  ]);
  assert.deepEqual((await asks(shop, "trash", { type: "note" })).rows.length, 1);
});

test("after 30 days nothing is left of them; until then each is there", async () => {
  await using shop = await testShop();
  const all = await furnished(shop);
  for (const [, remove] of DELETES) await remove(shop, all);
  shop.house.clock.advance(30 * DAY_MS - 1);
  await emptied(shop);
  assert.equal((await inTrash(shop)).length, 4);
  shop.house.clock.advance(1);
  await emptied(shop);
  assert.deepEqual(await inTrash(shop), []);
  for (const table of ["notes", "tasks", "attachments", "record_views", "trash_entries"])
    assert.deepEqual(await shop.rows(`select * from ${table}`), [], table);
  assert.deepEqual(await whereIs(shop, WORD), []);
});

test("what is brought back where it hung, or goes with its record, is in the trash no more", async () => {
  await using shop = await testShop();
  const all = await furnished(shop);
  for (const [, remove] of DELETES) await remove(shop, all);
  await shop.asks(post("notes/:id/restore"), { id: all.note.id, version: 2 });
  await shop.asks(post("tasks/restore"), { ids: [all.task.id] });
  await shop.asks(post("attachments/:id/restore"), { id: all.file.id });
  await shop.asks(post("views/:id/restore"), { id: all.view.id });
  assert.deepEqual(await inTrash(shop), []);

  await shop.asks(post("attachments/:id/remove"), { id: all.file.id });
  await shop.asks(at("POST", "/api/crm/customers/trash"), { ids: [all.customer] });
  await asks(shop, "empty trash", {});
  await emptied(shop);
  assert.deepEqual(await shop.rows("select * from trash_entries"), []);
  assert.deepEqual(await shop.rows("select * from attachments"), []);
});

test("a view is in the trash of whoever deleted it; what hangs on records in that of who sees all records", async () => {
  await using shop = await testShop();
  const all = await furnished(shop);
  for (const [, remove] of DELETES) await remove(shop, all);
  const typesFor = async (caller: Caller) =>
    (await inTrash(shop, caller)).map(([type]) => type).toSorted();
  assert.deepEqual(await typesFor(shop.callerAs("manager")), ["attachment", "note", "task"]);
  const ofOwn = shop.callerAs({
    ...BUILT_IN.manager,
    allow: PERMISSIONS.map((on) => ({ on, scope: on === "crm.customers.read" ? "own" : "all" })),
  });
  assert.deepEqual(await typesFor(ofOwn), []);
});

test("a draft that was discarded lies in the trash, comes back a draft, and is gone after 30 days; what is issued cannot go", async () => {
  await using house = await testHouse();
  const books = await booksCompany(house);
  const draft: Reply = await books.asks(createInvoice, {
    buyer: { name: "Aminah Trading", city: "Ipoh", country: "MY" },
    currency: "MYR",
    lines: [{ name: WORD, quantity: "1", price: "10", taxCodeIds: [] }],
    adjustments: [],
  });
  const asking = (path: string, input: object): Promise<Reply> =>
    perform(
      at(path === "" ? "GET" : "POST", `/api/records/trash${path}`),
      house,
      books.admin,
      input,
    );
  const { version } = draft;
  await books.asks(discardInvoice, { id: draft.id, version });
  const [row] = (await asking("", {})).rows;
  assert.deepEqual([row.type, row.name, row.record], ["invoice", "Aminah Trading", draft.id]);
  assert.deepEqual((await asking("/restore", { records: [draft.id] })).restored, [draft.id]);
  const statusOf = async () =>
    (await books.access.pool.query("select status from invoices")).rows.map(({ status }) => status);
  assert.deepEqual(await statusOf(), ["draft"]);
  await assert.rejects(books.access.pool.query("delete from invoices"), /is not discarded/);

  await books.asks(discardInvoice, { id: draft.id, version: version + 2 });
  house.clock.advance(30 * DAY_MS);
  await house.drain(books.admin);
  assert.deepEqual(await statusOf(), []);
  assert.deepEqual((await asking("", {})).rows, []);
});
