import assert from "node:assert/strict";
import { test } from "node:test";
import { switchOnBooks } from "#modules/finance/books/books.actions.ts";
import { getReport, getReportFile } from "#modules/finance/reports/reports.actions.ts";
import type { ReportName, Sheet } from "#modules/finance/reports/reports.contract.ts";
import { testShop } from "../fixtures/shop.ts";
import { at, buyer, line, order, product, refund } from "../fixtures/telling.ts";

const WAYS = [
  "profit_by_channel",
  "profit_by_product",
  "profit_by_customer",
  "profit_by_order",
] as const;
const NOVEMBER = { from: "2026-11-01", to: "2026-11-30" };

test("what channels, products, customers and orders earned is each time the profit and loss, to the cent, and opens what is behind it", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, { chart: "online_my", language: "en", startsOn: "2026-01-01" });
  const variants = [
    {
      ...{ externalId: "v1", title: "", sku: null, currency: null, price: "5.00", cost: "1.80" },
      ...{ comparePrice: null, stockCount: null },
    },
  ];
  const beans = line({ ...{ externalId: "1", externalVariantId: "v1" }, netMinor: 1000 });
  const cups = line({
    ...{ externalId: "2", externalProductId: "p2", title: "Cawan", netMinor: 333 },
  });
  await shop.hears(
    { product: product({ variants }) },
    { product: product({ externalId: "p2", title: "Cawan" }) },
    { order: order({ lines: [beans, cups], totalMinor: 2133 }) },
    { refund: refund({ amountMinor: 100 }) },
    {
      order: order({
        ...{ externalId: "101", number: "#101", channel: "pos", placedAt: at(20), charges: [] },
        ...{ customer: buyer({ email: "budi@example.com", name: "Budi" }), totalMinor: 1000 },
      }),
    },
  );
  const sheet = (report: ReportName, more: object = {}): Promise<Sheet> =>
    shop.asks(getReport, { report, ...NOVEMBER, ...more });
  const rowsOf = ({ rows }: Sheet) =>
    Object.fromEntries(
      rows.map(({ cells: [name, ...figures] }) => [String(name), figures] as const),
    );
  const profit = await sheet("profit_and_loss");
  const net = profit.rows.at(-1)?.cells.at(-1);
  for (const way of WAYS) {
    const of = await sheet(way, { compare: "before" });
    assert.equal(of.rows.at(-1)?.cells.at(-2), net, way);
    assert.equal(of.rows.at(-1)?.cells.at(-1), 0, "nothing was before");
    const sum = of.rows.slice(0, -1).reduce((all, { cells }) => all + Number(cells.at(-2)), 0);
    assert.equal(sum, net, `${way}: its rows add up`);
    for (const format of ["csv", "xlsx", "pdf"] as const)
      assert.ok((await shop.asks(getReportFile, { report: way, ...NOVEMBER, format })).base64);
  }
  const orders = await sheet("profit_by_order");
  assert.deepEqual(rowsOf(orders)["#100"], [2033, 360, 1673, 0, 1673]);
  assert.deepEqual(rowsOf(orders)["Of no order"], [0, 0, 0, 0, 0]);
  assert.match(orders.rows[0]?.to ?? "", /^\/orders\/ord_/);
  const customers = await sheet("profit_by_customer");
  assert.deepEqual(rowsOf(customers)["Budi"]?.[0], 1000);
  assert.match(customers.rows[0]?.to ?? "", /^\/customers\/cus_/);
  // RM 12.33 of goods were left of RM 13.33 sold at RM 10.00 and RM 3.33: RM 9.25 and RM 3.08.
  const products = await sheet("profit_by_product", { channel: "web" });
  assert.deepEqual(rowsOf(products)["Kopi O"], [925, 360, 565, 0, 565]);
  assert.deepEqual(rowsOf(products)["Cawan"], [308, 0, 308, 0, 308]);
  assert.deepEqual(rowsOf(products)["Postage, fees and all that is of no product"]?.[0], 800);
  const channels = await sheet("profit_by_channel");
  assert.equal(channels.rows.length, 4);
  assert.match(
    channels.rows[0]?.to ?? "",
    /^\/books\/profit-and-loss\?from=2026-11-01&.*channel=web&store=/,
  );
});
