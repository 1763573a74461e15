import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { z } from "zod";
import { FORMAT, Manifest } from "./manifest.ts";

/** The file is no export of Kaunter, or not as it left it. The message is a sentence for whoever brought it. */
export class BadTakeout extends Error {
  override readonly name = "BadTakeout";
}

/** An export that was looked through: nothing in it but what belongs there, and each file as its sum says. */
export type OpenedTakeout = {
  readonly manifest: Manifest;
  /** Of the whole file. */
  readonly sha256: string;
  read(name: string): Promise<AsyncIterable<Buffer>>;
  close(): void;
};

const ENTRIES_MAX = 200_000;
const SMALL_MAX_BYTES = 64 * 1024 * 1024;
/** Tables pack well: forty to one, a hundred at most. What claims to unpack to more of this is made to do harm. */
const RATIO_MAX = 250;
const RATIO_FROM_BYTES = 8 * 1024 * 1024;

const SYMLINK = 0o120000;
const FILE_KIND = 0o170000;
const NAMES =
  /^(README\.txt|SHA256SUMS|manifest\.json|waiting\.jsonl|verify\.sh|sql\/(1-tables|2-data|3-keys)\.sql|csv\/[a-z0-9_]{1,63}\.csv|files\/index\.csv|files\/[a-z0-9_]{1,63}\/[0-9a-f-]{36}-[\p{L}\p{M}\p{N}._-]{1,100}|excel\/[a-z0-9_]{1,63}\.xlsx)$/u;
const NEEDED = ["SHA256SUMS", "manifest.json", "waiting.jsonl", "sql/2-data.sql"];

/** Reads all of it once before anything of it is used: contents, sizes, names, sums. In constant memory; it writes nothing. */
export async function openTakeout(path: string, unpackedMaxBytes: number): Promise<OpenedTakeout> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw new BadTakeout(`There is no file ${path}.`);
  const zip = await openPromise(path, { autoClose: false, validateEntrySizes: true }).catch(
    (error: Error) => {
      throw new BadTakeout(`It is no whole ZIP file (${error.message}): fetch the export again.`);
    },
  );
  try {
    const entries = await entriesOf(zip, found.size, unpackedMaxBytes);
    const read = (name: string): Promise<AsyncIterable<Buffer>> => piecesOf(zip, entries, name);
    const sums = sumsIn(await textIn(await read("SHA256SUMS"), "SHA256SUMS"));
    for (const name of entries.keys())
      if (name !== "SHA256SUMS") await compare(name, sums.get(name), await read(name));
    const missing = [...sums.keys()].find((name) => !entries.has(name));
    if (missing !== undefined) throw new BadTakeout(`${missing} is missing in it.`);
    const manifest = manifestIn(await textIn(await read("manifest.json"), "manifest.json"));
    const files = [...entries.keys()].filter((name) => /^files\/.*\//.test(name)).length;
    if (files !== manifest.files)
      throw new BadTakeout("Its files are not as many as its manifest says.");
    refuseStatements(await textIn(await read("sql/1-tables.sql"), "sql/1-tables.sql"));
    refuseStatements(await textIn(await read("sql/3-keys.sql"), "sql/3-keys.sql"));
    return { manifest, sha256: await sumOf(path), read, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function entriesOf(
  zip: ZipFile,
  fileBytes: number,
  unpackedMaxBytes: number,
): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  let packed = 0;
  for await (const entry of listed(zip)) {
    const why = whyNotEntry(entry);
    if (why !== null) throw new BadTakeout(`${entry.fileName.slice(0, 100)} in it ${why}.`);
    if (entries.has(entry.fileName)) throw new BadTakeout(`${entry.fileName} stands in it twice.`);
    unpacked += entry.uncompressedSize;
    packed += entry.compressedSize;
    if (unpacked > unpackedMaxBytes)
      throw new BadTakeout(
        `It unpacks to more than ${unpackedMaxBytes} bytes: write a larger --max-gb if it really is so big.`,
      );
    if (packed > fileBytes || entries.size >= ENTRIES_MAX)
      throw new BadTakeout("It claims to hold more than fits into it.");
    entries.set(entry.fileName, entry);
  }
  const missing = NEEDED.find((name) => !entries.has(name));
  if (missing !== undefined)
    throw new BadTakeout(`${missing} is missing in it: it is no export of Kaunter.`);
  return entries;
}

/** yauzl itself refuses names that lead elsewhere: `../`, `/etc`, `C:\`. */
async function* listed(zip: ZipFile): AsyncGenerator<Entry> {
  const all = zip.eachEntry()[Symbol.asyncIterator]();
  for (;;) {
    const next = await all.next().catch((error: Error) => {
      throw new BadTakeout(`Its list of contents cannot be used: ${error.message}.`);
    });
    if (next.done === true) return;
    yield next.value;
  }
}

function whyNotEntry(entry: Entry): string | null {
  const { fileName, uncompressedSize, compressedSize } = entry;
  const ratio = uncompressedSize / Math.max(compressedSize, 1);
  if (((entry.externalFileAttributes >>> 16) & FILE_KIND) === SYMLINK)
    return "is a link to somewhere else";
  if (!NAMES.test(fileName)) return "does not belong into an export";
  if (entry.isEncrypted()) return "is locked with a password";
  return uncompressedSize > RATIO_FROM_BYTES && ratio > RATIO_MAX
    ? "unpacks to more than any export does"
    : null;
}

async function piecesOf(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  name: string,
): Promise<AsyncIterable<Buffer>> {
  const entry = entries.get(name);
  if (entry === undefined) throw new BadTakeout(`${name} is missing in it.`);
  return checked(name, () => zip.openReadStreamPromise(entry));
}

async function* checked(
  name: string,
  open: () => Promise<AsyncIterable<Buffer>>,
): AsyncGenerator<Buffer> {
  const pieces = await open().catch((error: Error) => damaged(name, error));
  const read = pieces[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await read.next().catch((error: Error) => damaged(name, error));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await read.return?.();
  }
}

function damaged(name: string, error: Error): never {
  throw new BadTakeout(`${name} in it cannot be unpacked: ${error.message}.`);
}

async function textIn(pieces: AsyncIterable<Buffer>, name: string): Promise<string> {
  const all: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > SMALL_MAX_BYTES) throw new BadTakeout(`${name} in it is too large.`);
    all.push(piece);
  }
  return Buffer.concat(all).toString();
}

