import { z } from "zod";
import { sensitive } from "#kernel/classes.ts";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";
import { NoteId } from "../notes/notes.contract.ts";

const AttachmentId = id("attachment");
export type AttachmentId = z.output<typeof AttachmentId>;

/** As large as one may be, what a company's may come to together, and the pieces they are sent in. */
export const FILE_MAX_BYTES = 25 * 1024 * 1024;
export const QUOTA_BYTES = 5 * 1024 ** 3;
export const PART_BYTES = 4 * 1024 * 1024;

export const Attachment = z.object({
  id: AttachmentId,
  /** The note it hangs on; null: the record itself. */
  note: NoteId.nullable(),
  /** Not called `name`: what a record is called elsewhere would be masked with it. */
  fileName: sensitive(z.string()),
  bytes: z.int(),
  /** Told by its first bytes, whatever its name says. */
  type: z.string(),
  /** A picture that a browser can show without running anything. */
  isPicture: z.boolean(),
  authorName: z.string(),
  createdAt: instant(),
  deletedAt: instant().nullable(),
  blocked: z.object({ open: blocked(), remove: blocked(), restore: blocked() }),
});
export type Attachment = z.output<typeof Attachment>;

const at = "/api/records/attachments";
const One = z.object({ id: AttachmentId });
export const attachments = {
  /** Those of a record and of its notes, the newest first, at most 200; with `deleted` those that can come back. */
  list: get(
    at,
    z.object({ subject: z.string(), deleted: z.stringbool().default(false) }),
    z.object({
      rows: z.array(Attachment),
      deletedCount: z.int(),
      usedBytes: z.int(),
      quotaBytes: z.int(),
      blocked: z.object({ add: blocked() }),
    }),
  ),
  /** Says what will come; `upload` opens the door for its bytes, piece by piece. */
  begin: post(
    at,
    z.object({
      subject: z.string(),
      note: NoteId.nullable().default(null),
      fileName: sensitive(z.string().trim().min(1, "field.required").max(500)),
      bytes: z
        .int()
        .min(1, "records.attachment.is_empty")
        .max(FILE_MAX_BYTES, "records.attachment.too_large"),
    }),
    z.object({ id: AttachmentId, upload: z.string(), partBytes: z.int() }),
  ),
  /** All of it is there. */
  finish: post(`${at}/:id/finish`, One, Attachment),
  /** An address that opens it once, within a minute. */
  open: post(`${at}/:id/open`, One, z.object({ path: z.string() })),
  remove: post(`${at}/:id/remove`, One, Attachment),
  restore: post(`${at}/:id/restore`, One, Attachment),
};
