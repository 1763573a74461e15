import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import { TOPICS } from "./notes.ts";
import { deleteNotesAbout, gatherNotes, gatherVersions } from "./person.sql.ts";

/** On whatever is theirs: people write about people there. */
const ON = ["customer", "order"];

/** What was written on them and on their orders goes, with how it stood before. */
export const noteKeeper: Keeper = {
  part: "records.notes",
  tables: {
    notes: { fate: "deleted" },
    note_versions: { fate: "deleted" },
    // Which colleague was told of a note; not of whom it is.
    note_mentions: { fate: "deleted" },
  },
  gather: async ({ db }, person) => {
    const notes: object[] = [];
    const versions: object[] = [];
    for (const type of ON) {
      const ids = recordsOf(person, type);
      for (const { row } of await gatherNotes(db, type, ids)) notes.push(row);
      for (const { row } of await gatherVersions(db, type, ids)) versions.push(row);
    }
    return { notes, note_versions: versions };
  },
  erase: async (ctx, person) => {
    const gone = { notes: 0, note_versions: 0, note_mentions: 0 };
    for (const type of ON) {
      const { notes, versions, mentions } = await deleteNotesAbout(
        ctx.db,
        type,
        recordsOf(person, type),
      );
      gone.notes += notes;
      gone.note_versions += versions;
      gone.note_mentions += mentions;
    }
    if (gone.notes > 0) ctx.tell(...TOPICS);
    return gone;
  },
};
