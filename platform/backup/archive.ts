import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import { extract, pack } from "tar-stream";
import { openedWith, sealedWith } from "./sealing.ts";

/** Puts a named part into the archive. Resolves when there is room for the next. */
export type Add = (name: string, bytes: Buffer) => Promise<void>;
/** Takes all of the sealed bytes, and says what it made of them. */
export type Sink<Kept> = (bytes: AsyncIterable<Uint8Array>) => Promise<Kept>;

/** Parts, packed (tar), compressed (zstd) and sealed (age), flow to the sink as they come; nothing is held. */
export async function writeArchive<Kept, Filled>(
  key: string,
  sink: Sink<Kept>,
  fill: (add: Add) => Promise<Filled>,
): Promise<{ readonly kept: Kept; readonly filled: Filled }> {
  const tar = pack();
  const add: Add = (name, bytes) =>
    new Promise((resolve, reject) => {
      const entry = tar.entry({ name, size: bytes.length }, (error) =>
        error ? reject(error) : resolve(),
      );
      entry.on("error", reject);
      entry.end(bytes);
    });
  const filling = fill(add).then(
    (filled) => {
      tar.finalize();
      return filled;
    },
    (error: Error) => {
      tar.destroy(error);
      throw error;
    },
  );
  const keeping = pipeline(tar, createZstdCompress(), sealedWith(key), sink);
  const [filled, kept] = await Promise.allSettled([filling, keeping]);
  // A sink that fails ends the filling too: the first cause is the sink's own.
  if (kept.status === "rejected") throw kept.reason;
  if (filled.status === "rejected") throw filled.reason;
  return { kept: kept.value, filled: filled.value };
}

export type Part = { readonly name: string; readonly bytes: AsyncIterable<Buffer> };

/** The parts in the order in which they were put in; what is not read of one is skipped. */
export async function* partsOf(
  key: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Part> {
  const tar = extract();
  const flow = pipeline(bytes, openedWith(key), createZstdDecompress(), tar);
  flow.catch(() => undefined);
  try {
    for await (const entry of tar) {
      yield { name: entry.header.name, bytes: entry as AsyncIterable<Buffer> };
      entry.resume();
    }
    await flow;
  } finally {
    tar.destroy();
  }
}
