import assert from "node:assert/strict";
import { test } from "node:test";
import { hasRightCheckDigit } from "./barcode.ts";

test("the check digit of EAN and UPC numbers is told right from wrong, and other numbers are left alone", () => {
  assert.equal(hasRightCheckDigit("4006381333931"), true);
  assert.equal(hasRightCheckDigit("4006381333932"), false);
  assert.equal(hasRightCheckDigit("036000291452"), true);
  assert.equal(hasRightCheckDigit("036000291453"), false);
  assert.equal(hasRightCheckDigit("9638-5074"), true);
  assert.equal(hasRightCheckDigit("10614141000415"), true);
  for (const other of ["", "12345", "KOPI-01", "123456789012345"])
    assert.equal(hasRightCheckDigit(other), null, other);
});
