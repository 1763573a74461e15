import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesText, changeOf, changeText, moneyText } from "./numbers.ts";

test("money has its currency's decimals, grouped, with a true minus before the currency", () => {
  assert.equal(moneyText(123450, "MYR"), "RM\u00a01,234.50");
  assert.equal(moneyText(-3210, "MYR"), "−RM\u00a032.10");
  assert.equal(moneyText(1234567, "JPY"), "JPY\u00a01,234,567");
  assert.equal(moneyText(5, "KWD"), "KWD\u00a00.005");
  assert.equal(moneyText(0, "SGD"), "SGD\u00a00.00");
});

test("a change is signed, and unknown when there was nothing before", () => {
  assert.equal(changeText(changeOf(118.9, 100)), "+18.9%");
  assert.equal(changeText(changeOf(93.9, 100)), "−6.1%");
  assert.equal(changeText(changeOf(1, 0)), "–");
});

test("a size is said in the largest step that leaves a whole of it", () => {
  const sizes = [0, 840, 1024, 1_500_000, 25 * 1024 ** 2, 5 * 1024 ** 3, 2_048 * 1024 ** 4];
  assert.deepEqual(
    sizes.map((bytes) => bytesText(bytes).replace("\u00a0", " ")),
    ["0 B", "840 B", "1 KB", "1.4 MB", "25 MB", "5 GB", "2,048 TB"],
  );
});
