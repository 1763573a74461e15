import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, type Guest, sent, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let owner: Guest;
let page: Page;
let number: string;

before(async () => {
  kaunter = await begin("bank");
  owner = await kaunter.signedUp();
  page = owner.page;
  const asks = <T>(path: string, data: object) => sent<T>(owner, kaunter.url, `/api/${path}`, data);
  await asks("finance/books/switch_on", {
    chart: "online_my",
    language: "en",
    startsOn: "2025-01-01",
  });
  const draft = await asks<{ id: string; version: number }>("finance/invoices", {
    ...{ buyer: { name: "Seri Kenari Sdn Bhd" }, currency: "MYR" },
    lines: [{ name: "Kopi", quantity: "1", price: "150" }],
  });
  ({ number } = await asks<{ number: string }>(`finance/invoices/${draft.id}/issue`, {
    version: draft.version,
  }));
  await asks("sales/orders", {
    ...{ channel: "stall", isPaid: true, paymentMethod: "Stripe" },
    lines: [{ title: "Kopi O", quantity: 2, unitPriceMinor: 1000 }],
  });
});

after(() => kaunter.end());

/** Today as a bank of Malaysia writes it. */
const today = () => {
  const [year, month, day] = new Date(Date.now() + 8 * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .split("-");
  return `${day}/${month}/${year}`;
};

test("a statement from the bank's file to reconciled, and a year that is closed", async (t) => {
  await t.test("a table says once which column is what, and its lines are read in", async () => {
    await page.goto(`${kaunter.url}/bank`);
    await page.getByText("Bring the bank’s statements here").waitFor();
    await assertAccessible(page, "a bank without lines");
    await shoot(page, "bank-empty");
    const rows = [
      "Date,Description,Debit,Credit,Balance",
      `${today()},SERI KENARI ${number},,150.00,150.00`,
      `${today()},STRIPE PAYOUT,,19.40,169.40`,
      `${today()},Maybank service fee,2.00,,167.40`,
    ];
    await page
      .getByLabel("Read a statement in")
      .first()
      .setInputFiles({
        ...{ name: "november.csv", mimeType: "text/csv" },
        buffer: Buffer.from(rows.join("\n")),
      });
    await page.getByRole("heading", { name: "Which column is what?" }).waitFor();
    await assertAccessible(page, "columns of a statement");
    await shoot(page, "bank-columns");
    await page.getByRole("button", { name: "Read in" }).click();
    await page.getByText("3 lines read in, 0 were here already").waitFor();
    await page.getByText("STRIPE PAYOUT").waitFor();
    await assertAccessible(page, "lines of the bank");
    await shoot(page, "bank-lines");
  });

  await t.test("what is sure is matched at once, with why", async () => {
    await page.getByRole("button", { name: "Match what is sure" }).click();
    await page.getByText("1 line matched, 2 to look at").waitFor();
  });

  await t.test(
    "a payout is explained to the cent, and a fee is posted to its account",
    async () => {
      const row = (text: string) => page.getByRole("row").filter({ hasText: text });
      await row("STRIPE PAYOUT").getByRole("button", { name: "Match" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("Payout of stall, Stripe").waitFor();
      await dialog.getByText("Nothing is on its way afterwards.").waitFor();
      await assertAccessible(page, "a payout");
      await shoot(page, "bank-payout");
      await dialog.getByRole("button", { name: "Match", exact: true }).first().click();
      await dialog.waitFor({ state: "hidden" });
      await row("Maybank service fee").getByRole("button", { name: "Match" }).click();
      await dialog.getByRole("combobox", { name: "Account" }).fill("6700");
      await page.getByRole("option", { name: /6700/ }).click();
      await dialog.getByRole("button", { name: "Post it" }).click();
      await page.getByText("Every line of the bank is in the books.").waitFor();
    },
  );

  await t.test("bank and books say the same, and the statement is reconciled", async () => {
    await page.getByText("So the bank must say").waitFor();
    await page.getByRole("button", { name: "Reconcile", exact: true }).click();
    await page
      .getByText(/^Reconciled to /)
      .first()
      .waitFor();
    await page.goto(`${kaunter.url}/bank?standing=matched`);
    await page.getByText("its number is named").waitFor();
    await assertAccessible(page, "a reconciled bank");
    await shoot(page, "bank-reconciled");
  });

  await t.test("on a phone and in the dark nothing sticks out", async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${kaunter.url}/bank?standing=all`);
    await page.getByText("STRIPE PAYOUT").waitFor();
    await assertAccessible(page, "the bank on a phone");
    await assertFits(page, "the bank at 360");
    await shoot(page, "bank-360");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
  });

  await t.test("a year that is over is closed, and its statements are the same later", async () => {
    await page.goto(`${kaunter.url}/books/periods`);
    await page.getByRole("button", { name: "Close the year" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Close the year" }).click();
    await page.getByRole("button", { name: "Statements of 2025" }).click();
    await page.getByRole("menuitem", { name: "Check that they are the same" }).click();
    await page.getByText("All 16 files are the same as on the day it was closed").waitFor();
    await assertAccessible(page, "a closed year");
    await shoot(page, "year-closed");
    assert.deepEqual(kaunter.faults, []);
  });
});
