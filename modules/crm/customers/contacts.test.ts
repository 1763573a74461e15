import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { ACTIONS, RECORD_TYPES } from "#modules/modules.ts";
import { differences, stateOf } from "#modules/records/trash/trash.testing.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { buyer, order } from "#modules/sales/fixtures/telling.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import { changeCustomer, createCustomer, getCustomer, listCustomers } from "./customers.actions.ts";
import { merged, undone, wholeOf } from "./merging.testing.ts";
import { trashCustomers } from "./trash.actions.ts";

const actionOf = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(
    ({ does }) => does.method === method && does.path === `/api/crm/customers/:id/${path}`,
  );
  if (found?.door !== "company") throw new Error(`${method} ${path}`);
  return found;
};
const LIST = actionOf("GET", "contacts");
const ADD = actionOf("POST", "contacts");
const CHANGE = actionOf("POST", "contacts/change");
const REMOVE = actionOf("POST", "contacts/remove");
const PRIMARY = actionOf("POST", "contacts/primary");
const ADD_ADDRESS = actionOf("POST", "addresses");
const CHANGE_ADDRESS = actionOf("PATCH", "addresses/:addressId");
const REMOVE_ADDRESS = actionOf("POST", "addresses/:addressId/remove");
const MAIN_ADDRESS = actionOf("POST", "addresses/:addressId/main");
const RESTORE = ACTIONS.find(({ does }) => does.path === "/api/records/trash/restore");

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;

/** A verb on the customer as it stands. */
async function does(shop: Shop, action: CompanyAction, id: string, input: object): Promise<Reply> {
  const { version } = await shop.asks(LIST, { id });
  return shop.asks(action, { id, version, ...input });
}

const shownOf = ({ contacts }: Reply): string[] =>
  contacts.map(({ kind, key, isPrimary }: Reply) => `${kind} ${key}${isPrimary ? " primary" : ""}`);

const at_field = (code: string) => (error: unknown) =>
  error instanceof Problem &&
  error.kind === "invalid" &&
  (error.details as { code: string }[])[0]?.code === code;

test("a customer has several addresses, numbers and WhatsApp ids, kept in one spelling with the original, one of each the primary", async () => {
  await using shop = await testShop({ country: "MY" });
  const { id } = await shop.asks(createCustomer, {
    name: "Aina",
    email: "aina@example.com",
    phone: "012-345 6789",
  });
  await does(shop, ADD, id, { kind: "email", value: " Aina@Work.Example " });
  await does(shop, ADD, id, { kind: "phone", value: "03-2161 2345" });
  await does(shop, ADD, id, { kind: "whatsapp", value: "013-456 7890" });
  const all = await does(shop, ADD, id, { kind: "whatsapp", value: "MY.13491208655302741918" });
  assert.deepEqual(shownOf(all), [
    "email aina@example.com primary",
    "email aina@work.example",
    "phone +60123456789 primary",
    "phone +60321612345",
    "whatsapp 60134567890 primary",
    "whatsapp MY.13491208655302741918",
  ]);
  assert.deepEqual(all.contacts.map(({ text }: Reply) => text).slice(2, 5), [
    "012-345 6789",
    "03-2161 2345",
    "+60134567890",
  ]);

  await does(shop, PRIMARY, id, { kind: "email", key: "aina@work.example" });
  await does(shop, PRIMARY, id, { kind: "phone", key: "+60321612345" });
  const after = await does(shop, PRIMARY, id, {
    kind: "whatsapp",
    key: "MY.13491208655302741918",
  });
  assert.deepEqual(shownOf(after), [
    "email aina@work.example primary",
    "email aina@example.com",
    "phone +60321612345 primary",
    "phone +60123456789",
    "whatsapp MY.13491208655302741918 primary",
    "whatsapp 60134567890",
  ]);
  const shown = await shop.asks(getCustomer, { id });
  assert.deepEqual(
    [shown.email, shown.phone, shown.phoneText],
    ["aina@work.example", "+60321612345", "03-2161 2345"],
  );
});

