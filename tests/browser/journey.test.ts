import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { playStore, signatureOf } from "#modules/connect/fixtures/store.ts";
import { type Beginning, begin, FARAH } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

const PAGES = [
  "/",
  "/customers",
  "/orders",
  "/products",
  "/connections",
  "/connections/deliveries",
  "/audit",
  "/trust",
  "/trust/alerts",
  "/trust/policies",
  "/privacy",
  "/settings",
];

let kaunter: Beginning;
let context: BrowserContext;
let page: Page;

before(async () => {
  kaunter = await begin("journey");
  ({ context, page } = await kaunter.somebody());
});

after(() => kaunter.end());

test("somebody signs up, verifies, connects a store, and sees its orders arrive", async (t) => {
  await t.test(
    "signing up keeps what was typed when something is wrong, and says it at the field",
    async () => {
      await page.goto(`${kaunter.url}/sign-up`);
      await page.getByLabel("Your name").fill("Farah Adilah");
      await page.getByLabel("Work e-mail").fill(FARAH.email);
      await page.getByLabel("Password", { exact: true }).fill("too short");
      await page.getByLabel("Company").fill("Rumah Kenari");
      await page.getByRole("button", { name: "Create account" }).click();
      await page.getByText("At least 12 letters or signs.").waitFor();
      assert.equal(await page.getByLabel("Your name").inputValue(), "Farah Adilah");
      await assertAccessible(page, "sign-up with errors");
    },
  );

  await t.test("the mail arrives in the local mailbox and its link opens the company", async () => {
    await page.getByLabel("Password", { exact: true }).fill("a sentence of my own");
    await page.getByLabel(/18 or older/).check();
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Look into your mailbox").waitFor();
    await assertAccessible(page, "check your mail");
    await page.goto(await kaunter.linkTo("/verify", FARAH.email));
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    await page.getByText("Your numbers start with a store").waitFor();
    await assertAccessible(page, "an empty Home");
  });

  const store = await t
    .test("a store is connected: the page turns green by itself at the first ping", async () => {
      await page.goto(`${kaunter.url}/connections/new`);
      await page.getByLabel("Name of the store").fill("Kopi Kenari");
      await assertAccessible(page, "connect a store");
      await page.getByRole("button", { name: "Make the address" }).click();
      await page.getByText("Waiting for the first word from Kopi Kenari").waitFor();
      await page.getByRole("button", { name: "Show the secret" }).click();
      await assertAccessible(page, "the steps to connect");
      const ping = await fetch(await addressShown(), {
        method: "POST",
        body: new URLSearchParams({ webhook_id: "9" }),
      });
      assert.equal(ping.status, 200);
      await page.getByText("Kopi Kenari is connected").waitFor();
    })
    .then(async () => ({ url: await addressShown(), secret: await secretShown() }));

  await t.test("a delivery with a wrong signature is refused, and the refusal shows", async () => {
    const refused = await deliver(store, { body: "{}", topic: "order.created", secret: "wrong" });
    assert.equal(refused, 401);
    await page.getByText("Turned away at the door", { exact: false }).waitFor();
  });

  await t.test("orders appear on an open page while nobody touches it", async () => {
    await page.goto(`${kaunter.url}/orders`);
    await page.getByText("Every sale in one list").waitFor();
    const told = playOf(40);
    for (const { topic, headers, body } of told)
      assert.equal(await deliver(store, { body, topic, headers, secret: store.secret }), 200);
    await page.getByRole("row").nth(5).waitFor();
    await assertAccessible(page, "orders");
  });

  await t.test(
    "an order opens with its lines, its customer and its timeline; the customer with its orders",
    async () => {
      await page.getByRole("row").nth(1).click();
      await page.getByRole("heading", { name: "Timeline" }).waitFor();
      await page
        .getByText(/Order .* placed/)
        .first()
        .waitFor();
      await assertAccessible(page, "an order");
      await page.goto(`${kaunter.url}/customers?ordersMin=1`);
      await page.getByRole("row").nth(1).click();
      await page.getByRole("heading", { name: "Timeline" }).waitFor();
      await assertAccessible(page, "a customer");
    },
  );

  await t.test("a figure of Home opens as many rows as it says", async () => {
    await page.goto(`${kaunter.url}/?period=this-year`);
    const orders = page
      .getByRole("link", { name: /^Orders/ })
      .filter({ hasText: /\d/ })
      .first();
    const said = /^Orders\s*([\d,]+)/.exec((await orders.textContent()) ?? "")?.[1];
    await orders.click();
    await page.getByRole("grid").waitFor();
    await page
      .getByText(new RegExp(`^${said} (of|orders)\\b`))
      .first()
      .waitFor();
  });

  await t.test("the palette finds a customer and every place by keyboard", async () => {
    await page.goto(`${kaunter.url}/`);
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await assertAccessible(page, "the palette");
    await page.keyboard.type("audit");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/audit");
  });

  await t.test("a sale is entered by hand and counts", async () => {
    await page.goto(`${kaunter.url}/orders/new`);
    await page.getByLabel("What was sold").fill("Kopi O, 200 g");
    await page.getByLabel("Each").fill("12.50");
    await assertAccessible(page, "a new order");
    await page.getByRole("button", { name: /Enter the sale/ }).click();
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
    await page.getByText("12.50").first().waitFor();
  });

  for (const scheme of ["light", "dark"] as const)
    await t.test(`every page is accessible, wide and at 360 px, in ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const width of [1440, 360])
        for (const path of PAGES) {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(kaunter.url + path);
          await page.getByRole("heading", { level: 1 }).first().waitFor();
          await loaded();
          await assertFits(page, `${path} at ${width}`);
          await assertAccessible(page, `${path} at ${width} in ${scheme}`);
        }
      await page.setViewportSize({ width: 1440, height: 900 });
    });

  await t.test("Bahasa Melayu is a choice away and stays", async () => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(`${kaunter.url}/`);
    await page.getByRole("button", { name: /Farah Adilah/ }).click();
    await page.getByText("Bahasa Melayu").click();
    await page.getByRole("heading", { level: 1, name: "Utama" }).waitFor();
    await page.goto(`${kaunter.url}/orders`);
    await page.getByRole("heading", { level: 1, name: "Pesanan" }).waitFor();
    assert.equal(await page.evaluate("document.documentElement.lang"), "ms");
    await assertAccessible(page, "orders in Malay");
  });

  await t.test("nothing was kept in the browser but the session and two choices", async () => {
    const names = (await context.cookies()).map(
      ({ name, httpOnly, sameSite }) => `${name} ${httpOnly} ${sameSite}`,
    );
    assert.deepEqual(names, ["kaunter true Lax"]);
    const keys = await page.evaluate<string[]>(
      'Object.keys(localStorage).filter((key) => !key.startsWith("kaunter-"))',
    );
    assert.deepEqual(keys, []);
  });

  await t.test("no page broke its policy, threw, or asked anybody else", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});

/** Nothing on the page still says that it is loading. */
async function loaded(): Promise<void> {
  const bones = page.getByRole("main").getByText("Loading", { exact: true });
  while ((await bones.count()) > 0) await bones.first().waitFor({ state: "detached" });
}

const addressShown = () => page.getByLabel("Delivery URL", { exact: true }).inputValue();
const secretShown = () => page.getByLabel("Secret", { exact: true }).inputValue();

const playOf = (count: number) =>
  [
    ...playStore({
      platform: "woocommerce",
      seed: "journey",
      customers: 12,
      orders: 15,
      products: 4,
      months: 2,
      until: new Date(),
    }),
  ].slice(0, count);

type Sent = {
  body: Uint8Array | string;
  topic: string;
  headers?: Record<string, string>;
  secret: string;
};

async function deliver(
  store: { url: string },
  { body, topic, headers = {}, secret }: Sent,
): Promise<number> {
  const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(body);
  const answer = await fetch(store.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-wc-webhook-topic": topic,
      ...headers,
      ...signatureOf("woocommerce", secret, bytes),
    },
    body: bytes,
  });
  return answer.status;
}
