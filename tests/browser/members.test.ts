import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Beginning, begin, FARAH } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

const AMIR = "amir@rumahkenari.example";
const SITI = "siti@kedaisiti.example";

let kaunter: Beginning;

before(async () => {
  kaunter = await begin("members");
});

after(() => kaunter.end());

test("members come by invitation, work in several companies, and go", async (t) => {
  const farah = await kaunter.signedUp();

  await t.test("an Admin invites several addresses at once", async () => {
    const { page } = farah;
    await page.goto(`${kaunter.url}/settings/members`);
    await page.getByLabel("E-mail addresses").fill("not an address");
    await page.getByRole("button", { name: "Send the invitation" }).click();
    await page.getByText("This is not an e-mail address", { exact: false }).waitFor();
    await page.getByLabel("E-mail addresses").fill(`Amir <${AMIR}>, ${SITI}`);
    await page.getByRole("button", { name: "Send 2 invitations" }).click();
    await page.getByText("2 people invited").waitFor();
    await page.getByRole("table", { name: "Invitations" }).getByText(AMIR).waitFor();
    await assertAccessible(page, "members with invitations");
  });

  const amir = await kaunter.somebody();
  await t.test(
    "the invited one signs up through the link and is in, without another mail",
    async () => {
      const { page } = amir;
      await page.goto(await kaunter.linkTo("/invitation#", AMIR));
      await page
        .getByRole("heading", { name: "Farah Adilah invites you to Rumah Kenari" })
        .waitFor();
      assert.equal(new URL(page.url()).hash, "");
      await assertAccessible(page, "an invitation");
      await page.getByLabel("Your name").fill("Amir Hakim");
      await page.getByLabel("Password", { exact: true }).fill("short");
      await page.getByRole("button", { name: "Join Rumah Kenari" }).click();
      await page.getByText("At least 12 letters or signs.", { exact: true }).first().waitFor();
      await page.getByLabel("Password", { exact: true }).fill(FARAH.password);
      await page.getByLabel(/18 or older/).check();
      await page.getByRole("button", { name: "Join Rumah Kenari" }).click();
      await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
      await page.getByRole("button", { name: "Rumah Kenari: switch company" }).first().waitFor();
    },
  );

  await t.test("a refusal with its reason stands on the Admin's open page by itself", async () => {
    const siti = await kaunter.somebody();
    const { page } = siti;
    const link = await kaunter.linkTo("/invitation#", SITI);
    await page.goto(link);
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByLabel("What Farah Adilah should know").fill("Saya sudah ada kedai sendiri.");
    await assertAccessible(page, "refusing an invitation");
    await page.getByRole("dialog").getByRole("button", { name: "Refuse" }).click();
    await page.getByRole("heading", { name: "You refused the invitation" }).waitFor();
    await assertAccessible(page, "a refused invitation");
    await page.goto(`${kaunter.url}/terms`);
    await page.goto(link);
    await page.getByRole("heading", { name: "This invitation was refused" }).waitFor();
    await farah.page.getByText("Saya sudah ada kedai sendiri.").waitFor();
    await siti.context.close();
  });

  await t.test(
    "what a role may not is refused with words, and a new role holds at once",
    async () => {
      const { page } = amir;
      await page.goto(`${kaunter.url}/settings/members`);
      await page.getByText("is decided by Admins", { exact: false }).waitFor();
      await farah.page.getByRole("button", { name: "Amir Hakim: actions" }).click();
      await farah.page.getByRole("menuitem", { name: "Change the role" }).click();
      await farah.page.getByRole("dialog").getByRole("combobox", { name: "Role" }).click();
      await farah.page.getByRole("option", { name: "Admin" }).click();
      await assertAccessible(farah.page, "changing a role");
      await farah.page.getByRole("button", { name: "Change the role" }).click();
      await farah.page.getByText("Amir Hakim is Admin now").waitFor();
      await page.getByLabel("E-mail addresses").waitFor();
    },
  );

  await t.test(
    "a person opens a further company and switches; a window of the first one stands still",
    async () => {
      const { page } = amir;
      const other = await amir.context.newPage();
      await other.goto(`${kaunter.url}/customers`);
      await other.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
      await page.getByRole("button", { name: "Rumah Kenari: switch company" }).first().click();
      await assertAccessible(page, "the company menu");
      await page.getByRole("menuitem", { name: "Open another company" }).click();
      await page.getByLabel("Company", { exact: true }).fill("Kopi Amir");
      await assertAccessible(page, "a further company");
      await page.getByRole("button", { name: "Open the company" }).click();
      await page.getByRole("button", { name: "Kopi Amir: switch company" }).first().waitFor();

      // Whatever it asks next tells it; where it asked for something by itself, it knows already and shows no links.
      const told = other.getByRole("heading", { name: "You work in Kopi Amir now" });
      const orders = other.getByRole("link", { name: "Orders" }).first();
      await told.or(orders).first().waitFor();
      if (!(await told.isVisible())) await orders.click({ timeout: 5_000 }).catch(() => undefined);
      await told.waitFor();
      await assertAccessible(other, "a window of another company");
      await other.getByRole("button", { name: "Back to Rumah Kenari" }).click();
      await other.getByRole("button", { name: "Rumah Kenari: switch company" }).first().waitFor();
      await other.close();
      await page.goto(`${kaunter.url}/companies`);
      await page.getByRole("button", { name: "Kopi Amir: actions" }).click();
      await page
        .getByText("The company needs somebody who may do everything", { exact: false })
        .waitFor();
      await assertAccessible(page, "a person's companies");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Go to Rumah Kenari" }).click();
      await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    },
  );

  await t.test(
    "who is disabled is told so on the page that is open, and works again once enabled",
    async () => {
      const { page } = farah;
      const verb = async (name: string) => {
        await page.getByRole("button", { name: "Amir Hakim: actions" }).click();
        await page.getByRole("menuitem", { name }).click();
      };
      await verb("Disable");
      await assertAccessible(page, "disabling a member");
      await page.getByRole("dialog").getByRole("button", { name: "Disable Amir Hakim" }).click();
      await page.getByText("Amir Hakim is disabled").waitFor();
      await page.getByText("· Disabled").waitFor();
      await amir.page.getByText("closed this company to you", { exact: false }).waitFor();
      await assertAccessible(amir.page, "a company that is closed to one");
      await verb("Enable again");
      await page.getByRole("dialog").getByRole("button", { name: "Enable Amir Hakim" }).click();
      await page.getByText("Amir Hakim can work here again").waitFor();
      await amir.page.reload();
      await amir.page.getByRole("button", { name: "Go to Rumah Kenari" }).click();
      await amir.page.getByRole("heading", { level: 1, name: "Home" }).waitFor();

      await verb("End their sessions");
      await page.getByRole("dialog").getByRole("button", { name: "End the sessions" }).click();
      await page.getByText("Amir Hakim: 1 session ended").waitFor();
      await amir.page.goto(kaunter.url);
      await amir.page.getByLabel("E-mail", { exact: true }).fill(AMIR);
      await amir.page.getByLabel("Password", { exact: true }).fill(FARAH.password);
      await amir.page.getByRole("button", { name: "Sign in" }).click();
      await amir.page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    },
  );

  await t.test(
    "who is removed is told so on the page that is open, and where else they work",
    async () => {
      const { page } = farah;
      await page.getByRole("button", { name: "Amir Hakim: actions" }).click();
      await page.getByRole("menuitem", { name: "Remove from the company" }).click();
      await assertAccessible(page, "removing a member");
      await page.getByRole("dialog").getByRole("button", { name: "Remove Amir Hakim" }).click();
      await page.getByText("Amir Hakim was removed").waitFor();
      await amir.page.getByText("You were removed from Rumah Kenari", { exact: false }).waitFor();
      await amir.page.getByRole("button", { name: "Go to Kopi Amir" }).waitFor();
      await assertAccessible(amir.page, "removed from a company");
    },
  );

  await t.test(
    "a key is shown once, works as its example says, and opens nothing once it is revoked",
    async () => {
      const { page } = farah;
      await page.goto(`${kaunter.url}/settings/keys`);
      await page.getByLabel("Name", { exact: true }).fill("Xero sync");
      await page.getByRole("button", { name: "Make the key" }).click();
      const key = await page.getByLabel("The key", { exact: true }).inputValue();
      assert.match(key, /^kau_[a-z0-9]{8}_[\w-]{43}$/);
      await assertAccessible(page, "a new key");
      const ask = () =>
        fetch(`${kaunter.url}/api/crm/customers?limit=5`, {
          headers: { authorization: `Bearer ${key}` },
        });
      assert.equal((await ask()).status, 200);
      await page.getByRole("button", { name: "I have kept it" }).click();
      assert.ok(!(await page.content()).includes(key));
      await page.getByRole("button", { name: "Revoke Xero sync" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke Xero sync" }).click();
      await page.getByText("Xero sync was revoked").waitFor();
      assert.equal((await ask()).status, 401);
    },
  );

  for (const scheme of ["light", "dark"] as const)
    await t.test(`the pages fit and are accessible, wide and at 360 px, in ${scheme}`, async () => {
      const { page } = farah;
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const width of [1440, 360])
        for (const path of [
          "/settings/members",
          "/settings/keys",
          "/companies",
          "/companies/new",
        ]) {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(kaunter.url + path);
          await page.getByRole("heading", { level: 1 }).first().waitFor();
          await page.waitForLoadState("networkidle");
          await assertFits(page, `${path} at ${width}`);
          await assertAccessible(page, `${path} at ${width} in ${scheme}`);
        }
    });

  await t.test("in Bahasa Melayu too", async () => {
    const { page } = farah;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${kaunter.url}/settings/members`);
    await page
      .getByRole("button", { name: /Farah Adilah$/ })
      .last()
      .click();
    await page.getByText("Bahasa Melayu").click();
    await page.getByRole("heading", { name: "Jemput", exact: true }).waitFor();
    await assertAccessible(page, "members in Malay");
  });

  await t.test("no page broke its policy, threw, or asked anybody else", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});