test("changing one changes it alone, removing the primary makes the next one it, and undo by the same verbs brings all back", async () => {
  await using shop = await testShop({ country: "MY" });
  const { id } = await shop.asks(createCustomer, { name: "Aina", email: "a@example.com" });
  await does(shop, ADD, id, { kind: "email", value: "b@example.com" });
  await does(shop, CHANGE, id, { kind: "email", key: "b@example.com", value: "c@example.com" });
  const before = shownOf(await shop.asks(LIST, { id }));
  assert.deepEqual(before, ["email a@example.com primary", "email c@example.com"]);
  const removed = await does(shop, REMOVE, id, { kind: "email", key: "a@example.com" });
  assert.deepEqual(shownOf(removed), ["email c@example.com primary"]);
  await does(shop, ADD, id, { kind: "email", value: "a@example.com", isPrimary: true });
  assert.deepEqual(shownOf(await shop.asks(LIST, { id })), before);

  const [entry] = await shop.rows(
    `select change from audit_entries where change -> 'after' ? 'emails' order by at desc, id desc limit 1`,
  );
  assert.deepEqual(entry.change, {
    before: { emails: ["c@example.com"] },
    after: { emails: ["a@example.com", "c@example.com"] },
  });
});

test("what another customer is known by is refused at the field and says whose it is; a shared number only where the name is the same", async () => {
  await using shop = await testShop({ country: "MY" });
  const aina = await shop.asks(createCustomer, { name: "Aina Zul", email: "aina@example.com" });
  await does(shop, ADD, aina.id, { kind: "email", value: "aina@work.example" });
  await does(shop, ADD, aina.id, { kind: "phone", value: "012-345 6789" });
  await does(shop, ADD, aina.id, { kind: "whatsapp", value: "012-345 6789" });
  const other = await shop.asks(createCustomer, { name: "Zul" });
  for (const [kind, value] of [
    ["email", "AINA@work.example"],
    ["phone", "+60 12 345 6789"],
    ["whatsapp", "0123456789"],
  ])
    await assert.rejects(does(shop, ADD, other.id, { kind, value }), {
      details: [
        { path: ["value"], code: "crm.contact.taken", customer: aina.id, name: "Aina Zul" },
      ],
    });
  await assert.rejects(
    shop.asks(createCustomer, { email: "aina@work.example" }),
    at_field("crm.customer.email_taken"),
  );
  const mother = await shop.asks(createCustomer, { name: "Rokiah" });
  const shared = await does(shop, ADD, mother.id, { kind: "phone", value: "012-345 6789" });
  assert.deepEqual(shownOf(shared), ["phone +60123456789 primary"]);
});

test("an order that names any of them joins the customer, by webhook as by the screen, and one by the number alone follows at once", async () => {
  await using shop = await testShop({ country: "MY" });
  const alone = buyer({ email: null, name: "Aina", phoneText: "012-345 6789" });
  await shop.hears({ order: order({ customer: alone }) });
  const { id } = await shop.asks(createCustomer, { name: "Aina Zul", email: "aina@example.com" });
  await does(shop, ADD, id, { kind: "email", value: "aina@work.example" });
  await does(shop, ADD, id, { kind: "phone", value: "012-345 6789" });
  assert.deepEqual(await shop.rows("select orders_count from customers"), [{ orders_count: 1 }]);
  const work = buyer({ email: "aina@work.example", name: "Aina Zul" });
  await shop.hears(
    { order: order({ externalId: "101", number: "#101", customer: work }, 2) },
    { order: order({ externalId: "102", number: "#102", customer: alone }, 2) },
  );
  assert.deepEqual(await shop.rows("select orders_count from customers"), [{ orders_count: 3 }]);
  const told = (await shop.asks(LIST, { id })).contacts.find(
    ({ key }: Reply) => key === "aina@work.example",
  );
  assert.deepEqual([told.isTold, told.blocked.remove], [true, "crm.contact.store_says_so"]);
  await assert.rejects(does(shop, REMOVE, id, { kind: "email", key: "aina@work.example" }), {
    code: "crm.contact.store_says_so",
  });

  await does(shop, REMOVE, id, { kind: "phone", key: "+60123456789" });
  assert.deepEqual(
    await shop.rows("select name, orders_count from customers order by name"),
    [
      { name: "Aina", orders_count: 2 },
      { name: "Aina Zul", orders_count: 1 },
    ],
    "who is meant by the number alone is decided anew",
  );
});

