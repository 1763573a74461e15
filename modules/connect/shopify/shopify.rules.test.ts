import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { StoreOrder } from "#modules/sales/sales.public.ts";
import type { Deed, Reading } from "../deliveries/deliveries.rules.ts";
import { shopify } from "./shopify.rules.ts";

/** Bodies of our own, in the documented shape. The shop's money is ringgit; the buyer's is Singapore dollars. */
const set = (ringgit: string, dollars: string) => ({
  shop_money: { amount: ringgit, currency_code: "MYR" },
  presentment_money: { amount: dollars, currency_code: "SGD" },
});
const line = {
  id: 14000001,
  admin_graphql_api_id: "gid://shopify/LineItem/14000001",
  title: "Kopi O",
  name: "Kopi O - 500 g",
  variant_title: "500 g",
  sku: "KOPI",
  product_id: 8000001,
  variant_id: 44000001,
  quantity: 2,
  current_quantity: 2,
  price: "10.00",
  price_set: set("10.00", "3.10"),
  total_discount: "0.00",
  gift_card: false,
  discount_allocations: [{ amount: "1.00", amount_set: set("1.00", "0.31") }],
  tax_lines: [{ title: "SST", rate: 0.06, price: "1.08", price_set: set("1.08", "0.33") }],
};
const customer = {
  id: 7000001,
  admin_graphql_api_id: "gid://shopify/Customer/7000001",
  email: "Mei@Example.com",
  first_name: "美玲",
  last_name: "陈",
  phone: null,
  tags: "borong, agen,borong",
  created_at: "2026-01-01T08:00:00+08:00",
  updated_at: "2026-11-11T09:00:00+08:00",
  email_marketing_consent: { state: "subscribed", consent_updated_at: "2026-01-01T08:00:00+08:00" },
  sms_marketing_consent: { state: "not_subscribed", consent_updated_at: null },
  default_address: {
    address1: "1, Jalan Satu",
    city: "Klang",
    province: "Selangor",
    province_code: "SGR",
    country_code: "MY",
    zip: "41200",
    phone: "+60123456789",
    company: "Kedai",
  },
};
const order = {
  id: 5400001,
  admin_graphql_api_id: "gid://shopify/Order/5400001",
  name: "#1001",
  currency: "MYR",
  presentment_currency: "SGD",
  created_at: "2026-11-11T09:00:00+08:00",
  processed_at: "2026-11-11T09:00:00+08:00",
  updated_at: "2026-11-11T09:05:00+08:00",
  cancelled_at: null,
  financial_status: "paid",
  fulfillment_status: null,
  total_price: "28.08",
  total_price_set: set("28.08", "8.70"),
  current_total_price: "28.08",
  total_tax: "1.08",
  total_discounts: "1.00",
  taxes_included: false,
  test: false,
  source_name: "web",
  email: "mei@example.com",
  note: null,
  payment_gateway_names: ["FPX"],
  discount_codes: [{ code: "RAYA", amount: "1.00", type: "fixed_amount" }],
  billing_address: {
    first_name: "美玲",
    last_name: "陈",
    address1: "2, Jalan Dua",
    country_code: "MY",
    phone: "012 345",
  },
  shipping_address: null,
  customer,
  line_items: [line],
  shipping_lines: [
    {
      id: 1,
      title: "J&T",
      price: "8.00",
      price_set: set("8.00", "2.48"),
      discounted_price: "8.00",
      discount_allocations: [],
      tax_lines: [],
    },
  ],
  tax_lines: [{ title: "SST", rate: 0.06, price: "1.08" }],
  refunds: [],
  total_tip_received: "0.00",
};
const refund = {
  id: 950001,
  admin_graphql_api_id: "gid://shopify/Refund/950001",
  order_id: 5400001,
  created_at: "2026-11-12T09:00:00+08:00",
  processed_at: "2026-11-12T09:01:00+08:00",
  note: "Rosak",
  refund_line_items: [
    {
      id: 1,
      line_item_id: 14000001,
      quantity: 1,
      subtotal: 9.5,
      subtotal_set: set("9.50", "2.95"),
      total_tax: 0.54,
      total_tax_set: set("0.54", "0.17"),
    },
  ],
  order_adjustments: [],
  refund_shipping_lines: [],
  total_duties_set: set("0.00", "0.00"),
  transactions: [{ id: 1, kind: "refund", status: "success", amount: "3.12", currency: "SGD" }],
};

