import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { textOfHtml, withoutEntities } from "#platform/transfer/html-text.rules.ts";
import {
  currencyOf,
  field,
  fieldBelow,
  idOf,
  idOrNull,
  listAt,
  momentAt,
  moneyOf,
  numberOf,
  partOf,
  pathOf,
  type Spot,
  textAt,
  topOf,
} from "./fields.rules.ts";
import { jsonOf } from "./json.rules.ts";
import { momentOf } from "./moments.rules.ts";
import { rankOf } from "./ranks.rules.ts";
import { readBody, tieOf } from "./reading.rules.ts";
import { cleanText, emailOf } from "./text.rules.ts";
import { Unreadable } from "./unreadable.rules.ts";

const bytes = (text: string) => Buffer.from(text);
const spot = (value: unknown): Spot => topOf({ it: value });
const refusal = (work: () => unknown): string => {
  try {
    return `read ${JSON.stringify(work())}`;
  } catch (thrown) {
    assert.ok(thrown instanceof Unreadable, String(thrown));
    return `${thrown.reason} at ${thrown.path}: ${thrown.detail}`;
  }
};

describe("JSON of the outside", () => {
  test("whole numbers beyond 2^53 keep every digit; the others stay numbers", () => {
    const read = jsonOf(
      bytes('{"id":820982911946154508,"n":-9007199254740993,"ok":9007199254740991}'),
    );
    assert.deepEqual(read, {
      id: "820982911946154508",
      n: "-9007199254740993",
      ok: 9007199254740991,
    });
  });

  test("a long number inside a text is left alone, and long fractions are numbers", () => {
    const read = jsonOf(
      bytes('{"gid":"gid://shopify/Order/820982911946154508","f":0.12345678901234567}'),
    );
    assert.deepEqual(read, {
      gid: "gid://shopify/Order/820982911946154508",
      f: Number("0.12345678901234567"),
    });
  });

  test("a byte order mark is passed over", () => {
    assert.deepEqual(jsonOf(bytes("\ufeff{}")), {});
  });

  test("32 levels are read and 33 are not, however the brackets hide in texts", () => {
    const nested = (levels: number) => bytes("[".repeat(levels) + "]".repeat(levels));
    assert.doesNotThrow(() => jsonOf(nested(32)));
    assert.match(
      refusal(() => jsonOf(nested(33))),
      /^connect.reading.too_deep at : 33$/,
    );
    assert.match(
      refusal(() => jsonOf(nested(100_000))),
      /too_deep/,
    );
    assert.deepEqual(jsonOf(bytes(`{"a":"${"[".repeat(50)}\\"${"{".repeat(50)}"}`)), {
      a: `${"[".repeat(50)}"${"{".repeat(50)}`,
    });
  });

  const bad = [
    "",
    " ",
    "{",
    '{"a":}',
    "<html>",
    "webhook_id=9",
    '"',
    '"\\',
    "\ufffe",
    "NaN",
    "{'a':1}",
  ];
  for (const text of bad) {
    test(`${JSON.stringify(text)} is not JSON, and says what stood there`, () => {
      assert.equal(
        refusal(() => jsonOf(bytes(text))),
        `connect.reading.not_json at : ${text}`,
      );
    });
  }

  test("what stood there is cut at 200 characters", () => {
    const told = refusal(() => jsonOf(bytes(`<html>${"x".repeat(5000)}`)));
    assert.equal(told.split(": ")[1]?.length, 200);
  });

  test("keys of a prototype are data and change nothing", () => {
    const read = topOf(
      jsonOf(bytes('{"__proto__":{"total":"9.00"},"constructor":{"prototype":1}}')),
    );
    assert.equal(textAt(read, "total", 10), "");
    assert.equal(({} as Record<string, unknown>)["total"], undefined);
  });

  test("only an object is a body", () => {
    for (const value of [[], "text", 1, null, true]) {
      assert.match(
        refusal(() => topOf(value)),
        /^connect.reading.not_an_object/,
      );
    }
  });
});

