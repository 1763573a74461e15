import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type TestStripe, testStripe } from "#modules/billing/stripe/stripe.testing.ts";
import { type Beginning, begin, type Guest, sent, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

/** By how much the stand-in's clock is behind. */
let agoMs = 0;
let stripe: TestStripe;
let kaunter: Beginning;
let guest: Guest;
let page: Page;

before(async () => {
  stripe = await testStripe(() => new Date(Date.now() - agoMs));
  const { key, webhookSecret, url } = stripe.place;
  kaunter = await begin("billing", undefined, {
    KAUNTER_STRIPE_KEY: key,
    KAUNTER_STRIPE_WEBHOOK_SECRET: webhookSecret,
    KAUNTER_STRIPE_URL: url,
  });
  guest = await kaunter.signedUp();
  ({ page } = guest);
});

after(async () => {
  await kaunter.end();
  await stripe[Symbol.asyncDispose]();
});

test("a plan is chosen, paid on Stripe's page, shown, changed for what is said before, and looked after at Stripe", async (t) => {
  await t.test("the trial says how long it lasts and what there is to choose", async () => {
    await page.goto(`${kaunter.url}/settings`);
    await page.getByRole("link", { name: "Plan and billing" }).click();
    await page.getByText(/14 days of the trial are left/).waitFor();
    await page.getByRole("cell", { name: "Customers", exact: true }).waitFor();
    await page.getByText("No invoice yet.").waitFor();
    await assertAccessible(page, "the plan in its trial");
    await shoot(page, "billing-trial");
    await page.setViewportSize({ width: 360, height: 780 });
    await assertFits(page, "the plan on a phone");
    await shoot(page, "billing-phone");
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await t.test(
    "a code that is none is said at its field; then Stripe's page is opened, and paid",
    async () => {
      await page.getByLabel("Promotion code (optional)").fill("TIADA");
      await page.getByRole("button", { name: "Choose Shop" }).click();
      await page.getByText("There is no such code, or it is over.").waitFor();
      await page.getByLabel("Promotion code (optional)").fill("KENARI20");
      await page.getByRole("button", { name: "Choose Shop" }).click();
      await page.getByRole("button", { name: "Pay and subscribe" }).click();
      await page.getByText("Paid. The plan is here in a moment.").waitFor();
      assert.ok(page.url().startsWith(`${kaunter.url}/settings/billing`), page.url());
      await page.getByText("Next payment").waitFor();
      await page.getByText("Your plan").waitFor();
      await assertAccessible(page, "the plan that was paid");
      await shoot(page, "billing-paid");
    },
  );

  await t.test("a change says what is charged today; the portal comes back here", async () => {
    await page.getByRole("button", { name: "Change to Business" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/RM\s50\.00 is charged today/).waitFor();
    await shoot(page, "billing-change");
    await dialog.getByRole("button", { name: "Change to Business" }).click();
    await page.getByText("Changed to Business").waitFor();
    await page.getByRole("button", { name: "Change to Shop" }).waitFor();
    await page.getByRole("button", { name: /cancelling at Stripe/ }).click();
    await page.getByRole("heading", { name: "Portal" }).waitFor();
    await page.getByRole("link", { name: "Back" }).click();
    await page.getByText("Next payment").waitFor();
  });
  await t.test(
    "what is owed for 15 days closes it to changes, and every page says so",
    async () => {
      agoMs = 15 * 86_400_000;
      stripe.failPayment();
      const paid = stripe.events.findLast(({ type }) => type === "checkout.session.completed");
      await sent(guest, kaunter.url, "/api/billing/returned", { session: paid?.data.object.id });
      await page.getByText(/did not go through/).waitFor();
      await page.goto(`${kaunter.url}/customers/new`);
      await page.getByText(/This company is read-only since/).waitFor();
      await page.getByLabel("Name", { exact: true }).fill("Terlambat");
      await page.getByRole("button", { name: "Save the customer" }).click();
      await page.getByText(/The service is not paid for/).waitFor();
      await shoot(page, "billing-bar");
      await page.setViewportSize({ width: 360, height: 780 });
      await assertFits(page, "a page under the banner on a phone");
    },
  );
  // Stripe's own pages are the only others.
  const strange = kaunter.faults.filter(
    (fault) => !fault.startsWith(`foreign: ${stripe.place.url}`),
  );
  assert.deepEqual(strange, []);
});