const RECEIVED = new Date("2026-11-13T00:00:00Z");
function read(topic: string, body: unknown, headers: Record<string, string> = {}): Reading {
  return shopify.read({
    connectionId: "con",
    topic,
    headers,
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    receivedAt: RECEIVED,
    company: { currency: "MYR", country: "MY", zone: "Asia/Kuala_Lumpur" },
  });
}
function deedOf<Does extends Deed["does"]>(does: Does, reading: Reading) {
  assert.ok(reading.is === "deeds", JSON.stringify(reading));
  const [deed] = reading.deeds;
  assert.equal(deed?.does, does);
  return deed as Extract<Deed, { does: Does }>;
}
const orderOf = (change: object = {}, headers = {}): StoreOrder =>
  deedOf("order", read("orders/updated", { ...order, ...change }, headers)).order;
const refundOf = (change: object = {}) =>
  deedOf("refund", read("refunds/create", { ...refund, ...change })).refund;
const told = (reading: Reading): string => {
  if (reading.is === "unreadable") return `${reading.reason} at ${reading.path}: ${reading.detail}`;
  return reading.is === "ignored" ? reading.reason : "deeds";
};
/** What the parts come to: it must be what the shop says the whole comes to. */
const sumOf = (read: StoreOrder): number =>
  read.lines.reduce((sum, { netMinor }) => sum + netMinor, 0) +
  read.charges.reduce(
    (sum, { kind, amountMinor }) =>
      sum + (["shipping", "fee", "tip"].includes(kind) ? amountMinor : 0),
    0,
  ) +
  (read.taxesIncluded ? 0 : read.taxMinor);

