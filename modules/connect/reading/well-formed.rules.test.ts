import assert from "node:assert/strict";
import { test } from "node:test";
import { playStore } from "../fixtures/store.ts";
import { isWellFormed } from "./well-formed.rules.ts";

const isParsed = (bytes: Buffer): boolean => {
  try {
    JSON.parse(bytes.toString("utf8"));
    return true;
  } catch {
    return false;
  }
};

const SAMPLES = [
  "{}",
  "[]",
  ' \t\r\n{ "a" : [ 1 , -0 , 0.5 , 1e3 , -12.25E-7 , true , false , null , "" , "x" ] , "b" : { } } \n',
  '{"":[[[]],{"a":{"b":[{}]}}]}',
  '"\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\uD83D\\uDE00 日本語 🔑"',
  "0",
  "-1",
  "true",
  "null",
  '""',
  "1e400",
];
const NEVER = [
  "",
  " ",
  "{",
  "}",
  "[",
  "[1,]",
  "[,1]",
  "{,}",
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{"a" 1}',
  "{a:1}",
  "{1:1}",
  "[1 2]",
  "[1]]",
  "[1}",
  '{"a":1]',
  "01",
  "-",
  "-01",
  "1.",
  ".5",
  "1e",
  "1e+",
  "+1",
  "0x1",
  "NaN",
  "tru",
  "trueno",
  "nul",
  '"',
  '"\\"',
  '"\\x"',
  '"\\u12"',
  '"\\u12g4"',
  '"a\nb"',
  "'a'",
  "1,2",
  "webhook_id=9",
  "\u00a01",
  "\ufeff{}",
];

test("what is well formed is what the parser takes", () => {
  for (const text of SAMPLES) assert(isWellFormed(Buffer.from(text)), text);
  for (const text of NEVER) {
    assert(!isParsed(Buffer.from(text)), text);
    assert(!isWellFormed(Buffer.from(text)), text);
  }
});

test("each body of a store is well formed", () => {
  const until = new Date("2026-11-01T00:00:00Z");
  for (const platform of ["woocommerce", "shopify"] as const)
    for (const { body } of playStore({ platform, seed: "form", orders: 40, customers: 9, until }))
      assert(isWellFormed(body));
});

test("whatever is changed, cut or put in, it agrees with the parser", () => {
  const random = randomFrom(7);
  const pieces = [...'{}[],:"\\u0e1-+.tfn x\n', "\u00e9", "true", '""', "\\u00e9", "\0"].map(
    (piece) => Buffer.from(piece),
  );
  pieces.push(Buffer.of(0xff), Buffer.of(0xc3), Buffer.of(0xe2, 0x82), Buffer.of(0xf0));
  for (let round = 0; round < 60_000; round += 1) {
    let bytes = Buffer.from(SAMPLES[random(SAMPLES.length)] ?? "");
    for (let change = random(3); change >= 0; change -= 1) {
      const from = random(bytes.length + 1);
      const until = Math.min(bytes.length, from + random(3));
      const piece = pieces[random(pieces.length)] ?? Buffer.alloc(0);
      bytes = Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(until)]);
    }
    assert.equal(isWellFormed(bytes), isParsed(bytes), JSON.stringify(bytes.toString("latin1")));
  }
});

test("what nests without end is not walked into", () => {
  assert(isWellFormed(Buffer.from("[".repeat(64) + "]".repeat(64))));
  assert(!isWellFormed(Buffer.from("[".repeat(66) + "]".repeat(66))));
});

/** Numbers below a limit that are the same each time. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
