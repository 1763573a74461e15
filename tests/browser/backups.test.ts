import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, FARAH } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("backups");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("a backup is made and proven, the company returns to it and back, and everything is taken along as one file", async (t) => {
  await t.test(
    "a backup is asked for, made, restored and found equal while one looks",
    async () => {
      await page.goto(`${kaunter.url}/settings/backups`);
      await page.getByRole("button", { name: "Back up now" }).click();
      await page.getByText("Restored and equal").waitFor();
      await page.getByText(/The newest proven backup/).waitFor();
      await assertAccessible(page, "the backups");
      await assertFits(page, "a page of Settings");
    },
  );

  await t.test(
    "the company returns to it: what was entered since is put aside, and had back",
    async () => {
      await newCustomer("Selepas Sandaran");
      await page.goto(`${kaunter.url}/settings/backups`);
      await page.getByRole("button", { name: "Return to this" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel(/type the company's name/).fill(FARAH.companyName);
      await assertAccessible(page, "before a return");
      await dialog.getByRole("button", { name: "Return the company" }).click();
      await page.getByText(/returned the company to a backup/).waitFor();
      assert.equal(await customersNamed("Selepas Sandaran"), 0);
      await page.goto(`${kaunter.url}/settings/backups`);
      await page.getByRole("button", { name: "Take it back" }).click();
      await page.getByText(/took the return back/).waitFor();
      assert.equal(await customersNamed("Selepas Sandaran"), 1);
    },
  );

  await t.test("everything is packed and downloaded as a ZIP", async () => {
    await page.goto(`${kaunter.url}/settings/data-export`);
    await page.getByRole("button", { name: "Export everything" }).click();
    await page.getByText("Ready").waitFor();
    await assertAccessible(page, "the data export");
    await assertFits(page, "a page of Settings");
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    const file = await readFile(await (await downloading).path());
    assert.equal(file.toString("latin1", 0, 2), "PK");
  });
  assert.deepEqual(kaunter.faults, []);
});

async function newCustomer(name: string): Promise<void> {
  await page.goto(`${kaunter.url}/customers/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Save the customer" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

const customersNamed = (name: string): Promise<number> =>
  page.evaluate<number>(
    `fetch("/api/crm/customers?search=${encodeURIComponent(name)}").then(async (found) => (await found.json()).rows.length)`,
  );
