import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { cache } from "#ui/query.ts";
import { periods } from "../periods.contract.ts";

const api = client(periods);
export type PeriodList = Received<typeof periods.list>;
export type Period = PeriodList["periods"][number];

const KEY = ["finance.periods", "list"] as const;

export const usePeriods = () =>
  useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.list({}, signal) });

/** Each verb answers with how all of them stand. */
const kept = async (asked: Promise<PeriodList>): Promise<void> => {
  cache.setQueryData(KEY, await asked);
};
export const periodVerbs = {
  lockSoft: (startsOn: string) => kept(api.lockSoft({ startsOn })),
  lockFiled: (startsOn: string) => kept(api.lockFiled({ startsOn })),
  lockHard: (startsOn: string) => kept(api.lockHard({ startsOn })),
  liftSoft: (startsOn: string) => kept(api.liftSoft({ startsOn })),
  liftFiled: (startsOn: string, reason: string) => kept(api.liftFiled({ startsOn, reason })),
};
