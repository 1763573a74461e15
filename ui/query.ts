import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./api.ts";

/** What an answer of the server means does not change by asking again; a broken line might mend. */
const mayMend = (error: unknown) =>
  !(error instanceof ApiProblem) || error.kind === "network" || error.status >= 500;

/** The one cache. Keys start with a topic, `["sales.orders", …]`, so that live updates find them. */
export const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && mayMend(error),
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
});

/** The screens of a topic ask again. */
export const refresh = (...topics: readonly string[]): Promise<void> =>
  cache.invalidateQueries({ predicate: ({ queryKey }) => topics.includes(String(queryKey[0])) });
