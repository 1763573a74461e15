import { useQuery } from "@tanstack/react-query";
import { client } from "#ui/api.ts";
import { emails } from "../emails.contract.ts";

export const emailsApi = client(emails);

export const useEmailChange = () =>
  useQuery({ queryKey: ["accounts.emails"], queryFn: ({ signal }) => emailsApi.get({}, signal) });
