import assert from "node:assert/strict";
import { test } from "node:test";
import { readId, showId } from "#kernel/ids.ts";
import { ACTIONS } from "#modules/modules.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { at, buyer, order } from "#modules/sales/fixtures/telling.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";

const actionAt = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  assert.ok(found?.door === "company", `${method} ${path}`);
  return found;
};

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
const asks = (shop: Shop, method: string, path: string, input: object): Promise<any> =>
  perform(actionAt(method, path), shop.house, shop.caller, input);

const made = (shop: Shop, input: object) => asks(shop, "POST", "/api/crm/customers", input);
const record = (shop: Shop, input: object) => asks(shop, "POST", "/api/crm/consents", input);

const historyOf = async (shop: Shop, customerId: string) =>
  (await asks(shop, "GET", "/api/crm/consents", { customerId })).rows.map(
    ({ channel, state, source, proof, actorName }: Record<string, string>) =>
      [channel, state, source, actorName, proof].join(" · "),
  );

test("each consent stands in a history with its source and proof, and the customer carries the newest", async () => {
  await using shop = await testShop();
  const aina = await made(shop, { name: "Aina", emailConsent: "subscribed" });
  shop.house.clock.advance(60_000);
  const changed = await asks(shop, "PATCH", "/api/crm/customers/:id", {
    id: aina.id,
    version: 1,
    emailConsent: "unsubscribed",
  });
  assert.equal(changed.emailConsent, "unsubscribed");
  shop.house.clock.advance(60_000);
  await record(shop, {
    customerId: aina.id,
    channel: "phone",
    state: "subscribed",
    source: "form",
    proof: "form 12",
  });
  await record(shop, {
    customerId: aina.id,
    channel: "email",
    state: "subscribed",
    at: "2020-01-01T00:00:00Z",
    source: "person",
    proof: "a card from the fair",
  });
  const who = "Aisyah binti Rahman";
  assert.deepEqual(await historyOf(shop, aina.id), [
    `email · subscribed · person · ${who} · a card from the fair`,
    `phone · subscribed · form · ${who} · form 12`,
    `email · unsubscribed · person · ${who} · `,
    `email · subscribed · person · ${who} · `,
  ]);
  const now = await asks(shop, "GET", "/api/crm/customers/:id", { id: aina.id });
  assert.deepEqual([now.emailConsent, now.phoneConsent], ["unsubscribed", "subscribed"]);
  const told = await asks(shop, "GET", "/api/records/timeline", {
    subject: aina.id,
    kind: "consents",
  });
  assert.equal(told.rows.length, 4);
});

test("what a store tells of consent stands in the history in the transaction that told it, once", async () => {
  await using shop = await testShop();
  const told = buyer({ isAccount: true, externalId: "7" });
  const said = { ...told, emailConsent: { state: "subscribed" as const, at: at(1) } };
  await shop.hears({ customer: said }, { customer: said }, { order: order({ customer: told }) });
  const [{ id }] = await shop.rows("select id from customers");
  assert.deepEqual(await historyOf(shop, showId("customer", id)), [
    "email · subscribed · store · Shop · ",
  ]);
});

test("nobody of the application changes or removes a consent", async () => {
  await using shop = await testShop();
  await made(shop, { name: "Aina", emailConsent: "subscribed" });
  for (const statement of [
    "update consent_entries set state = 'unsubscribed'",
    "delete from consent_entries",
    "truncate consent_entries",
  ])
    await assert.rejects(shop.rows(statement), /permission denied/);
});

test("a merge keeps both histories, its undo parts them, and with a customer theirs is gone for good", async () => {
  await using shop = await testShop();
  const aina = await made(shop, { name: "Aina", emailConsent: "subscribed" });
  const badrul = await made(shop, { name: "Badrul", emailConsent: "unsubscribed" });
  const [into, from] = [aina.id, badrul.id].map((shown) => readId("customer", shown));
  await shop.rows(
    "insert into customer_merges (old_id, customer_id, merged_at) values ($1, $2, now())",
    [from, into],
  );
  await shop.rows("delete from customers where id = $1", [from]);
  assert.equal((await historyOf(shop, aina.id)).length, 2);
  await shop.rows("delete from customer_merges");
  assert.equal((await historyOf(shop, aina.id)).length, 1);
  await shop.rows(
    "insert into customer_merges (old_id, customer_id, merged_at) values ($1, $2, now())",
    [from, into],
  );
  await asks(shop, "POST", "/api/crm/customers/trash", { ids: [aina.id] });
  await asks(shop, "POST", "/api/records/trash/empty", {});
  await shop.house.drain(shop.caller);
  assert.deepEqual(await shop.rows("select * from consent_entries"), []);
});

test("a consent needs its proof, and none is given on a day to come", async () => {
  await using shop = await testShop();
  const aina = await made(shop, { name: "Aina" });
  const said = { customerId: aina.id, channel: "email", state: "subscribed", source: "person" };
  await assert.rejects(record(shop, { ...said, proof: " " }), { kind: "invalid" });
  const late = { ...said, proof: "x", at: "2036-01-01T00:00:00Z" };
  await assert.rejects(record(shop, late), { code: "crm.consent.in_future" });
});
