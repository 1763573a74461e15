import { Readable } from "node:stream";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import { Problem, refused } from "#kernel/errors.ts";
import type { Source } from "./table.ts";

/** What is packed in a workbook, by name. */
export type Packed = {
  has(name: string): boolean;
  /** The unpacked bytes, checked against what the archive says of them. */
  open(name: string): Promise<AsyncIterable<Buffer>>;
  /** A small part, whole. */
  text(name: string): Promise<string>;
};

const ENTRIES_MAX = 2_000;
const UNPACKED_MAX_BYTES = 4 * 1024 ** 3;
/** Sheets pack well: forty to one, a hundred at most. What claims to unpack to more of this is made to do harm. */
const RATIO_MAX = 250;
const RATIO_FROM_BYTES = 8 * 1024 * 1024;
const PART_MAX_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/** A zip archive, its list of contents read and judged before anything is unpacked. */
export async function openZip(source: Source): Promise<Packed> {
  const entries = new Map<string, Entry>();
  const reader = new SourceReader(source);
  const options = { autoClose: false, validateEntrySizes: true };
  const zip = await fromRandomAccessReaderPromise(reader, source.bytes, options).catch(asDamaged);
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(entry.compressedSize, 1);
    const isBomb = entry.uncompressedSize > RATIO_FROM_BYTES && ratio > RATIO_MAX;
    if (entries.size >= ENTRIES_MAX || unpacked > UNPACKED_MAX_BYTES || isBomb)
      throw refused("platform.transfer.zip_bomb");
    if (entry.isEncrypted()) throw refused("platform.transfer.locked");
    entries.set(entry.fileName.replace(/^\//, ""), entry);
  }

  const open = async (name: string): Promise<AsyncIterable<Buffer>> => {
    const entry = entries.get(name);
    if (entry === undefined) throw refused("platform.transfer.no_table");
    return checked(await zip.openReadStreamPromise(entry).catch(asDamaged));
  };
  return {
    has: (name) => entries.has(name),
    open,
    text: async (name) => {
      if ((entries.get(name)?.uncompressedSize ?? 0) > PART_MAX_BYTES)
        throw refused("platform.transfer.zip_bomb");
      const pieces: Buffer[] = [];
      for await (const piece of await open(name)) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    },
  };
}

async function* checked(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) yield piece;
  } catch (error) {
    throw asRefusal(error);
  } finally {
    stream.destroy();
  }
}

/** What the archive's own description contradicts. Our own refusals stay what they are. */
const asRefusal = (error: unknown): Error =>
  error instanceof Problem ? error : refused("platform.transfer.damaged");
const asDamaged = (error: unknown): never => {
  throw asRefusal(error);
};

class SourceReader extends RandomAccessReader {
  readonly #source: Source;

  constructor(source: Source) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return piecesOf(this.#source, start, end);
  }
}

const piecesOf = (source: Source, start: number, end: number): Readable =>
  Readable.from(
    (async function* () {
      for (let from = start; from < end; from += PIECE_BYTES)
        yield await source.read(from, Math.min(PIECE_BYTES, end - from));
    })(),
    { objectMode: false },
  );
