import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { notes } from "../notes.contract.ts";

export const notesApi = client(notes);
export type Note = Received<typeof notes.write>;
export type Mentioned = Received<typeof notes.mentions>["rows"][number];
export type Named = Note["mentions"][number];

export const useNotes = (subject: string, areDeleted: boolean) =>
  useInfiniteQuery({
    queryKey: ["records.notes", subject, areDeleted],
    queryFn: ({ pageParam, signal }) =>
      notesApi.list(
        {
          subject,
          limit: "20",
          ...(areDeleted ? { deleted: "true" } : {}),
          ...(pageParam === null ? {} : { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const useHistory = (id: string) =>
  useQuery({
    queryKey: ["records.notes", "history", id],
    queryFn: ({ signal }) => notesApi.history({ id }, signal),
  });

export const refreshNotes = (): Promise<void> => refresh("records.notes", "records.timeline");
