import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { signatureOf } from "#modules/connect/fixtures/store.ts";
import { type Beginning, begin, sent, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("requests");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("a person asks what is kept, has it put right and is erased: each request is entered, checked, answered", async (t) => {
  await t.test("an empty inbox says what it is for", async () => {
    await newCustomer("Aina binti Zul", "aina@example.com");
    await page.goto(`${kaunter.url}/requests`);
    await page.getByText("What people ask about their data lands here").waitFor();
    await assertAccessible(page, "the empty inbox");
    await shoot(page, "empty");
  });

  await t.test("a request is entered and finds its customer by the address", async () => {
    await enter("Access", "aina@example.com");
    await page.getByRole("heading", { name: "Aina binti Zul asks what is kept" }).waitFor();
    await page.getByText("Make sure first that it is them.").waitFor();
    await assertAccessible(page, "a request that nobody has checked");
    await shoot(page, "request-new");
  });

  await t.test("the identity check is noted, and everything kept is taken along", async () => {
    await noteCheck();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download for machines (JSON)" }).click();
    const file = join(kaunter.dir, "pack.json");
    await (await coming).saveAs(file);
    const pack = JSON.parse(await readFile(file, "utf8"));
    assert.deepEqual(pack.knownBy.emails, ["aina@example.com"]);
    const readable = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download to read" }).click();
    const html = join(kaunter.dir, "pack.html");
    await (await readable).saveAs(html);
    assert.match(await readFile(html, "utf8"), /Aina binti Zul/);
    const shown = await page.context().newPage();
    await shown.goto(`file://${html}`);
    await assertAccessible(shown, "the pack to read");
    await shoot(shown, "pack");
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
    await shoot(page, "request-done");
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
    await shoot(page, "erasure-preview");
    await page.getByRole("button", { name: "Erase them" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("This cannot be undone").waitFor();
    await assertAccessible(page, "the question before an erasure");
    await shoot(page, "erasure-asked");
    await dialog.getByRole("button", { name: "Erase for good" }).click();
    await page.getByRole("heading", { name: "Erased customer asks to be erased" }).waitFor();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the certificate" }).click();
    const file = join(kaunter.dir, "certificate.json");
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

  await t.test(
    "a shop asks for its customers: an Admin decides, and they go meanwhile",
    async () => {
      const guest = { context: page.context(), page };
      const shop = { kind: "shopify", name: "Kedai Renda" };
      const store = await sent<Store>(guest, kaunter.url, "/api/connect/connections", shop);
      const told = { id: 7, email: "devi@example.com", first_name: "Devi", last_name: "Pillai" };
      await tell(store, "customers/create", { ...told, updated_at: "2026-11-01T10:00:00+08:00" });
      await tell(store, "shop/redact", { shop_id: 954889 });
      await page.goto(`${kaunter.url}/requests`);
      await page.getByRole("row", { name: /Kedai Renda/ }).click();
      const title = "Kedai Renda asks that its customers be erased";
      await page.getByRole("heading", { name: title }).waitFor();
      await page.getByText("Known from this store alone").waitFor();
      await assertAccessible(page, "a request of a store");
      await shoot(page, "store-request");
      await page.setViewportSize({ width: 360, height: 800 });
      await assertFits(page, "a request of a store at 360");
      await shoot(page, "store-request-360");
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.getByRole("button", { name: "Erase the store’s customers" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("This cannot be undone").waitFor();
      await assertAccessible(page, "the question before a store's customers go");
      await shoot(page, "store-asked");
      await dialog.getByRole("button", { name: "Erase for good" }).click();
      await page.getByText("1 customer is gone.").waitFor();
      await page.getByText("Erased by Farah Adilah").waitFor();
      await assertAccessible(page, "a store's customers are gone");
      await shoot(page, "store-done");
    },
  );

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
          await shoot(page, `${what}-${scheme}-${width}`);
        }
      await page.setViewportSize({ width: 1440, height: 900 });
    });

  await t.test("in Malay as well", async () => {
    await page.evaluate(`localStorage.setItem("kaunter-language", "ms")`);
    await page.goto(`${kaunter.url}/requests`);
    await shoot(page, "inbox-ms");
    await page.getByRole("row").nth(1).click();
    await shoot(page, "request-ms");
  });

  assert.deepEqual(kaunter.faults, []);
});

type Store = { readonly url: string; readonly secret: string };

/** What Shopify sends. */
async function tell({ url, secret }: Store, topic: string, said: object): Promise<void> {
  const body = Buffer.from(JSON.stringify(said));
  const headers = {
    "content-type": "application/json",
    "x-shopify-topic": topic,
    ...signatureOf("shopify", secret, body),
  };
  assert.equal((await fetch(url, { method: "POST", headers, body })).status, 200);
}

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
