import assert from "node:assert/strict";
import { test } from "node:test";
import { perform } from "#platform/actions/action.ts";
import { type TestHouse, testCompany, testHouse } from "#platform/testing/house.ts";
import { createCustomer } from "../customers/customers.actions.ts";
import {
  countDuplicates,
  decideDuplicate,
  findDuplicates,
  listDuplicates,
} from "./duplicates.actions.ts";

type Person = {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly street?: string;
  readonly postcode?: string;
};

async function company(house: TestHouse) {
  const { access, admin, caller } = await testCompany(house);
  const enters = async (...people: Person[]) => {
    const ids: string[] = [];
    for (const person of people)
      ids.push(((await perform(createCustomer, house, admin, person)) as { id: string }).id);
    return ids;
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
  const asks = (action: Parameters<typeof perform>[0], input: object): Promise<any> =>
    perform(action, house, admin, input);
  const looked = async () => {
    house.clock.advance(200_000);
    await house.drain(admin);
  };
  const pairs = async (verdict = "open") =>
    (await asks(listDuplicates, { verdict })).rows.map(
      // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
      ({ one, other, score, reasons }: any) =>
        `${[one.name, other.name].sort().join(" = ")}: ${score} (${reasons.map((r: { reason: string }) => r.reason).join(", ")})`,
    );
  return { access, admin, caller, enters, asks, looked, pairs };
}

/** What is one person twice, and why; what is not. */
const SAME: readonly [Person, Person, string][] = [
  [
    { name: "Aina", email: "aina.zul@gmail.com" },
    { name: "A", email: "ainazul+kopi@googlemail.com" },
    "A = Aina: 85 (email, name_near)",
  ],
  [
    { name: "Siti", email: "siti@gmail.com" },
    { name: "Siti", email: "siti@gmial.com" },
    "Siti = Siti: 90 (email, name)",
  ],
  [
    { name: "Mohd Ali bin Abu", phone: "012-345 6789" },
    { name: "Abu, Muhammad Ali", phone: "+60123456789" },
    "Abu, Muhammad Ali = Mohd Ali bin Abu: 70 (phone, name)",
  ],
  [
    { name: "K. Muthusamy a/l Raman", phone: "03-2345 6789" },
    { name: "Kumar Muthusamy", phone: "03-2345 6789" },
    "K. Muthusamy a/l Raman = Kumar Muthusamy: 65 (phone, name_near)",
  ],
  [
    { name: "José Nuñez", street: "12, Jln Ampang", postcode: "50450" },
    { name: "Jose Nunez", street: "No. 12 Jalan Ampang", postcode: "50450" },
    "Jose Nunez = José Nuñez: 55 (name, address)",
  ],
];
const APART: readonly [Person, Person][] = [
  [{ name: "Tan Mei Ling" }, { name: "Tan Mei Ling" }],
  [
    { name: "Badrul", phone: "013-456 7890" },
    { name: "Chong", phone: "013-456 7890" },
  ],
  [
    { name: "a", email: "x.y@example.com" },
    { name: "b", email: "xy@example.com" },
  ],
];

for (const [one, other, is] of SAME)
  test(`who is one person twice is found, with the reasons: ${is}`, async () => {
    await using house = await testHouse();
    const { enters, looked, pairs } = await company(house);
    await enters(one, other);
    await looked();
    assert.deepEqual(await pairs(), [is]);
  });

test("namesakes, a family's phone and another's mailbox are not enough", async () => {
  await using house = await testHouse();
  const { enters, looked, pairs } = await company(house);
  await enters(...APART.flat());
  await looked();
  assert.deepEqual(await pairs(), []);
});

test("what is written after a look is compared with all that was there, and what no longer fits is let go", async () => {
  await using house = await testHouse();
  const { access, enters, looked, pairs } = await company(house);
  await enters({ name: "Aina Zul", phone: "012-345 6789" });
  await looked();
  await enters({ name: "Zul Aina", phone: "012-345 6789" });
  await looked();
  assert.deepEqual(await pairs(), ["Aina Zul = Zul Aina: 70 (phone, name)"]);
  await enters({ name: "Nobody in particular" });
  await looked();
  assert.equal((await pairs()).length, 1, "looked at again it is still there");
  await access.pool.query(
    "update customers set name = 'Chong', updated_at = $1 where name = 'Zul Aina'",
    [house.clock.now],
  );
  await enters({ name: "Somebody" });
  await looked();
  assert.deepEqual(await pairs(), []);
});

test("not the same is remembered for the pair, later puts it aside, and both can be taken back", async () => {
  await using house = await testHouse();
  const { enters, looked, pairs, asks } = await company(house);
  const [one, other] = await enters(
    { name: "Aina Zul", phone: "012-345 6789" },
    { name: "Zul Aina", phone: "012-345 6789" },
  );
  await looked();
  for (const verdict of ["not_same", "later"]) {
    await asks(decideDuplicate, { oneId: other, otherId: one, verdict });
    assert.deepEqual([(await pairs()).length, (await pairs(verdict)).length], [0, 1]);
    await asks(findDuplicates, {});
    await looked();
    assert.deepEqual([(await pairs()).length, (await pairs(verdict)).length], [0, 1]);
  }
  await asks(decideDuplicate, { oneId: one, otherId: other, verdict: "open" });
  assert.equal((await asks(countDuplicates, {})).count, 1);
});

test("what very many share says nothing of anybody", async () => {
  await using house = await testHouse();
  const { access, enters, looked, pairs } = await company(house);
  await enters({ name: "First" });
  await access.pool.query(
    `insert into customers (id, name, phone, created_at, updated_at)
     select gen_random_uuid(), 'Agent Number ' || i, '+60123456789', now(), $1 from generate_series(1, 40) as i`,
    [house.clock.now],
  );
  await looked();
  assert.deepEqual(await pairs(), []);
});

test("who does not see how people are reached sees no pairs, and is told why", async () => {
  await using house = await testHouse();
  const { caller, enters, looked } = await company(house);
  await enters(
    { name: "Aina Zul", phone: "012-345 6789" },
    { name: "Zul Aina", phone: "012-345 6789" },
  );
  await looked();
  const seen = await perform(listDuplicates, house, caller("viewer"), {});
  assert.deepEqual(seen, { rows: [], next: null, blocked: { list: "platform.field.masked" } });
  assert.equal(
    ((await perform(countDuplicates, house, caller("viewer"), {})) as { count: number }).count,
    0,
  );
});

test("who was moved to the trash is compared with nobody", async () => {
  await using house = await testHouse();
  const { access, enters, looked, pairs } = await company(house);
  await enters(
    { name: "Aina Zul", phone: "012-345 6789" },
    { name: "Zul Aina", phone: "012-345 6789" },
  );
  await access.pool.query(
    "update customers set trashed_at = now(), archived_at = now(), archived_by = 'trash' where name = 'Aina Zul'",
  );
  await looked();
  assert.deepEqual(await pairs(), []);
});