describe("an order", () => {
  test("is read whole, in the shop's own currency", () => {
    const { clock, customer: buyer, ...read } = orderOf();
    assert.deepEqual(read, {
      connectionId: "con",
      externalId: "5400001",
      number: "#1001",
      channel: "web",
      paymentStatus: "paid",
      fulfilmentStatus: "unfulfilled",
      sourceStatus: "paid/unfulfilled",
      status: "open",
      isTest: false,
      currency: "MYR",
      taxesIncluded: false,
      totalMinor: 2808,
      discountMinor: 100,
      taxMinor: 108,
      placedAt: new Date("2026-11-11T01:00:00Z"),
      paidAt: null,
      completedAt: null,
      cancelledAt: null,
      billing: {
        name: "美玲 陈",
        organisation: null,
        street: "2, Jalan Dua",
        street2: null,
        city: null,
        postcode: null,
        state: null,
        country: "MY",
        phone: "012 345",
      },
      shipping: null,
      paymentMethod: "FPX",
      discountCodes: ["RAYA"],
      note: "",
      lines: [
        {
          externalId: "14000001",
          title: "Kopi O",
          variantTitle: "500 g",
          sku: "KOPI",
          externalProductId: "8000001",
          externalVariantId: "44000001",
          quantity: 2,
          currentQuantity: 2,
          unitPriceMinor: 1000,
          discountMinor: 100,
          taxMinor: 108,
          netMinor: 1900,
          isGiftCard: false,
        },
      ],
      charges: [
        { kind: "shipping", title: "J&T", amountMinor: 800, taxMinor: 0, ratePpm: null },
        { kind: "tax", title: "SST", amountMinor: 108, taxMinor: 0, ratePpm: 60_000 },
        { kind: "discount", title: "RAYA", amountMinor: 100, taxMinor: 0, ratePpm: null },
      ],
      refunds: [],
      payments: [],
    });
    assert.equal(sumOf(orderOf()), 2808);
    assert.deepEqual(clock.updatedAt, new Date("2026-11-11T01:05:00Z"));
    assert.match(clock.tie, /^42:[0-9a-f]{16}$/);
    assert.equal(buyer?.externalId, "7000001");
    assert.equal(buyer?.isAccount, true);
  });

  const statuses: [object, string, string, string][] = [
    [{ financial_status: "pending" }, "open", "pending", "unfulfilled"],
    [{ financial_status: "authorized" }, "open", "authorised", "unfulfilled"],
    [{ financial_status: "partially_paid" }, "open", "part_paid", "unfulfilled"],
    [{ financial_status: "paid", fulfillment_status: "partial" }, "open", "paid", "part_fulfilled"],
    [
      { financial_status: "paid", fulfillment_status: "fulfilled" },
      "completed",
      "paid",
      "fulfilled",
    ],
    [
      { financial_status: "pending", fulfillment_status: "fulfilled" },
      "open",
      "pending",
      "fulfilled",
    ],
    [
      { financial_status: "partially_refunded", fulfillment_status: "fulfilled" },
      "completed",
      "part_refunded",
      "fulfilled",
    ],
    [
      { financial_status: "refunded", fulfillment_status: "restocked" },
      "completed",
      "refunded",
      "cancelled",
    ],
    [{ financial_status: "voided" }, "cancelled", "voided", "unfulfilled"],
    [{ financial_status: "expired" }, "cancelled", "voided", "unfulfilled"],
    [{ cancelled_at: "2026-11-11T10:00:00+08:00" }, "cancelled", "paid", "cancelled"],
    [{ financial_status: null }, "open", "unpaid", "unfulfilled"],
    [
      {
        financial_status: null,
        total_price: "0.00",
        total_price_set: null,
        current_total_price: "0.00",
      },
      "open",
      "paid",
      "unfulfilled",
    ],
    [
      { financial_status: "constructor", fulfillment_status: "toString" },
      "open",
      "unpaid",
      "unfulfilled",
    ],
  ];
  for (const [change, status, payment, fulfilment] of statuses) {
    test(`${JSON.stringify(change)}: ${status}, ${payment}, ${fulfilment}`, () => {
      const read = orderOf(change);
      assert.deepEqual(
        [read.status, read.paymentStatus, read.fulfilmentStatus],
        [status, payment, fulfilment],
      );
    });
  }

  test("the digits come from the text of the id where numbers were rounded", () => {
    const rounded = orderOf({
      id: 820982911946154500,
      admin_graphql_api_id: "gid://shopify/Order/820982911946154508",
    });
    assert.equal(rounded.externalId, "820982911946154508");
    const body = JSON.stringify({ ...order, admin_graphql_api_id: null }).replace(
      '"id":5400001',
      '"id":820982911946154508',
    );
    assert.equal(
      deedOf("order", read("orders/create", body)).order.externalId,
      "820982911946154508",
    );
  });

  test("a test order, and an order of a test delivery, is marked as one", () => {
    assert.equal(orderOf({ test: true }).isTest, true);
    assert.equal(orderOf({}, { "x-shopify-test": "true" }).isTest, true);
    assert.equal(orderOf({}, { "x-shopify-test": "false" }).isTest, false);
  });

  test("a gift card is owed, not earned: it leaves the total and its line nets nothing", () => {
    const card = {
      ...line,
      id: 2,
      admin_graphql_api_id: null,
      gift_card: true,
      price: "50.00",
      price_set: null,
      quantity: 1,
      current_quantity: 1,
      discount_allocations: [],
      tax_lines: [],
    };
    const read = orderOf({
      line_items: [line, card],
      total_price: "78.08",
      total_price_set: null,
      current_total_price: "78.08",
    });
    assert.equal(read.totalMinor, 2808);
    assert.equal(sumOf(read), 2808);
    assert.deepEqual(
      [read.lines[1]?.netMinor, read.lines[1]?.unitPriceMinor, read.lines[1]?.isGiftCard],
      [0, 5000, true],
    );
  });

  test("an item taken out before payment is not bought; after payment the refund answers for it", () => {
    const edited = {
      line_items: [line, { ...line, id: 3, admin_graphql_api_id: null, current_quantity: 0 }],
      total_price: "48.16",
      total_price_set: null,
      current_total_price: "28.08",
      total_tax: "2.16",
      current_total_tax: "1.08",
    };
    const unpaid = orderOf({ ...edited, financial_status: "pending" });
    assert.equal(unpaid.totalMinor, 2808);
    assert.equal(sumOf(unpaid), 2808);
    assert.deepEqual(
      unpaid.lines.map(({ quantity, currentQuantity, netMinor }) => [
        quantity,
        currentQuantity,
        netMinor,
      ]),
      [
        [2, 2, 1900],
        [2, 0, 0],
      ],
    );
    const paid = orderOf(edited);
    assert.equal(paid.totalMinor, 4816);
    assert.equal(sumOf(paid), 4816);
  });

  test("tax that prices include is not added again", () => {
    const read = orderOf({
      taxes_included: true,
      total_price: "27.00",
      total_price_set: null,
      current_total_price: "27.00",
    });
    assert.equal(read.taxesIncluded, true);
    assert.equal(sumOf(read), 2700);
  });

  test("tips, duties and shipping discounts take part in the sum, a removed shipping does not", () => {
    const read = orderOf({
      total_tip_received: "2.00",
      original_total_duties_set: set("3.00", "0.93"),
      shipping_lines: [
        {
          title: "A",
          price: "8.00",
          discounted_price: "8.00",
          discount_allocations: [{ amount: "8.00" }],
        },
        { title: "B", price: "5.00", is_removed: true },
      ],
      total_price: "25.08",
      total_price_set: null,
      current_total_price: "25.08",
    });
    assert.equal(sumOf(read), 2508);
    assert.deepEqual(
      read.charges.filter(({ amountMinor }) => amountMinor > 0).map(({ kind }) => kind),
      ["tip", "fee", "tax", "discount"],
    );
    const atTill = orderOf({
      total_tip_received: "2.00",
      line_items: [line, { ...line, tip: { payment_method: "visa" } }],
    });
    assert.equal(
      atTill.charges.some(({ kind }) => kind === "tip"),
      false,
      "a tip that is a line is not told twice",
    );
  });

  test("older versions tell a line's discount only as a total", () => {
    const { discount_allocations: _, ...old } = line;
    assert.equal(
      orderOf({ line_items: [{ ...old, total_discount: "1.50" }] }).lines[0]?.netMinor,
      1850,
    );
  });

  test("a sale at the till without a name has no customer; a guest is known by the order", () => {
    const bare = { customer: null, email: "", billing_address: null, phone: null };
    assert.equal(orderOf(bare).customer, null);
    const guest = orderOf({ customer: null, email: "Guest@Example.com" }).customer;
    assert.deepEqual(
      [guest?.isAccount, guest?.externalId, guest?.email, guest?.name, guest?.phoneText],
      [false, null, "guest@example.com", "美玲 陈", "012 345"],
    );
    assert.deepEqual(guest?.clock.updatedAt, new Date("2026-11-11T01:00:00Z"));
  });

  test("a hidden customer is still the same account", () => {
    const hidden = {
      id: 7000001,
      email: null,
      first_name: null,
      last_name: null,
      phone: null,
      default_address: null,
    };
    const buyer = orderOf({ customer: hidden, billing_address: null }).customer;
    assert.deepEqual(
      [buyer?.externalId, buyer?.email, buyer?.name, buyer?.isAccount],
      ["7000001", null, "", true],
    );
  });

  test("transactions told with it are its payments, and date them", () => {
    const transactions = [
      {
        id: 1,
        kind: "authorization",
        status: "success",
        amount: "28.08",
        currency: "MYR",
        created_at: "2026-11-11T09:00:00+08:00",
      },
      {
        id: 2,
        kind: "capture",
        status: "success",
        amount: "28.08",
        currency: "MYR",
        processed_at: "2026-11-11T09:02:00+08:00",
      },
    ];
    const read = orderOf({ transactions });
    assert.deepEqual(
      read.payments.map(({ kind, status }) => [kind, status]),
      [
        ["authorisation", "succeeded"],
        ["payment", "succeeded"],
      ],
    );
    assert.deepEqual(read.paidAt, new Date("2026-11-11T01:02:00Z"));
  });

  test("a transaction without a currency is in its order's; on its own it is unreadable", () => {
    const bare = {
      id: 1,
      kind: "sale",
      status: "success",
      amount: "28.08",
      created_at: "2026-11-11T09:00:00+08:00",
    };
    assert.equal(orderOf({ transactions: [bare] }).payments[0]?.currency, "MYR");
    assert.equal(
      told(read("order_transactions/create", { ...bare, order_id: 1 })),
      "connect.reading.field_missing at currency: ",
    );
  });

  test("its refunds are those of their own topic, to the tie", () => {
    const inside = orderOf({ financial_status: "partially_refunded", refunds: [refund] }).refunds;
    assert.deepEqual(inside, [refundOf()]);
  });

  const failures: [string, object, string][] = [
    ["no currency", { currency: null }, "connect.reading.field_missing at currency: "],
    [
      "no total",
      { total_price: null, total_price_set: null },
      "connect.reading.field_missing at total_price: ",
    ],
    [
      "a total of words",
      { total_price: "free", total_price_set: null },
      "connect.reading.not_money at total_price: free",
    ],
    [
      "a set of words",
      { total_price_set: { shop_money: { amount: "1.259,90", currency_code: "MYR" } } },
      "connect.reading.not_money at total_price_set.shop_money.amount: 1.259,90",
    ],
    [
      "no day",
      { created_at: null, processed_at: null },
      "connect.reading.field_missing at created_at: ",
    ],
    [
      "no clock that can be read",
      { updated_at: "now" },
      "connect.reading.not_a_moment at updated_at: now",
    ],
    [
      "a line without a price",
      { line_items: [{ ...line, price: null, price_set: null }] },
      "connect.reading.field_missing at line_items[0].price: ",
    ],
    ["no id", { id: null, admin_graphql_api_id: null }, "connect.reading.field_missing at id: "],
  ];
  for (const [what, change, reason] of failures) {
    test(`with ${what} it is unreadable: ${reason}`, () => {
      assert.equal(told(read("orders/updated", { ...order, ...change })), reason);
    });
  }
});

