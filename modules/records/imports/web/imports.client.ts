import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { cache } from "#ui/query.ts";
import { imports } from "../imports.contract.ts";

export const importsApi = client(imports);
export type Import = Received<typeof imports.get>;
export type ImportRow = Received<typeof imports.list>["rows"][number];
export type Column = Import["columns"][number];
export type Match = Column["match"];
export type Failure = Received<typeof imports.failures>["rows"][number];

const TOPIC = "records.imports";
const keyOf = (id: string) => [TOPIC, "one", id];

/** Told live while it works. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => importsApi.get({ id }, signal),
  });

export const useFailures = (id: string, after: number, version: string) =>
  useQuery({
    queryKey: [TOPIC, "failures", id, after, version],
    queryFn: ({ signal }) => importsApi.failures({ id, after: String(after) }, signal),
    placeholderData: (known) => known,
  });

export const keep = (now: Import): void => {
  cache.setQueryData(keyOf(now.id), now);
};
