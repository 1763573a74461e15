import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, FARAH } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

const NEXT_PASSWORD = "layang layang di bukit hijau";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("signin", { width: 1280, height: 900 });
  ({ page } = await kaunter.somebody());
});

after(() => kaunter.end());

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator app shows for the key that the page shows; of the next step where one was just used. */
function codeOf(shown: string, later = 0): string {
  const bits = [...shown.replaceAll(" ", "")]
    .map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, "0"))
    .join("");
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0x0f) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function signIn(on: Page, password: string): Promise<void> {
  await on.goto(`${kaunter.url}/sign-in`);
  await on.getByLabel("E-mail").fill(FARAH.email);
  await on.getByLabel("Password", { exact: true }).fill(password);
  await on.getByRole("button", { name: "Sign in" }).click();
}

const atHome = (on: Page) => on.getByRole("heading", { level: 1, name: "Home" }).waitFor();

test("somebody guards their account: second step, recovery code, sessions, password, address", async (t) => {
  await t.test("a new account opens Sign-in and security", async () => {
    await page.goto(`${kaunter.url}/sign-up`);
    await page.getByLabel("Your name").fill("Farah Adilah");
    await page.getByLabel("Work e-mail").fill(FARAH.email);
    await page.getByLabel("Company").fill("Rumah Kenari");
    await page.getByLabel("Password", { exact: true }).fill("stairwaytoheaven");
    await page.getByLabel(/18 or older/).check();
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Guessers try this early").waitFor();
    await page.getByLabel("Password", { exact: true }).fill(FARAH.password);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Look into your mailbox").waitFor();
    await page.goto(await kaunter.linkTo("/verify", /Confirm your e-mail/));
    await atHome(page);
    await page.goto(`${kaunter.url}/settings/security`);
    await page.getByText("Chrome on Linux").waitFor();
    await assertAccessible(page, "sign-in and security");
  });

  let secret = "";
  let recovery = "";
  let spare = "";
  await t.test("an app is set up by its code, and the recovery codes are shown once", async () => {
    await page.getByRole("button", { name: "Set up" }).click();
    await page.getByRole("img", { name: /QR code/ }).waitFor();
    await assertAccessible(page, "the QR code");
    const code = page.getByLabel("Code from the app");
    await code.fill("000000");
    await page.getByRole("button", { name: "Switch on" }).click();
    await page.getByText("This code is not right").waitFor();
    const shown = await page.getByLabel("Key", { exact: true }).inputValue();
    await code.fill(codeOf(shown));
    await page.getByRole("button", { name: "Switch on" }).click();
    const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await codes.first().waitFor();
    assert.equal(await codes.count(), 10);
    await assertAccessible(page, "the recovery codes");
    secret = shown;
    [recovery = "", spare = ""] = await codes.allTextContents();
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByText("10 recovery codes left").waitFor();
  });

  const second = (await kaunter.somebody()).page;
  await t.test(
    "the password alone opens nothing; a recovery code stands in for the app",
    async () => {
      await signIn(second, FARAH.password);
      await second.getByRole("heading", { level: 1, name: "One more step" }).waitFor();
      await assertAccessible(second, "the second step");
      await second.getByLabel("Code from the app").fill("000000");
      await second.getByRole("button", { name: "Sign in" }).click();
      await second.getByText("This code is not right").waitFor();
      await second.getByRole("button", { name: /Use a recovery code/ }).click();
      await second.getByLabel("Recovery code").fill(recovery);
      await second.getByRole("button", { name: "Sign in" }).click();
      await atHome(second);
    },
  );

  await t.test(
    "the other session is listed, and a new password in one window ends it in the other",
    async () => {
      await page.reload();
      await page.getByText("9 recovery codes left").waitFor();
      await page.getByText(/Last used/).waitFor();
      await page.getByLabel("Current password").fill(FARAH.password);
      await page.getByLabel("New password").fill(NEXT_PASSWORD);
      await page.getByRole("button", { name: "Change the password" }).click();
      await page.getByText("Password changed").waitFor();
      // Its page hears of it by itself.
      await second.getByRole("heading", { level: 1, name: "Welcome back" }).waitFor();
      await page.reload();
      await page.getByText("This session").waitFor();
      assert.equal(await page.getByText(/Last used/).count(), 0);
    },
  );

  await t.test("with the app's code the new password signs in", async () => {
    await signIn(second, NEXT_PASSWORD);
    await second.getByLabel("Code from the app").fill(codeOf(secret, 1));
    await second.getByRole("button", { name: "Sign in" }).click();
    await atHome(second);
  });

  await t.test(
    "a new address waits for both mailboxes, and counts when they have agreed",
    async () => {
      const next = "farah.baharu@rumahkenari.example";
      await page.getByRole("button", { name: "Change the address" }).click();
      await page.getByLabel("New address").fill(next);
      await page.getByRole("button", { name: "Write to both" }).click();
      await page.getByText(`Waiting for ${next}`).waitFor();
      await assertAccessible(page, "a change of address that waits");
      for (const [subject, outcome] of [
        [/is to be changed/, "One mailbox has agreed"],
        [/Confirm your new address/, "Your address is changed"],
      ] as const) {
        await page.goto(await kaunter.linkTo("/change-email", subject));
        await page.getByRole("button", { name: "Agree" }).waitFor();
        await assertAccessible(page, "agreeing to an address");
        await page.getByRole("button", { name: "Agree" }).click();
        await page.getByRole("heading", { level: 1, name: outcome }).waitFor();
      }
      await page.goto(`${kaunter.url}/settings/security`);
      await page.getByText(next).waitFor();
    },
  );

  await t.test("what the company wants of a role closes everything but the one page", async () => {
    await page.goto(`${kaunter.url}/settings/sign-in-rules`);
    await page.getByLabel("Admin", { exact: true }).check();
    await assertAccessible(page, "sign-in rules");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Sign-in rules saved").waitFor();
    await page.goto(`${kaunter.url}/settings/security`);
    await page.getByText("Your company requires it of your role.").waitFor();
  });

  await t.test("what matters asks who it is, and goes on when it is answered", async () => {
    // As the server answers after five minutes.
    let isStale = true;
    await page.route("**/api/accounts/factors/recovery-codes", async (route) => {
      if (!isStale) return route.continue();
      isStale = false;
      return route.fulfill({
        status: 403,
        json: { kind: "forbidden", code: "accounts.session.stale", requestId: "-" },
      });
    });
    await page.getByRole("button", { name: "New recovery codes" }).click();
    const asking = page.getByRole("dialog", { name: "Make new recovery codes?" });
    await asking.getByRole("button", { name: "New recovery codes" }).click();
    const dialog = page.getByRole("dialog", { name: "Confirm it is you" });
    await dialog.getByLabel("Password", { exact: true }).fill("not this one, surely");
    await dialog.getByLabel(/Code from the app/).fill("000000");
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await dialog.getByText("This is not your current password").waitFor();
    await assertAccessible(page, "confirming who one is");
    await dialog.getByLabel("Password", { exact: true }).fill(NEXT_PASSWORD);
    await dialog.getByLabel(/Code from the app/).fill(spare);
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByText("10 recovery codes left").waitFor();
  });

  await t.test("in the dark, in Malay and at 360 px it fits and is accessible", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.evaluate("localStorage.setItem('kaunter-language', 'ms')");
    await page.setViewportSize({ width: 360, height: 780 });
    for (const place of ["/settings", "/settings/security", "/settings/sign-in-rules"]) {
      await page.goto(kaunter.url + place);
      await page.getByRole("heading", { level: 2 }).first().waitFor();
      await assertFits(page, place);
      await assertAccessible(page, `${place} at 360 px, dark, Malay`);
    }
  });

  await t.test("no page broke its policy, threw, or asked anybody else", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});

