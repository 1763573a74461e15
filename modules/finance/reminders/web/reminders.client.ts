import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { reminders } from "../reminders.contract.ts";

export const remindersApi = client(reminders);
export type ReminderPolicy = Received<typeof reminders.get>;

const TOPIC = "finance.reminders";

export const useReminderPolicy = () =>
  useQuery({
    queryKey: [TOPIC],
    queryFn: ({ signal }) => remindersApi.get({}, signal),
  });

export const refreshReminderPolicy = (): void => {
  void refresh(TOPIC);
};
