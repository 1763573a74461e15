import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { type LookbackKind, lookbacks } from "../lookbacks.contract.ts";

export const lookbacksApi = client(lookbacks);
export type Seen = Received<typeof lookbacks.get>;
export type Lookback = NonNullable<Seen["lookback"]>;
export type Row = Received<typeof lookbacks.rows>["rows"][number];

export type Changes = Received<typeof lookbacks.changes>;

export const useLookback = () =>
  useQuery({
    queryKey: ["records.lookbacks"],
    queryFn: ({ signal }) => lookbacksApi.get({}, signal),
  });

export const useRows = (kind: LookbackKind, search: string) =>
  useInfiniteQuery({
    queryKey: ["records.lookbacks", "rows", kind, search],
    queryFn: ({ pageParam, signal }) =>
      lookbacksApi.rows(
        {
          kind,
          ...(search === "" ? {} : { search }),
          ...(pageParam === null ? {} : { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
