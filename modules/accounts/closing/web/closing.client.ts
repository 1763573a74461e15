import { useQuery } from "@tanstack/react-query";
import { client } from "#ui/api.ts";
import { closing } from "../closing.contract.ts";

export const closingApi = client(closing);

export const useClosing = () =>
  useQuery({
    queryKey: ["accounts.closing"],
    queryFn: ({ signal }) => closingApi.get({}, signal),
  });
