import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import { extract, pack } from "tar-stream";
import { openedWith, sealedWith } from "./sealing.ts";

/** Puts a named part into the archive. Resolves when there is room for the next. */
export type Add = (name: string, bytes: Buffer) => Promise<void>;
export type Sink = (bytes: AsyncIterable<Uint8Array>) => Promise<void>;

/** Parts, packed (tar), compressed (zstd) and sealed (age), flow to the sink as they come; nothing is held. */
export async function writeArchive(
  key: string,
  sink: Sink,
  fill: (add: Add) => Promise<void>,
): Promise<void> {
  const tar = pack();
  const add: Add = (name, bytes) =>
    new Promise((resolve, reject) => {
      const entry = tar.entry({ name, size: bytes.length }, (error) =>
        error ? reject(error) : resolve(),
      );
      entry.on("error", reject);
      entry.end(bytes);
    });
  const filled = fill(add).then(
    () => tar.finalize(),
    (error: Error) => {
      tar.destroy(error);
      throw error;
    },
  );
  const written = pipeline(tar, createZstdCompress(), sealedWith(key), sink);
  const [filling, writing] = await Promise.allSettled([filled, written]);
  // A sink that fails ends the filling too: the first cause is the sink's own.
  if (writing.status === "rejected") throw writing.reason;
  if (filling.status === "rejected") throw filling.reason;
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
