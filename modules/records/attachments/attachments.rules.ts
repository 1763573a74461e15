import type { Reason } from "#kernel/errors.ts";
import { KEPT_MS } from "../notes/notes.rules.ts";
import { PART_BYTES, QUOTA_BYTES } from "./attachments.contract.ts";

export { KEPT_MS };
/** What was begun and never came whole is gone after a day. */
export const UNFINISHED_MS = 86_400_000;

type Record = { readonly isInTrash: boolean };
type State = { readonly deletedAt: Date | null };

/** What lies in the trash rests, and what hangs on it too. */
export const whyNotAdd = ({ isInTrash }: Record): Reason | null =>
  isInTrash ? "records.attachment.record_in_trash" : null;

export const whyNotFit = (usedBytes: number, bytes: number): Reason | null =>
  usedBytes + bytes > QUOTA_BYTES ? "records.attachment.quota" : null;

export const whyNotRemove = (one: State, record: Record): Reason | null =>
  one.deletedAt === null ? whyNotAdd(record) : "records.attachment.deleted";

export function whyNotRestore(one: State, record: Record, now: Date): Reason | null {
  if (one.deletedAt === null) return "records.attachment.not_deleted";
  return now.getTime() - one.deletedAt.getTime() < KEPT_MS
    ? whyNotAdd(record)
    : "records.attachment.too_late";
}

/** How long each piece is follows from the whole: all are full but the last. */
export function bytesOfPart(fileBytes: number, position: number): number {
  if (!Number.isInteger(position) || position < 0) return -1;
  return Math.min(PART_BYTES, fileBytes - position * PART_BYTES);
}

/**
 * A name as it is kept: of a path its last part, without what no line or header can hold and without what turns a text
 * around (`invoice\u202Efdp.exe` reads as `invoiceexe.pdf`).
 */
export function nameOf(typed: string): string {
  const last = typed.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^\.+/, "");
  if (clean.length <= 200) return clean === "" ? "file" : clean;
  const ending = /\.[^.]{1,16}$/.exec(clean)?.[0] ?? "";
  return clean.slice(0, 200 - ending.length) + ending;
}

/** Those a browser shows without running anything. SVG and HTML are never among them. */
const PICTURES: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
export const isPicture = (type: string): boolean => PICTURES.includes(type);

const UNKNOWN = "application/octet-stream";

/** What a file is by its first bytes. What is not known by them is nothing a browser would run: plain bytes. */
export function typeOf(head: Uint8Array): string {
  const begins = (at: number, ...bytes: number[]) =>
    bytes.every((byte, i) => head[at + i] === byte);
  const says = (at: number, text: string) =>
    begins(at, ...[...text].map((sign) => sign.charCodeAt(0)));
  if (begins(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (begins(0, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (says(0, "GIF87a") || says(0, "GIF89a")) return "image/gif";
  if (says(0, "RIFF") && says(8, "WEBP")) return "image/webp";
  if (says(0, "%PDF-")) return "application/pdf";
  if (begins(0, 0x50, 0x4b, 0x03, 0x04)) return "application/zip";
  return UNKNOWN;
}
