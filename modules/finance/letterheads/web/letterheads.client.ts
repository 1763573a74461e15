import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { letterheads } from "../letterheads.contract.ts";

export const letterheadsApi = client(letterheads);
export type Letterhead = Received<typeof letterheads.get>;

const TOPIC = "finance.letterheads";

export const useLetterhead = () =>
  useQuery({
    queryKey: [TOPIC],
    queryFn: ({ signal }) => letterheadsApi.get({}, signal),
    staleTime: 60_000,
  });

export const refreshLetterhead = () => refresh(TOPIC);
