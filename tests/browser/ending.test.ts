import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, FARAH, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("ending");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("a company is cancelled, read and exported under a banner with the date, and brought back by one click", async (t) => {
  await t.test(
    "it is cancelled by its typed name, and every page says until when it is there",
    async () => {
      await page.goto(`${kaunter.url}/settings/company`);
      await page.getByRole("button", { name: "Cancel the company" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Why? (optional)").fill("Kedai ditutup");
      await dialog.getByLabel(/type the company’s name/).fill("Rumah Lain");
      await assertAccessible(page, "before a cancellation");
      await shoot(page, "ending-dialog");
      await dialog.getByRole("button", { name: "End it in 30 days" }).click();
      await dialog.getByText("This is not the company’s name.").waitFor();
      await dialog.getByLabel(/type the company’s name/).fill(FARAH.companyName);
      await dialog.getByRole("button", { name: "End it in 30 days" }).click();
      await page.getByText("This company was cancelled.").waitFor();
      await page.getByText(/Farah Adilah cancelled the company/).waitFor();
      await shoot(page, "ending-cancelled");
      await assertAccessible(page, "the settings of a cancelled company");
      await assertFits(page, "the settings of a cancelled company");
    },
  );

  await t.test(
    "what changes something is refused with the reason; what is there is read and exported",
    async () => {
      await page.goto(`${kaunter.url}/customers/new`);
      await page.getByText("This company was cancelled.").waitFor();
      await page.getByLabel("Name", { exact: true }).fill("Terlambat");
      await page.getByRole("button", { name: "Save the customer" }).click();
      await page.getByText(/until its end it is read and exported/).waitFor();
      await page.goto(`${kaunter.url}/settings/data-export`);
      await page.getByRole("button", { name: "Export everything" }).click();
      await page.getByText("Ready").waitFor();
    },
  );

  await t.test("undone, the banner goes and work goes on", async () => {
    await page.goto(`${kaunter.url}/settings/company`);
    await page.getByRole("button", { name: "Undo the cancellation" }).click();
    await page.getByRole("button", { name: "Cancel the company" }).waitFor();
    assert.equal(await page.getByText("This company was cancelled.").count(), 0);
    await page.goto(`${kaunter.url}/customers/new`);
    await page.getByLabel("Name", { exact: true }).fill("Selepas Pembatalan");
    await page.getByRole("button", { name: "Save the customer" }).click();
    await page.getByRole("heading", { level: 1, name: "Selepas Pembatalan" }).waitFor();
  });
  assert.deepEqual(kaunter.faults, []);
});
