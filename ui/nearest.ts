import { useQuery } from "@tanstack/react-query";
import { search } from "#modules/records/search/search.contract.ts";
import { client } from "./api.ts";
import { useMay } from "./session.tsx";

const api = client(search);
const ASKED_MIN = 4;

/** What was meant by words that find nothing; null while nothing is near. Asked only for a text that found nothing. */
export function useNearest(text: string): string | null {
  const may = useMay("records.search.read");
  const isAsked = may && text.length >= ASKED_MIN;
  const answer = useQuery({
    queryKey: ["records.search", text],
    queryFn: ({ signal }) => api.nearest({ text }, signal),
    enabled: isAsked,
    staleTime: 60_000,
  });
  return isAsked ? (answer.data?.text ?? null) : null;
}
