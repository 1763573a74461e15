import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Running, startKaunter } from "../running.ts";
import { assertAccessible, assertFits, openBrowser, watch } from "./browser.ts";

const WAIT_MS = Number(process.env["KAUNTER_WAIT_MS"] ?? 60_000);
const EMAIL = "farah@rumahkenari.example";
const PASSWORD = "a sentence of my own";

let dir: string;
let kaunter: Running;
let browser: Browser;
let page: Page;
let watched: { faults: readonly string[] };

before(async () => {
  dir = await mkdtemp(join(tmpdir(), "kaunter-requests-"));
  kaunter = await startKaunter(dir, { KAUNTER_PORT: "4989" });
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

test("a person asks what is kept, has it put right and is erased: each request is entered, checked, answered", async (t) => {
  await t.test("an empty inbox says what it is for", async () => {
    await newCustomer("Aina binti Zul", "aina@example.com");
    await page.goto(`${kaunter.url}/requests`);
    await page.getByText("What people ask about their data lands here").waitFor();
    await assertAccessible(page, "the empty inbox");
    await shoot("empty");
  });

  await t.test("a request is entered and finds its customer by the address", async () => {
    await enter("Access", "aina@example.com");
    await page.getByRole("heading", { name: "Aina binti Zul asks what is kept" }).waitFor();
    await page.getByText("Make sure first that it is them.").waitFor();
    await assertAccessible(page, "a request that nobody has checked");
    await shoot("request-new");
  });

  await t.test("the identity check is noted, and everything kept is taken along", async () => {
    await noteCheck();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download for machines (JSON)" }).click();
    const file = join(dir, "pack.json");
    await (await coming).saveAs(file);
    const pack = JSON.parse(await readFile(file, "utf8"));
    assert.deepEqual(pack.knownBy.emails, ["aina@example.com"]);
    const readable = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download to read" }).click();
    const html = join(dir, "pack.html");
    await (await readable).saveAs(html);
    assert.match(await readFile(html, "utf8"), /Aina binti Zul/);
    const shown = await page.context().newPage();
    await shown.goto(`file://${html}`);
    await assertAccessible(shown, "the pack to read");
    await shootOf(shown, "pack");
    await shown.close();
  });

  await t.test("the answer closes the request", async () => {
    await page.getByRole("button", { name: "Close as answered" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What you told them").fill("Sent to the address we know.");
    await assertAccessible(page, "closing a request");
    await dialog.getByRole("button", { name: "Close as answered" }).click();
    await page.getByText("Answered Today").waitFor();
    await assertAccessible(page, "an answered request");
    await shoot("request-done");
  });

  await t.test(
    "a correction is made on the customer's page and stands in the request",
    async () => {
      await enter("Correction", "aina@example.com");
      await page.getByRole("heading", { name: "asks for a correction" }).waitFor();
      await noteCheck();
      await page.getByRole("button", { name: "Open the customer to correct" }).click();
      await page.getByLabel(/^City/).fill("Ipoh");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Corrected by Farah Adilah").waitFor();
      await page.getByText("Corrected Today").waitFor();
    },
  );

  await t.test("an erasure shows what it will do, asks, and leaves a certificate", async () => {
    await enter("Erasure", "aina@example.com");
    await page.getByRole("heading", { name: "Aina binti Zul asks to be erased" }).waitFor();
    await noteCheck();
    await page.getByRole("table", { name: "What an erasure does" }).waitFor();
    await page.getByRole("cell", { name: "Customer", exact: true }).waitFor();
    await assertAccessible(page, "what an erasure does");
    await shoot("erasure-preview");
    await page.getByRole("button", { name: "Erase them" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("This cannot be undone").waitFor();
    await assertAccessible(page, "the question before an erasure");
    await shoot("erasure-asked");
    await dialog.getByRole("button", { name: "Erase for good" }).click();
    await page.getByRole("heading", { name: "Erased customer asks to be erased" }).waitFor();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the certificate" }).click();
    const file = join(dir, "certificate.json");
    await (await coming).saveAs(file);
    const certificate = await readFile(file, "utf8");
    assert.match(JSON.parse(certificate).statement, /kaunter\.erasure\.1/);
    assert.doesNotMatch(certificate, /aina/i);
    await page.goto(`${kaunter.url}/customers`);
    await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
    assert.equal(await page.getByText("Aina binti Zul").count(), 0);
  });

  await t.test("a request of somebody unknown is refused with its reason", async () => {
    await enter("Access", "tiada@example.com");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Refuse" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("The reason").fill("We keep nothing about you.");
    await dialog.getByRole("button", { name: "Refuse" }).click();
    await page.getByText("We keep nothing about you.").waitFor();
  });

  for (const scheme of ["light", "dark"] as const)
    await t.test(`inbox and request fit 1440 and 360 px, in ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      await newCustomer(`Si ${scheme}`, `${scheme}@example.com`);
      await enter("Erasure", `${scheme}@example.com`);
      const at = page.url();
      for (const width of [1440, 360])
        for (const place of [`${kaunter.url}/requests`, at, `${kaunter.url}/requests/new`]) {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(place);
          const isNew = place.endsWith("/new");
          await page
            .getByText(isNew ? "Received on" : `Si ${scheme}`)
            .first()
            .waitFor();
          await assertAccessible(page, `${place} in ${scheme} at ${width}`);
          await assertFits(page, `${place} at ${width}`);
          const what = isNew ? "new" : place === at ? "request" : "inbox";
          await shoot(`${what}-${scheme}-${width}`);
        }
      await page.setViewportSize({ width: 1440, height: 900 });
    });

  await t.test("in Malay as well", async () => {
    await page.evaluate(`localStorage.setItem("kaunter-language", "ms")`);
    await page.goto(`${kaunter.url}/requests`);
    await shoot("inbox-ms");
    await page.getByRole("row").nth(1).click();
    await shoot("request-ms");
  });

  assert.deepEqual(watched.faults, []);
});

async function enter(kind: string, email: string): Promise<void> {
  await page.goto(`${kaunter.url}/requests/new`);
  await page.getByRole("combobox", { name: "Asks for" }).click();
  await page.getByRole("option", { name: kind }).click();
  await page
    .getByLabel(/^E-mail/)
    .first()
    .fill(email);
  await page.getByRole("button", { name: "Enter the request" }).click();
  await page.waitForURL(/\/requests\/prq_/);
  await page.getByRole("heading", { name: "Make sure it is them" }).waitFor();
}

async function noteCheck(): Promise<void> {
  await page.getByLabel("How did you make sure?").fill("Answered from the address we know.");
  await page.getByRole("button", { name: "Note the check" }).click();
  await page.getByText("made sure that it is them").waitFor();
}

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
const shoot = (name: string): Promise<void> => shootOf(page, name);

async function shootOf(of: Page, name: string): Promise<void> {
  const shots = process.env["KAUNTER_SHOTS"];
  if (shots !== undefined) await of.screenshot({ path: join(shots, `${name}.png`) });
}