describe("fields", () => {
  test("a path reads as people write it", () => {
    const [, second] = listAt(spot([{}, { total: "x" }]), "it");
    assert.equal(pathOf(field(second as Spot, "total")), "it[1].total");
    assert.equal(
      pathOf(fieldBelow(topOf({}), "price_set", "shop_money", "amount")),
      "price_set.shop_money.amount",
    );
  });

  const amounts: [unknown, string, string][] = [
    ["29.35", "MYR", "read 2935"],
    [29.35, "MYR", "read 2935"],
    ["1,259.90", "MYR", "read 125990"],
    ["RM 1,259.90", "MYR", "read 125990"],
    ["-5.00", "MYR", "read -500"],
    ["0", "MYR", "read 0"],
    ["3600", "JPY", "read 3600"],
    ["3600.00", "JPY", "read 3600"],
    ["1.250", "KWD", "read 1250"],
    [29.349999999999998, "MYR", "connect.reading.not_money at it: 29.349999999999998"],
    ["1.259,90", "MYR", "connect.reading.not_money at it: 1.259,90"],
    ["29,35", "MYR", "connect.reading.not_money at it: 29,35"],
    ["3600.50", "JPY", "connect.reading.not_money at it: 3600.50"],
    ["12.345", "MYR", "connect.reading.not_money at it: 12.345"],
    ["1e3", "MYR", "connect.reading.not_money at it: 1e3"],
    ["twelve", "MYR", "connect.reading.not_money at it: twelve"],
    [{ amount: 1 }, "MYR", 'connect.reading.not_money at it: {"amount":1}'],
    [true, "MYR", "connect.reading.not_money at it: true"],
    ["", "MYR", "connect.reading.field_missing at it: "],
    [null, "MYR", "connect.reading.field_missing at it: "],
    ["99999999999999999999", "MYR", "connect.reading.not_money at it: 99999999999999999999"],
  ];
  for (const [value, currency, told] of amounts) {
    test(`${JSON.stringify(value)} ${currency} as an amount: ${told}`, () => {
      assert.equal(
        refusal(() => moneyOf(field(spot(value), "it"), currency)),
        told,
      );
    });
  }

  const parts: [unknown, string, string][] = [
    [undefined, "MYR", "read 0"],
    ["", "MYR", "read 0"],
    ["12.345", "MYR", "read 1235"],
    ["-12.345", "MYR", "read -1235"],
    ["12.344999", "MYR", "read 1234"],
    [29.349999999999998, "MYR", "read 2935"],
    ["0.5", "JPY", "read 1"],
    ["1.2345", "KWD", "read 1235"],
    ["12,345", "MYR", "read 1234500"],
    ["12,34", "MYR", "connect.reading.not_money at it: 12,34"],
    [[], "MYR", "connect.reading.not_money at it: []"],
  ];
  for (const [value, currency, told] of parts) {
    test(`${JSON.stringify(value)} ${currency} as a part: ${told}`, () => {
      assert.equal(
        refusal(() => partOf(field(spot(value), "it"), currency)),
        told,
      );
    });
  }

  const ids: [unknown, string][] = [
    [727, 'read "727"'],
    ["727", 'read "727"'],
    ["820982911946154508", 'read "820982911946154508"'],
    [0, "read null"],
    ["0", "read null"],
    [null, "read null"],
    [-1, "connect.reading.not_an_id at it: -1"],
    [1.5, "connect.reading.not_an_id at it: 1.5"],
    ["12a", "connect.reading.not_an_id at it: 12a"],
    [{}, "connect.reading.not_an_id at it: {}"],
  ];
  for (const [value, told] of ids) {
    test(`${JSON.stringify(value)} as an id: ${told}`, () => {
      assert.equal(
        refusal(() => idOrNull(field(spot(value), "it"))),
        told,
      );
    });
  }
  test("an id that must be there is missed by its path", () => {
    assert.equal(
      refusal(() => idOf(field(topOf({}), "id"))),
      "connect.reading.field_missing at id: ",
    );
  });

  test("currencies are those in use", () => {
    assert.equal(currencyOf(field(spot("myr"), "it")), "MYR");
    assert.match(
      refusal(() => currencyOf(field(spot("BTC"), "it"))),
      /^connect.reading.unknown_currency at it: BTC$/,
    );
    assert.match(
      refusal(() => currencyOf(field(spot(""), "it"))),
      /field_missing/,
    );
  });

  test("quantities are numbers that their column holds", () => {
    assert.equal(numberOf(field(spot("2.5"), "it")), 2.5);
    assert.equal(numberOf(field(spot(-1), "it")), -1);
    assert.match(
      refusal(() => numberOf(field(spot("many"), "it"))),
      /not_a_number at it: many$/,
    );
    assert.match(
      refusal(() => numberOf(field(spot(1e15), "it"))),
      /not_a_number/,
    );
  });

  test("a list may be missing, may be PHP's list with a gap, and may not be anything else or endless", () => {
    assert.equal(listAt(topOf({}), "it").length, 0);
    assert.equal(listAt(spot({ 0: "a", 2: "b" }), "it").length, 2);
    assert.match(
      refusal(() => listAt(spot({ id: 1 }), "it")),
      /not_a_list at it: \{"id":1\}$/,
    );
    assert.match(
      refusal(() => listAt(spot("text"), "it")),
      /not_a_list/,
    );
    assert.match(
      refusal(() => listAt(spot(new Array(10_001).fill(0)), "it")),
      /list_too_long at it: 10001$/,
    );
  });

  test("an unexpected failure of a mapping is a named one, not a thrown one", () => {
    const delivery = { body: bytes("{}") } as unknown as Parameters<typeof readBody>[0];
    const reading = readBody(delivery, () => {
      throw new TypeError("our bug");
    });
    assert.deepEqual(reading, {
      is: "unreadable",
      reason: "connect.reading.unexpected",
      path: "",
      detail: "TypeError: our bug",
    });
  });
});

