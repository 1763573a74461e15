import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids.ts";
import { transaction } from "#platform/db/db.ts";
import { testHouse } from "#platform/testing/house.ts";
import { deleteOldSecurityEvents, selectSecurityEvents } from "./events.sql.ts";
import {
  addressMark,
  noteSecurityEvent,
  noteSecurityEventIn,
  securityEventsWritten,
} from "./events.ts";

const EVER = new Date(0);

test("a flood of the same event is a row with a count, and different ones stay apart", async () => {
  await using house = await testHouse();
  const accountId = newId<"account">();
  for (let i = 0; i < 500; i += 1)
    noteSecurityEvent(house, { kind: "sign_in.failed", accountId, ip: "2001:db8::1" });
  noteSecurityEvent(house, { kind: "sign_in.failed", accountId, ip: "203.0.113.7" });
  await securityEventsWritten(house);

  const events = await transaction(house.control, "read only", (db) =>
    selectSecurityEvents(db, EVER, 10),
  );
  assert.deepEqual(
    events.map(({ network, times }) => [network, times]),
    [
      ["2001:db8:0:0::/64", 500],
      ["203.0.113.7", 1],
    ],
  );
  assert.deepEqual(events[0]?.at, house.clock.now);
});

test("an event that cannot be written fails nobody", async () => {
  await using house = await testHouse();
  noteSecurityEvent(house, { kind: "token.replayed", companyId: "no uuid at all" });
  await securityEventsWritten(house);
  noteSecurityEvent(house, { kind: "token.replayed" });
  await securityEventsWritten(house);
  const events = await transaction(house.control, "read only", (db) =>
    selectSecurityEvents(db, EVER, 10),
  );
  assert.equal(events.length, 1);
});

test("an event of a deed is noted only if the deed is committed", async () => {
  await using house = await testHouse();
  const noted = { kind: "permission.raised" } as const;
  await assert.rejects(
    transaction(house.control, "read write", async (db) => {
      await noteSecurityEventIn(db, noted, house.now());
      throw new Error("turned back");
    }),
  );
  await transaction(house.control, "read write", (db) =>
    noteSecurityEventIn(db, noted, house.now()),
  );
  await transaction(house.control, "read write", async (db) => {
    assert.equal((await selectSecurityEvents(db, EVER, 10)).length, 1);
    assert.equal(await deleteOldSecurityEvents(db, house.now()), 0);
    house.clock.advance(1);
    assert.equal(await deleteOldSecurityEvents(db, house.now()), 1);
  });
});

test("the mark of an address is the same for its spellings and does not hold it", async () => {
  await using house = await testHouse();
  const mark = addressMark(house, "Farah@Example.com ");
  assert.equal(mark, addressMark(house, "farah@example.com"));
  assert.notEqual(mark, addressMark(house, "farah@example.org"));
  assert.match(mark, /^[\w-]{16}$/);
});
