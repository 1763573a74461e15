import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * The passwords of twelve letters and more among the million most used (SecLists, 10-million-password-list, 44,000 of them),
 * in lower case: the first five bytes of each one's SHA-256, in order. Nobody reads them there, and one of 25 million other
 * passwords is taken for one of them.
 */
const MARK_BYTES = 5;
let marks: Buffer | undefined;

export function isKnownPassword(password: string): boolean {
  marks ??= readFileSync(new URL("./common-passwords.bin", import.meta.url));
  const plain = password.normalize("NFKC").toLowerCase();
  const mark = createHash("sha256").update(plain).digest().subarray(0, MARK_BYTES);
  let low = 0;
  let high = marks.length / MARK_BYTES - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = middle * MARK_BYTES;
    const order = mark.compare(marks, at, at + MARK_BYTES);
    if (order === 0) return true;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return false;
}
