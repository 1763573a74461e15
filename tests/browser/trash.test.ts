import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("trash");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("what is deleted goes to the trash, comes back with what is theirs, and is gone when the trash is emptied", async (t) => {
  await t.test("a customer is moved to the trash and says so; undo takes it back", async () => {
    await newCustomer("Aina binti Zul", "aina@example.com");
    await moreVerb("Move to trash");
    await page.getByText("In the trash ·").waitFor();
    assert.equal(await page.getByRole("button", { name: "Change", exact: true }).count(), 0);
    await assertAccessible(page, "a customer in the trash");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("In the trash ·").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Change", exact: true }).waitFor();
  });

  await t.test("the address is used again: the dialog shows by whom, and joins both", async () => {
    await moreVerb("Move to trash");
    await page.getByText("In the trash ·").waitFor();
    await newCustomer("Aina Zulkifli", "aina@example.com");
    await page.goto(`${kaunter.url}/trash`);
    await page.getByRole("row").nth(1).waitFor();
    await assertAccessible(page, "the trash");
    await page.getByRole("row").nth(1).getByRole("checkbox").click();
    await page.getByRole("button", { name: "Bring back" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Aina Zulkifli").waitFor();
    await assertAccessible(page, "an address that is used again");
    await dialog.getByRole("button", { name: "Join them" }).click();
    await page.getByText("Nothing is in the trash").waitFor();
    await page.goto(`${kaunter.url}/customers`);
    await page.getByRole("row").nth(1).waitFor();
    assert.equal(await page.getByRole("row").count(), 2, "one customer under the head");
  });

  await t.test("several at once go, are found by kind, and come back together", async () => {
    await newCustomer("Badrul", "badrul@example.com");
    await page.goto(`${kaunter.url}/customers`);
    await page.getByRole("row").nth(2).waitFor();
    for (const row of [1, 2]) await page.getByRole("row").nth(row).getByRole("checkbox").click();
    await page.getByRole("button", { name: "Move to trash" }).click();
    await page.getByText("2 records moved to the trash").waitFor();
    await page.goto(`${kaunter.url}/trash?type=order`);
    await page.getByText("Badrul").waitFor({ state: "detached" });
    await page.goto(`${kaunter.url}/trash?type=customer`);
    await page.getByRole("row").nth(2).waitFor();
    for (const row of [1, 2]) await page.getByRole("row").nth(row).getByRole("checkbox").click();
    await page.getByRole("button", { name: "Bring back" }).click();
    await page.getByText("2 records brought back").waitFor();
  });

  for (const scheme of ["light", "dark"] as const)
    await t.test(`the trash and a record in it fit 1440 and 360 px, in ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      await newCustomer(`Si ${scheme}`, `${scheme}@example.com`);
      const at = page.url();
      await moreVerb("Move to trash");
      await page.getByText("In the trash ·").waitFor();
      for (const width of [1440, 360])
        for (const place of [`${kaunter.url}/trash`, at]) {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(place);
          await page.getByText(`Si ${scheme}`).first().waitFor();
          await assertAccessible(page, `${place} in ${scheme} at ${width}`);
          await assertFits(page, `${place} at ${width}`);
          await shoot(page, `${place.includes("trash") ? "trash" : "record"}-${scheme}-${width}`);
        }
      await page.setViewportSize({ width: 1440, height: 900 });
    });

  await t.test("emptied, nothing is left", async () => {
    await page.goto(`${kaunter.url}/trash`);
    await page.getByRole("row").nth(1).waitFor();
    await page.getByRole("button", { name: "Empty the trash" }).click();
    await page.getByText("Nobody can bring it back").waitFor();
    await assertAccessible(page, "the question before the trash is emptied");
    await page.getByRole("dialog").getByRole("button", { name: "Empty the trash" }).click();
    await page.getByText("Nothing is in the trash").waitFor();
    await page.goto(`${kaunter.url}/customers`);
    await page.getByRole("link", { name: "Badrul" }).waitFor();
    assert.equal(await page.getByText("Si dark").count(), 0);
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
