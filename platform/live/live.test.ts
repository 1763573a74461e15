import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "#platform/log/log.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { createSignals } from "#platform/tenancy/signals.ts";
import { type TestHouse, testHouse } from "#platform/testing/house.ts";
import { createLive } from "./hub.ts";

const log = createLog("silent");

/** Another process of the same house. */
function another(house: TestHouse) {
  const url = urlFor(house.serverUrl, house.workshop.names.control);
  const signals = createSignals(house.control, url, log);
  const live = createLive(signals, log);
  return {
    live,
    [Symbol.asyncDispose]: async () => {
      await live.close();
      await signals.close();
    },
  };
}

test("screens of any process hear what changed in their company, gathered, and nothing of another", async () => {
  await using house = await testHouse();
  await using other = another(house);
  const here = hearing();
  const there = hearing();
  const foreign = hearing();
  house.live.subscribe("one", here.hear);
  other.live.subscribe("one", there.hear);
  other.live.subscribe("two", foreign.hear);
  await whenItListens(house, other);

  house.live.publish("one", ["sales.orders", "crm.customers"]);
  house.live.publish("one", ["sales.orders"]);
  await Promise.all([here.first, there.first]);
  assert.deepEqual(here.heard, [["sales.orders", "crm.customers"]]);
  assert.deepEqual(there.heard, here.heard);
  assert.deepEqual(foreign.heard, []);
});

test("after the listening connection broke, it listens again", async () => {
  await using house = await testHouse();
  await using other = another(house);
  await whenItListens(house, other);
  await house.control.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'kaunter signals'",
  );
  await whenItListens(house, other);
});

function hearing() {
  const heard: (readonly string[])[] = [];
  const { promise: first, resolve } = Promise.withResolvers<void>();
  return {
    heard,
    first,
    hear: (topics: readonly string[]) => {
      heard.push(topics);
      resolve();
    },
  };
}

/** Says something over and over until it is heard: a word from before it listens is lost, and may be. */
async function whenItListens(house: TestHouse, other: ReturnType<typeof another>): Promise<void> {
  const { first, hear } = hearing();
  const stop = other.live.subscribe("probe", hear);
  const again = setInterval(() => house.live.publish("probe", ["probe"]), 20);
  await first;
  clearInterval(again);
  stop();
}
