import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("notes");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("what people write on a record stands on its page, by keyboard, and can be taken back", async (t) => {
  let customer = "";
  const field = () => page.getByRole("textbox", { name: "Write a note" });

  await t.test("a note names a colleague behind an @, chosen by keys", async () => {
    await newCustomer("Aina binti Zul", "aina@example.com");
    customer = page.url();
    await field().fill("Likes the dark roast. Ask @far");
    await field().press("End");
    await page.keyboard.type("a");
    await page.getByRole("option", { name: "Farah Adilah" }).waitFor();
    await assertAccessible(page, "a colleague being named");
    await shoot(page, "notes-naming");
    await page.keyboard.press("Enter");
    assert.equal(await field().inputValue(), "Likes the dark roast. Ask @Farah Adilah ");
    await page.keyboard.press("Control+Enter");
    await notes().getByText("Likes the dark roast").waitFor();
    await page.getByRole("button", { name: "Add the note" }).waitFor({ state: "detached" });
    assert.equal(await field().inputValue(), "");
  });

  await t.test("it is edited, and how it read before can be looked up", async () => {
    await noteVerb("Edit");
    const editor = page.getByRole("textbox", { name: "Edit" });
    await editor.fill("Likes the light roast. Ask @Farah Adilah");
    await editor.press("Control+Enter");
    await notes().getByText("Likes the light roast").waitFor();
    await noteVerb("How it read before");
    await page.getByRole("dialog").getByText("Likes the dark roast").waitFor();
    await assertAccessible(page, "how a note read before");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  await t.test("deleted it comes back by undo, and from the deleted notes", async () => {
    await noteVerb("Delete");
    await page.getByText("Note deleted").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await notes().getByText("Likes the light roast").waitFor();
    await noteVerb("Delete");
    await page.getByRole("button", { name: "1 deleted note" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Bring back" }).click();
    await page.getByText("Note brought back").waitFor();
    await page.keyboard.press("Escape");
    await notes().getByText("Likes the light roast").waitFor();
  });

  await t.test("a task is set on the record, edited, done, and opened again by undo", async () => {
    const tasks = page.getByRole("region", { name: "Tasks" });
    await tasks.getByRole("button", { name: "Add a task" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What is to be done").fill("Send the cups again");
    await dialog.getByLabel("Due").fill("today");
    await assertAccessible(page, "a new task");
    await dialog.getByRole("button", { name: "Add the task" }).click();
    await tasks.getByText("Send the cups again").waitFor();
    await tasks.getByRole("button", { name: "Done: Send the cups again" }).click();
    await page.getByText("1 task done").waitFor();
    await tasks.getByText("Nothing to do here").waitFor();
    await page.getByRole("button", { name: "Undo" }).last().click();
    await tasks.getByText("Send the cups again").waitFor();
  });

  await t.test("the list of tasks is worked by keys", async () => {
    await page.goto(`${kaunter.url}/tasks`);
    await page.getByRole("row", { name: /Send the cups again/ }).waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("j");
    await page.keyboard.press(" ");
    await page.getByRole("complementary", { name: "Details" }).getByText("Aina").waitFor();
    await assertAccessible(page, "a task beside the list");
    await shoot(page, "task-peek");
    await page.keyboard.press("x");
    await page.getByRole("button", { name: "Done", exact: true }).last().click();
    await page.getByText("1 task done").waitFor();
    await page.goto(`${kaunter.url}/tasks?state=done`);
    await page.getByRole("row", { name: /Send the cups again/ }).waitFor();
    await page.goto(customer);
  });

  await t.test("the timeline tells it among the rest, and can be narrowed to notes", async () => {
    await noteVerb("Pin to the top");
    await page.getByRole("img", { name: "Pinned" }).waitFor();
    await page.getByRole("button", { name: "Notes", exact: true }).click();
    await page.getByText("Note by").waitFor();
    await page.getByText("First seen").waitFor({ state: "detached" });
  });

  await t.test("a picture that is pasted while one writes goes along with the note", async () => {
    await page.goto(customer);
    await field().fill("How it arrived");
    await page.evaluate(PASTES_A_PICTURE);
    await page.getByRole("button", { name: "Leave shot.png out" }).waitFor();
    await assertAccessible(page, "a note with a picture");
    await field().press("Control+Enter");
    await notes().getByText("How it arrived").waitFor();
    await notes().getByText("shot.png").waitFor();
  });

  for (const scheme of ["light", "dark"] as const)
    await t.test(`the pages fit 1440 and 360 px, in ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      for (const [name, place] of [
        ["customer", customer],
        ["tasks", `${kaunter.url}/tasks?state=done`],
        ["subscriptions", `${kaunter.url}/subscriptions`],
        ["mentions", `${kaunter.url}/mentions`],
        ["settings", `${kaunter.url}/settings`],
      ] as const)
        for (const width of [1440, 360]) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(place);
          await page.getByRole("heading", { level: 1 }).waitFor();
          if (name === "customer") await notes().getByText("Likes the light roast").waitFor();
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

/** In the page, where there is a clipboard, into the field that is typed into. */
const PASTES_A_PICTURE = `{
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], "shot.png"));
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData }));
}`;

const notes = () => page.getByRole("region", { name: "Notes" });

async function noteVerb(name: string): Promise<void> {
  await page.getByRole("button", { name: "Note by Farah Adilah: more actions" }).click();
  await page.getByRole("menuitem", { name }).click();
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
