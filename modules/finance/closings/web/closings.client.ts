import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { useMay } from "#ui/session.tsx";
import { closings } from "../closings.contract.ts";

export const closingsApi = client(closings);
export type Year = Received<typeof closings.close>;

export const useYears = () =>
  useQuery({
    queryKey: ["finance.periods", "years"],
    queryFn: ({ signal }) => closingsApi.list({}, signal),
    enabled: useMay("finance.statements.read"),
  });

export const refreshYears = () => refresh("finance.periods");
