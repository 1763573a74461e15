import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { eachAlone } from "#platform/db/db.ts";
import { testHouse, twinHouse } from "#platform/testing/house.ts";
import { countTries, forgiveTry, type Limit, networkOf } from "./limits.ts";
import { deleteOverTries } from "./tries.sql.ts";

test("a household is one network: an IPv4 address, or the /64 of an IPv6 one", () => {
  const table: [string, string][] = [
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
  ];
  for (const [ip, expected] of table) assert.equal(networkOf(ip), expected, ip);
});

const KEY = (key: string): Limit[] => [{ key, max: 3, withinMinutes: 1 }];
const secondsLeft = (error: unknown): number | null =>
  error instanceof Problem && error.kind === "too_many"
    ? (error.details as { retryAfterS: number }).retryAfterS
    : null;

test("the first tries pass, the next is refused with the time left, and a new window begins after it", async () => {
  await using house = await testHouse();
  const at = (second: number) => new Date(house.clock.now.getTime() + second * 1000);
  for (let i = 0; i < 3; i += 1) await countTries(house, KEY("k"), at(i));
  await assert.rejects(countTries(house, KEY("k"), at(20)), (error) => secondsLeft(error) === 40);
  await countTries(house, KEY("k"), at(60));
});

test("tries are counted exactly over two processes that count at once, whatever else they count", async () => {
  await using house = await testHouse();
  await using twin = await twinHouse(house);
  const tries = Array.from({ length: 200 }, (_, i) => {
    // Half of them in the other order: they must not wait for each other in a ring.
    const both: Limit[] = [
      { key: "shared", max: 20, withinMinutes: 15 },
      { key: `own ${i % 7}`, max: 1000, withinMinutes: 15 },
    ];
    return countTries(i % 2 ? house : twin, i % 4 < 2 ? both : both.reverse(), house.now()).then(
      () => "passed",
      (error) => (secondsLeft(error) === null ? String(error) : "refused"),
    );
  });
  const ended = Object.groupBy(await Promise.all(tries), (how) => how);
  assert.deepEqual(
    Object.entries(ended)
      .map(([how, all]) => [how, all?.length])
      .sort(),
    [
      ["passed", 20],
      ["refused", 180],
    ],
  );
});

test("what is forgiven does not count, and only marks of what is counted are kept, until they are over", async () => {
  await using house = await testHouse();
  const limits = KEY("farah@kenari.example");
  for (let i = 0; i < 10; i += 1) {
    await countTries(house, limits, house.now());
    await forgiveTry(house, limits, house.now());
  }
  const kept = await house.control.query<{ mark: string }>("select mark from tries");
  assert.equal(kept.rows.length, 1);
  assert.match(kept.rows[0]?.mark ?? "", /^[\w-]{43}$/);
  const forget = (ms: number) =>
    deleteOverTries(eachAlone(house.control), new Date(house.now().getTime() + ms));
  assert.equal(await forget(59_999), 0);
  assert.equal(await forget(60_000), 1);
});
