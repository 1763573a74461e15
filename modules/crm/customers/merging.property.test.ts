import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Problem } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { differences } from "#modules/records/trash/trash.testing.ts";
import { said } from "#modules/sales/fixtures/saying.ts";
import { type Said, type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { createOrder } from "#modules/sales/orders/hand.actions.ts";
import { testHouse } from "#platform/testing/house.ts";
import { tagCustomers } from "./bulk.actions.ts";
import { createCustomer } from "./customers.actions.ts";
import { CHANGE_ACTION, merged, undone, wholeOf } from "./merging.testing.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 12);

/** What people write on a customer. */
type Edit = {
  readonly edit: "name" | "phone" | "note" | "tag" | "city" | "order";
  readonly value: string;
};
const edit = fc.record<Edit>({
  edit: fc.constantFrom("name", "phone", "note", "tag", "city", "order"),
  value: fc.constantFrom("Aina", "Zul", "012-345 6789", "013-456 7890"),
});

const step = fc.oneof({ weight: 4, arbitrary: said }, { weight: 1, arbitrary: edit });
type Story = {
  readonly before: readonly (Said | Edit)[];
  readonly between: readonly (Said | Edit)[];
  readonly after: readonly (Said | Edit)[];
  readonly into: number;
  readonly from: number;
  readonly picks: object;
};
const story = fc.record<Story>({
  before: fc.array(step, { minLength: 3, maxLength: 12 }),
  between: fc.array(step, { maxLength: 10 }),
  after: fc.array(step, { maxLength: 4 }),
  into: fc.nat({ max: 3 }),
  from: fc.nat({ max: 3 }),
  picks: fc.record({
    name: fc.constantFrom("into", "from"),
    phone: fc.constantFrom("into", "from"),
    email: fc.constantFrom("into", "from"),
  }),
});

/** A second for each step, in both runs the same. */
const START = new Date("2026-11-22T08:00:00Z");

test("a merge undone leaves everything as if it had never been, with what stores told and people wrote since", async () => {
  await using house = await testHouse();
  const run = async (told: Story, isMerged: boolean): Promise<string[] | null> => {
    house.clock.now = START;
    const shop = await testShop({}, house);
    await shop.asks(createCustomer, { name: "Typed", email: "typed@example.com", tags: ["own"] });
    const take = async (steps: readonly (Said | Edit)[], email: string) => {
      for (const one of steps) {
        house.clock.advance(1000);
        await takeStep(shop, one, email);
      }
    };
    await take(told.before, "typed@example.com");
    const { one, other, email } = await twoOf(shop, told);
    house.clock.advance(1000);
    const merge = isMerged && one !== other ? await mergedAs(shop, one, other, told.picks) : null;
    await take(told.between.map(saidByNobodyElse), email);
    if (merge !== null) {
      if (await isOneByNow(shop)) return null;
      await undone(shop, merge.id);
    }
    await take(told.after, email);
    return wholeOf(shop);
  };
  const property = fc.asyncProperty(story, async (told) => {
    const is = await run(told, true);
    if (is !== null) assert.deepEqual(differences((await run(told, false)) ?? [], is), []);
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
});

/** What would leave nothing to know them by is refused: then as is proposed. */
const mergedAs = (shop: Shop, one: string, other: string, picks: object) =>
  merged(shop, one, other, picks).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.code !== "crm.customer.has_nothing") throw error;
    return merged(shop, one, other);
  });

/** In an order that is the same in every run: two, known by an address, an account or a number alone, and how one is found. */
async function twoOf(shop: Shop, { into, from }: Story) {
  const known = await shop.rows(`
    select c.id, min(i.kind || i.key) as by from customers c join customer_identities i on i.customer_id = c.id
     group by c.id order by 2`);
  const one = known[into % known.length].id as string;
  const other = known[from % known.length].id as string;
  const [address] = await shop.rows(
    "select key from customer_identities where kind = 'email' and customer_id = $1 order by key",
    [one],
  );
  return { one, other, email: (address?.key ?? "nobody") as string };
}

/** A store has said since that both are one account: then there is nothing to take apart. */
const isOneByNow = async (shop: Shop): Promise<boolean> =>
  (await shop.rows("select from customer_ties where said_by = 'person' and into_part = from_part"))
    .length > 0;

/**
 * What is written as it stands already is no edit, and goes with the merge that brought it: until the undo people write
 * what is on neither of the two.
 */
function saidByNobodyElse(step: Said | Edit): Said | Edit {
  if (!("edit" in step)) return step;
  const { value } = step;
  return { ...step, value: /^\d/.test(value) ? value.replace(/^01./, "011") : `${value} Baharu` };
}

/** People write on the one that keeps its id: the other is not there to be written on. */
async function takeStep(shop: Shop, step: Said | Edit, email: string): Promise<void> {
  if (!("edit" in step)) return void (await shop.hears(step));
  const { edit, value } = step;
  const [one] = await shop.rows(
    `select c.id, c.version from customers c join customer_identities i on i.customer_id = c.id
      where i.kind = 'email' and i.key = $1`,
    [email],
  );
  if (one === undefined) return;
  const id = showId("customer", one.id);
  if (edit === "tag") await shop.asks(tagCustomers, { ids: [id], add: [value] });
  else if (edit === "order") await shop.asks(createOrder, { ...ORDER, customerId: id });
  else await shop.asks(CHANGE_ACTION, { id, version: one.version, [edit]: value });
}

const ORDER = {
  channel: "stall",
  lines: [{ title: "Kopi", quantity: 1, unitPriceMinor: 700 }],
  placedAt: "2026-11-03T02:00:00Z",
};