describe("a refund", () => {
  test("is the money that moved, converted by the amounts it carries", () => {
    const { tie, ...read } = refundOf();
    assert.deepEqual(read, {
      connectionId: "con",
      orderExternalId: "5400001",
      externalId: "950001",
      currency: "MYR",
      amountMinor: 1004,
      reason: "Rosak",
      hasMovedMoney: true,
      refundedAt: new Date("2026-11-12T01:01:00Z"),
      lines: [{ lineExternalId: "14000001", quantity: 1, amountMinor: 950 }],
    });
    assert.match(tie, /^20:0000000000001004:[0-9a-f]{16}$/);
  });

  const money = (kind: string, status: string, amount: string, currency: string) => ({
    id: 1,
    kind,
    status,
    amount,
    currency,
  });
  const moved: [string, object, number][] = [
    [
      "in the shop's currency, as it stands",
      { transactions: [money("refund", "success", "10.04", "MYR")] },
      1004,
    ],
    [
      "without tax, when that is the amount",
      { transactions: [money("refund", "success", "2.95", "SGD")] },
      950,
    ],
    [
      "of another amount, at the refund's own rate",
      { transactions: [money("refund", "success", "1.56", "SGD")] },
      502,
    ],
    [
      "in two parts",
      {
        transactions: [
          money("refund", "success", "5.00", "MYR"),
          money("refund", "success", "5.04", "MYR"),
        ],
      },
      1004,
    ],
    [
      "only as far as it succeeded",
      {
        transactions: [
          money("refund", "success", "5.00", "MYR"),
          money("refund", "failure", "5.04", "MYR"),
          money("sale", "success", "9.00", "MYR"),
        ],
      },
      500,
    ],
    [
      "of shipping, told as an adjustment",
      {
        refund_line_items: [],
        order_adjustments: [{ kind: "shipping_refund", amount_set: set("-8.00", "-2.48") }],
        transactions: [money("refund", "success", "2.48", "SGD")],
      },
      800,
    ],
    [
      "of shipping told twice, once",
      {
        refund_shipping_lines: [{ subtotal_amount_set: set("8.00", "2.48") }],
        order_adjustments: [{ kind: "shipping_refund", amount_set: set("-8.00", "-2.48") }],
        transactions: [money("refund", "success", "5.60", "SGD")],
      },
      1804,
    ],
  ];
  for (const [what, change, minor] of moved) {
    test(`${what}: ${minor}`, () => assert.equal(refundOf(change).amountMinor, minor));
  }

  test("that has moved no money is set aside", () => {
    for (const transactions of [[], [money("refund", "pending", "3.12", "SGD")]]) {
      assert.equal(
        told(read("refunds/create", { ...refund, transactions })),
        "connect.shopify.no_money_moved",
      );
    }
  });

  test("of a gift card gives back what was never revenue", () => {
    const [item] = refund.refund_line_items;
    const card = {
      ...item,
      id: 2,
      line_item: { gift_card: true },
      subtotal_set: set("5.00", "1.55"),
    };
    const read = refundOf({
      refund_line_items: [item, card],
      transactions: [money("refund", "success", "15.04", "MYR")],
    });
    assert.equal(read.amountMinor, 1004);
  });

  test("in a currency nobody tells the rate of is unreadable", () => {
    const foreign = { transactions: [money("refund", "success", "900", "JPY")] };
    assert.equal(
      told(read("refunds/create", { ...refund, ...foreign })),
      "connect.shopify.rate_unknown at transactions[0].currency: JPY",
    );
  });

  test("inside its order, an amount without lines is converted at the order's rate", () => {
    const bare = {
      ...refund,
      refund_line_items: [],
      transactions: [money("refund", "success", "4.35", "SGD")],
    };
    assert.equal(orderOf({ refunds: [bare] }).refunds[0]?.amountMinor, 1404);
    assert.equal(
      told(read("refunds/create", bare)),
      "connect.shopify.rate_unknown at transactions[0].currency: SGD",
    );
  });

  test("told again with more money moved is the later telling", () => {
    const half = refundOf({ transactions: [money("refund", "success", "5.00", "MYR")] });
    assert.ok(refundOf().tie > half.tie);
  });
});

