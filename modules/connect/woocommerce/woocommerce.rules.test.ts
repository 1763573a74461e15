import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { StoreOrder } from "#modules/sales/sales.public.ts";
import type { Deed, Reading } from "../deliveries/deliveries.rules.ts";
import { woocommerce } from "./woocommerce.rules.ts";

/** Bodies of our own, in the documented shape. */
const line = {
  id: 11,
  name: "Kopi O &ndash; 500 g",
  product_id: 93,
  variation_id: 0,
  quantity: 2,
  subtotal: "20.00",
  total: "18.00",
  total_tax: "1.08",
  sku: "KOPI",
  price: 9.000000000000002,
  meta_data: [],
};
const order = {
  id: 727,
  number: "727",
  status: "processing",
  currency: "MYR",
  created_via: "checkout",
  prices_include_tax: true,
  date_created_gmt: "2026-11-11T01:00:00",
  date_modified_gmt: "2026-11-11T01:05:00",
  date_paid_gmt: "2026-11-11T01:04:00",
  date_completed_gmt: null,
  discount_total: "2.00",
  total: "29.08",
  total_tax: "1.08",
  customer_id: 26,
  billing: {
    first_name: "Nur",
    last_name: "Aisyah",
    company: "",
    address_1: "1, Jalan Satu",
    address_2: "",
    city: "Klang",
    state: "SGR",
    postcode: "41200",
    country: "MY",
    email: "Nur@Example.com ",
    phone: "012-345 6789",
  },
  shipping: { first_name: "", last_name: "", address_1: "", country: "" },
  payment_method: "billplz",
  payment_method_title: "FPX",
  transaction_id: "abc",
  customer_note: "Terima kasih",
  line_items: [line],
  shipping_lines: [{ id: 1, method_title: "J&amp;T", total: "8.00", total_tax: "0.00" }],
  fee_lines: [{ id: 2, name: "Caj", total: "2.00", total_tax: "0.00" }],
  tax_lines: [
    { id: 3, label: "SST", tax_total: "1.08", shipping_tax_total: "0.00", rate_percent: 6 },
  ],
  coupon_lines: [{ id: 4, code: "raya10", discount: "2.00", discount_tax: "0.00" }],
  refunds: [],
};

