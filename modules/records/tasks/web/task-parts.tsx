import { dateText } from "#ui/dates.ts";
import { useCalendar } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { Task } from "./tasks.client.ts";
import { taskWords } from "./tasks.words.ts";

/** By which day; red where that is over, amber where it is today. */
export function Due({ of }: { of: Task }) {
  const t = useWords(taskWords);
  const calendar = useCalendar();
  if (of.dueOn === null) return "–";
  if (of.doneAt !== null) return dateText(of.dueOn, calendar);
  if (of.dueOn === calendar.today) return <Status tone="warn">{t("today")}</Status>;
  const day = dateText(of.dueOn, calendar);
  return of.isOverdue ? <Status tone="bad">{day}</Status> : day;
}
