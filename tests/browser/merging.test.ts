import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Running, startKaunter } from "../running.ts";
import { assertAccessible, assertFits, openBrowser, watch } from "./browser.ts";

const WAIT_MS = 60_000;
const EMAIL = "farah@rumahkenari.example";
const PASSWORD = "a sentence of my own";

let dir: string;
let kaunter: Running;
let browser: Browser;
let page: Page;
let watched: { faults: readonly string[] };

before(async () => {
  dir = await mkdtemp(join(tmpdir(), "kaunter-merging-"));
  kaunter = await startKaunter(dir, { KAUNTER_PORT: "4996" });
  browser = await openBrowser();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(WAIT_MS);
  page = await context.newPage();
  watched = await watch(page, kaunter.url);
  await signUp();
});

after(async () => {
  await browser.close();
  await kaunter.stop();
  await rm(dir, { recursive: true, force: true });
});

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
        await shoot(`merge-${scheme}-${width}`);
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
        await shoot(`merged-${width}`);
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
    assert.deepEqual(watched.faults, []);
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

async function signUp(): Promise<void> {
  await page.goto(`${kaunter.url}/sign-up`);
  await page.getByLabel("Your name").fill("Farah Adilah");
  await page.getByLabel("Work e-mail").fill(EMAIL);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Company").fill("Rumah Kenari");
  await page.getByLabel(/18 or older/).check();
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("Look into your mailbox").waitFor();
  // The mail is on its way: the mailbox is looked at until it is there.
  do await page.goto(`${kaunter.url}/mailbox`);
  while ((await page.locator("ol a").count()) === 0);
  await page.locator("ol a").first().click();
  const link = await page.locator('a[href*="/verify"]').getAttribute("href");
  await page.goto(link ?? "");
  await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
}

/** For who looks at them: `KAUNTER_SHOTS` names a folder. */
async function shoot(name: string): Promise<void> {
  const shots = process.env["KAUNTER_SHOTS"];
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) });
}
