import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { rates } from "../rates.contract.ts";

export const ratesApi = client(rates);
export type RateList = Received<typeof rates.list>;
export type KnownRate = RateList["rates"][number];

const TOPIC = "finance.rates";

export const useRates = () =>
  useQuery({ queryKey: [TOPIC, "list"], queryFn: ({ signal }) => ratesApi.list({}, signal) });

/** Which one a paper of a day would be posted by. */
export const useRateOn = (currency: string, on: string | null, isWanted: boolean) =>
  useQuery({
    queryKey: [TOPIC, "on", currency, on],
    enabled: isWanted && on !== null,
    queryFn: ({ signal }) => ratesApi.on({ currency, on: on ?? "" }, signal),
  });