describe("a payment", () => {
  const transaction = {
    id: 6700001,
    order_id: 5400001,
    kind: "sale",
    status: "success",
    amount: "8.70",
    currency: "SGD",
    gateway: "FPX",
    authorization: "A1",
    created_at: "2026-11-11T09:00:00+08:00",
    processed_at: null,
  };
  const paymentOf = (change: object = {}) =>
    deedOf("payment", read("order_transactions/create", { ...transaction, ...change })).payment;

  test("keeps its own currency", () => {
    const { tie, ...read } = paymentOf();
    assert.deepEqual(read, {
      connectionId: "con",
      orderExternalId: "5400001",
      externalId: "6700001",
      kind: "payment",
      status: "succeeded",
      method: "FPX",
      currency: "SGD",
      amountMinor: 870,
      paidAt: new Date("2026-11-11T01:00:00Z"),
      reference: "A1",
    });
    assert.ok(
      tie > paymentOf({ status: "pending" }).tie,
      "what succeeded is later than what was pending",
    );
  });

  test("is of four kinds; change at a till and suggestions are none", () => {
    const kinds = {
      sale: "payment",
      capture: "payment",
      authorization: "authorisation",
      refund: "refund",
      void: "void",
    };
    for (const [kind, ours] of Object.entries(kinds)) assert.equal(paymentOf({ kind }).kind, ours);
    assert.equal(paymentOf({ status: "error" }).status, "failed");
    assert.equal(
      told(read("order_transactions/create", { ...transaction, kind: "change" })),
      "connect.shopify.no_payment",
    );
    assert.equal(
      told(read("order_transactions/create", { ...transaction, order_id: null })),
      "connect.shopify.no_order_yet",
    );
  });
});

