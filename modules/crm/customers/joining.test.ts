import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { showId } from "#kernel/ids.ts";
import { inCompany, perform } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { type TestCompany, testCompany, testHouse } from "#platform/testing/house.ts";
import { getCustomer } from "./customers.actions.ts";
import type { Joined, StoreCustomer } from "./customers.rules.ts";
import { deleteStoreCustomer, joinStoreCustomer, mergeStoreAccounts } from "./customers.ts";

const SHOPS = ["019ab000-0000-7000-8000-000000000001", "019ab000-0000-7000-8000-000000000002"];
const NOBODY = {
  street: null,
  street2: null,
  city: null,
  postcode: null,
  state: null,
  country: null,
};
const guest = (told: Partial<StoreCustomer>): StoreCustomer => ({
  connectionId: SHOPS[0] ?? "",
  externalId: null,
  isAccount: false,
  email: null,
  phoneText: null,
  name: "",
  organisation: null,
  address: NOBODY,
  createdAt: null,
  clock: { updatedAt: new Date("2026-11-01T00:00:00Z"), tie: "10:a" },
  ...told,
});
const account = (told: Partial<StoreCustomer>): StoreCustomer =>
  guest({ isAccount: true, clock: { updatedAt: new Date("2026-11-02"), tie: "50:a" }, ...told });

test("guest orders and accounts with one e-mail address are one customer", async () => {
  await using company = await company_();
  const first = await company.join(guest({ email: "aina@example.com", name: "Aina" }));
  const again = await company.join(guest({ email: "aina@example.com", name: "Aina" }));
  const owner = await company.join(account({ externalId: "7", email: "aina@example.com" }));
  assert.equal(first?.outcome, "created");
  assert.deepEqual([again?.outcome, again?.customerId], ["seen", first?.customerId]);
  assert.equal(owner?.customerId, first?.customerId);
  const byAccount = await company.join(guest({ externalId: "7" }));
  assert.deepEqual([byAccount?.joinedBy, byAccount?.customerId], ["store", first?.customerId]);
});

test("accounts that their store merges are one customer, whichever is told first and whenever the merge is", async () => {
  const kept = account({ externalId: "7", email: "aina@example.com", name: "Aina" });
  const gone = account({ externalId: "8", email: "aina@other.example", name: "Aina binti Zul" });
  const say = {
    kept: (company: Company) => company.join(kept),
    gone: (company: Company) => company.join(gone),
    merge: (company: Company) =>
      company.merge({ connectionId: SHOPS[0] ?? "", keptId: "7", goneId: "8" }),
  };
  const orders: (keyof typeof say)[][] = [
    ["kept", "gone", "merge"],
    ["kept", "merge", "gone"],
    ["gone", "merge", "kept"],
    ["merge", "gone", "kept"],
    ["merge", "merge", "kept", "gone", "merge"],
  ];
  for (const order of orders) {
    await using company = await company_();
    for (const one of order) await say[one](company);
    const { rows } = await company.access.pool.query(
      `select c.id, string_agg(i.kind || ':' || i.key, ' ' order by i.kind, i.key) as known_by
         from customers c join customer_identities i on i.customer_id = c.id group by 1`,
    );
    assert.deepEqual(
      rows.map(({ known_by }) => known_by),
      [`email:aina@example.com email:aina@other.example store:${SHOPS[0]}:7 store:${SHOPS[0]}:8`],
      order.join(),
    );
  }
});

test("an order's billing address does not tie an account to somebody else's e-mail", async () => {
  await using company = await company_();
  const owner = await company.join(account({ externalId: "7", email: "office@example.com" }));
  const gift = await company.join(guest({ externalId: "7", email: "friend@example.com" }));
  assert.notEqual(gift?.customerId, owner?.customerId);
});

test("two records that turn out to be one person become the older one, and old links lead there", async () => {
  await using company = await company_();
  const byMail = await company.join(guest({ email: "b@example.com", name: "Badrul" }));
  const byShop = await company.join(guest({ externalId: "9", phoneText: "012-345 6789" }));
  await company.access.pool.query("update customers set note = 'Asks for ice'");
  const both = await company.join(account({ externalId: "9", email: "b@example.com" }));
  assert.deepEqual(both?.merged, [{ from: byShop?.customerId, into: byMail?.customerId }]);
  const { rows } = await company.access.pool.query("select name, phone, note from customers");
  const note = "Asks for ice\n\nAsks for ice";
  assert.deepEqual(rows, [{ name: "Badrul", phone: "+60123456789", note }]);
  const merges = await company.access.pool.query("select old_id, customer_id from customer_merges");
  assert.deepEqual(merges.rows, [{ old_id: byShop?.customerId, customer_id: byMail?.customerId }]);
  const shown = (id = "") => showId("customer", id);
  const led = await company.get({ id: shown(byShop?.customerId) });
  assert.equal(led.id, shown(byMail?.customerId));
  assert.deepEqual(
    led.identities.map(({ kind, key }: { kind: string; key: string }) => [kind, key]),
    [
      ["email", "b@example.com"],
      ["store", "9"],
    ],
  );
});

