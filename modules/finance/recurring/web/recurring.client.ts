import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { recurring } from "../recurring.contract.ts";

export const recurringApi = client(recurring);
export type RecurringRow = Received<typeof recurring.list>["rows"][number];
export type Recurring = Received<typeof recurring.get>;

const TOPIC = "finance.recurring";

export const useAllRecurring = () =>
  useQuery({
    queryKey: [TOPIC, "all"],
    queryFn: ({ signal }) => recurringApi.list({}, signal),
  });

export const useRecurring = (id: string) =>
  useQuery({
    queryKey: [TOPIC, id],
    queryFn: ({ signal }) => recurringApi.get({ id }, signal),
  });

export const refreshRecurring = (): void => {
  void refresh(TOPIC);
};
