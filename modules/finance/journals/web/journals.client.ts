import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { journals } from "../journals.contract.ts";

export const journalsApi = client(journals);
export type JournalRow = Received<typeof journals.list>["rows"][number];
export type JournalEntry = Received<typeof journals.get>;
export type JournalDraft = NonNullable<Received<typeof journals.draft>>;

export const useJournal = (id: string) =>
  useQuery({
    queryKey: ["finance.journals", "one", id],
    queryFn: ({ signal }) => journalsApi.get({ id }, signal),
  });

/** Asked once for each editor: what one types oneself is newer. */
export const useDraft = () =>
  useQuery({
    queryKey: ["finance.drafts"],
    queryFn: ({ signal }) => journalsApi.draft({}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const refreshBooks = () =>
  refresh("finance.journals", "finance.chart", "finance.statements", "finance.periods");
