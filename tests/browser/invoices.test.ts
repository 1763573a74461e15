import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("invoices");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("an invoice from the first tax code to its payment, and a credit note for the next", async (t) => {
  await t.test(
    "books are switched on, and the tax codes of Malaysia are there by one verb",
    async () => {
      await page.goto(`${kaunter.url}/settings/taxes`);
      await page.getByText("No tax codes yet").waitFor();
      await page.getByRole("button", { name: "Ready codes" }).first().click();
      await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
      await page.getByText("7 tax codes added").waitFor();
      await page.getByText("Service tax", { exact: true }).first().waitFor();
      await assertAccessible(page, "tax codes");
      await shoot(page, "taxes");
      await page.goto(`${kaunter.url}/books`);
      await page.getByRole("button", { name: "Switch the books on" }).click();
      await page.getByText("The books are on").waitFor();
    },
  );

  await t.test("a draft shows what it comes to while it is typed", async () => {
    await page.goto(`${kaunter.url}/invoices`);
    await page.getByText("No invoices yet").waitFor();
    await page.getByRole("button", { name: "New invoice" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill("Perniagaan Seri Kenari");
    await page.getByLabel(/^City/).fill("Ipoh");
    await page.getByLabel("Item", { exact: true }).first().fill("Latihan barista");
    await page.getByLabel("Quantity").first().fill("1.5");
    await page.getByLabel("Price", { exact: true }).first().fill("200");
    await page.getByLabel("Discount", { exact: true }).first().fill("10 %");
    await page.getByLabel("Tax", { exact: true }).first().click();
    await page.getByRole("option", { name: "ST 8 %" }).click();
    await page.keyboard.press("Escape");
    await page.getByText("291.60").first().waitFor();
    await page.keyboard.press("Control+ArrowDown");
    await page.getByLabel("Item", { exact: true }).nth(1).fill("Kopi 250 g");
    await page.getByLabel("Price", { exact: true }).nth(1).fill("18.333333");
    await assertAccessible(page, "an invoice being written");
    await shoot(page, "invoice-editor");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByRole("heading", { level: 1, name: "Draft invoice" }).waitFor();
    await assertAccessible(page, "a draft");
    await shoot(page, "invoice-draft");
  });

  await t.test("it is issued with its number, posted, and paid", async () => {
    await page.getByRole("button", { name: "Issue", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Issue", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: /^INV-\d{4}-00001$/ }).waitFor();
    await page.getByRole("link", { name: "See what was posted" }).waitFor();
    await page.getByRole("button", { name: "Enter payment" }).click();
    await page.getByRole("dialog").getByRole("combobox", { name: "Into" }).click();
    await page.getByRole("option", { name: /Bank account/ }).click();
    await assertAccessible(page, "a payment being entered");
    await page.getByRole("dialog").getByRole("button", { name: "Enter payment" }).click();
    await page.getByText("Paid", { exact: true }).first().waitFor();
    await assertAccessible(page, "a paid invoice");
    await shoot(page, "invoice-paid");
  });

  await t.test("a payment is undone, and a credit note answers the invoice", async () => {
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Payment undone").waitFor();
    await page.getByText("Open", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Credit note" }).click();
    await page.getByRole("heading", { level: 1, name: "Draft credit note" }).waitFor();
    await page.getByRole("button", { name: "Issue", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Issue", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: /^Credit note CN-\d{4}-00001$/ }).waitFor();
    await page.goto(`${kaunter.url}/invoices`);
    await page.getByText("Credited").first().waitFor();
    await assertAccessible(page, "invoices");
    await shoot(page, "invoices");
  });

  await t.test("on a phone nothing sticks out, and nobody was called", async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    for (const [path, name] of [
      ["/invoices", "phone-invoices"],
      ["/invoices/new", "phone-editor"],
      ["/settings/taxes", "phone-taxes"],
      ["/settings/letterhead", "phone-letterhead"],
    ] as const) {
      await page.goto(`${kaunter.url}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      await assertFits(page, path);
      await shoot(page, name);
    }
    assert.deepEqual(kaunter.faults, []);
  });
});
