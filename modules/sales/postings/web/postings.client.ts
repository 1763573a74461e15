import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { useMay } from "#ui/session.tsx";
import { postings } from "../postings.contract.ts";
import { postingRules } from "../ruling.contract.ts";

const api = client(postings);
export const rulesApi = client(postingRules);
export type PostingRules = Received<typeof postingRules.get>;
export type Rerun = Received<typeof postingRules.rerun>;

const TOPIC = "sales.postings";

export const usePostings = () =>
  useQuery({
    queryKey: [TOPIC],
    queryFn: ({ signal }) => api.get({}, signal),
    enabled: useMay("sales.postings.read"),
  });

export const useRules = () =>
  useQuery({ queryKey: [TOPIC, "rules"], queryFn: ({ signal }) => rulesApi.get({}, signal) });

export const useRerun = () =>
  useQuery({ queryKey: [TOPIC, "rerun"], queryFn: ({ signal }) => rulesApi.rerun({}, signal) });

export const refreshPostings = () => refresh(TOPIC, "finance.statements");
