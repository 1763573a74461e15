import { SaxesParser } from "saxes";
import { refused } from "#kernel/errors.ts";
import type { Packed } from "./reading-zip.ts";
import { CELL_CHARS_MAX } from "./table.ts";

/** The texts that a workbook keeps apart from its cells, each once. */
export type Texts = { at(index: number): string };

const CHUNK_BYTES = 4 * 1024 * 1024;
const TEXTS_MAX_BYTES = 96 * 1024 * 1024;
const TEXTS_MAX = 4_000_000;

/** Kept as bytes end to end: a million texts cost what they are long, and nothing for the collector to look through. */
export async function readTexts(zip: Packed, name: string): Promise<Texts> {
  const store = byteStore();
  if (!zip.has(name)) return store;
  const parser = new SaxesParser();
  const decoder = new TextDecoder();
  let text = "";
  let depth = 0;
  let isReading = false;
  parser.on("error", () => {
    throw refused("platform.transfer.damaged");
  });
  parser.on("opentag", ({ name: tag }) => {
    if (tag === "si") text = "";
    // How a text is pronounced is no part of it.
    if (tag === "rPh") depth += 1;
    isReading = tag === "t" && depth === 0;
  });
  parser.on("text", (piece) => {
    if (!isReading) return;
    text += piece;
    if (text.length > CELL_CHARS_MAX * 2) throw refused("platform.transfer.damaged");
  });
  parser.on("closetag", ({ name: tag }) => {
    if (tag === "rPh") depth -= 1;
    if (tag === "t") isReading = false;
    if (tag === "si") store.add(text);
  });
  for await (const piece of await zip.open(name))
    parser.write(decoder.decode(piece, { stream: true }));
  parser.close();
  return store;
}

function byteStore(): Texts & { add(text: string): void } {
  const chunks: Buffer[] = [];
  let used = CHUNK_BYTES;
  let ends = new Float64Array(1024);
  let count = 0;
  return {
    add(text) {
      const bytes = Buffer.byteLength(text);
      if (used + bytes > CHUNK_BYTES) {
        if (count >= TEXTS_MAX || (chunks.length + 1) * CHUNK_BYTES > TEXTS_MAX_BYTES)
          throw refused("platform.transfer.too_much_text");
        chunks.push(Buffer.allocUnsafeSlow(CHUNK_BYTES));
        used = 0;
      }
      const chunk = chunks.length - 1;
      chunks[chunk]?.write(text, used);
      if (count * 2 + 1 >= ends.length) {
        const more = new Float64Array(ends.length * 2);
        more.set(ends);
        ends = more;
      }
      ends[count * 2] = chunk * CHUNK_BYTES + used;
      ends[count * 2 + 1] = bytes;
      used += bytes;
      count += 1;
    },
    at(index) {
      if (!(index >= 0 && index < count)) return "";
      const from = ends[index * 2] ?? 0;
      const within = from % CHUNK_BYTES;
      const chunk = chunks[Math.floor(from / CHUNK_BYTES)];
      return chunk?.toString("utf8", within, within + (ends[index * 2 + 1] ?? 0)) ?? "";
    },
  };
}
