import { useMutation, useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { useLanguage } from "#ui/words.ts";
import { promises } from "../promises.contract.ts";

const api = client(promises);
export type PromiseList = Received<typeof promises.list>;
export type Promised = PromiseList["sections"][number]["promises"][number];
export type State = Promised["state"];

const ASKED_AGAIN_MS = 3_000;

/** Follows by live updates; while somebody waits for a trial it also asks by itself. */
export function usePromises() {
  const language = useLanguage();
  return useQuery({
    queryKey: ["trust.promises", "list", language],
    queryFn: ({ signal }) => api.list({ language }, signal),
    refetchInterval: ({ state: { data } }) => (data?.isAsked ? ASKED_AGAIN_MS : false),
  });
}

export function useHistory(id: string, isOpen: boolean) {
  const language = useLanguage();
  return useQuery({
    queryKey: ["trust.promises", "history", id, language],
    queryFn: ({ signal }) => api.history({ id, language }, signal),
    enabled: isOpen,
  });
}

export const useCheck = () =>
  useMutation({
    mutationFn: () => api.check({}),
    onSuccess: () => refresh("trust.promises"),
  });
