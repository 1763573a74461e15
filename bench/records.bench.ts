import { progress, withKaunter } from "./kaunter.ts";
import { type Row, row, timed } from "./row.ts";

const LANES = 8;
const COUNT = 4_000;
const WARM_UP = 400;

/** Customers and orders entered by the API: session, permission, one transaction and its audit entry each. */
export const run = (): Promise<Row[]> =>
  withKaunter(async ({ signedUp }) => {
    const owner = await signedUp("Kedai Rekod");
    const ids: string[] = [];
    const customer = async (i: number) => {
      const made = await owner.ask<{ id: string }>("POST", "/api/crm/customers", customerOf(i));
      ids.push(made.id);
    };
    const order = (i: number) =>
      owner.ask("POST", "/api/sales/orders", orderOf(i, ids[i % ids.length] as string));

    const customers = await aSecond(customer);
    const orders = await aSecond(order);
    const figure = (result: number, goal: number) =>
      ({ goal, result, unit: "/s", better: "higher" }) as const;
    return [
      row(
        "records.customers",
        "Customers created by the API, 8 connections",
        figure(customers, 600),
      ),
      row(
        "records.orders",
        "Orders of two lines created by the API, 8 connections",
        figure(orders, 300),
      ),
    ];
  });

async function aSecond(work: (i: number) => Promise<unknown>): Promise<number> {
  await timed(LANES, WARM_UP, work);
  const { allMs, each } = await timed(LANES, COUNT, (i) => work(WARM_UP + i));
  progress(`${Math.round((COUNT / allMs) * 1000)}/s, worst ${Math.max(...each).toFixed(0)} ms`);
  return (COUNT / allMs) * 1000;
}

const customerOf = (i: number) => ({
  name: `Pelanggan ${i}`,
  email: `pelanggan${i}@kedai.example`,
  phone: `+6012${String(3_000_000 + i)}`,
  street: `${i} Jalan Kenari`,
  city: "Shah Alam",
  postcode: "40000",
  country: "MY",
  tags: ["kedai"],
});

const orderOf = (i: number, customerId: string) => ({
  customerId,
  channel: "stall",
  lines: [
    { title: "Kopi O", quantity: 2, unitPriceMinor: 590 + (i % 50) },
    { title: "Roti Bakar", sku: "RB-1", quantity: 1, unitPriceMinor: 450 },
  ],
  shippingMinor: 500,
  isPaid: true,
});
