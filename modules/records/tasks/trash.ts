import { showId } from "#kernel/ids.ts";
import type { Bin } from "../trash/trash.ts";
import type { TaskId } from "./tasks.contract.ts";
import { deleteTasks, markDeleted } from "./tasks.sql.ts";
import { leaveReminder, TOPICS } from "./tasks.ts";

/** Tasks that somebody deleted. What is due by the time they come back is reminded of. */
export const taskBin: Bin = {
  type: "task",
  reads: "records.tasks.read",
  deletes: "records.tasks.write",
  isOnRecords: true,
  topics: TOPICS,
  restore: async (ctx, ids) => {
    for (const { id } of await markDeleted(ctx.db, ids as TaskId[], null))
      await ctx.audit({ type: "task", id, name: "" }, { task: showId("task", id), restored: true });
    await leaveReminder(ctx);
    return null;
  },
  purge: async (ctx, ids) => {
    await deleteTasks(ctx.db, ids as TaskId[]);
  },
};
