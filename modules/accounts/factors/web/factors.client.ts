import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { factors } from "../factors.contract.ts";

export const factorsApi = client(factors);

export type Enrolment = Received<typeof factors.begin>;

export const useFactor = () =>
  useQuery({ queryKey: ["accounts.factors"], queryFn: ({ signal }) => factorsApi.get({}, signal) });

export const useFactorRules = () =>
  useQuery({
    queryKey: ["accounts.factors", "rules"],
    queryFn: ({ signal }) => factorsApi.rules({}, signal),
  });
