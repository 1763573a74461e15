import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { revaluations } from "../revaluations.contract.ts";

export const revaluationsApi = client(revaluations);
export type Preview = Received<typeof revaluations.preview>;
export type Item = Preview["items"][number];
export type Revaluation = Received<typeof revaluations.book>;

const TOPIC = "finance.revaluations";

export const useRevaluations = () =>
  useQuery({
    queryKey: [TOPIC, "list"],
    queryFn: ({ signal }) => revaluationsApi.list({}, signal),
  });

export const usePreview = (on: string) =>
  useQuery({
    queryKey: [TOPIC, "preview", on],
    queryFn: ({ signal }) => revaluationsApi.preview({ on }, signal),
    placeholderData: keepPreviousData,
  });

export const refreshRevaluations = () =>
  void refresh(TOPIC, "finance.journals", "finance.chart", "finance.statements");