describe("a customer", () => {
  const customerOf = (change: object = {}) =>
    deedOf("customer", read("customers/update", { ...customer, ...change })).customer;

  test("is an account with address, tags and consent", () => {
    const { clock, ...read } = customerOf();
    assert.deepEqual(read, {
      connectionId: "con",
      externalId: "7000001",
      isAccount: true,
      email: "mei@example.com",
      phoneText: "+60123456789",
      name: "美玲 陈",
      organisation: "Kedai",
      address: {
        street: "1, Jalan Satu",
        street2: null,
        city: "Klang",
        postcode: "41200",
        state: "SGR",
        country: "MY",
      },
      tags: ["borong", "agen"],
      emailConsent: { state: "subscribed", at: new Date("2026-01-01T00:00:00Z") },
      phoneConsent: { state: "unknown", at: null },
      createdAt: new Date("2026-01-01T00:00:00Z"),
    });
    assert.deepEqual(clock.updatedAt, new Date("2026-11-11T01:00:00Z"));
    assert.match(clock.tie, /^50:/);
    assert.match(
      orderOf().customer?.clock.tie ?? "",
      /^40:/,
      "its own topic stands above an order's mention",
    );
  });

  test("that does not speak of consent or tags leaves them out", () => {
    const read = customerOf({
      email_marketing_consent: null,
      sms_marketing_consent: undefined,
      tags: undefined,
    });
    assert.equal("emailConsent" in read, false);
    assert.equal("phoneConsent" in read, false);
    assert.equal("tags" in read, false);
  });

  test("changes consent without saying anything else", () => {
    const body = {
      customer_id: 7000001,
      email_address: "Mei@Example.com",
      email_marketing_consent: {
        state: "unsubscribed",
        opt_in_level: null,
        consent_updated_at: "2026-11-12T00:00:00+08:00",
      },
    };
    const read1 = deedOf(
      "customer",
      read("customers_email_marketing_consent/update", body),
    ).customer;
    assert.deepEqual(
      [read1.externalId, read1.email, read1.name, read1.emailConsent, read1.clock.updatedAt],
      [
        "7000001",
        "mei@example.com",
        "",
        { state: "unsubscribed", at: new Date("2026-11-11T16:00:00Z") },
        new Date("2026-11-11T16:00:00Z"),
      ],
    );
    const sms = {
      customer_id: 7000001,
      phone: "+60123",
      sms_marketing_consent: { state: "subscribed" },
    };
    const triggered = { "x-shopify-triggered-at": "2026-11-12T01:02:03.5Z" };
    const read2 = deedOf(
      "customer",
      read("customers_marketing_consent/update", sms, triggered),
    ).customer;
    assert.deepEqual(
      [read2.phoneConsent?.state, read2.clock.updatedAt],
      ["subscribed", new Date("2026-11-12T01:02:03Z")],
    );
    assert.equal(
      told(read("customers_email_marketing_consent/update", { customer_id: 1 })),
      "connect.shopify.nothing_said",
    );
  });

  test("that is gone is told by id, at the platform's time of it", () => {
    const at = { "x-shopify-triggered-at": "2026-11-12T01:02:03Z" };
    assert.deepEqual(deedOf("customer_deleted", read("customers/delete", { id: 7000001 }, at)), {
      does: "customer_deleted",
      connectionId: "con",
      externalId: "7000001",
      at: new Date("2026-11-12T01:02:03Z"),
    });
    assert.deepEqual(deedOf("order_deleted", read("orders/delete", { id: 1 })).at, RECEIVED);
  });

  test("that was merged is told with both accounts once that is done; a merge that failed says nothing", () => {
    const merge = (status: string) =>
      read("customers/merge", {
        admin_graphql_api_customer_kept_id: "gid://shopify/Customer/7000001",
        admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/820982911946154508",
        admin_graphql_api_job_id: null,
        status,
        errors: [],
      });
    assert.deepEqual(deedOf("customers_merged", merge("completed")), {
      does: "customers_merged",
      connectionId: "con",
      externalId: "7000001",
      goneId: "820982911946154508",
    });
    for (const status of ["failed", "in_progress"])
      assert.equal(told(merge(status)), "connect.shopify.nothing_said");
  });
});