const RECEIVED = new Date("2026-11-11T02:00:00Z");
function read(topic: string, body: unknown): Reading {
  return woocommerce.read({
    connectionId: "con",
    topic,
    headers: {},
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
const orderOf = (change: object = {}): StoreOrder =>
  deedOf("order", read("order.updated", { ...order, ...change })).order;
const told = (reading: Reading): string =>
  reading.is === "unreadable"
    ? `${reading.reason} at ${reading.path}: ${reading.detail}`
    : reading.is;

describe("an order", () => {
  test("is read whole", () => {
    const { clock, customer, ...read } = orderOf();
    assert.deepEqual(read, {
      connectionId: "con",
      externalId: "727",
      number: "727",
      channel: "checkout",
      status: "open",
      paymentStatus: "paid",
      fulfilmentStatus: "unfulfilled",
      sourceStatus: "processing",
      isTest: false,
      currency: "MYR",
      taxesIncluded: false,
      totalMinor: 2908,
      discountMinor: 200,
      taxMinor: 108,
      placedAt: new Date("2026-11-11T01:00:00Z"),
      paidAt: new Date("2026-11-11T01:04:00Z"),
      completedAt: null,
      cancelledAt: null,
      billing: {
        name: "Nur Aisyah",
        organisation: null,
        street: "1, Jalan Satu",
        street2: null,
        city: "Klang",
        postcode: "41200",
        state: "SGR",
        country: "MY",
        phone: "012-345 6789",
      },
      shipping: null,
      paymentMethod: "FPX",
      discountCodes: ["raya10"],
      note: "Terima kasih",
      lines: [
        {
          externalId: "11",
          title: "Kopi O – 500 g",
          variantTitle: "",
          sku: "KOPI",
          externalProductId: "93",
          externalVariantId: null,
          quantity: 2,
          currentQuantity: 2,
          unitPriceMinor: 1000,
          discountMinor: 200,
          taxMinor: 108,
          netMinor: 1800,
          isGiftCard: false,
        },
      ],
      charges: [
        { kind: "shipping", title: "J&T", amountMinor: 800, taxMinor: 0, ratePpm: null },
        { kind: "fee", title: "Caj", amountMinor: 200, taxMinor: 0, ratePpm: null },
        { kind: "tax", title: "SST", amountMinor: 108, taxMinor: 0, ratePpm: 60_000 },
        { kind: "discount", title: "raya10", amountMinor: 200, taxMinor: 0, ratePpm: null },
      ],
      refunds: [],
      listsAllRefunds: true,
      payments: [
        {
          connectionId: "con",
          orderExternalId: "727",
          externalId: "order",
          kind: "payment",
          status: "succeeded",
          method: "FPX",
          currency: "MYR",
          amountMinor: 2908,
          paidAt: new Date("2026-11-11T01:04:00Z"),
          reference: "abc",
          tie: read.payments[0]?.tie,
        },
      ],
    });
    assert.deepEqual(clock.updatedAt, new Date("2026-11-11T01:05:00Z"));
    assert.match(clock.tie, /^42:[0-9a-f]{16}$/);
    assert.equal(customer?.email, "nur@example.com");
    assert.equal(customer?.isAccount, false);
    assert.equal(customer?.externalId, "26");
    assert.equal(customer?.phoneText, "012-345 6789");
    assert.deepEqual(customer?.clock.updatedAt, new Date("2026-11-11T01:00:00Z"));
  });

  const paid = "2026-11-11T01:04:00";
  const statuses: [string, string | null, string, string, string][] = [
    ["pending", null, "pending", "unpaid", "unfulfilled"],
    ["on-hold", null, "open", "pending", "unfulfilled"],
    ["processing", paid, "open", "paid", "unfulfilled"],
    ["processing", null, "open", "unpaid", "unfulfilled"],
    ["completed", paid, "completed", "paid", "fulfilled"],
    ["completed", null, "completed", "paid", "fulfilled"],
    ["failed", null, "failed", "unpaid", "unfulfilled"],
    ["cancelled", null, "cancelled", "unpaid", "cancelled"],
    ["cancelled", paid, "cancelled", "paid", "cancelled"],
    ["refunded", paid, "completed", "refunded", "unfulfilled"],
    ["awaiting-shipment", paid, "open", "paid", "unfulfilled"],
    ["awaiting-quote", null, "pending", "unpaid", "unfulfilled"],
  ];
  for (const [word, paidAt, status, payment, fulfilment] of statuses) {
    test(`${word}, ${paidAt === null ? "no date of payment" : "paid"}: ${status}, ${payment}, ${fulfilment}`, () => {
      const read = orderOf({ status: word, date_paid_gmt: paidAt });
      assert.deepEqual(
        [read.status, read.paymentStatus, read.fulfilmentStatus, read.sourceStatus],
        [status, payment, fulfilment, word],
      );
      assert.equal(read.payments.length, paidAt === null ? 0 : 1);
    });
  }

  test("a basket in the making is no order; one in the trash is a deleted one", () => {
    for (const status of ["checkout-draft", "auto-draft"]) {
      assert.deepEqual(read("order.updated", { ...order, status }), {
        is: "ignored",
        reason: "connect.woocommerce.draft_order",
      });
    }
    const gone = deedOf("order_deleted", read("order.updated", { ...order, status: "trash" }));
    assert.deepEqual(gone.at, new Date("2026-11-11T01:05:00Z"));
  });

  test("refunds inside it are positive, dated by its last change, and decide what is paid", () => {
    const refunds = [
      { id: 800, reason: "Rosak", total: "-10.00" },
      { id: 799, refund: "old word", total: "-5.00" },
    ];
    const part = orderOf({ refunds });
    assert.equal(part.paymentStatus, "part_refunded");
    assert.deepEqual(
      part.refunds.map(({ externalId, amountMinor, reason, refundedAt }) => [
        externalId,
        amountMinor,
        reason,
        refundedAt,
      ]),
      [
        ["800", 1000, "Rosak", new Date("2026-11-11T01:05:00Z")],
        ["799", 500, "old word", new Date("2026-11-11T01:05:00Z")],
      ],
    );
    assert.equal(orderOf({ refunds: [{ id: 1, total: "-29.08" }] }).paymentStatus, "refunded");
    const later = orderOf({ refunds, date_modified_gmt: "2026-11-12T00:00:00" });
    assert.equal(later.refunds[0]?.tie, part.refunds[0]?.tie, "another date is no other refund");
  });

  test("nothing paid and nothing given back is no payment and no refund", () => {
    const free = orderOf({ total: "0.00", refunds: [{ id: 1, total: "-0.00" }] });
    assert.deepEqual([free.payments, free.refunds, free.paymentStatus], [[], [], "paid"]);
  });

  test("a guest has no account; an order of nobody has no customer", () => {
    assert.equal(orderOf({ customer_id: 0 }).customer?.externalId, null);
    assert.equal(orderOf({ customer_id: 0, billing: {} }).customer, null);
    assert.equal(orderOf({ customer_id: 0, billing: [] }).customer, null);
    assert.equal(
      orderOf({ customer_id: 0, billing: { email: "", phone: "", first_name: " " } }).customer,
      null,
    );
    assert.equal(
      orderOf({ customer_id: 0, billing: { phone: "0123" } }).customer?.phoneText,
      "0123",
    );
  });

  test("of two tellings of one order the buyer's later words win, whatever the content", () => {
    const first = orderOf().customer;
    const second = orderOf({
      date_modified_gmt: "2026-11-11T09:00:00",
      customer_note: "x",
    }).customer;
    assert.ok((second?.clock.tie ?? "") > (first?.clock.tie ?? ""));
    assert.deepEqual(second?.clock.updatedAt, first?.clock.updatedAt);
  });

  const currencies: [string, string, number][] = [
    ["JPY", "3600", 3600],
    ["KWD", "12.345", 12_345],
    ["usd", "12.30", 1230],
  ];
  for (const [currency, total, minor] of currencies) {
    test(`${total} ${currency} is ${minor} in its smallest unit`, () => {
      const plain = {
        currency,
        total,
        line_items: [],
        shipping_lines: [],
        fee_lines: [],
        tax_lines: [],
        coupon_lines: [],
        total_tax: "0",
        discount_total: "0",
      };
      const read = orderOf(plain);
      assert.equal(read.totalMinor, minor);
      assert.equal(read.currency, currency.toUpperCase());
    });
  }

  test("zero and negative totals are amounts", () => {
    assert.equal(orderOf({ total: "0.00" }).totalMinor, 0);
    assert.equal(orderOf({ total: "-4.20" }).totalMinor, -420);
    assert.equal(
      orderOf({ fee_lines: [{ name: "Potongan", total: "-3.00" }] }).charges[1]?.amountMinor,
      -300,
    );
  });

  test("an order of older plugins is dated by the shop's local time", () => {
    const { date_created_gmt: _, date_modified_gmt: __, date_paid_gmt: ___, ...old } = order;
    const read = deedOf(
      "order",
      readOld({
        ...old,
        date_created: "2026-11-11T09:00:00",
        date_modified: "2026-11-11T09:05:00",
      }),
    );
    assert.deepEqual(read.order.placedAt, new Date("2026-11-11T01:00:00Z"));
    assert.deepEqual(read.order.clock.updatedAt, new Date("2026-11-11T01:05:00Z"));
  });
  const readOld = (body: unknown) => read("order.created", body);

  test("a variation is its product's title and what was chosen", () => {
    const chosen = {
      ...line,
      name: "Baju - Merah, L",
      parent_name: "Baju",
      variation_id: 95,
      meta_data: [
        { key: "pa_warna", value: "merah", display_value: "Merah &amp; Putih" },
        { key: "_secret", value: "x", display_value: "x" },
        { key: "saiz", value: "L", display_value: "L" },
        { key: "objek", value: { a: 1 }, display_value: [{ a: 1 }] },
      ],
    };
    const [read] = orderOf({ line_items: [chosen] }).lines;
    assert.equal(read?.title, "Baju");
    assert.equal(read?.variantTitle, "Merah & Putih / L");
    assert.equal(read?.externalVariantId, "95");
  });

  test("500 lines are 500 lines", () => {
    const lines = Array.from({ length: 500 }, (_none, at) => ({ ...line, id: at + 1 }));
    assert.equal(orderOf({ line_items: lines }).lines.length, 500);
  });

  test("a restored order is told as one", () => {
    assert.equal(deedOf("order_restored", read("order.restored", order)).order.externalId, "727");
  });

  test("names of any script stay as they are, markup included", () => {
    const names = ["陈美玲", "முருகன்", "محمد", "<script>alert(1)</script>", "O’Brien 🌸"];
    for (const first_name of names) {
      const read = orderOf({ billing: { ...order.billing, first_name, last_name: "" } });
      assert.equal(read.customer?.name, first_name);
    }
  });

  const failures: [string, object, string][] = [
    ["no id", { id: undefined }, "connect.reading.field_missing at id: "],
    ["no currency", { currency: "" }, "connect.reading.field_missing at currency: "],
    [
      "an unknown currency",
      { currency: "BTC" },
      "connect.reading.unknown_currency at currency: BTC",
    ],
    ["no total", { total: null }, "connect.reading.field_missing at total: "],
    ["a decimal comma", { total: "1.259,90" }, "connect.reading.not_money at total: 1.259,90"],
    [
      "a line without a total",
      { line_items: [line, { ...line, total: undefined }] },
      "connect.reading.field_missing at line_items[1].total: ",
    ],
    [
      "a line that costs words",
      { line_items: [{ ...line, total: "free" }] },
      "connect.reading.not_money at line_items[0].total: free",
    ],
    [
      "a line of no number",
      { line_items: [{ ...line, quantity: "two" }] },
      "connect.reading.not_a_number at line_items[0].quantity: two",
    ],
    ["no day", { date_created_gmt: "" }, "connect.reading.field_missing at date_created_gmt: "],
    [
      "a day that is none",
      { date_created_gmt: "yesterday" },
      "connect.reading.not_a_moment at date_created_gmt: yesterday",
    ],
    [
      "lines that are no list",
      { line_items: "none" },
      "connect.reading.not_a_list at line_items: none",
    ],
    [
      "a refund without an amount",
      { refunds: [{ id: 1 }] },
      "connect.reading.field_missing at refunds[0].total: ",
    ],
    [
      "a shipping that costs an object",
      { shipping_lines: [{ total: {} }] },
      "connect.reading.not_money at shipping_lines[0].total: {}",
    ],
  ];
  for (const [what, change, reason] of failures) {
    test(`with ${what} it is unreadable: ${reason}`, () => {
      assert.equal(told(read("order.updated", { ...order, ...change })), reason);
    });
  }

  test("what Kaunter does not need may be anything", () => {
    const odd = {
      meta_data: "x",
      _links: 5,
      coupon_lines: "",
      customer_note: 7,
      number: null,
      created_via: [],
      payment_method_title: {},
      shipping: "none",
    };
    assert.equal(orderOf(odd).number, "727");
  });
});

describe("a customer", () => {
  const customer = {
    id: 26,
    email: "Nur@Example.com",
    first_name: "",
    last_name: "",
    date_created_gmt: "2026-01-01T00:00:00",
    date_modified_gmt: null,
    billing: order.billing,
  };
  const read1 = (change: object = {}) =>
    deedOf("customer", read("customer.updated", { ...customer, ...change })).customer;

  test("is an account, and what it lacks its billing says", () => {
    const read = read1();
    assert.equal(read.isAccount, true);
    assert.equal(read.externalId, "26");
    assert.equal(read.email, "nur@example.com");
    assert.equal(read.name, "Nur Aisyah");
    assert.deepEqual(
      read.clock.updatedAt,
      new Date("2026-01-01T00:00:00Z"),
      "never changed: as old as itself",
    );
    assert.match(read.clock.tie, /^50:/);
    assert.equal("tags" in read, false);
    assert.equal("emailConsent" in read, false);
  });

  test("without an e-mail has none", () => {
    assert.equal(read1({ email: "", billing: {} }).email, null);
    assert.equal(read1({ email: null, billing: [] }).phoneText, null);
  });

  test("that is gone is told by id, at its arrival", () => {
    const gone = deedOf("customer_deleted", read("customer.deleted", { id: 26 }));
    assert.deepEqual(gone, {
      does: "customer_deleted",
      connectionId: "con",
      externalId: "26",
      at: RECEIVED,
    });
  });
});

describe("a product", () => {
  const product = {
    id: 93,
    name: "Kopi &amp; Teh",
    type: "simple",
    status: "publish",
    description: "<p>Sedap &#8211; murah</p>",
    sku: "",
    price: "8.00",
    regular_price: "10.00",
    manage_stock: true,
    stock_quantity: 16.5,
    permalink: "https://kedai.example/kopi",
    tags: [{ name: "minuman" }, { name: "" }],
    date_created_gmt: "2026-01-01T00:00:00",
    date_modified_gmt: "2026-02-01T00:00:00",
  };
  const productOf = (change: object = {}) =>
    deedOf("product", read("product.updated", { ...product, ...change })).product;

  test("is read with its one variant", () => {
    const read = productOf();
    assert.equal(read.title, "Kopi & Teh");
    assert.equal(read.description, "Sedap – murah");
    assert.equal(read.status, "active");
    assert.deepEqual(read.tags, ["minuman"]);
    assert.deepEqual(read.variants, [
      {
        externalId: null,
        title: "",
        sku: null,
        barcode: null,
        cost: null,
        currency: null,
        price: "8.00",
        comparePrice: "10.00",
        stockCount: 16.5,
      },
    ]);
  });

  const prices: [object, string | null, string | null][] = [
    [{ price: "", regular_price: "" }, null, null],
    [{ price: "0", regular_price: "" }, "0", null],
    [{ price: "150", regular_price: "150" }, "150", null],
    [{ price: 12, regular_price: 12 }, "12", null],
  ];
  for (const [change, price, compare] of prices) {
    test(`priced ${JSON.stringify(change)} costs ${price ?? "nobody knows what"}`, () => {
      const variant = productOf(change).variants?.[0];
      assert.deepEqual([variant?.price, variant?.comparePrice], [price, compare]);
    });
  }

  test("of variable kind does not speak of its variants", () => {
    assert.equal(productOf({ type: "variable", variations: [1, 2] }).variants, null);
    assert.equal(productOf({ type: "variable-subscription" }).variants, null);
    assert.equal(productOf({ type: "subscription" }).variants?.length, 1);
  });

  test("counts its stock only where the shop does", () => {
    assert.equal(productOf({ manage_stock: "parent" }).variants?.[0]?.stockCount, null);
    assert.equal(productOf({ manage_stock: false }).variants?.[0]?.stockCount, null);
    assert.equal(productOf({ stock_quantity: null }).variants?.[0]?.stockCount, null);
    assert.equal(productOf({ stock_quantity: -2 }).variants?.[0]?.stockCount, -2);
  });

  test("of type variation belongs to its parent", () => {
    const variation = {
      ...product,
      id: 95,
      type: "variation",
      parent_id: 93,
      attributes: [
        { name: "Warna", option: "Merah" },
        { name: "Saiz", option: "L" },
      ],
    };
    const { productExternalId, variant } = deedOf(
      "variation",
      read("product.updated", variation),
    ).variation;
    assert.equal(productExternalId, "93");
    assert.equal(variant.externalId, "95");
    assert.equal(variant.title, "Merah / L");
  });

  test("with a price of words is unreadable, without a name too", () => {
    assert.equal(
      told(read("product.updated", { ...product, price: "1.259,90" })),
      "connect.reading.not_money at price: 1.259,90",
    );
    assert.equal(
      told(read("product.updated", { ...product, name: undefined })),
      "connect.reading.field_missing at name: ",
    );
  });

  test("that is gone is told by id", () => {
    assert.equal(deedOf("product_deleted", read("product.deleted", { id: 93 })).externalId, "93");
  });
});

describe("a subscription", () => {
  const subscription = {
    ...order,
    id: 900,
    status: "active",
    total: "49.00",
    billing_period: "week",
    billing_interval: "2",
    start_date_gmt: "2026-01-01T00:00:00",
    next_payment_date_gmt: "2026-01-15T00:00:00",
    end_date_gmt: "",
    cancelled_date_gmt: null,
  };
  const subscriptionOf = (change: object = {}) =>
    deedOf("subscription", read("subscription.updated", { ...subscription, ...change }))
      .subscription;

  test("is read with its rhythm", () => {
    const read = subscriptionOf();
    assert.deepEqual(
      [
        read.externalId,
        read.amountMinor,
        read.intervalUnit,
        read.intervalCount,
        read.title,
        read.status,
      ],
      ["900", 4900, "week", 2, "Kopi O – 500 g", "active"],
    );
    assert.deepEqual(
      [read.startedAt, read.nextChargeAt, read.endsAt, read.cancelledAt],
      [new Date("2026-01-01T00:00:00Z"), new Date("2026-01-15T00:00:00Z"), null, null],
    );
  });

  const states = {
    "on-hold": "on_hold",
    "pending-cancel": "ending",
    switched: "cancelled",
    expired: "expired",
    odd: "on_hold",
  };
  for (const [word, status] of Object.entries(states)) {
    test(`that is ${word} is ${status}`, () => {
      const read = subscriptionOf({ status: word });
      assert.deepEqual([read.status, read.sourceStatus], [status, word]);
    });
  }

  test("that is gone is told by id", () => {
    assert.equal(
      deedOf("subscription_deleted", read("subscription.deleted", { id: 900 })).externalId,
      "900",
    );
  });
});

describe("topics", () => {
  const reasons: [string, string][] = [
    ["coupon.created", "connect.woocommerce.coupon"],
    ["action.woocommerce_add_to_cart", "connect.woocommerce.action"],
    ["gift.created", "connect.reading.unknown_topic"],
    ["unknown", "connect.reading.unknown_topic"],
    ["constructor.x", "connect.reading.unknown_topic"],
  ];
  for (const [topic, reason] of reasons) {
    test(`${topic} is set aside: ${reason}`, () => {
      assert.deepEqual(read(topic, "not even JSON"), { is: "ignored", reason });
    });
  }
  test("a body that is no JSON is unreadable whatever the topic's noun", () => {
    for (const topic of [
      "order.updated",
      "order.deleted",
      "product.created",
      "customer.created",
      "subscription.created",
    ]) {
      assert.equal(told(read(topic, "<html>")), "connect.reading.not_json at : <html>");
    }
  });
});
