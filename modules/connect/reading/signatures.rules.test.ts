import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { shopify } from "../shopify/shopify.rules.ts";
import { woocommerce } from "../woocommerce/woocommerce.rules.ts";

const body = Buffer.from('{"id":727,"total":"29.35"}');
const sign = (secret: string, of: Uint8Array = body) =>
  createHmac("sha256", secret).update(of).digest("base64");
const PLATFORMS = [
  { platform: woocommerce, header: "X-WC-Webhook-Signature" },
  { platform: shopify, header: "X-Shopify-Hmac-Sha256" },
];

for (const { platform, header } of PLATFORMS) {
  describe(header, () => {
    const why = (headers: Record<string, string | string[]>, secrets = ["now", "before"]) =>
      platform.whyNotSigned(headers, body, secrets);

    test("the current and the previous secret sign, in headers of any case", () => {
      assert.equal(why({ [header]: sign("now") }), null);
      assert.equal(why({ [header.toLowerCase()]: sign("before") }), null);
      assert.equal(why({ [header.toUpperCase()]: sign("now") }), null);
    });

    test("absent and empty are missing", () => {
      assert.equal(why({}), "connect.delivery.signature_missing");
      assert.equal(why({ [header]: "" }), "connect.delivery.signature_missing");
      assert.equal(
        why({ [header]: [sign("now"), sign("now")] }),
        "connect.delivery.signature_missing",
      );
    });

    const wrong: [string, string][] = [
      ["another secret's", sign("other")],
      ["hex", createHmac("sha256", "now").update(body).digest("hex")],
      ["cut", sign("now").slice(0, -1)],
      ["longer", `${sign("now")}AAAA`],
      ["url-safe base64", sign("now").replaceAll("+", "-").replaceAll("/", "_").replace("=", "*")],
      ["one bit off", sign("now").replace(/^./, (first) => (first === "A" ? "B" : "A"))],
    ];
    for (const [what, signature] of wrong) {
      test(`${what} signature is wrong`, () => {
        assert.equal(why({ [header]: signature }), "connect.delivery.signature_wrong");
      });
    }

    test("one more byte in the body is another body", () => {
      const spaced = Buffer.concat([body, Buffer.from(" ")]);
      assert.equal(
        platform.whyNotSigned({ [header]: sign("now") }, spaced, ["now"]),
        "connect.delivery.signature_wrong",
      );
    });

    test("no secret and an empty secret sign nothing", () => {
      assert.equal(why({ [header]: sign("") }, []), "connect.delivery.signature_wrong");
      assert.equal(why({ [header]: sign("") }, [""]), "connect.delivery.signature_wrong");
    });
  });
}

const vectorsAt = new URL("../../../../shared/samples/signatures/vectors.json", import.meta.url);
describe("the shared vectors", {
  skip: existsSync(vectorsAt) ? false : "../shared/samples is not here",
}, () => {
  type Vector = {
    name: string;
    platform: string;
    secret: string;
    raw_body: string;
    headers: Record<string, string>;
    valid: boolean | string;
  };
  const vectors = existsSync(vectorsAt)
    ? (JSON.parse(readFileSync(vectorsAt, "utf8")) as Vector[])
    : [];
  for (const vector of vectors.filter(
    (one) => one.platform === "woocommerce" || one.platform === "shopify",
  )) {
    const platform = vector.platform === "shopify" ? shopify : woocommerce;
    const raw = Buffer.from(vector.raw_body ?? "");
    test(vector.name, () => {
      if (typeof vector.valid === "string") {
        assert.equal(platform.isPing(vector.headers, raw), true);
        return;
      }
      assert.equal(platform.isPing(vector.headers, raw), false);
      assert.equal(
        platform.whyNotSigned(vector.headers, raw, [vector.secret]) === null,
        vector.valid,
      );
    });
  }
});

describe("what a request says of itself", () => {
  test("a ping of WooCommerce is the bare form and nothing else", () => {
    const ping = Buffer.from("webhook_id=9");
    assert.equal(woocommerce.isPing({}, ping), true);
    assert.equal(woocommerce.isPing({ "X-WC-Webhook-Topic": "order.created" }, ping), false);
    assert.equal(woocommerce.isPing({}, Buffer.from("webhook_id=9&x=1")), false);
    assert.equal(woocommerce.isPing({}, Buffer.from('{"webhook_id":9}')), false);
    assert.equal(shopify.isPing({}, ping), false);
  });

  test("topics are read in any case, and absent ones are null", () => {
    assert.equal(woocommerce.topicOf({ "X-WC-Webhook-Topic": "Order.Updated" }), "order.updated");
    assert.equal(shopify.topicOf({ "x-shopify-topic": "orders/create" }), "orders/create");
    assert.equal(woocommerce.topicOf({}), null);
    assert.equal(shopify.topicOf({ "x-shopify-topic": " " }), null);
  });

  test("an event of Shopify is known by topic and event id, then by its delivery; WooCommerce has nothing that lasts", () => {
    const headers = { "X-Shopify-Topic": "orders/paid", "X-Shopify-Webhook-Id": "aa-1" };
    assert.equal(
      shopify.eventIdOf({ ...headers, "X-Shopify-Event-Id": "bb-2" }),
      "orders/paid:bb-2",
    );
    assert.equal(shopify.eventIdOf(headers), "orders/paid:aa-1");
    assert.equal(shopify.eventIdOf({}), null);
    assert.equal(shopify.eventIdOf({ "X-Shopify-Event-Id": "a b\u0000" }), null);
    assert.equal(woocommerce.eventIdOf({ "X-WC-Webhook-Delivery-ID": "ff" }), null);
  });
});
