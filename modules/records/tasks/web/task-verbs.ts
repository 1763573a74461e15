import { toast } from "#ui/toasts.tsx";
import { wordsOf } from "#ui/words.ts";
import { refreshTasks, tasksApi } from "./tasks.client.ts";
import { taskWords } from "./tasks.words.ts";

type Ids = readonly string[];
const BACK = { finish: "reopen", reopen: "finish", remove: "restore" } as const;
const SAID = { finish: "finished", reopen: "reopened", remove: "removed" } as const;

/** Does it to these, says how many it made a difference to, and takes exactly those back when somebody undoes it. */
export async function doToTasks(verb: keyof typeof BACK, ids: Ids): Promise<void> {
  const done = await tasksApi[verb]({ ids: [...ids] });
  await refreshTasks();
  const text = wordsOf(taskWords)(SAID[verb], { count: done.count });
  if (done.ids.length === 0) return toast(text);
  toast(text, async () => {
    await tasksApi[BACK[verb]]({ ids: done.ids });
    await refreshTasks();
  });
}
