import { refused } from "#kernel/errors.ts";
import type { DayOrder } from "./days.rules.ts";
import { readCamt } from "./reading-camt.ts";
import { readMt940 } from "./reading-mt940.ts";
import { readOfx } from "./reading-ofx.ts";
import { readQif } from "./reading-qif.ts";
import { type BankStatement, Unreadable } from "./statement.rules.ts";

export type BankFileOptions = {
  /** Of the account it is read for: QIF tells none. */
  readonly currency: string;
  readonly dayOrder?: DayOrder | null;
};

const BYTES_MAX = 32 * 1024 * 1024;
/** By what stands in its first part, and not by a file's name. */
const HEAD_CHARS = 4_096;

/**
 * Reads what a bank's file says, whatever its format: CAMT, OFX, MT940, QIF. (A table has columns that have to be matched first:
 * see reading-csv.rules.) What cannot be read is refused whole, with the line and what stands there: half a statement is none.
 */
export function readBankFile(bytes: Buffer, options: BankFileOptions): readonly BankStatement[] {
  if (bytes.length > BYTES_MAX) throw refused("platform.bankfile.too_large");
  const text = textOf(bytes);
  try {
    return readerFor(text.slice(0, HEAD_CHARS))(text, options);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { line, field, value } = error;
    throw refused("platform.bankfile.unreadable", { line, field, value });
  }
}

type Reader = (text: string, options: BankFileOptions) => readonly BankStatement[];

function readerFor(head: string): Reader {
  if (/^\s*OFXHEADER|<OFX>/i.test(head)) return (text) => readOfx(text);
  if (/^\s*</.test(head)) return (text) => readCamt(text);
  if (/^!(?:Type|Account|Option)/im.test(head))
    return (text, { currency, dayOrder = null }) => readQif(text, { currency, dayOrder });
  if (/^(?:\{\d:.*\})*:20:|\{4:\s*:20:|^:20:/m.test(head)) return (text) => readMt940(text);
  throw refused("platform.bankfile.unknown");
}

/** Banks write UTF-8, UTF-16 with a mark, or the letters of Windows. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