test("a phone alone leads to the one customer whose name does not contradict, else to one of its own", async () => {
  await using company = await company_();
  const phoneText = "011-1234 5678";
  const own = await company.join(guest({ phoneText, name: "Siti" }));
  assert.deepEqual([own?.joinedBy, own?.outcome], ["phone", "created"]);
  const siti = await company.join(
    guest({ email: "s@example.com", phoneText, name: "Siti Aminah" }),
  );
  assert.deepEqual(siti?.merged, [{ from: own?.customerId, into: siti?.customerId }]);
  const again = await company.join(guest({ phoneText, name: "SITI" }));
  assert.equal(again?.customerId, siti?.customerId);
  const other = await company.join(guest({ phoneText, name: "Kumar" }));
  assert.notEqual(other?.customerId, siti?.customerId);
  // A second Siti with that phone: now nobody knows which.
  const twin = await company.join(guest({ email: "t@example.com", phoneText, name: "Siti" }));
  assert.deepEqual(twin?.phones, ["+601112345678"]);
  const unknown = await company.join(guest({ phoneText, name: "Siti" }));
  assert.notEqual(unknown?.customerId, siti?.customerId);
  assert.notEqual(unknown?.customerId, twin?.customerId);
});

test("without an address, an account or a phone that can be read there is nobody to know", async () => {
  await using company = await company_();
  assert.equal(await company.join(guest({ name: "Walk-in" })), null);
  assert.equal(await company.join(guest({ name: "Walk-in", phoneText: "000" })), null);
});

test("two lanes that meet the same new customer at once end with one", async () => {
  await using company = await company_();
  const tellings = Array.from({ length: 12 }, (_, i) =>
    i % 2 === 0
      ? account({ externalId: "5", email: "race@example.com", phoneText: "0123456789" })
      : guest({ externalId: i % 4 === 1 ? "5" : null, email: "race@example.com" }),
  );
  const joined = await Promise.all(tellings.map((telling) => company.join(telling)));
  assert.equal(new Set(joined.map((one) => one?.customerId)).size, 1);
  assert.equal(joined.filter((one) => one?.outcome === "created").length, 1);
});

test("an account that its store deleted is put aside until something later is told of it", async () => {
  await using company = await company_();
  const told = account({ externalId: "3", email: "gone@example.com" });
  const gone = { connectionId: SHOPS[0] ?? "", externalId: "3" };
  const joined = await company.join(told);
  assert.ok(joined);
  assert.equal((await company.delete({ ...gone, at: new Date("2026-11-03") })).outcome, "changed");
  assert.equal((await company.delete({ ...gone, at: new Date("2026-11-03") })).outcome, "seen");
  assert.deepEqual(await archived(company), ["store"]);
  const back = { ...told, clock: { updatedAt: new Date("2026-11-04"), tie: "50:b" } };
  assert.equal((await company.join(back))?.customerId, joined?.customerId);
  assert.deepEqual(await archived(company), [null]);
});

test("whatever the order of arrival, and however often, a set of tellings ends in the same customers", async () => {
  await using company = await company_();
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(telling, { minLength: 1, maxLength: 9 })
        .chain((tellings) =>
          fc.tuple(
            fc.constant(tellings),
            fc.shuffledSubarray([...tellings, ...tellings], { minLength: tellings.length * 2 }),
          ),
        ),
      async ([tellings, shuffled]) => {
        const one = await stateAfter(company, tellings);
        const other = await stateAfter(company, shuffled);
        assert.deepEqual(other, one);
      },
    ),
    { numRuns: 120 },
  );
});

test("lanes that read the same tellings at the same time end as one lane does", async () => {
  await using company = await company_();
  await fc.assert(
    fc.asyncProperty(fc.array(telling, { minLength: 4, maxLength: 10 }), async (tellings) => {
      const one = await stateAfter(company, tellings);
      await empty(company);
      await Promise.all(
        [tellings, [...tellings].reverse()].map(async (lane) => {
          for (const said of lane) await untilDone(() => tell(company, said));
        }),
      );
      assert.deepEqual(await stateOf(company), one);
    }),
    { numRuns: 30 },
  );
});

