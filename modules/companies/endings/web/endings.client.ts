import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { endings } from "../endings.contract.ts";

export const endingsApi = client(endings);
export type Ending = NonNullable<Received<typeof endings.get>["ending"]>;

export const useEnding = () =>
  useQuery({
    queryKey: ["companies.endings"],
    queryFn: ({ signal }) => endingsApi.get({}, signal),
  });
