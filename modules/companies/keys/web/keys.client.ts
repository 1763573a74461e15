import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { keys } from "../keys.contract.ts";

export const keysApi = client(keys);
export type Key = Received<typeof keys.list>["rows"][number];
export type Made = Received<typeof keys.make>;

export const useKeys = () =>
  useQuery({ queryKey: ["companies.keys"], queryFn: ({ signal }) => keysApi.list({}, signal) });
