/** The Trust page as its reader meets it: what holds, how it was tried, an attack that is seen, and the policy itself. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { type Beginning, begin, FARAH } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let context: BrowserContext;
let page: Page;

before(async () => {
  kaunter = await begin("trust");
  ({ context, page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("a company sees on its Trust page that its promises hold, how they were tried, and an attack within a minute", async (t) => {
  await t.test("every promise is there, and those that were tried say what was found", async () => {
    await page.goto(`${kaunter.url}/trust`);
    await page.getByRole("button", { name: /^P10 .* Kept/ }).click();
    await page
      .getByText(/of \d+ databases your login opens its own only/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "History" }).first().click();
    await page.getByText("Nothing has changed since it was first tried.").waitFor();
    assert.equal(await page.getByRole("button", { name: /^P\d\d / }).count(), 48);
    await assertAccessible(page, "the Trust page");
  });

  await t.test("what comes later is unproven, and the states narrow the list", async () => {
    await page.getByRole("button", { name: /^Unproven/ }).click();
    await page.getByRole("button", { name: /^P10 / }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^P31 .* Unproven Comes later/ }).waitFor();
    await page.getByRole("button", { name: /^Unproven/ }).click();
    await page.getByRole("button", { name: /^P10 / }).waitFor();
  });

  await t.test("asked for, all of it is tried again while one looks", async () => {
    const last = page.getByText(/^Last tried:/);
    const before = await last.locator("time").getAttribute("datetime");
    await page.getByRole("button", { name: "Check now" }).click();
    await page.locator(`p time[datetime="${before}"]`).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Check now" }).waitFor();
  });

  await t.test("guessed passwords appear on the open page and are looked into", async () => {
    await page.goto(`${kaunter.url}/trust/alerts`);
    await page.getByText("Nothing looks like an attack").waitFor();
    for (let i = 0; i < 10; i += 1) assert.equal(await signIn(`a wrong guess ${i}`), 401);
    await page.getByRole("heading", { name: "Somebody guesses a password" }).waitFor();
    await assertAccessible(page, "alerts");
    await page.getByRole("button", { name: "I have looked into it" }).click();
    await page.getByText(/Seen by Farah Adilah/).waitFor();
  });

  await t.test("anybody reads the policy, in both languages and at 360 px", async () => {
    await context.clearCookies();
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(`${kaunter.url}/privacy`);
    await page
      .getByText("Each company's data lies in a database of its own", { exact: false })
      .waitFor();
    await page.getByRole("button", { name: "Bahasa Melayu" }).click();
    await page.getByRole("heading", { level: 1, name: "Dasar privasi" }).waitFor();
    await page
      .getByText("Data setiap syarikat berada dalam pangkalan data tersendiri", { exact: false })
      .waitFor();
    await assertFits(page, "the policy at 360");
    await assertAccessible(page, "the policy in Malay");
  });

  await t.test("no page broke its policy, threw, or asked anybody else", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});

const ask = (path: string, body: object) =>
  context.request.post(`${kaunter.url}${path}`, {
    data: body,
    headers: { origin: kaunter.url },
  });

const signIn = async (password: string): Promise<number> =>
  (await ask("/api/accounts/sign-in", { email: FARAH.email, password })).status();
