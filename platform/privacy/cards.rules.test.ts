import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isCardNumber, withoutCards, withoutCardsIn, withoutCardsInBody } from "./cards.rules.ts";

/** Numbers that the schemes publish for trying. */
const KNOWN = [
  "4111111111111111",
  "4242424242424242",
  "5555555555554444",
  "2223003122003222",
  "378282246310005",
  "6011111111111117",
  "30569309025904",
  "3566002020360505",
  "6200000000000005",
  "6304000000000000",
];

test("what is written as people write cards is masked but for its last four digits", () => {
  for (const card of KNOWN) {
    const said = `•••• ${card.slice(-4)}`;
    assert.equal(withoutCards(card), said);
    assert.equal(withoutCards(`Kad saya ${card}, tamat 12/29`), `Kad saya ${said}, tamat 12/29`);
  }
  const said = "•••• 1111";
  for (const written of [
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "4111.1111.1111.1111",
    "4111\u00a01111\u00a01111\u00a01111",
    "4111–1111–1111–1111",
    "4111+1111+1111+1111",
    "41111111 11111111",
    "４１１１１１１１１１１１１１１１",
  ])
    assert.equal(withoutCards(`(${written})`), `(${said})`, written);
  assert.equal(withoutCards("3782 822463 10005"), "•••• 0005");
  assert.equal(withoutCards("visa4111111111111111."), `visa${said}.`);
  assert.equal(withoutCards("4111 1111 1111 1111 123 12/29"), `${said} 123 12/29`);
  assert.equal(withoutCards("12 4111 1111 1111 1111 x"), `12 ${said} x`);
  assert.equal(withoutCards("4111111111111111 4242424242424242"), `${said} •••• 4242`);
});

test("any card, in any field and any text around it, is masked", () => {
  const prefix = fc.constantFrom("4", "51", "55", "2221", "2720", "6011", "65", "3528", "62");
  const separator = fc.constantFrom("", " ", "-", ".", "\u00a0");
  const around = fc.stringMatching(/^[^0-9０-９\p{L}\p{N}.,]{0,8}$/u);
  fc.assert(
    fc.property(
      prefix,
      fc.stringMatching(/^\d{15}$/),
      separator,
      around,
      around,
      (begin, rest, between, before, behind) => {
        const card = withCheckDigit((begin + rest).slice(0, 15));
        fc.pre(isCardNumber(card));
        const written = card.match(/\d{4}/g)?.join(between) ?? "";
        const masked = withoutCards(`${before} ${written} ${behind}`);
        assert.equal(masked, `${before} •••• ${card.slice(-4)} ${behind}`);
        assert.equal(withoutCards(masked), masked);
      },
    ),
    { numRuns: 2000 },
  );
});

/** Numbers as an online seller meets them, each kind from an even die. */
const ORDINARY: Readonly<Record<string, (digits: (count: number) => string) => string>> = {
  "an order of WooCommerce": (d) => `#${Number(d(6))}`,
  "an order of Shopify": (d) => `5${d(12)}`,
  "a variant of Shopify": (d) => `4${d(13)}`,
  "an order of Shopee": (d) => `26${d(4)}${"ABCDEFGHJK"[Number(d(1))]}${d(3)}X${d(4)}`,
  "an order of Lazada": (d) => `2${d(14)}`,
  "an order of TikTok": (d) => `57${d(16)}`,
  "a mobile number": (d) => `+6011${d(8)}`,
  "a number with spaces": (d) => `+60 1${d(1)}-${d(3)} ${d(4)}`,
  "two numbers": (d) => `01${d(8)} 01${d(9)}`,
  "an EAN-13": (d) => gs1(`4${d(11)}`),
  "a barcode of Malaysia": (d) => gs1(`955${d(9)}`),
  "an ISBN": (d) => gs1(`978${d(9)}`),
  "a case's GTIN-14": (d) => gs1(`3${d(12)}`),
  "a pallet's SSCC": (d) => gs1(`6${d(16)}`),
  "a parcel of J&T": (d) => `63${d(10)}`,
  "a parcel of Pos Malaysia": (d) => `EH${d(9)}MY`,
  "a parcel of YunExpress": (d) => `YT${d(16)}`,
  "a parcel of UPS": (d) => `1Z${d(16)}`,
  "a parcel of USPS": (d) => `94${d(20)}`,
  "a parcel of FedEx": (d) => `61${d(10)}`,
  "a MyKad": (d) => `85${d(4)}-14-${d(4)}`,
  "a bank account": (d) => `51${d(10)}`,
  "an account of BSN": (d) => `1${d(15)}`,
  "a moment in seconds": (d) => `20261130${d(6)}`,
  "a moment in microseconds": (d) => `17${d(14)}`,
  "an invoice": (d) => `INV-2026-${d(6)}`,
  "an amount": (d) => `RM ${Number(d(9))}.${d(2)}`,
};