test("search finds whoever has it as one more address or number, unless how people are reached is not seen", async () => {
  await using shop = await testShop({ country: "MY" });
  const { id } = await shop.asks(createCustomer, { name: "Aina" });
  await shop.asks(createCustomer, { name: "Other", email: "other@example.com" });
  await does(shop, ADD, id, { kind: "email", value: "aina@example.com" });
  await does(shop, ADD, id, { kind: "email", value: "shop@work.example" });
  await does(shop, ADD, id, { kind: "phone", value: "012-345 6789" });
  await does(shop, ADD, id, { kind: "phone", value: "03-2161 2345" });
  await does(shop, ADD, id, { kind: "whatsapp", value: "013-456 7890" });
  const list = listCustomers(RECORD_TYPES);
  const found = async (search: string) =>
    (await shop.asks(list, { search })).rows.map(({ name }: Reply) => name);
  for (const search of ["shop@work", "03 2161 2345", "0134567890", "+60 3-2161 2345"])
    assert.deepEqual(await found(search), ["Aina"], search);
  const viewer = await shop.callerAs("viewer");
  const seen = await perform(list, shop.house, viewer, { search: "shop@work" });
  assert.deepEqual((seen as Reply).rows, []);
  const masked = (await perform(LIST, shop.house, viewer, { id })) as Reply;
  assert.ok(masked.contacts.every(({ key, text }: Reply) => key === "•••" && text === "•••"));
});

test("addresses have labels, one is used for invoices and one for parcels, and the one that lists show can be another", async () => {
  await using shop = await testShop({ country: "MY" });
  const { id } = await shop.asks(createCustomer, {
    name: "Aina",
    street: "1 Jalan Satu",
    city: "Ipoh",
  });
  const office = { label: "Office", street: "2 Jalan Dua", city: "Klang", country: "MY" };
  await does(shop, ADD_ADDRESS, id, { ...office, isBilling: true });
  const all = await does(shop, ADD_ADDRESS, id, { label: "Mother", street: "3 Jalan Tiga" });
  const said = (reply: Reply) =>
    reply.addresses.map((one: Reply) =>
      [one.label, one.street, one.isBilling && "billing", one.isShipping && "shipping"]
        .filter(Boolean)
        .join(" "),
    );
  assert.deepEqual(said(all), [
    "1 Jalan Satu shipping",
    "Office 2 Jalan Dua billing",
    "Mother 3 Jalan Tiga",
  ]);
  const [, , mother] = all.addresses;
  const both = { addressId: mother.id, isBilling: true, isShipping: true };
  assert.deepEqual(said(await does(shop, CHANGE_ADDRESS, id, both)), [
    "1 Jalan Satu",
    "Office 2 Jalan Dua",
    "Mother 3 Jalan Tiga billing shipping",
  ]);
  const main = await does(shop, MAIN_ADDRESS, id, { addressId: mother.id });
  assert.deepEqual(said(main), [
    "3 Jalan Tiga billing shipping",
    "Office 2 Jalan Dua",
    "Mother 1 Jalan Satu",
  ]);
  assert.equal((await shop.asks(getCustomer, { id })).street, "3 Jalan Tiga");
  const last = main.addresses.at(-1);
  const less = await does(shop, REMOVE_ADDRESS, id, { addressId: last.id });
  assert.equal(less.addresses.length, 2);
  await assert.rejects(
    does(shop, ADD_ADDRESS, id, { label: "Empty" }),
    at_field("crm.contact.address_is_empty"),
  );
});

test("all of it goes to the trash and comes back with the customer, row for row", async () => {
  await using shop = await testShop({ country: "MY" });
  const id = await someone(shop, "Aina", "aina@example.com");
  const before = await stateOf(shop);
  await shop.asks(trashCustomers, { ids: [id] });
  assert.ok(RESTORE?.door === "company");
  await shop.asks(RESTORE, { records: [id] });
  assert.deepEqual(differences(before, await stateOf(shop)), []);
});

