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
      await page.getByText("8 tax codes added").waitFor();
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

  await t.test("it is issued with its number, sent, and seen by who has the address", async () => {
    await page.getByRole("button", { name: "Issue", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Issue", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: /^INV-\d{4}-00001$/ }).waitFor();
    await sends(BUYER);
    await shoot(page, "invoice-sent");
    const link = await kaunter.linkTo("/p/", BUYER);
    await seenBy(link, "invoice", async (theirs) => {
      await theirs.getByRole("heading", { level: 1, name: /^Invoice INV-\d{4}-00001$/ }).waitFor();
      await theirs.getByText("To be paid").waitFor();
      const [file] = await Promise.all([
        theirs.waitForEvent("download"),
        theirs.getByRole("link", { name: "Download PDF" }).click(),
      ]);
      assert.match(file.suggestedFilename(), /^INV-\d{4}-00001\.pdf$/);
    });
    await page.getByText("Opened once").waitFor();
    await page.getByText("Taken by the mail server").waitFor();
    await assertAccessible(page, "an invoice that was sent");
  });

  await t.test("it is posted, and paid", async () => {
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
    await page.keyboard.press("Escape");
    await page.goto(`${kaunter.url}/invoices`);
    await page.getByText("Credited").first().waitFor();
    await assertAccessible(page, "invoices");
    await shoot(page, "invoices");
  });

  await t.test(
    "a quotation is sent, accepted on its page, and becomes an invoice that comes again",
    async () => {
      await page.goto(`${kaunter.url}/quotes`);
      await page.getByRole("button", { name: "New quotation" }).first().click();
      await page.getByLabel("Name", { exact: true }).fill("Perniagaan Seri Kenari");
      await page.getByLabel("Item", { exact: true }).first().fill("Latihan barista, dua hari");
      await page.getByLabel("Price", { exact: true }).first().fill("1800");
      await shoot(page, "quote-editor");
      await page.getByRole("button", { name: "Save draft" }).click();
      await page.getByRole("button", { name: "Issue and send" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Issue", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: /^QT-\d{4}-00001$/ }).waitFor();
      await sends("pembeli@seri-kenari.example");
      const link = await kaunter.linkTo("/p/", /Quotation QT-/);
      await seenBy(link, "quote", async (theirs) => {
        await theirs.getByText("Waits for your answer").waitFor();
        await theirs.getByLabel("Your name").fill("Aminah binti Ali");
        await theirs.getByRole("button", { name: "Accept" }).click();
        await theirs.getByText("Your answer was passed on").waitFor();
      });
      await page.getByText("Accepted by Aminah binti Ali").waitFor();
      await assertAccessible(page, "an accepted quotation");
      await shoot(page, "quote-accepted");
      await page.getByRole("button", { name: "Make an invoice" }).click();
      await page.getByRole("heading", { level: 1, name: "Draft invoice" }).waitFor();
      await page.getByText("QT-").first().waitFor();

      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("menuitem", { name: "Repeat it" }).click();
      await page.getByRole("heading", { level: 1, name: "New recurring invoice" }).waitFor();
      await shoot(page, "recurring-editor");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Every month").first().waitFor();
      await page.getByRole("link", { name: "Draft", exact: true }).waitFor();
      await assertAccessible(page, "a recurring invoice");
      await shoot(page, "recurring");
      await page.goto(`${kaunter.url}/settings/reminders`);
      await page.getByLabel("Remind by itself").check();
      await assertAccessible(page, "reminders");
      await shoot(page, "reminders");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Reminders saved").waitFor();
    },
  );

  await t.test("on a phone nothing sticks out, and nobody was called", async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    for (const [path, name] of [
      ["/invoices", "phone-invoices"],
      ["/invoices/new", "phone-editor"],
      ["/quotes", "phone-quotes"],
      ["/recurring", "phone-recurring"],
      ["/settings/reminders", "phone-reminders"],
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

const BUYER = "beli@seri-kenari.example";

/** The letter that opens once a paper is issued: somebody says whom it goes to, and sends it as it is written. */
async function sends(to: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: /^Send / });
  await dialog.getByLabel("To", { exact: true }).fill(to);
  await assertAccessible(page, "a letter");
  await shoot(page, "letter");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByText(`On its way to ${to}`).waitFor();
}

/** Somebody without an account opens the address, wide and on a phone. */
async function seenBy(
  link: string,
  name: string,
  does: (theirs: Page) => Promise<void>,
): Promise<void> {
  const { page: theirs, context } = await kaunter.somebody();
  await theirs.goto(link);
  await assertAccessible(theirs, `the public page of a ${name}`);
  await shoot(theirs, `public-${name}`);
  await theirs.setViewportSize({ width: 360, height: 780 });
  await assertFits(theirs, link);
  await shoot(theirs, `public-${name}-phone`);
  await theirs.emulateMedia({ colorScheme: "dark" });
  await theirs.goto(`${link}?lang=ms`);
  await assertAccessible(theirs, `the public page of a ${name} in Malay and dark`);
  await shoot(theirs, `public-${name}-dark-ms`);
  await theirs.goto(link);
  await does(theirs);
  await context.close();
}
