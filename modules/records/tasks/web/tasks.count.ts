import { client } from "#ui/api.ts";
import { tasks } from "../tasks.contract.ts";

const api = client(tasks);

/** How many of this person's tasks are due today or were before. */
export const countDueTasks = async (): Promise<number> => (await api.countDue({})).count;