describe("moments", () => {
  const kl = "Asia/Kuala_Lumpur";
  const table: [string, string, string | null][] = [
    ["2026-11-11T09:30:00", "UTC", "2026-11-11T09:30:00.000Z"],
    ["2026-11-11 09:30:00", "UTC", "2026-11-11T09:30:00.000Z"],
    ["2026-11-11T09:30:00", kl, "2026-11-11T01:30:00.000Z"],
    ["2026-11-11T09:30:00Z", kl, "2026-11-11T09:30:00.000Z"],
    ["2026-11-11T09:30:00+08:00", "UTC", "2026-11-11T01:30:00.000Z"],
    ["2021-12-31T19:00:00-0500", "UTC", "2022-01-01T00:00:00.000Z"],
    ["2024-08-07T22:57:57.290670248Z", "UTC", "2024-08-07T22:57:57.000Z"],
    ["2026-07-01T12:00:00", "Europe/Berlin", "2026-07-01T10:00:00.000Z"],
    ["2026-12-01T12:00:00", "Europe/Berlin", "2026-12-01T11:00:00.000Z"],
    ["2026-03-29T03:30:00", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    ["2026-02-31T00:00:00", "UTC", null],
    ["2026-13-01T00:00:00", "UTC", null],
    ["2026-11-11", "UTC", null],
    ["11/11/2026", "UTC", null],
    ["9999-01-01T00:00:00", "UTC", null],
    ["soon", "UTC", null],
  ];
  for (const [text, zone, moment] of table) {
    test(`${text} in ${zone} is ${moment ?? "no moment"}`, () => {
      assert.equal(momentOf(text, zone)?.toISOString() ?? null, moment);
    });
  }
  test("WordPress's day zero and an empty text are no moment; a wrong one is refused", () => {
    assert.equal(momentAt(field(spot("0000-00-00 00:00:00"), "it")), null);
    assert.equal(momentAt(field(spot(""), "it")), null);
    assert.equal(
      refusal(() => momentAt(field(spot("soon"), "it"))),
      "connect.reading.not_a_moment at it: soon",
    );
    assert.match(
      refusal(() => momentAt(field(spot(1760000000), "it"))),
      /not_a_moment/,
    );
  });
});

describe("text", () => {
  test("names are decoded once, and markup in them stays text", () => {
    assert.equal(
      withoutEntities("Tom &amp; Jerry &ndash; &#8211; &#x2013; &nbsp;&eacute;"),
      "Tom & Jerry – – – \u00a0é",
    );
    assert.equal(withoutEntities("&amp;lt;script&amp;gt;"), "&lt;script&gt;");
    assert.equal(withoutEntities("<b>Kopi</b>"), "<b>Kopi</b>");
    assert.equal(
      withoutEntities("R&D &unknown; &#0; &#xD800; &#99999999;"),
      "R&D &unknown; &#0; &#xD800; &#99999999;",
    );
  });

  test("a description of HTML becomes paragraphs of text", () => {
    assert.equal(
      cleanText(
        textOfHtml("<p>Satu &amp; dua</p>\n<p>tiga<br/>empat</p><script>x()</script> 1 < 2"),
        100,
      ),
      "Satu & dua\n\ntiga\nempat\n1 < 2",
    );
  });

  test("hostile markup ends: no expression looks twice at the same text", () => {
    for (const part of ["<", "<a", "<script", "<p <", "&", "&#", "</", "<!"]) {
      textOfHtml(part.repeat(1_000_000));
      withoutEntities(part.repeat(1_000_000));
    }
  });

  test("no NUL, no half surrogate and no split character gets through", () => {
    assert.equal(cleanText("a\0b", 10), "ab");
    assert.equal(cleanText("a\ud800b", 10), "a\ufffdb");
    assert.equal(cleanText("ab🌸", 3), "ab");
    assert.equal(cleanText("  ab  ", 10), "ab");
  });

  test("an e-mail is trimmed and lower-case, and nothing else is one", () => {
    assert.equal(emailOf(" Siti@Example.COM "), "siti@example.com");
    for (const text of [
      "",
      " ",
      "siti",
      "a b@c.d",
      "@",
      "a@",
      "a\0@b.c",
      `${"x".repeat(251)}@b.c`,
    ]) {
      assert.equal(emailOf(text), null, text);
    }
  });
});

describe("which of two states is the later", () => {
  test("the same content has the same tie, other content another", () => {
    assert.equal(tieOf(30, { a: 1 }), tieOf(30, { a: 1 }));
    assert.notEqual(tieOf(30, { a: 1 }), tieOf(30, { a: 2 }));
    assert.match(tieOf(3, {}), /^03:[0-9a-f]{16}$/);
  });

  test("an order's life ranks in its own order", () => {
    const rank = (
      status: string,
      paymentStatus: string,
      fulfilmentStatus = "unfulfilled",
      refunds = 0,
    ) => rankOf({ status, paymentStatus, fulfilmentStatus, refunds: new Array(refunds) } as never);
    const life = [
      rank("draft", "unpaid"),
      rank("pending", "unpaid"),
      rank("failed", "unpaid"),
      rank("open", "unpaid"),
      rank("open", "unpaid", "fulfilled"),
      rank("open", "pending"),
      rank("open", "paid"),
      rank("open", "paid", "part_fulfilled"),
      rank("completed", "paid", "fulfilled"),
      rank("completed", "part_refunded", "fulfilled", 1),
      rank("completed", "part_refunded", "fulfilled", 2),
      rank("cancelled", "unpaid", "cancelled"),
      rank("completed", "refunded", "fulfilled", 1),
    ];
    assert.deepEqual(
      life,
      [...life].sort((one, other) => one - other),
    );
    assert.equal(new Set(life).size, life.length);
    assert.ok(life.every((value) => value >= 0 && value <= 99));
  });
});
