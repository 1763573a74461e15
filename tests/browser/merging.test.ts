import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("merging");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("two customers are merged side by side, shown as one, and are two again", async (t) => {
  await t.test("the other is found by what is typed, and both stand side by side", async () => {
    await newCustomer("Aina Zulkifli", "aina.zul@example.com");
    await newCustomer("Aina binti Zulkifli", "aina@example.com");
    await moreVerb("Merge with another…");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Find a customer").fill("aina.zul");
    await page.getByRole("option", { name: /aina\.zul/ }).click();
    await assertAccessible(page, "the question who else it is");
    await dialog.getByRole("button", { name: "Compare" }).click();
    await page.getByRole("heading", { level: 1, name: "Merge two customers" }).waitFor();
    await page.getByRole("radiogroup", { name: "E-mail" }).waitFor();
    await assertAccessible(page, "two customers side by side");
  });

  for (const scheme of ["light", "dark"] as const)
    await t.test(`side by side fits 1440 and 360 px, in ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      for (const width of [1440, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.getByRole("radiogroup", { name: "E-mail" }).waitFor();
        await assertAccessible(page, `side by side in ${scheme} at ${width}`);
        await assertFits(page, `side by side at ${width}`);
        await shoot(page, `merge-${scheme}-${width}`);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    });

  await t.test(
    "picked by keyboard and merged, the page says so and leads there by the old address",
    async () => {
      await page.getByRole("radio", { name: "E-mail from Aina Zulkifli" }).check();
      const other = page.url().split("/").at(-1) ?? "";
      await page.getByRole("button", { name: "Merge into one" }).click();
      await page.getByText("Aina Zulkifli was merged into this customer").waitFor();
      await page.getByText("is now part of").waitFor();
      await assertAccessible(page, "a merged customer");
      for (const width of [1440, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await assertFits(page, `a merged customer at ${width}`);
        await shoot(page, `merged-${width}`);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${kaunter.url}/customers/${other}`);
      await page.getByRole("heading", { level: 1, name: "Aina binti Zulkifli" }).waitFor();
      await page.goto(`${kaunter.url}/customers`);
      await page.getByRole("row").nth(1).waitFor();
      assert.equal(await page.getByRole("row").count(), 2, "one customer under the head");
    },
  );

  await t.test("undone, both are there as they were", async () => {
    await page.getByRole("row").nth(1).getByRole("link").first().click();
    await page.getByRole("button", { name: "Undo the merge" }).click();
    await page.getByText("are two again").waitFor();
    await page.getByText("was merged into this customer").waitFor({ state: "detached" });
    await page.goto(`${kaunter.url}/customers`);
    await page.getByRole("link", { name: "Aina Zulkifli" }).waitFor();
    await page.getByRole("link", { name: "Aina binti Zulkifli" }).waitFor();
  });

  await t.test("no page broke its policy, threw, or asked anybody else", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});

async function newCustomer(name: string, email: string): Promise<void> {
  await page.goto(`${kaunter.url}/customers/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page
    .getByLabel(/^E-mail/)
    .first()
    .fill(email);
  await page.getByRole("button", { name: "Save the customer" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

async function moreVerb(name: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name }).click();
}
