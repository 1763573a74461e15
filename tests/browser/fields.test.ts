import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("fields");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("a field of the company's own: made, filled in by form and in place, seen in its list and history, moved, retired", async (t) => {
  await t.test("Settings say what there is, and a choice is made with its choices", async () => {
    await page.goto(`${kaunter.url}/settings/fields`);
    await page.getByText("No own fields yet").waitFor();
    await assertAccessible(page, "no own fields");
    await page.getByRole("button", { name: "New field" }).first().click();
    await page.getByLabel("Label", { exact: true }).first().fill("Tier");
    await page.getByRole("combobox", { name: "What it holds" }).click();
    await page.getByRole("option", { name: "One choice" }).click();
    for (const [at, name] of ["Gold", "Silver"].entries()) {
      await page.getByRole("button", { name: "Add a choice" }).click();
      await page.getByLabel(`Choice ${at + 1}`, { exact: true }).fill(name);
    }
    await assertAccessible(page, "a field being made");
    await shoot(page, "field-form-1440");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Tier saved").waitFor();
    await page.getByRole("link", { name: "Tier" }).waitFor();
  });

  await t.test("the others are there at once, and the form asks for them", async () => {
    for (const field of OTHERS) await make(field);
    await page.goto(`${kaunter.url}/customers/new`);
    await page.getByLabel("Name", { exact: true }).fill("Aina");
    await page.getByRole("combobox", { name: /^Tier/ }).click();
    await page.getByRole("option", { name: "Gold" }).click();
    await page.getByLabel(/^Birthday/).fill("28 Feb 1990");
    await page.getByLabel(/^Points/).fill("12.5");
    await assertAccessible(page, "a form with own fields");
    await shoot(page, "customer-form-1440");
    await page.getByRole("button", { name: "Save the customer" }).click();
    await page.getByText("This is needed.").waitFor();
    await page.getByLabel(/^Member no/).fill("A-1");
    await page.getByRole("button", { name: "Save the customer" }).click();
    await page.getByRole("heading", { level: 1, name: "Aina" }).waitFor();
  });

  await t.test(
    "on the record each is edited where it stands, and the history says what it was",
    async () => {
      await page.getByRole("heading", { level: 2, name: "Own fields" }).waitFor();
      await page.getByRole("button", { name: "Edit Points: 12.5" }).click();
      await page.getByLabel("Points").fill("13");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Edit Points: 13" }).waitFor();
      await page.getByRole("button", { name: /^Edit Points/ }).click();
      await page.getByLabel("Points").fill("many");
      await page.keyboard.press("Enter");
      await page.getByText("Write a number.").waitFor();
      await assertAccessible(page, "a fact that cannot be read");
      await page.keyboard.press("Escape");
      await page.getByText("Points: 12.5 → 13").waitFor();
      await shoot(page, "record-1440");
    },
  );

  await t.test("a value that another has is refused at its place", async () => {
    const made = await ask("POST", "/api/crm/customers", {
      name: "Badrul",
      custom: { member_no: "B-2" },
    });
    await page.goto(`${kaunter.url}/customers/${made.id}`);
    await page.getByRole("button", { name: /^Edit Member no/ }).click();
    await page.getByLabel("Member no").fill("a-1");
    await page.keyboard.press("Enter");
    await page.getByText("Another record has this already.").waitFor();
  });

  await t.test("fields are moved with the arrow keys", async () => {
    await page.goto(`${kaunter.url}/settings/fields`);
    await page.getByRole("button", { name: /^Move Birthday/ }).focus();
    await page.keyboard.press("ArrowUp");
    await page.getByText("Birthday is now 2 of 5").waitFor({ state: "attached" });
    await page.keyboard.press("ArrowUp");
    await page.getByText("Birthday is now 1 of 5").waitFor({ state: "attached" });
    await page.reload();
    await page.getByRole("link", { name: "Birthday" }).waitFor();
    assert.match((await page.getByRole("listitem").first().textContent()) ?? "", /Birthday/);
  });

  await t.test("retired, a field leaves the record, and comes back with its value", async () => {
    const row = page.getByRole("listitem").filter({ hasText: "Points" });
    await row.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Retire" }).click();
    await page.getByRole("heading", { level: 2, name: "Retired" }).waitFor();
    await assertAccessible(page, "a retired field");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { level: 2, name: "Retired" }).waitFor({ state: "detached" });
    const { rows } = await ask("GET", "/api/crm/customers?search=Aina");
    assert.equal(rows[0].custom.points, 13);
  });

  for (const scheme of ["light", "dark"] as const)
    await t.test(`settings, form and record fit 1440 and 360 px, in ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      const { rows } = await ask("GET", "/api/crm/customers?search=Aina");
      const { fields } = await ask("GET", "/api/records/fields?type=customer");
      const tier = fields.find(({ key }: { key: string }) => key === "tier");
      for (const width of [1440, 360])
        for (const [name, path, text] of [
          ["fields", "/settings/fields", "Tier"],
          ["field", `/settings/fields/${tier.id}`, "Rules"],
          ["record", `/customers/${rows[0].id}`, "Own fields"],
          ["form", `/customers/${rows[0].id}/edit`, "Tier"],
        ] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(`${kaunter.url}${path}`);
          await page.getByText(text).first().waitFor();
          await assertAccessible(page, `${name} in ${scheme} at ${width}`);
          await assertFits(page, `${name} at ${width}`);
          await shoot(page, `${name}-${scheme}-${width}`);
        }
      await page.setViewportSize({ width: 1440, height: 900 });
    });

  await t.test("no page broke its policy, threw, or asked anybody else", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});

const OTHERS = [
  { kind: "text", label: { en: "Member no" }, isRequired: true, isUnique: true },
  { kind: "date", label: { en: "Birthday", ms: "Hari lahir" } },
  { kind: "number", label: { en: "Points", ms: "Mata" }, help: { en: "Earned at the stall" } },
  { kind: "reference", related: "customer", label: { en: "Brought by" } },
];

const make = (field: object) =>
  ask("POST", "/api/records/fields", { type: "customer", isIndexed: true, ...field });

/** As the page itself asks. */
// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
async function ask(method: string, path: string, body?: object): Promise<any> {
  const sent = body === undefined ? "undefined" : JSON.stringify(JSON.stringify(body));
  return page.evaluate(`fetch(${JSON.stringify(path)}, {
    method: ${JSON.stringify(method)},
    headers: { "content-type": "application/json" },
    body: ${sent},
  }).then((answer) => answer.json())`);
}
