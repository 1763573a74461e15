import assert from "node:assert/strict";
import { test } from "node:test";
import { base32Of, enrolmentUri, stepAt, stepOf, totpAt } from "./totp.rules.ts";

const SECRET = Buffer.from("12345678901234567890");

test("the test vectors of RFC 6238, appendix B", () => {
  const table: [seconds: number, code: string][] = [
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ];
  for (const [seconds, code] of table) {
    const step = stepAt(new Date(seconds * 1000));
    assert.equal(totpAt(SECRET, step, 8), code);
    assert.equal(totpAt(SECRET, step), code.slice(2));
  }
});

test("a code is of its own step, and is taken one step before and after, no further", () => {
  const code = totpAt(SECRET, 1000);
  const at = (second: number) => stepOf(SECRET, code, new Date(second * 1000));
  assert.equal(at(30_000), 1000);
  assert.equal(at(30_000 - 30), 1000);
  assert.equal(at(30_059), 1000);
  assert.equal(at(30_000 - 31), null);
  assert.equal(at(30_060), null);
  assert.equal(stepOf(SECRET, "000000", new Date(30_000_000)), null);
});

test("a secret is told in base 32 as RFC 4648 says", () => {
  const table = [
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ];
  for (const [text = "", code] of table) assert.equal(base32Of(Buffer.from(text)), code);
});

test("what an app is shown names the house and the account", () => {
  assert.equal(
    enrolmentUri("Kaunter", "farah+1@kenari.example", "MZXW6"),
    "otpauth://totp/Kaunter:farah%2B1%40kenari.example?secret=MZXW6&issuer=Kaunter&algorithm=SHA1&digits=6&period=30",
  );
});
