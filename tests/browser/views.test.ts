import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("views");
  ({ page } = await kaunter.signedUp());
  for (const [name, city, emailConsent, tags] of [
    ["Aina binti Zul", "Ipoh", "subscribed", ["vip"]],
    ["Bakar Osman", "Ipoh", "subscribed", []],
    ["Chong Wei", "Kuching", "unknown", ["vip", "borong"]],
    ["Devi Pillai", "Melaka", "unsubscribed", []],
  ] as const)
    await sent("/api/crm/customers", { name, city, emailConsent, tags });
});

after(() => kaunter.end());

test("from a filter to a saved view, a board whose cards move, groups and a calendar", async (t) => {
  await t.test(
    "a filter on any field is added with F and stands as a chip and in the address",
    async () => {
      const entered = Promise.withResolvers<void>();
      await page.route("**/api/records/types/customer/fields", async (route) => {
        await entered.promise;
        await route.continue();
      });
      await page.goto(`${kaunter.url}/customers`);
      await page.getByRole("row").nth(4).waitFor();
      await page.keyboard.press("f");
      await page.getByRole("searchbox", { name: "Find a field" }).waitFor();
      // Typed faster than the fields arrive.
      await page.keyboard.type("city");
      await page.keyboard.press("Enter");
      entered.resolve();
      const value = page.getByRole("textbox", { name: "Value" });
      await value.waitFor();
      await page.keyboard.type("ipoh");
      await page.keyboard.press("Enter");
      await page.getByText("2 of 4").waitFor();
      assert.match(decodeURIComponent(page.url()), /"field":"city","is":"contains","value":"ipoh"/);
      await assertAccessible(page, "a list with a filter");
      await shoot(page, "filter");
    },
  );

  await t.test("it is saved under a name and stands as a tab with its count", async () => {
    await page.getByRole("button", { name: "Save as a view…" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("From Ipoh");
    await assertAccessible(page, "naming a view");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const tab = page.getByRole("link", { name: /From Ipoh/ });
    await tab.waitFor();
    await page.goto(`${kaunter.url}/customers`);
    await page.getByRole("row").nth(4).waitFor();
    await tab.click();
    await page.getByText("2 of 4").waitFor();
    assert.equal(await tab.getAttribute("aria-current"), "page");
  });

  await t.test("what is changed of it is said, and reset", async () => {
    await page.getByRole("button", { name: /Remove the filter City/ }).click();
    await page.getByText("Unsaved changes").waitFor();
    await shoot(page, "unsaved");
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByText("2 of 4").waitFor();
    assert.equal(await page.getByText("Unsaved changes").count(), 0);
  });

  await t.test("conditions are nested in groups", async () => {
    await page.keyboard.press("f");
    await page.getByRole("button", { name: "All conditions…" }).click();
    await page.getByRole("button", { name: "Group" }).first().click();
    await page.getByRole("button", { name: "Related records" }).last().click();
    await assertAccessible(page, "a nested filter");
    await shoot(page, "nested");
    await page.keyboard.press("Escape");
  });

  await t.test("on a board a card moves with the bracket keys, and back", async () => {
    await page.goto(`${kaunter.url}/customers?kind=board&by=emailConsent`);
    const yes = page.getByRole("region", { name: "Yes", exact: true });
    await yes.getByText("Aina binti Zul").waitFor();
    await assertAccessible(page, "a board");
    await shoot(page, "board");
    await yes.getByRole("article").first().focus();
    const name = (await yes.getByRole("article").first().getByRole("link").textContent()) ?? "";
    await page.keyboard.press("]");
    await page.getByRole("region", { name: "No", exact: true }).getByText(name).waitFor();
    await page.getByRole("button", { name: "Undo" }).first().click();
    await yes.getByText(name).waitFor();
  });

  await t.test("rows stand in groups, each with its count", async () => {
    await page.goto(`${kaunter.url}/customers?group=tags`);
    await page.getByRole("button", { name: /vip/ }).waitFor();
    await page.getByText("Aina binti Zul").first().waitFor();
    await assertAccessible(page, "groups");
    await shoot(page, "groups");
  });

  await t.test("a calendar says how many there are on each day, and who", async () => {
    await page.goto(`${kaunter.url}/customers?kind=calendar&by=created`);
    const today = page.getByRole("button", { name: /^4 on/ });
    await today.click();
    await page.getByRole("dialog").getByText("Devi Pillai").waitFor();
    await assertAccessible(page, "a calendar");
    await shoot(page, "calendar");
  });

  await t.test("what is picked is changed in the background, and put back", async () => {
    await page.goto(`${kaunter.url}/customers`);
    await page.getByRole("row").nth(4).waitFor();
    await page.keyboard.press("Control+a");
    await page.getByRole("button", { name: "Edit…" }).click();
    await page.getByRole("combobox", { name: "Field" }).selectOption("city");
    await page.getByRole("textbox", { name: "Value" }).fill("Johor Bahru");
    await assertAccessible(page, "a change of many");
    await shoot(page, "bulk");
    await page.getByRole("button", { name: "Change 4 customers" }).click();
    await page.getByText("4 of 4 customers changed").waitFor();
    await page.getByText("Johor Bahru").nth(3).waitFor();
    await assertAccessible(page, "a change of many that is done");
    await shoot(page, "bulk-done");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("4 of 4 customers are as they were").waitFor();
    await page.getByText("Kuching").waitFor();
    assert.equal(await page.getByText("Johor Bahru").count(), 0);
  });

  await t.test("at 360 px nothing sticks out", async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    for (const at of [
      "",
      "?kind=board&by=emailConsent",
      "?kind=calendar&by=created",
      "?group=tags",
    ]) {
      await page.goto(`${kaunter.url}/customers${at}`);
      await page
        .getByText(/Aina binti Zul|^4$/)
        .first()
        .waitFor();
      await assertFits(page, `customers${at}`);
      await assertAccessible(page, `customers${at} at 360 px`);
      await shoot(page, `phone${at.replace(/\W/g, "-")}`);
    }
  });

  assert.deepEqual(kaunter.faults, []);
});

const sent = (path: string, body: object): Promise<void> =>
  page.evaluate(
    `fetch(${JSON.stringify(path)}, { method: "POST", headers: { "content-type": "application/json" },
       body: ${JSON.stringify(JSON.stringify(body))} }).then((answer) => { if (!answer.ok) throw new Error(answer.status); })`,
  );
