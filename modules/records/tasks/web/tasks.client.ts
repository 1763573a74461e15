import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { tasks } from "../tasks.contract.ts";

export const tasksApi = client(tasks);
export type Task = Received<typeof tasks.create>;

/** More than these are looked at in the list. */
const SHOWN = "50";

export const useTasksOf = (subject: string) =>
  useQuery({
    queryKey: ["records.tasks", "of", subject],
    queryFn: ({ signal }) => tasksApi.list({ subject, limit: SHOWN }, signal),
  });

export const refreshTasks = (): Promise<void> => refresh("records.tasks", "records.timeline");
