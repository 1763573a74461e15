import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  keepBilling,
  loadPlans,
  measureLimits,
  tellOfBilling,
} from "#modules/billing/billing.public.ts";
import { testStore } from "#modules/connect/deliveries/test-store.ts";
import { METERS } from "#modules/modules.ts";
import { SIGN_UP, signedUp, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { testCompany } from "#platform/testing/house.ts";
import { testStripe } from "../stripe/stripe.testing.ts";
import { ask } from "./billing.testing.ts";

const BEGUN = new Date("2026-11-01T08:00:00Z");
const DAY_MS = 86_400_000;
const KEDAI = { plan: "kedai", interval: "month", currency: "MYR" };

const stripe = await testStripe(() => door.house.clock.now);
const door: TestDoor = await testDoor({ config: { stripe: stripe.place }, now: BEGUN });
after(async () => {
  await door[Symbol.asyncDispose]();
  await stripe[Symbol.asyncDispose]();
});
const { house } = door;
const onDay = async (day: number, since: Date) => {
  house.clock.now = new Date(since.getTime() + day * DAY_MS);
  await keepBilling(house);
  await tellOfBilling(house);
};
const subjects = async () => (await door.mailsTo(SIGN_UP.email)).map(({ subject }) => subject);

test("without a key nobody is billed: nothing of it is shown, no door, no day closes anything", async () => {
  await using free = await testDoor({ now: BEGUN });
  const owner = await signedUp(free);
  await keepBilling(free.house);
  await tellOfBilling(free.house);
  await free.house.control.query("update companies set read_only_at = $1", [BEGUN]);
  free.house.clock.advance(3_600_000);
  assert.equal((await owner.ask("GET", "/api/billing")).status, 404);
  const { body: me } = await owner.ask("GET", "/api/accounts/me");
  assert.deepEqual([me.company.isBilled, me.company.readOnlyAt], [false, null]);
  const made = await owner.ask("POST", "/api/crm/customers", { name: "Percuma" });
  assert.equal(made.status, 200);
  assert.equal((await free.house.control.query("select from billings")).rowCount, 0);
});

test("a trial is told of on days 11, 13 and 14; then the company is read, exported, paid or cancelled, and nothing is deleted", async () => {
  const owner = await signedUp(door);
  await onDay(0, BEGUN);
  const since = house.clock.now;
  const shown = async () => (await owner.ask("GET", "/api/billing")).body;
  const create = async (name: string) =>
    (await owner.ask("POST", "/api/crm/customers", { name })).status;
  assert.deepEqual((await shown()).phase, "trial");
  assert.equal((await shown()).trialDaysLeft, 14);
  const said = (await subjects()).length;
  for (const [day, more] of [
    [10, 0],
    [11, 1],
    [12, 1],
    [13, 2],
    [13.99, 2],
  ] as const) {
    await onDay(day, since);
    await onDay(day, since);
    assert.equal((await subjects()).length - said, more, `day ${day}`);
    // Eight hours are over: they come in again, as people do.
    await comeIn(owner);
    assert.equal(await create(`Hari ${day}`), 200);
  }
  await onDay(14, since);
  await comeIn(owner);
  assert.equal((await subjects()).at(-1), "The trial of Rumah Kenari is over");
  const refusal = await owner.ask("POST", "/api/crm/customers", { name: "Terlambat" });
  assert.deepEqual([refusal.status, refusal.body.code], [409, "companies.company.read_only"]);
  const read = await owner.ask("GET", "/api/crm/customers");
  assert.equal(read.body.rows.length, 5);
  assert.deepEqual(
    [(await shown()).phase, (await shown()).isReadOnly, (await shown()).blocked.subscribe],
    ["trial_over", true, null],
  );
  await owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  assert.equal((await owner.ask("POST", "/api/companies/takeouts", {})).status, 200);
  const ending = await owner.ask("GET", "/api/companies/ending");
  assert.equal(ending.body.blocked.cancel, null);
  await onDay(15, since);
  await onDay(60, since);
  await comeIn(owner);
  assert.equal((await owner.ask("GET", "/api/crm/customers")).body.rows.length, 5);

  const paid = await owner.ask("POST", "/api/billing/subscribe", { ...KEDAI, code: "NOBODY" });
  assert.equal(paid.body.details[0].code, "billing.code.unknown");
  const page = await owner.ask("POST", "/api/billing/subscribe", { ...KEDAI, code: "kenari20" });
  assert.equal(page.status, 200, JSON.stringify(page.body));
  assert.ok(page.body.url.startsWith(`${stripe.place.url}/pay/`));
  const back = new URL(stripe.pay());
  assert.equal(back.pathname, "/settings/billing");
  const session = back.searchParams.get("session");
  const returned = await owner.ask("POST", "/api/billing/returned", { session });
  assert.deepEqual([returned.status, returned.body], [200, { isPaid: true }]);
  await keepBilling(house);
  const now = await shown();
  assert.deepEqual(
    [now.phase, now.isReadOnly, now.plan.key, now.plan.amountMinor, now.plan.currency],
    ["active", false, "kedai", 4900, "MYR"],
  );
  assert.equal(await create("Selepas bayar"), 200);
  const again = await owner.ask("POST", "/api/billing/subscribe", KEDAI);
  assert.equal(again.body.code, "billing.billing.has_plan");
  const log = await auditOf("Rumah Kenari");
  for (const action of ["billing.billing.manage", "billing.billing.learn"])
    assert.ok(log.includes(action), action);
});

test("a checkout asks for tax id and code, charges nothing before the trial is over, and one page is open at a time", async () => {
  const company = await testCompany(house);
  const { admin } = company;
  await keepBilling(house);
  const from = stripe.asked.length;
  await ask(house, admin, "subscribe", { ...KEDAI, currency: "EUR", interval: "year" });
  const second = await ask(house, admin, "subscribe", { ...KEDAI, currency: "USD" });
  const asked = stripe.asked.slice(from);
  const sessions = asked.filter(({ what }) => what === "POST /v1/checkout/sessions");
  const [{ sent } = { sent: null }] = sessions;
  assert.equal(sent.tax_id_collection.enabled, "true");
  assert.equal(sent.allow_promotion_codes, "true");
  assert.equal(sent.subscription_data.metadata.plan, "kedai");
  assert.equal(
    Number(sent.subscription_data.trial_end) * 1000,
    house.clock.now.getTime() + 14 * DAY_MS,
  );
  assert.equal(asked.filter(({ what }) => what === "POST /v1/customers").length, 1);
  assert.equal(asked.filter(({ what }) => /expire$/.test(what)).length, 1);
  const prices = asked.filter(({ what }) => what === "POST /v1/prices").map((one) => one.sent);
  assert.deepEqual(
    prices.map((one) => [one.lookup_key, one.unit_amount, one.recurring.interval]),
    [
      ["kaunter_kedai_eur_year_11000", "11000", "year"],
      ["kaunter_kedai_usd_month_1200", "1200", "month"],
    ],
  );
  assert.match(second.url, /\/pay\//);
  stripe.pay();
  await ask(house, admin, "returned", { session: second.url.split("/").at(-1) });
  await keepBilling(house);
  const shown = await ask(house, admin, "get");
  assert.deepEqual([shown.phase, shown.plan.currency, shown.readOnlyAt], ["active", "USD", null]);

  const other = await testCompany(house);
  await keepBilling(house);
  const stolen = { session: second.url.split("/").at(-1) };
  await assert.rejects(ask(house, other.admin, "returned", stolen), {
    code: "billing.session.not_found",
  });
});

test("what is owed is told of on days 0, 7, 12 and 14, then the company is read-only; paid, all that waited is done", async () => {
  const { house } = door;
  const company = await testCompany(house);
  await keepBilling(house);
  await ask(house, company.admin, "subscribe", KEDAI);
  stripe.pay();
  await ask(house, company.admin, "returned", { session: lastSession() });
  await onDay(30, house.clock.now);
  stripe.failPayment();
  const since = house.clock.now;
  await using store = await testStore(house, company);
  const told = async () =>
    (
      await house.control.query("select told_about, told_day from billings where company_id = $1", [
        company.access.company.id,
      ])
    ).rows[0];
  const closedOn = async (day: number) => {
    await onDay(day, since);
    // Nobody told us: it is asked every six hours.
    house.clock.advance(6 * 3_600_000 + 1);
    await keepBilling(house);
    await tellOfBilling(house);
    const { readOnlyAt, isReadOnly, phase } = await ask(house, (await fresh()).admin, "get");
    assert.equal(phase, "past_due");
    assert.equal(readOnlyAt, new Date(since.getTime() + 14 * DAY_MS).toISOString());
    return isReadOnly;
  };
  const fresh = async () => {
    const access = await house.companies.access(company.access.company.id);
    assert.ok(access);
    return { ...company, access, admin: { ...company.admin, access, now: house.clock.now } };
  };
  assert.equal(await closedOn(0), false);
  assert.deepEqual(await told(), { told_about: "past_due", told_day: 0 });
  assert.equal(await closedOn(7), false);
  assert.deepEqual(await told(), { told_about: "past_due", told_day: 7 });
  assert.equal(await closedOn(13.7), false);
  stripe.giveUp();
  assert.equal(await closedOn(14), true);
  assert.deepEqual(await told(), { told_about: "past_due", told_day: 14 });

  assert.equal(await store.send({ id: 77 }), 200);
  await house.drain(company.access.company.id);
  const states = async () =>
    (await company.access.pool.query("select state from delivery_results")).rows
      .map(({ state }) => state)
      .filter((state) => state !== "waiting");
  assert.deepEqual(await states(), []);
  stripe.settle();
  house.clock.advance(6 * 3_600_000 + 1);
  await keepBilling(house);
  assert.equal((await ask(house, (await fresh()).admin, "get")).phase, "active");
  const wakes = await house.control.query("select from wakes where company_id = $1", [
    company.access.company.id,
  ]);
  assert.equal(wakes.rowCount, 1);
  await house.drain(company.access.company.id);
  assert.equal((await states()).length, 1);
});

test("a plan is changed for what was previewed, invoices and portal are Stripe's, and a cancelled company pays nothing more", async () => {
  const company = await testCompany(house);
  const { admin } = company;
  await keepBilling(house);
  await assert.rejects(ask(house, admin, "portal"), { code: "billing.billing.no_customer" });
  const change = { plan: "niaga", interval: "month" };
  await assert.rejects(ask(house, admin, "preview", change), { code: "billing.billing.no_plan" });
  await ask(house, admin, "subscribe", KEDAI);
  stripe.pay();
  await ask(house, admin, "returned", { session: lastSession() });
  await keepBilling(house);
  const preview = await ask(house, admin, "preview", change);
  assert.deepEqual([preview.dueMinor, preview.currency], [5000, "MYR"]);
  await ask(house, admin, "change", { ...change, at: preview.at });
  const sent = stripe.asked.findLast(({ what }) => what === "POST /v1/subscriptions/{id}")?.sent;
  assert.equal(sent.proration_behavior, "always_invoice");
  assert.equal(Number(sent.proration_date) * 1000, Date.parse(preview.at));
  await keepBilling(house);
  assert.equal((await ask(house, admin, "get")).plan.key, "niaga");
  await assert.rejects(ask(house, admin, "change", { ...change, at: preview.at }), {
    code: "billing.billing.same_plan",
  });
  const { rows } = await ask(house, admin, "invoices");
  assert.deepEqual(
    rows.map(({ status, totalMinor }: Shown) => [status, totalMinor]),
    [["paid", 0]],
  );
  assert.match((await ask(house, admin, "portal")).url, /\/portal\//);

  const ends = () => [...stripe.subscriptions.values()].at(-1).cancel_at_period_end;
  const status = (to: string, endsAt: Date | null) =>
    house.control.query("update companies set status = $2, ends_at = $3 where id = $1", [
      company.access.company.id,
      to,
      endsAt,
    ]);
  await status("cancelled", new Date(house.clock.now.getTime() + 30 * DAY_MS));
  await keepBilling(house);
  assert.equal(ends(), true);
  await status("active", null);
  await keepBilling(house);
  assert.equal(ends(), false);
});

test("when Stripe does not answer it is said, nothing has happened, and it is asked again later", async () => {
  const company = await testCompany(house);
  await keepBilling(house);
  stripe.answerInstead(500, 3);
  await assert.rejects(ask(house, company.admin, "subscribe", KEDAI), {
    code: "billing.stripe.silent",
  });
  stripe.answerInstead(0, 0);
  await ask(house, company.admin, "subscribe", KEDAI);
  stripe.pay();
  await ask(house, company.admin, "returned", { session: lastSession() });
  stripe.answerInstead(500, 50);
  await keepBilling(house);
  stripe.answerInstead(0, 0);
  assert.equal((await ask(house, company.admin, "get")).phase, "trial");
  house.clock.advance(61_000);
  await keepBilling(house);
  assert.equal((await ask(house, company.admin, "get")).phase, "active");
});

test("plans are data: what an operator loads is offered, what is not in it stays for those who have it", async () => {
  const company = await testCompany(house);
  const prices = { MYR: 900, USD: 200, EUR: 200 };
  const small = {
    key: "kecil",
    name: { en: "Small", ms: "Kecil" },
    prices: { month: prices, year: prices },
    limits: { customers: 1 },
  };
  await assert.rejects(loadPlans(house, JSON.stringify([{ ...small, prices: {} }])));
  assert.equal(await loadPlans(house, JSON.stringify([small])), 1);
  const shown = await ask(house, company.admin, "get");
  assert.deepEqual(
    shown.plans.map(({ key }: Shown) => key),
    ["kecil"],
  );
  await assert.rejects(ask(house, company.admin, "subscribe", KEDAI), { kind: "invalid" });
  await ask(house, company.admin, "subscribe", { ...KEDAI, plan: "kecil" });
  stripe.pay();
  await ask(house, company.admin, "returned", { session: lastSession() });
  await keepBilling(house);
  for (const name of ["Satu", "Dua"])
    await company.access.pool.query(
      "insert into customers (id, name, created_at, updated_at) values (gen_random_uuid(), $1, now(), now())",
      [name],
    );
  const { usage } = await ask(house, company.admin, "get");
  // It is told, and stops nobody.
  assert.deepEqual(usage[0], { limit: "customers", used: 2, of: 1 });
});

test("who comes over a limit of the plan is told once by mail, and goes on working", async () => {
  const email = "had@kedai.example";
  const owner = await signedUp(door, { email, companyName: "Kedai Had" });
  await keepBilling(house);
  await house.control.query(
    `update billings set plan = 'kecil', status = 'active', customer = 'cus_had', subscription = 'sub_had'
      where company_id = (select id from companies where name = 'Kedai Had')`,
  );
  const told = async () => {
    await measureLimits(house, METERS);
    const mails = await door.mailsTo(email);
    return mails.filter(({ subject }) => subject.includes("nears what its plan holds"));
  };
  assert.equal((await told()).length, 0);
  for (const name of ["Satu", "Dua"])
    assert.equal((await owner.ask("POST", "/api/crm/customers", { name })).status, 200);
  house.clock.advance(25 * 3_600_000);
  const [mail] = await told();
  assert.match(mail?.text ?? "", /Customers: 2 \/ 1[\s\S]*Nothing stops/);
  house.clock.advance(25 * 3_600_000);
  assert.equal((await told()).length, 1, "once");
});

type Shown = Record<string, unknown>;

function lastSession(): string {
  const made = stripe.events.findLast(({ type }) => type === "checkout.session.completed");
  return made?.data.object.id;
}

async function comeIn(owner: Awaited<ReturnType<typeof signedUp>>): Promise<void> {
  const { status } = await owner.ask("POST", "/api/accounts/sign-in", {
    email: SIGN_UP.email,
    password: SIGN_UP.password,
  });
  assert.equal(status, 200);
}

async function auditOf(name: string): Promise<string[]> {
  const { rows } = await house.control.query("select id from companies where name = $1", [name]);
  const access = await house.companies.access(rows[0].id);
  assert.ok(access);
  return (await access.pool.query("select action from audit_entries")).rows.map(
    ({ action }) => action,
  );
}
