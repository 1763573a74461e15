import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { links } from "../../links/links.contract.ts";
import { sendings } from "../sendings.contract.ts";

export const sendingsApi = client(sendings);
export const linksApi = client(links);
export type Sending = Received<typeof sendings.list>["rows"][number];
export type KindOfPaper = Exclude<Sending["kind"], "statement">;
export type PaperLink = Received<typeof links.get>;

const TOPIC = "finance.sendings";
const LINKS = "finance.links";

export const useSendings = (paper: string) =>
  useQuery({
    queryKey: [TOPIC, paper],
    queryFn: ({ signal }) => sendingsApi.list({ paper }, signal),
  });

export const useLetter = (paper: string, kind: KindOfPaper) =>
  useQuery({
    queryKey: [TOPIC, paper, "letter", kind],
    queryFn: ({ signal }) => sendingsApi.letter({ paper, kind }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const usePaperLink = (paper: string) =>
  useQuery({
    queryKey: [LINKS, paper],
    queryFn: ({ signal }) => linksApi.get({ paper }, signal),
  });

export function refreshSendings(): void {
  void refresh(TOPIC);
  void refresh(LINKS);
}
