import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { home } from "../home.contract.ts";

const api = client(home);
export type Home = Received<typeof home.get>;

/** While another period is fetched the one before stays on the page. */
export const useHome = (asked: Sent<typeof home.get>) =>
  useQuery({
    queryKey: ["insights.home", asked],
    queryFn: ({ signal }) => api.get(asked, signal),
    placeholderData: keepPreviousData,
  });
