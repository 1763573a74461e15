import { z } from "zod";
import { sensitive } from "#kernel/classes.ts";
import { blocked, get, id, instant, page, patch, post } from "#kernel/contract.ts";

export const NoteId = id("note");
export type NoteId = z.output<typeof NoteId>;

/** A member whom a note names with an @, as they were called then. */
export const Mention = z.object({ id: id("account"), name: z.string() });
export type Mention = z.output<typeof Mention>;

export const Note = z.object({
  id: NoteId,
  /** The record it is on, by its shown id. */
  subject: z.string(),
  text: sensitive(z.string()),
  mentions: z.array(Mention),
  authorName: z.string(),
  isPinned: z.boolean(),
  createdAt: instant(),
  editedAt: instant().nullable(),
  /** When it was deleted: it can come back for 30 days. */
  deletedAt: instant().nullable(),
  version: z.int(),
  blocked: z.object({
    change: blocked(),
    pin: blocked(),
    remove: blocked(),
    restore: blocked(),
  }),
});
export type Note = z.output<typeof Note>;

/** A note as it stood before an edit. */
export const NoteVersion = z.object({
  version: z.int(),
  text: sensitive(z.string()),
  editorName: z.string(),
  writtenAt: instant(),
});

/** Where somebody was named. */
export const Mentioned = z.object({
  note: NoteId,
  subject: z.string(),
  /** What the record is called. Empty where it is known by nothing but how they are reached. */
  subjectName: z.string(),
  text: sensitive(z.string()),
  authorName: z.string(),
  at: instant(),
  /** Came after they last looked. */
  isNew: z.boolean(),
});

const Text = sensitive(z.string().trim().min(1, "field.required").max(10_000, "field.too_long"));
/** Those whose name does not stand in the text behind an @ are left out. */
const Mentions = z.array(id("account")).max(20).default([]);
const after = z.string().max(500).optional();
const limit = z.coerce.number().int().min(1).max(200).default(50);

const at = "/api/records/notes";
const Versioned = z.object({ id: NoteId, version: z.int() });
export const notes = {
  /** Pinned ones first, then the newest; with `deleted` those that can come back. */
  list: get(
    at,
    z.object({ subject: z.string(), deleted: z.stringbool().default(false), after, limit }),
    page(Note).extend({
      deletedCount: z.int(),
      blocked: z.object({ write: blocked() }),
    }),
  ),
  write: post(at, z.object({ subject: z.string(), text: Text, mentions: Mentions }), Note),
  change: patch(`${at}/:id`, Versioned.extend({ text: Text, mentions: Mentions }), Note),
  pin: post(`${at}/:id/pin`, Versioned.extend({ isPinned: z.boolean() }), Note),
  remove: post(`${at}/:id/remove`, Versioned, Note),
  restore: post(`${at}/:id/restore`, Versioned, Note),
  /** How it read before each edit, the newest first. */
  history: get(
    `${at}/:id/history`,
    z.object({ id: NoteId }),
    z.object({ rows: z.array(NoteVersion) }),
  ),
  /** Where colleagues named whoever asks, the newest first. */
  mentions: get(`${at}/mentions`, z.object({ after, limit }), page(Mentioned)),
  mentionsCount: get(`${at}/mentions/count`, z.object({}), z.object({ count: z.int() })),
};