test("who needs a second step and has none stands before one page, and goes on from there", async () => {
  const other = (await kaunter.somebody()).page;
  await other.goto(`${kaunter.url}/sign-up`);
  await other.getByLabel("Your name").fill("Aiman Hakim");
  await other.getByLabel("Work e-mail").fill("aiman@rumahkenari.example");
  await other.getByLabel("Company").fill("Kedai Aiman");
  await other.getByLabel("Password", { exact: true }).fill(FARAH.password);
  await other.getByLabel(/18 or older/).check();
  await other.getByRole("button", { name: "Create account" }).click();
  await other.getByText("Look into your mailbox").waitFor();
  await other.goto(await kaunter.linkTo("/verify", /Confirm your e-mail.*aiman@/s));
  await atHome(other);

  await other.goto(`${kaunter.url}/settings/sign-in-rules`);
  await other.getByLabel("Admin", { exact: true }).check();
  await other.getByRole("button", { name: "Save" }).click();
  await other.getByRole("heading", { level: 1, name: /Set up two-step/ }).waitFor();
  await assertAccessible(other, "a second step is needed");
  await other.goto(`${kaunter.url}/orders`);
  await other.getByRole("heading", { level: 1, name: /Set up two-step/ }).waitFor();

  await other.getByRole("button", { name: "Set up" }).click();
  const key = await other.getByLabel("Key", { exact: true }).inputValue();
  await other.getByLabel("Code from the app").fill(codeOf(key));
  await other.getByRole("button", { name: "Switch on" }).click();
  await other.getByRole("button", { name: "I have kept them" }).click();
  await atHome(other);
});
