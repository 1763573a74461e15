import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import { deleteTasksAbout, gatherTasks } from "./person.sql.ts";
import { TOPICS } from "./tasks.ts";

/** On whatever is theirs: a title says what to do, and with whom. */
const ON = ["customer", "order"];

/** What was to be done about them and their orders. */
export const taskKeeper: Keeper = {
  part: "records.tasks",
  tables: { tasks: { fate: "deleted" } },
  gather: async ({ db }, person) => {
    const rows: object[] = [];
    for (const type of ON)
      for (const { row } of await gatherTasks(db, type, recordsOf(person, type))) rows.push(row);
    return { tasks: rows };
  },
  erase: async (ctx, person) => {
    let count = 0;
    for (const type of ON)
      count += (await deleteTasksAbout(ctx.db, type, recordsOf(person, type))).length;
    if (count > 0) ctx.tell(...TOPICS);
    return { tasks: count };
  },
};