describe("a product", () => {
  const variant = {
    id: 44000001,
    title: "S",
    price: "19.90",
    compare_at_price: "24.90",
    sku: "TS",
    inventory_management: "shopify",
    inventory_quantity: 7,
    updated_at: "2026-11-01T00:00:00Z",
  };
  const product = {
    id: 8000001,
    title: "Baju",
    body_html: "<p>Cantik &ndash; murah</p>",
    handle: "baju",
    vendor: "Kedai",
    status: "active",
    tags: "raya",
    created_at: null,
    updated_at: "2026-11-02T00:00:00Z",
    variants: [variant, { ...variant, id: 44000002, title: "M", sku: null }],
  };
  const productOf = (change: object = {}, headers = {}) =>
    deedOf("product", read("products/update", { ...product, ...change }, headers)).product;

  test("is read with its variants", () => {
    const read = productOf({}, { "x-shopify-shop-domain": "kedai.myshopify.com" });
    assert.deepEqual(
      [read.title, read.description, read.status, read.kind, read.vendor, read.url, read.tags],
      [
        "Baju",
        "Cantik – murah",
        "active",
        "variable",
        "Kedai",
        "https://kedai.myshopify.com/products/baju",
        ["raya"],
      ],
    );
    assert.deepEqual(read.variants, [
      {
        externalId: "44000001",
        title: "S",
        sku: "TS",
        barcode: null,
        currency: null,
        price: "19.90",
        comparePrice: "24.90",
        stockCount: 7,
      },
      {
        externalId: "44000002",
        title: "M",
        sku: null,
        barcode: null,
        currency: null,
        price: "19.90",
        comparePrice: "24.90",
        stockCount: 7,
      },
    ]);
  });

  test("with one variant has no title for it, and counts no stock that the shop does not", () => {
    const read = productOf({
      variants: [{ ...variant, title: "Default Title", inventory_management: null }],
    });
    assert.deepEqual(
      [read.kind, read.variants?.[0]?.title, read.variants?.[0]?.stockCount],
      ["simple", "", null],
    );
    assert.equal(
      productOf({ variants: [{ ...variant, inventory_management: undefined }] }).variants?.[0]
        ?.stockCount,
      7,
    );
  });

  test("that arrives shortened tells its variants one by one", () => {
    const variant_gids = [{}, {}, {}];
    const reading = read("products/update", { ...product, variant_gids });
    assert.ok(reading.is === "deeds");
    assert.deepEqual(
      reading.deeds.map(({ does }) => does),
      ["product", "variation", "variation"],
    );
    assert.equal(productOf({ variant_gids }).variants, null);
    assert.equal(productOf({ variants: undefined }).variants, null);
  });

  test("of a test delivery is set aside, like an invented customer", () => {
    const headers = { "x-shopify-test": "true" };
    for (const [topic, body] of [
      ["products/create", product],
      ["products/delete", { id: 1 }],
      ["customers/create", customer],
    ] as const) {
      assert.equal(told(read(topic, body, headers)), "connect.shopify.test_delivery");
    }
  });
});

