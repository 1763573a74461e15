import { serve } from "#platform/actions/serve.ts";
import {
  changeTask,
  countAll,
  countDueTasks,
  createTask,
  finishTasks,
  listTasks,
  removeTasks,
  reopenTasks,
  restoreTasks,
} from "./tasks.actions.ts";
import { tasks } from "./tasks.contract.ts";

export const taskRoutes = serve(tasks, {
  list: listTasks,
  count: countAll,
  countDue: countDueTasks,
  create: createTask,
  change: changeTask,
  finish: finishTasks,
  reopen: reopenTasks,
  remove: removeTasks,
  restore: restoreTasks,
});
