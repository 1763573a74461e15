import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { takeouts } from "../takeouts.contract.ts";

export const takeoutsApi = client(takeouts);
export type TakeoutList = Received<typeof takeouts.list>;
export type Takeout = TakeoutList["rows"][number];

export const useTakeouts = () =>
  useQuery({
    queryKey: ["companies.takeouts"],
    queryFn: ({ signal }) => takeoutsApi.list({}, signal),
  });
