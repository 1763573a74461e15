import { serve } from "#platform/actions/serve.ts";
import {
  changeNote,
  countNewMentions,
  listMentions,
  listNotes,
  noteHistory,
  pinNote,
  removeNote,
  restoreNote,
  writeNote,
} from "./notes.actions.ts";
import { notes } from "./notes.contract.ts";

export const noteRoutes = serve(notes, {
  list: listNotes,
  write: writeNote,
  change: changeNote,
  pin: pinNote,
  remove: removeNote,
  restore: restoreNote,
  history: noteHistory,
  mentions: listMentions,
  mentionsCount: countNewMentions,
});
