import { serve } from "#platform/actions/serve.ts";
import {
  countJournals,
  getDraft,
  getJournal,
  keepDraft,
  listJournals,
  postManualJournal,
  reverseJournal,
} from "./journals.actions.ts";
import { journals } from "./journals.contract.ts";

export const journalRoutes = serve(journals, {
  list: listJournals,
  count: countJournals,
  draft: getDraft,
  keepDraft,
  get: getJournal,
  post: postManualJournal,
  reverse: reverseJournal,
});