function sumsIn(text: string): ReadonlyMap<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  const sums = lines.map((line) => /^([0-9a-f]{64}) {2}(\S+)$/.exec(line));
  if (sums.some((sum) => sum === null)) throw new BadTakeout("Its SHA256SUMS cannot be read.");
  return new Map(sums.map((sum) => [sum?.[2] ?? "", sum?.[1] ?? ""]));
}

async function compare(
  name: string,
  sum: string | undefined,
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  if (sum === undefined) throw new BadTakeout(`${name} has no sum in its SHA256SUMS.`);
  const hash = createHash("sha256");
  for await (const piece of pieces) hash.update(piece);
  if (hash.digest("hex") !== sum)
    throw new BadTakeout(`${name} in it is not as it was written: its sum is another.`);
}

function manifestIn(text: string): Manifest {
  const said = orNull(() => JSON.parse(text) as unknown);
  const format = z.object({ format: z.string().max(100) }).safeParse(said).data?.format;
  if (format !== FORMAT)
    throw new BadTakeout(
      `Its format is ${format ?? "unknown"}, and this Kaunter adopts ${FORMAT}: make a new export with a Kaunter of today, or update this one.`,
    );
  const read = Manifest.safeParse(said);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new BadTakeout(`Its manifest.json cannot be read: ${issue?.path.join(".")} is odd.`);
}

const orNull = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch {
    return null;
  }
};

/** Of a file that is never run: whoever put something else into it meant harm, and then nothing of it is taken. */
const TABLES =
  /^(|create table "\w+" \(| {2}"\w+" [\w ,()[\]"]+|\);|alter table "\w+" add constraint "[^"]+" (PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)\b.*;)$/;

function refuseStatements(text: string): void {
  const isOdd = (line: string) =>
    !TABLES.test(line) ||
    line
      .replaceAll(/'[^']*'/g, "")
      .slice(0, -1)
      .includes(";");
  const odd = text.split("\n").find((line) => !line.startsWith("--") && isOdd(line));
  if (odd !== undefined)
    throw new BadTakeout(`It holds SQL that no export has: ${odd.trim().slice(0, 80)}`);
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}