test("in the trash they let go of what they were known by, and ask for it when they come back", async () => {
  await using shop = await testShop({ country: "MY" });
  const id = await someone(shop, "Aina", "aina@example.com");
  await shop.asks(trashCustomers, { ids: [id] });
  const other = await shop.asks(createCustomer, { name: "Other" });
  await does(shop, ADD, other.id, { kind: "whatsapp", value: "013-456 7890" });
  assert.ok(RESTORE?.door === "company");
  const asked = await shop.asks(RESTORE, { records: [id] });
  assert.equal(asked.conflicts[0].taken[0].kind, "whatsapp");
  assert.equal(asked.conflicts[0].taken[0].record, other.id);
});

test("a merge brings them along, and undoing it gives each its own back, with what was added since", async () => {
  await using shop = await testShop({ country: "MY" });
  const one = await someone(shop, "Aina", "aina@example.com");
  const other = await someone(shop, "Aina Zul", "zul@example.com", "0198765432");
  await shop.hears({
    order: order({ customer: buyer({ email: null, name: "Aina Zul", phoneText: "0198765432" }) }),
  });
  const before = await wholeOf(shop);
  const uuid = async (email: string) =>
    (await shop.rows("select id from customers where email = $1", [email]))[0].id;
  const [a, b] = [await uuid("aina@example.com"), await uuid("zul@example.com")];
  const merge = await merged(shop, a, b);
  const together = await shop.asks(LIST, { id: one });
  assert.equal(together.contacts.length, 10);
  assert.equal(together.addresses.length, 3);
  const theirs = together.contacts.find(({ key }: Reply) => key === "more-zul@example.com");
  assert.deepEqual(theirs.blocked, {
    change: "crm.contact.of_a_merge",
    remove: "crm.contact.of_a_merge",
    makePrimary: "crm.contact.of_a_merge",
  });
  await undone(shop, merge.id);
  assert.deepEqual(differences(before, await wholeOf(shop)), []);

  const again = await merged(shop, a, b);
  await does(shop, ADD, one, { kind: "email", value: "since@example.com" });
  await undone(shop, again.id);
  const since = shownOf(await shop.asks(LIST, { id: one }));
  assert.ok(since.includes("email since@example.com"));
  assert.ok(!shownOf(await shop.asks(LIST, { id: other })).includes("email since@example.com"));
});

test("what was said twice is refused, and so is what nobody can read, a stale version and a customer in the trash", async () => {
  await using shop = await testShop({ country: "MY" });
  const { id } = await shop.asks(createCustomer, { name: "Aina", email: "aina@example.com" });
  const add = (input: object) => does(shop, ADD, id, input);
  await assert.rejects(
    add({ kind: "email", value: "aina@example.com" }),
    at_field("crm.contact.known_already"),
  );
  await assert.rejects(add({ kind: "email", value: "aina at home" }), at_field("email.invalid"));
  await assert.rejects(
    add({ kind: "phone", value: "123" }),
    at_field("crm.contact.phone_not_read"),
  );
  await assert.rejects(
    add({ kind: "whatsapp", value: "aina" }),
    at_field("crm.contact.whatsapp_not_read"),
  );
  await assert.rejects(shop.asks(ADD, { id, version: 99, kind: "email", value: "b@example.com" }), {
    kind: "stale",
  });
  await shop.asks(changeCustomer([]), { id, version: 1, name: "" });
  await assert.rejects(does(shop, REMOVE, id, { kind: "email", key: "aina@example.com" }), {
    code: "crm.customer.has_nothing",
  });
  await shop.asks(trashCustomers, { ids: [id] });
  await assert.rejects(add({ kind: "email", value: "b@example.com" }), {
    code: "crm.customer.in_trash",
  });
});

/** Somebody with one more of everything. */
async function someone(
  shop: Shop,
  name: string,
  email: string,
  phone = "012-345 6789",
): Promise<string> {
  const { id } = await shop.asks(createCustomer, { name, email, phone, street: "1 Jalan Satu" });
  await does(shop, ADD, id, { kind: "email", value: `more-${email}` });
  await does(shop, ADD, id, {
    kind: "phone",
    value: email.startsWith("a") ? "03-2161 2345" : "03-2161 2346",
  });
  await does(shop, ADD, id, {
    kind: "whatsapp",
    value: email.startsWith("a") ? "013-456 7890" : "013-456 7891",
  });
  await does(shop, ADD_ADDRESS, id, { label: "Office", street: "2 Jalan Dua", isBilling: true });
  return id;
}
