import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Beginning, begin, sent, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

let kaunter: Beginning;
let page: Page;

before(async () => {
  kaunter = await begin("books");
  const owner = await kaunter.signedUp();
  page = owner.page;
  const { id: productId } = await sent<{ id: string }>(
    owner,
    kaunter.url,
    "/api/catalog/products",
    {
      title: "Kopi O",
      category: "Drinks > Coffee",
      variants: [{ priceMinor: 590, costMinor: 180 }],
    },
  );
  await sent(owner, kaunter.url, "/api/sales/orders", {
    channel: "stall",
    lines: [{ title: "Kopi O", productId, quantity: 2, unitPriceMinor: 590 }],
    shippingMinor: 500,
    isPaid: true,
    paymentMethod: "Cash",
  });
});

after(() => kaunter.end());

const PLACES = [
  "books",
  "books/profit-and-loss",
  "books/balance-sheet",
  "books/trial-balance",
  "books/profit-by",
  "books/cash-flow",
  "books/general-ledger",
  "books/receivables",
  "books/payables",
  "books/tax",
  "books/rules",
  "books/periods",
  "books/health",
  "journals",
  "journals/new",
  "chart",
  "suppliers",
  "suppliers/new",
  "bills",
  "bills/new",
] as const;

test("from no books to a sale in them, an entry by hand, and statements that agree", async (t) => {
  await t.test("the books are switched on, and what was sold before is in them", async () => {
    await page.goto(`${kaunter.url}/books`);
    await page.getByRole("heading", { name: "Keep the books here" }).waitFor();
    await assertAccessible(page, "books that are off");
    await shoot(page, "off");
    await page.getByRole("button", { name: "Switch the books on" }).click();
    await page.getByText("1 earlier sale posted").waitFor();
    await page.getByText("Sales equal the books to the cent").waitFor();
    await shoot(page, "on");
  });

  await t.test(
    "an entry is written with the keyboard, and = fills in what is missing",
    async () => {
      await page.goto(`${kaunter.url}/journals/new`);
      await page.getByLabel("What for", { exact: true }).fill("November rent");
      await page.getByRole("combobox", { name: "Account of line 1" }).fill("6300");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "Debit of line 1" }).fill("1,200.00");
      await page.getByText("more in credit is needed").waitFor();
      await page.getByRole("combobox", { name: "Account of line 2" }).fill("1011");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "Credit of line 2" }).press("=");
      await page.getByText("Debits equal credits").waitFor();
      await shoot(page, "editor");
      await page.getByRole("button", { name: "Post", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: /^J-\d+-000001$/ }).waitFor();
      await page.getByRole("link", { name: /6300 Rent/ }).waitFor();
      await shoot(page, "entry");
    },
  );

  await t.test(
    "revenue of a category gets an account of its own, and what was sold before is seen, then posted anew",
    async () => {
      await page.goto(`${kaunter.url}/books/rules`);
      await page.getByText("1 category goes to Sales: Drinks > Coffee").waitFor();
      await page.getByRole("button", { name: "Add a rule" }).click();
      await page.getByRole("combobox", { name: "Account", exact: true }).click();
      await page.getByRole("option", { name: /4110/ }).click();
      await page.getByRole("button", { name: "Save the rules" }).click();
      await page.getByText("Rules saved").waitFor();
      await page.getByRole("button", { name: "See what would change" }).click();
      await page.getByText(/1 of 1 orders would change/).waitFor();
      await page.getByRole("table", { name: "What would change" }).waitFor();
      await assertAccessible(page, "posting rules");
      await shoot(page, "rules-tried");
      await page.getByRole("button", { name: "Post 1 order anew" }).click();
      await page.getByText(/1 order was posted anew/).waitFor();
      await page.goto(`${kaunter.url}/books/profit-and-loss`);
      await page.getByRole("link", { name: "11.80" }).first().waitFor();
      await page.getByRole("rowheader", { name: /4110/ }).waitFor();
      await page.getByRole("rowheader", { name: /Cost of goods sold/ }).waitFor();
      await page.getByText("Sales equal the books to the cent").waitFor();
    },
  );

  await t.test("a statement leaves as a file, in the words of the screen", async () => {
    await page.goto(`${kaunter.url}/books/profit-and-loss`);
    await page.getByRole("button", { name: "Download" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "PDF" }).click(),
    ]);
    assert.match(file.suggestedFilename(), /^Profit and loss .+\.pdf$/);
    await page.goto(`${kaunter.url}/books/cash-flow`);
    await page.getByRole("rowheader", { name: "Cash and bank at the end" }).waitFor();
  });

  await t.test(
    "a supplier's bill is entered, told that it may be twice, approved, paid, and gone from what is owed",
    async () => {
      await page.goto(`${kaunter.url}/suppliers/new`);
      await page.getByRole("textbox", { name: "Name", exact: true }).fill("Kilang Kopi Ipoh");
      await page.getByRole("combobox", { name: "Usually posted to" }).fill("5100");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Kilang Kopi Ipoh" }).waitFor();
      const enter = async (price: string) => {
        await page.getByRole("button", { name: "New bill" }).click();
        await page.getByRole("textbox", { name: "The supplier’s number" }).fill("KK-204");
        await page.getByRole("combobox", { name: "What", exact: true }).fill("Biji kopi");
        await page.getByRole("textbox", { name: "Price" }).fill(price);
        await page.getByRole("button", { name: "Save", exact: true }).click();
        await page.getByRole("heading", { level: 1, name: /KK-204/ }).waitFor();
      };
      await enter("80");
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
      await page.getByText("To be paid").first().waitFor();
      await shoot(page, "bill");
      await page.getByRole("link", { name: "Kilang Kopi Ipoh" }).first().click();
      await enter("80");
      await page.getByText("This may be here already").waitFor();
      await assertAccessible(page, "a bill that may be twice");
      await shoot(page, "bill-twice");
      await page.goto(`${kaunter.url}/books/payables`);
      await page.getByRole("rowheader", { name: "Kilang Kopi Ipoh" }).waitFor();
      await shoot(page, "payables-owed");
      await page.goto(`${kaunter.url}/bills?standing=open`);
      await page.getByRole("link", { name: /Kilang Kopi Ipoh/ }).click();
      await page.getByRole("button", { name: "Pay", exact: true }).click();
      const pay = page.getByRole("dialog");
      await pay.getByRole("combobox", { name: "Paid from" }).click();
      await page.getByRole("option", { name: /1011/ }).click();
      await shoot(page, "bill-pay");
      await pay.getByRole("button", { name: "Pay", exact: true }).click();
      await page.getByText("The payment is posted").waitFor();
      await page.getByRole("table", { name: "Payments and credits" }).waitFor();
      await page.goto(`${kaunter.url}/books/payables`);
      await page.getByText("Suppliers, in the books").waitFor();
      assert.equal(await page.getByRole("rowheader", { name: "Kilang Kopi Ipoh" }).count(), 0);
    },
  );

  await t.test("every page of the books is accessible and fits, wide and at 360 px", async () => {
    for (const [size, scheme] of [
      [{ width: 1440, height: 900 }, "light"],
      [{ width: 360, height: 800 }, "dark"],
    ] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      for (const place of PLACES) {
        await page.goto(`${kaunter.url}/${place}`);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        await page.waitForLoadState("networkidle");
        await assertAccessible(page, `${place} ${scheme}`);
        await assertFits(page, `${place} at ${size.width}`);
        await shoot(page, `${place.replace("/", "-")}-${size.width}`);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await t.test("nothing happened on any page that must not", () => {
    assert.deepEqual(kaunter.faults, []);
  });
});
