import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { useLanguage } from "#ui/words.ts";
import { policies } from "../policies.contract.ts";

export const policiesApi = client(policies);
export type Policy = Received<typeof policies.read>;
export type Version = Received<typeof policies.versions>["versions"][number];
export type Told = Received<typeof policies.notices>["notices"][number];

export function usePolicy(version: string | undefined) {
  const language = useLanguage();
  return useQuery({
    queryKey: ["trust.policies", "one", version ?? "in force", language],
    queryFn: ({ signal }) =>
      policiesApi.read({ language, ...(version === undefined ? {} : { version }) }, signal),
  });
}

export function useVersions() {
  const language = useLanguage();
  return useQuery({
    queryKey: ["trust.policies", "all", language],
    queryFn: ({ signal }) => policiesApi.versions({ language }, signal),
  });
}

export const useTold = (version: number | undefined) =>
  useQuery({
    queryKey: ["trust.policies", "told", version],
    queryFn: ({ signal }) => policiesApi.notices({ version: String(version) }, signal),
    enabled: version !== undefined,
  });