test("of a hundred thousand ordinary numbers of sellers at most one in a thousand is taken for a card", () => {
  const digits = dice(20_261_130);
  const kinds = Object.entries(ORDINARY);
  const each = Math.ceil(100_000 / kinds.length);
  for (const [kind, made] of kinds) {
    let hits = 0;
    for (let i = 0; i < each; i += 1) {
      const number = made(digits);
      if (withoutCards(`Rujukan ${number} sahaja`) !== `Rujukan ${number} sahaja`) hits += 1;
    }
    assert.ok(hits <= each / 1000, `${kind}: ${hits} of ${each}`);
  }
});

test("of what is sent texts are masked however deep; what opens something, numbers and dates stay", () => {
  const at = new Date();
  const sent = {
    note: "4111111111111111",
    lines: [{ text: "kad 4242 4242 4242 4242" }],
    password: "4111111111111111",
    newPassword: "4111111111111111",
    total: 4111111111111111,
    at,
  };
  assert.deepEqual(withoutCardsIn(sent), {
    ...sent,
    note: "•••• 1111",
    lines: [{ text: "kad •••• 4242" }],
  });
  const clean = { note: "tiada", lines: [{ text: "apa-apa" }] };
  assert.equal(withoutCardsIn(clean), clean);
});

test("of what a store sends only texts change: ids and numbers name something, and all else is byte for byte", () => {
  const body = `{ "id": 4111111111111111, "variant_id":"4242424242424242",\n "customer_note" : "guna \\"4111 1111 1111 1111\\"", "meta_data":[{"key":"note","value":"4242424242424242"}] }`;
  assert.equal(
    withoutCardsInBody(Buffer.from(body)).toString(),
    `{ "id": 4111111111111111, "variant_id":"4242424242424242",\n "customer_note" : "guna \\"•••• 1111\\"", "meta_data":[{"key":"note","value":"•••• 4242"}] }`,
  );
  // As PHP writes what is not ASCII, and a slash.
  const escaped = String.raw`{"a":"\u4e09\u4e09\u4e09\u4e09\u4e09","note":"4111\u00a01111\u00a01111\u00a01111 \u5f20","b":"4242\/4242\/4242\/4242"}`;
  assert.deepEqual(JSON.parse(withoutCardsInBody(Buffer.from(escaped)).toString()), {
    a: "三三三三三",
    note: "•••• 1111 张",
    b: "•••• 4242",
  });
  const form = Buffer.from("name=Siti&note=4111+1111+1111+1111&total=50.00");
  assert.equal(withoutCardsInBody(form).toString(), "name=Siti&note=•••• 1111&total=50.00");
  const other = Buffer.from(`{"id":4111111111111111,"note":"tiada"}`);
  assert.equal(withoutCardsInBody(other), other);
});

function withCheckDigit(digits: string): string {
  for (let check = 0; check < 10; check += 1) if (luhn(`${digits}${check}`)) return digits + check;
  throw new Error("one of ten fits");
}

const luhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, one, at) => {
    const twice = Number(one) * 2;
    return sum + (at % 2 === 0 ? Number(one) : twice > 9 ? twice - 9 : twice);
  }, 0) %
    10 ===
  0;

const gs1 = (digits: string): string => {
  const sum = [...digits]
    .reverse()
    .reduce((all, one, at) => all + Number(one) * (at % 2 === 0 ? 3 : 1), 0);
  return digits + ((10 - (sum % 10)) % 10);
};

/** The same throws each time (a linear congruence of Knuth's). */
function dice(seed: number): (count: number) => string {
  let state = BigInt(seed);
  const throwOne = () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return String((state >> 33n) % 10n);
  };
  return (count) => Array.from({ length: count }, throwOne).join("");
}
