import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { connections } from "../connections.contract.ts";

export const connectionsApi = client(connections);
export type Connection = Received<typeof connections.get>;

const keyOf = (id: string) => ["connect.connections", "one", id] as const;

export const useConnections = () =>
  useQuery({
    queryKey: ["connect.connections", "all"],
    queryFn: ({ signal }) => connectionsApi.list({}, signal),
  });

/** Asked again whenever the store is heard: a live update names `connect.connections`. */
export const useConnection = (id: string) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => connectionsApi.get({ id }, signal),
  });

export function useConnectionVerb<In, Out extends Connection>(verb: (input: In) => Promise<Out>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: In) => verb(input),
    onSuccess: (connection) => {
      // The secret, where a reply has one, is for the eyes of whoever asked and not for the cache.
      const { secret: _, ...known } = { secret: null, ...connection };
      cache.setQueryData(keyOf(connection.id), known);
      void refresh("connect.connections");
    },
  });
}
