import type { Reason } from "#kernel/errors.ts";
import type { Mention } from "./notes.contract.ts";

const DAY_MS = 86_400_000;
/** As long as everything that was deleted (P34). */
export const KEPT_MS = 30 * DAY_MS;
export const purgeAtOf = (deletedAt: Date): Date => new Date(deletedAt.getTime() + KEPT_MS);

export type NoteState = {
  readonly authorId: string | null;
  readonly deletedAt: Date | null;
};

type Record = { readonly isInTrash: boolean };

/** What lies in the trash rests, and what hangs on it too. */
export const whyNotWrite = ({ isInTrash }: Record): Reason | null =>
  isInTrash ? "records.note.record_in_trash" : null;

export const whyNotTouch = (note: NoteState, record: Record): Reason | null =>
  note.deletedAt === null ? whyNotWrite(record) : "records.note.deleted";

/** Nobody puts words into somebody else's mouth. */
export const whyNotChange = (
  note: NoteState,
  record: Record,
  actorId: string | null,
): Reason | null =>
  whyNotTouch(note, record) ?? (note.authorId === actorId ? null : "records.note.not_yours");

export const whyNotRestore = (note: NoteState, record: Record, now: Date): Reason | null => {
  if (note.deletedAt === null) return "records.note.not_deleted";
  return purgeAtOf(note.deletedAt) > now ? whyNotWrite(record) : "records.note.too_late";
};

/** Who of those named really stands in the text: `@Aisyah binti Rahman`. */
export const mentionedIn = (text: string, named: readonly Mention[]): Mention[] =>
  named.filter(({ name }) => text.includes(`@${name}`));