describe("a subscription contract", () => {
  const contract = {
    id: 2130001,
    admin_graphql_api_id: "gid://shopify/SubscriptionContract/2130001",
    billing_policy: { interval: "WEEK", interval_count: 2 },
    currency_code: "MYR",
    customer_id: 7000001,
    status: "active",
    revision_id: "57",
  };
  const at = { "x-shopify-triggered-at": "2026-11-12T01:02:03Z" };
  const contractOf = (change: object = {}) =>
    deedOf("subscription", read("subscription_contracts/update", { ...contract, ...change }, at))
      .subscription;

  test("is read with its rhythm and its holder; what it costs stays unknown", () => {
    const read = contractOf();
    assert.deepEqual(
      [
        read.externalId,
        read.status,
        read.intervalUnit,
        read.intervalCount,
        read.amountMinor,
        read.customer?.externalId,
        read.clock.updatedAt,
      ],
      ["2130001", "active", "week", 2, null, "7000001", new Date("2026-11-12T01:02:03Z")],
    );
  });

  test("of a later revision is the later, within a second", () => {
    assert.ok(
      contractOf({ revision_id: "100" }).clock.tie > contractOf({ revision_id: "99" }).clock.tie,
    );
  });

  test("is in one of our states, its own word kept", () => {
    const states = {
      PAUSED: "on_hold",
      FAILED: "on_hold",
      CANCELLED: "cancelled",
      EXPIRED: "expired",
      odd: "on_hold",
    };
    for (const [word, status] of Object.entries(states)) {
      assert.deepEqual(
        [contractOf({ status: word }).status, contractOf({ status: word }).sourceStatus],
        [status, word],
      );
    }
  });
});

describe("topics", () => {
  const reasons: [string, string][] = [
    ["orders/edited", "connect.shopify.orders_updated_follows"],
    ["fulfillments/create", "connect.shopify.orders_updated_follows"],
    ["app/uninstalled", "connect.shopify.app_uninstalled"],
    ["checkouts/create", "connect.shopify.not_needed"],
    ["orders/risk_assessment_changed", "connect.shopify.not_needed"],
    ["spaceships/launch", "connect.reading.unknown_topic"],
    ["constructor", "connect.reading.unknown_topic"],
    ["__proto__/x", "connect.reading.unknown_topic"],
    ["unknown", "connect.reading.unknown_topic"],
  ];
  for (const [topic, reason] of reasons) {
    test(`${topic} is set aside: ${reason}`, () =>
      assert.equal(told(read(topic, "not even JSON")), reason));
  }
});
