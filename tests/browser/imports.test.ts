import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { NAUGHTY } from "#platform/testing/naughty.ts";
import { type Beginning, begin, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

const CSV = [
  "Nama Penuh;E-mel;No Tel;Tarikh Daftar;Jumlah Belanja;Setuju WhatsApp",
  "Tan Wei Ling;WeiLing.Tan@Example.com;012-345 6789;03/11/2025;1204.50;Ya",
  "Kavitha a/p Subramaniam;kavitha@example.my;013-555 0192;25/12/2025;;Tidak",
  "Amirul Haziq;amirul@example.my;01-2345;01/02/2026;;Ya",
  "Grace Lourdes Fernandez;grace@example.my;;31/02/2025;;",
  '=HYPERLINK("http://x")<img src=x onerror=alert(1)>;naughty@example.my;;;;',
  "Tan Wei Ling;weiling.tan@example.com;;;;",
].join("\r\n");

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("imports");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("a file of customers is brought in, put right, and undone as a whole", async (t) => {
  await t.test("from the list of customers to the columns, which are matched", async () => {
    await page.goto(`${kaunter.url}/customers`);
    await page.getByRole("button", { name: "Import" }).click();
    await page.getByRole("heading", { level: 1, name: "Import customers" }).waitFor();
    await everywhere("file");
    await page.locator('input[type="file"]').setInputFiles({
      name: "pelanggan-2026.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(CSV),
    });
    await page.getByText("5 of 6 matched").waitFor();
    await everywhere("match");
  });

  await t.test(
    "the dry run shows what would be, and a wrong cell is put right in place",
    async () => {
      await page.getByRole("button", { name: "Dry run" }).click();
      await page.getByText("Nothing has been written yet.").waitFor();
      await page.getByText("Not a phone number.").waitFor();
      await page.getByText("Not a day.").waitFor();
      await everywhere("dry-run");
      const fix = page.getByLabel("Row 4, No Tel: put right");
      await fix.fill("013-234 5678");
      await fix.press("Enter");
      await page.getByText("Put right", { exact: true }).nth(1).waitFor();
    },
  );

  await t.test(
    "the import writes them, and names what is a formula or markup as text",
    async () => {
      await page.getByRole("button", { name: /^Import \d+ rows$/ }).click();
      await page.getByText("Imported by Farah Adilah").waitFor();
      await everywhere("result");
      await page.getByRole("button", { name: "See the customers" }).click();
      await page.getByRole("link", { name: "Amirul Haziq" }).waitFor();
      await page.getByRole("link", { name: '=HYPERLINK("http://x")<img' }).waitFor();
      assert.equal(await page.locator("img[src=x]").count(), 0);
    },
  );

  await t.test("undone, nothing of it is left", async () => {
    await page.goto(`${kaunter.url}/imports`);
    await page.getByRole("link", { name: "pelanggan-2026.csv" }).click();
    await page.getByRole("button", { name: "Undo the import" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("What it added goes again").waitFor();
    await assertAccessible(page, "the question before an undo");
    await dialog.getByRole("button", { name: "Undo the import" }).click();
    await page.getByText("Taken away").waitFor();
    await everywhere("undone");
    await page.goto(`${kaunter.url}/customers`);
    await page.getByText("Tan Wei Ling").waitFor({ state: "detached" });
    await page.goto(`${kaunter.url}/imports`);
    await page.getByRole("link", { name: "pelanggan-2026.csv" }).waitFor();
    await everywhere("imports");
  });

  await t.test("texts that go wrong elsewhere stand as text in lists and on pages", async () => {
    await page.goto(`${kaunter.url}/imports/new`);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = NAUGHTY.map((text, at) => `${quoted(text)},n${at}@nakal.example,${quoted(text)}`);
    await page.locator('input[type="file"]').setInputFiles({
      name: "nakal.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(["Name,E-mail,Note", ...rows].join("\n")),
    });
    await page.getByText("3 of 3 matched").waitFor();
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByText("Nothing has been written yet.").waitFor();
    await page.getByRole("button", { name: /^Import \d+ rows$/ }).click();
    await page.getByText("Imported by Farah Adilah").waitFor();

    const listed = await page.request.get(`${kaunter.url}/api/crm/customers?limit=200`);
    const { rows: people } = (await listed.json()) as { rows: { id: string; name: string }[] };
    assert.ok(people.length > NAUGHTY.length - 3, `${people.length} of ${NAUGHTY.length}`);
    await page.goto(`${kaunter.url}/customers`);
    await page
      .getByRole("link", { name: "日本語" })
      .or(page.getByRole("row").nth(20))
      .first()
      .waitFor();
    const seen = await page.locator('main a[href^="/customers/"]').allTextContents();
    // Beside each stands its first letter, for a picture.
    const isNamed = (text: string) => people.some(({ name }) => name !== "" && text.endsWith(name));
    assert.ok(seen.length >= 20, `${seen.length} rows`);
    assert.deepEqual(
      seen.filter((text) => !isNamed(text)),
      [],
    );

    const wild = people.filter(({ name }) => /[<{$%=\u202e\u200b]|^$/.test(name));
    for (const { id, name } of wild) {
      await page.goto(`${kaunter.url}/customers/${id}`);
      await page.locator("h1", { hasText: name === "" ? "@nakal.example" : name }).waitFor();
      assert.equal(await page.locator("img[src=x], main script, main iframe").count(), 0, name);
    }
  });

  await t.test("a picture that is called a table is refused in words", async () => {
    await page.goto(`${kaunter.url}/imports/new`);
    await page.locator('input[type="file"]').setInputFiles({
      name: "foto.csv",
      mimeType: "text/csv",
      buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]),
    });
    await page.getByText("This is no table. Choose a CSV or XLSX file.").waitFor();
    await everywhere("unreadable");
  });

  await t.test("no page broke its policy, threw, or asked anybody else", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});

/** What stands there now is accessible and fits, narrow in the dark and wide in the light: colours do not go by width. */
async function everywhere(name: string): Promise<void> {
  for (const [scheme, width] of [
    ["dark", 360],
    ["light", 1440],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    await assertAccessible(page, `${name} in ${scheme} at ${width}`);
    await assertFits(page, `${name} at ${width}`);
    await shoot(page, `${name}-${scheme}-${width}`);
  }
}