/** As the reader of deliveries does: two who waited for each other begin anew. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? "";
      if (!["40P01", "40001", "23505", "23503"].includes(code)) throw error;
    }
  }
}

type Telling =
  | { readonly is: "telling"; readonly of: StoreCustomer }
  | { readonly is: "deletion"; readonly of: Parameters<typeof deleteStoreCustomer>[1] };

const moment = fc.integer({ min: 1, max: 4 }).map((day) => new Date(`2026-11-0${day}T00:00:00Z`));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const telling: fc.Arbitrary<Telling> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record({
        connectionId: fc.constantFrom(...SHOPS),
        externalId: maybe(fc.constantFrom("1", "2", "3")),
        isAccount: fc.boolean(),
        email: maybe(fc.constantFrom("a@x.my", "b@x.my", "c@x.my")),
        phoneText: maybe(fc.constantFrom("012-345 6789", "+60123456789", "03-2161 1234", "n/a")),
        name: fc.constantFrom("", "Siti", "SITI", "Siti Aminah", "Kumar", "小明"),
        organisation: maybe(fc.constantFrom("Kopi Sdn Bhd", "Teh Ais")),
        address: fc.constantFrom(NOBODY, { ...NOBODY, city: "Ipoh" }, { ...NOBODY, country: "SG" }),
        createdAt: maybe(moment),
        updatedAt: maybe(moment),
        tags: fc.option(fc.subarray(["vip", "wholesale"]), { nil: undefined }),
        consent: fc.option(fc.constantFrom("subscribed", "unsubscribed", "unknown"), {
          nil: undefined,
        }),
        tie: fc.constantFrom("10:a", "50:b"),
      })
      .map(({ updatedAt, consent, tags, tie, ...told }) => ({
        is: "telling" as const,
        of: {
          ...told,
          ...(tags === undefined ? {} : { tags }),
          ...(consent === undefined
            ? {}
            : { emailConsent: { state: consent, at: told.createdAt } }),
          // Equal clocks speak of equal content: the mappings put a hash of it into the tie.
          clock: { updatedAt, tie: `${tie}${JSON.stringify([told, tags, consent])}` },
        } as StoreCustomer,
      })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        connectionId: fc.constantFrom(...SHOPS),
        externalId: fc.constantFrom("1", "2", "3"),
        at: moment,
      })
      .map((of) => ({ is: "deletion" as const, of })),
  },
);

const tell = (company: Company, { is, of }: Telling): Promise<unknown> =>
  is === "deletion" ? company.delete(of) : company.join(of);

const empty = ({ access }: Company): Promise<unknown> =>
  access.pool.query(
    "delete from customer_identities; delete from customer_merges; delete from customers; delete from timeline_entries",
  );

async function stateAfter(company: Company, tellings: readonly Telling[]): Promise<unknown> {
  await empty(company);
  for (const told of tellings) await tell(company, told);
  return stateOf(company);
}

/** All that is kept, but for the ids and for what tells of the arrival itself. */
async function stateOf({ access: { pool } }: Company): Promise<unknown> {
  const { rows } = await pool.query(`
    select to_jsonb(c) - '{id,version,updated_at,search_text}'::text[] as customer,
           (select jsonb_agg(jsonb_build_array(kind, key, told, deleted_at) order by kind, key)
              from customer_identities i where i.customer_id = c.id) as identities,
           (select jsonb_agg(jsonb_build_array(key, at, detail) order by key)
              from timeline_entries t where t.subject_id = c.id) as timeline
      from customers c order by 2`);
  const { rows: waiting } = await pool.query(
    "select kind, key, deleted_at from customer_identities where customer_id is null order by key",
  );
  return { rows, waiting };
}

async function archived({ access }: Company): Promise<unknown[]> {
  const { rows } = await access.pool.query("select archived_by from customers");
  return rows.map((row) => row.archived_by);
}

type Company = TestCompany &
  AsyncDisposable & {
    // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
    get(asked: { id: string }): Promise<any>;
    join(told: StoreCustomer): Promise<Joined | null>;
    merge(told: Parameters<typeof mergeStoreAccounts>[1]): Promise<void>;
    delete(told: Parameters<typeof deleteStoreCustomer>[1]): ReturnType<typeof deleteStoreCustomer>;
  };

async function company_(): Promise<Company> {
  const house = await testHouse();
  const company = await testCompany(house);
  /** As the lane that reads a store's deliveries does it: one transaction, the store as the one who acts. */
  const run = async <T>(connectionId: string, work: (ctx: CommandCtx) => Promise<T>) => {
    const actor = {
      kind: "connection",
      id: connectionId,
      name: `Shop ${connectionId.at(-1)}`,
      permissions: new Set<string>(),
    } as const;
    const caller: Caller = { ...company.admin, actor, now: house.clock.now };
    return (await inCompany(house, caller, "test", "read write", work)).output;
  };
  return {
    ...company,
    get: (asked) => perform(getCustomer, house, company.admin, asked),
    join: (told) => run(told.connectionId, (ctx) => follow(ctx, joinStoreCustomer(ctx, told))),
    merge: async (told) => {
      await run(told.connectionId, async (ctx) =>
        follow(
          ctx,
          mergeStoreAccounts(ctx, told).then(({ joined }) => joined),
        ),
      );
    },
    delete: (told) => run(told.connectionId, (ctx) => deleteStoreCustomer(ctx, told)),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

/** What sales does after a merge, as far as the timeline goes. */
async function follow(ctx: CommandCtx, joining: Promise<Joined | null>): Promise<Joined | null> {
  const joined = await joining;
  const { moveTimeline } = await import("#modules/records/records.public.ts");
  for (const { from, into } of joined?.merged ?? [])
    await moveTimeline(ctx, { subjectType: "customer", from, into });
  return joined;
}
