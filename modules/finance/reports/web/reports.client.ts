import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { reports } from "../reports.contract.ts";

export const reportsApi = client(reports);
export type Sheet = Received<typeof reports.get>;
export type Asked = Sent<typeof reports.get>;

/** A statement as the screens show it: it changes with whatever is posted. */
export const useReport = (asked: Asked) =>
  useQuery({
    queryKey: ["finance.statements", "report", asked],
    queryFn: ({ signal }) => reportsApi.get(asked, signal),
    placeholderData: keepPreviousData,
  });
