import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";

/** What lies in the trash rests, and what hangs on it too. */
export const whyNotSet = (record: { readonly isInTrash: boolean } | null): Reason | null =>
  record?.isInTrash ? "records.task.record_in_trash" : null;

export const whyNotChange = (
  task: { readonly deletedAt: Date | null },
  record: { readonly isInTrash: boolean } | null,
): Reason | null => (task.deletedAt === null ? whyNotSet(record) : "records.task.deleted");

export const isOverdue = (
  task: { readonly dueOn: Day | null; readonly doneAt: Date | null },
  today: Day,
): boolean => task.doneAt === null && task.dueOn !== null && task.dueOn < today;
