import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { openTable } from "#platform/transfer/reading.ts";
import { type Beginning, begin, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

const PRODUCTS = [
  "Nama Produk,Varian,Kod SKU,Harga Jualan,Kos,Baki Stok",
  "Baju Kurung,M,BK-M,89.90,40,3",
  "Baju Kurung,L,BK-L,99.90,40,",
  "Kopi <b>O</b>,,KOPI,percuma,9,12",
  "=1+1,,SATU,5,,",
].join("\n");

const ORDERS = [
  "Nombor Pesanan,Tarikh,Nama Pelanggan,Emel,SKU,Produk,Kuantiti,Harga,Status Bayaran",
  "A-1,03/11/2025 14:05,=Aina & Co,aina@example.com,BK-M,,2,89.90,Dibayar",
  "A-1,,,,BK-L,,1,99.90,",
  "A-2,31/02/2025,<img src=x onerror=alert(1)>,badrul@example.com,,Kopi,1,18,Belum dibayar",
  "A-3,05/11/2025,Chong,chong@example.com,,Kuih,3,2.50,",
].join("\n");

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("files");
  ({ page } = await kaunter.signedUp());
});

after(() => kaunter.end());

test("products and orders come in by files, put right and taken back; what a list shows goes out by them", async (t) => {
  await t.test("products: tried, imported, one put right and imported after", async () => {
    await bringsIn("product", "produk.csv", PRODUCTS);
    await everywhere("products-match");
    await tries("Not an amount.");
    await everywhere("products-dry-run");
    await imports();
    await putsRight("Row 4, Harga Jualan: put right", "18");
    await everywhere("products-result");
    await page.getByRole("button", { name: "See the products" }).click();
    await page.getByRole("link", { name: "Kopi <b>O</b>" }).waitFor();
    await page.getByRole("link", { name: "=1+1" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Baju Kurung" }).count(), 1);
  });

  await t.test("orders: their lines, and who bought, come along; text stays text", async () => {
    await bringsIn("order", "pesanan.csv", ORDERS);
    await everywhere("orders-match");
    await tries("Not a day.");
    await everywhere("orders-dry-run");
    await imports();
    await putsRight("Row 4, Tarikh: put right", "28/02/2025");
    await everywhere("orders-result");
    await page.getByRole("button", { name: "See the orders" }).click();
    await page.getByRole("link", { name: "A-2" }).waitFor();
    await page.getByText("=Aina & Co").waitFor();
    assert.equal(await page.locator("img[src=x]").count(), 0);
    await page.getByRole("link", { name: "A-1" }).click();
    await page.getByRole("heading", { level: 1, name: /A-1/ }).waitFor();
    await page.getByText("Baju Kurung").first().waitFor();
    await page.getByText("279.70").first().waitFor();
  });

  await t.test("what the list shows is written as CSV and as Excel, and fetched", async () => {
    await page.goto(`${kaunter.url}/customers?search=aina`);
    await page.getByRole("link", { name: "=Aina & Co" }).waitFor();
    const csv = await exports("CSV", "customers-export");
    assert.match(csv.name, /\.csv$/);
    assert.match(csv.bytes.toString(), /,'=Aina & Co,aina@example\.com,/);
    // Guarded in the file, and read in again as it was.
    assert.deepEqual(await namesIn(csv.bytes), ["=Aina & Co"]);
    const xlsx = await exports("Excel", "customers-export-excel");
    assert.match(xlsx.name, /\.xlsx$/);
    assert.deepEqual(await namesIn(xlsx.bytes), ["=Aina & Co"]);

    await page.goto(`${kaunter.url}/orders`);
    const lines = await exports("Excel", "orders-export", "A line of an order");
    const { header, rows } = await tableOf(lines.bytes);
    const [number, quantity] = [header.indexOf("Number"), header.indexOf("Line: quantity")];
    assert.deepEqual(
      rows.map((cells) => [cells[number], cells[quantity]]),
      [
        ["A-1", "2"],
        ["A-1", "1"],
        ["A-3", "3"],
        // Put right, and so the last that came in.
        ["A-2", "1"],
      ],
    );
    await page.goto(`${kaunter.url}/exports`);
    await page.getByRole("row").nth(3).waitFor();
    await everywhere("exports");
  });

  await t.test("both are undone, and nothing of them is left", async () => {
    for (const file of ["pesanan.csv", "produk.csv"]) {
      await page.goto(`${kaunter.url}/imports`);
      await page.getByRole("link", { name: file }).click();
      await page.getByRole("button", { name: "Undo the import" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Undo the import" }).click();
      await page.getByText("Taken away").waitFor();
    }
    await everywhere("orders-undone");
    for (const list of ["orders", "products", "customers"]) {
      await page.goto(`${kaunter.url}/${list}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.getByRole("row").first().waitFor({ state: "detached" });
    }
  });

  await t.test("no page broke its policy, threw, or asked anybody else", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});

async function bringsIn(type: string, name: string, csv: string): Promise<void> {
  await page.goto(`${kaunter.url}/imports/new?type=${type}`);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("button", { name: "Dry run" }).waitFor();
}

async function tries(problem: string): Promise<void> {
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText("Nothing has been written yet.").waitFor();
  await page.getByText(problem).first().waitFor();
}

async function imports(): Promise<void> {
  await page.getByRole("button", { name: /^Import \d+ (?:rows?|records?)$/ }).click();
  await page.getByText("Imported by Farah Adilah").waitFor();
}

/** On the page of what was imported: then its row is imported as well. */
async function putsRight(label: string, value: string): Promise<void> {
  const fix = page.getByLabel(label);
  await fix.fill(value);
  await fix.press("Enter");
  await page.getByRole("button", { name: /^Import \d+ rows? put right$/ }).click();
  await page.getByRole("button", { name: /put right$/ }).waitFor({ state: "detached" });
  await fix.waitFor({ state: "detached" });
}

async function exports(
  format: string,
  name: string,
  rows?: string,
): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog");
  if (rows !== undefined) await dialog.getByRole("radio", { name: rows, exact: true }).check();
  await dialog.getByRole("radio", { name: format, exact: true }).check();
  await assertAccessible(page, name);
  await shoot(page, name);
  await dialog.getByRole("button", { name: "Write the file" }).click();
  const fetching = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Fetch the file" }).click();
  const download = await fetching;
  const bytes = await readFile(await download.path());
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  return { name: download.suggestedFilename(), bytes };
}

async function tableOf(bytes: Buffer) {
  const read = async (from: number, length: number) => bytes.subarray(from, from + length);
  const table = await openTable({ bytes: bytes.length, read });
  const rows: (readonly string[])[] = [];
  for await (const batch of table.rows()) rows.push(...batch.map(({ cells }) => cells));
  return { header: table.header, rows };
}

async function namesIn(bytes: Buffer): Promise<(string | undefined)[]> {
  const { header, rows } = await tableOf(bytes);
  return rows.map((cells) => cells[header.indexOf("Name")]);
}

/** What stands there now is accessible and fits, wide and narrow, light and dark. */
async function everywhere(name: string): Promise<void> {
  for (const scheme of ["dark", "light"] as const)
    for (const width of [360, 1440]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      await assertAccessible(page, `${name} in ${scheme} at ${width}`);
      await assertFits(page, `${name} at ${width}`);
      await shoot(page, `${name}-${scheme}-${width}`);
    }
}
