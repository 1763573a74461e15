import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fieldsOf, lineOf, linesOf } from "./copy-text.ts";

test("whatever fields hold, a line of them reads back as they were, wherever the pieces end", async () => {
  const field = fc.option(fc.string({ unit: "binary" }), { nil: null });
  const row = fc.array(field, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 20 }),
      fc.integer({ min: 1, max: 9 }),
      async (rows, size) => {
        const bytes = Buffer.from(rows.map(lineOf).join(""));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        const read: unknown[] = [];
        for await (const lines of linesOf(ReadableStream.from(pieces)))
          read.push(...lines.map(fieldsOf));
        assert.deepEqual(
          read,
          rows.map((one) => one.map((text) => text?.toWellFormed() ?? null)),
        );
      },
    ),
  );
});
