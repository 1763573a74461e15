import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import Stripe from "stripe";
import { keepBilling } from "#modules/billing/billing.public.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { ask } from "../billing/billing.testing.ts";
import { stripeDoor } from "./door.ts";
import { type TestEvent, testStripe } from "./stripe.testing.ts";

const clock = { now: new Date("2026-11-01T08:00:00Z") };
const DAY_MS = 86_400_000;

test("an event is believed if it is signed over these bytes within five minutes, is kept once, and without a key nobody hears it", async () => {
  await using stripe = await testStripe(() => clock.now);
  await using house = await testHouse({ config: { stripe: stripe.place }, now: clock.now });
  await using free = await testHouse({ now: clock.now });
  const event = bare("evt_1", "customer.updated", { id: "cus_1", object: "customer" });
  const body = Buffer.from(JSON.stringify(event));
  const at = Math.floor(house.clock.now.getTime() / 1000);
  const door = stripeDoor.open(house);
  const knock = async (signature: string, bytes = body, param = "events") =>
    (await door.handle({ param, headers: { "stripe-signature": signature }, body: bytes })).status;
  const good = signed(body, stripe.place.webhookSecret, at);

  assert.equal(await knock(good), 200);
  assert.equal(await knock(good), 200);
  assert.equal(await knock(signed(body, stripe.place.webhookSecret, at - 299)), 200);
  assert.equal(await knock(signed(body, stripe.place.webhookSecret, at - 301)), 400);
  assert.equal(await knock(signed(body, "whsec_of_somebody_else", at)), 400);
  assert.equal(await knock(""), 400);
  assert.equal(await knock(good, Buffer.from(`${body.toString()} `)), 400);
  assert.equal(await knock(good, body, "elsewhere"), 404);
  const real = Buffer.from(JSON.stringify({ ...event, id: "evt_2", livemode: true }));
  assert.equal(await knock(signed(real, stripe.place.webhookSecret, at), real), 200);
  const { rows } = await house.control.query("select id, company_id from billing_events");
  assert.deepEqual(rows, [{ id: "evt_1", company_id: null }]);

  const deaf = stripeDoor.open(free);
  const headers = { "stripe-signature": good };
  assert.equal((await deaf.handle({ param: "events", headers, body })).status, 404);
});

test("shuffled, doubled and lost, events end in the same state: what Stripe says when it is asked", async () => {
  await using stripe = await testStripe(() => house.clock.now);
  await using house = await testHouse({ config: { stripe: stripe.place }, now: clock.now });
  const company = await testCompany(house);
  await keepBilling(house);
  await ask(house, company.admin, "subscribe", {
    plan: "kedai",
    interval: "month",
    currency: "MYR",
  });
  stripe.pay();
  house.clock.advance(20 * DAY_MS);
  stripe.failPayment();
  house.clock.advance(DAY_MS);
  stripe.settle();
  house.clock.advance(30 * DAY_MS);
  stripe.failPayment();

  const stateOf = async () => {
    const { rows } = await house.control.query(
      `select b.status, b.plan, b.unpaid_since, b.ended_at, b.amount_minor, c.read_only_at
         from billings b join companies c on c.id = b.company_id`,
    );
    return JSON.stringify(rows);
  };
  const door = stripeDoor.open(house);
  const tell = async (event: TestEvent) => {
    const body = Buffer.from(JSON.stringify(event));
    const at = Math.floor(house.clock.now.getTime() / 1000);
    const headers = { "stripe-signature": signed(body, stripe.place.webhookSecret, at) };
    assert.equal((await door.handle({ param: "events", headers, body })).status, 200);
  };
  for (const event of stripe.events) await tell(event);
  await keepBilling(house);
  const right = await stateOf();
  assert.match(right, /"status":"past_due","plan":"kedai"/);

  const events = fc
    .shuffledSubarray([...stripe.events, ...stripe.events], { minLength: 1 })
    .map((some) => [...some]);
  await fc.assert(
    fc.asyncProperty(events, fc.nat({ max: 6 }), async (some, every) => {
      await house.control.query("delete from billing_events");
      await house.control.query(
        `update billings set status = 'canceled', plan = null, unpaid_since = null, answered_at = now() + interval '1 year'`,
      );
      for (const [at, event] of some.entries()) {
        await tell(event);
        if (at % 7 === every) await keepBilling(house);
      }
      await keepBilling(house);
      assert.equal(await stateOf(), right);
      const waiting = await house.control.query(
        "select from billing_events where settled_at is null",
      );
      assert.equal(waiting.rowCount, 0);
    }),
    { numRuns: 12 },
  );

  // All of them lost: within six hours it is asked all the same.
  await house.control.query("update billings set status = 'active', unpaid_since = null");
  await house.control.query("update billings set answered_at = $1", [house.clock.now]);
  house.clock.advance(6 * 3_600_000 + 1);
  await keepBilling(house);
  assert.equal(await stateOf(), right);
});

function bare(id: string, type: string, object: object): TestEvent {
  const created = Math.floor(clock.now.getTime() / 1000);
  return { id, object: "event", type, created, livemode: false, api_version: "", data: { object } };
}

const { webhooks } = new Stripe("sk_test_nobody");

const signed = (body: Buffer, secret: string, timestamp: number): string =>
  webhooks.generateTestHeaderString({ payload: body.toString(), secret, timestamp });
