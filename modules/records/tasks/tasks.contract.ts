import { z } from "zod";
import { blocked, get, id, instant, page, patch, post } from "#kernel/contract.ts";

export const TaskId = id("task");
export type TaskId = z.output<typeof TaskId>;

export const Task = z.object({
  id: TaskId,
  title: z.string(),
  /** A day in the company's zone. */
  dueOn: z.iso.date().nullable(),
  isOverdue: z.boolean(),
  assigneeId: id("account").nullable(),
  /** As they were called when it was given to them. */
  assigneeName: z.string().nullable(),
  isYours: z.boolean(),
  /** The record it is on, by its shown id; null: on none. */
  subject: z.string().nullable(),
  /** Empty where the record is known by nothing but how they are reached. */
  subjectName: z.string(),
  doneAt: instant().nullable(),
  doerName: z.string().nullable(),
  creatorName: z.string(),
  createdAt: instant(),
  version: z.int(),
  blocked: z.object({ change: blocked() }),
});
export type Task = z.output<typeof Task>;

export const TaskState = z.enum(["open", "done"]);
export const TaskDue = z.enum(["overdue", "today", "week", "none"]);

export const TaskFilter = z.object({
  search: z.string().trim().max(200).optional(),
  /** `mine`, `nobody`, or a member by their id. */
  assignee: z.union([z.enum(["mine", "nobody"]), id("account")]).optional(),
  /** Days are the company's: before today, today, within seven days, no day. */
  due: TaskDue.optional(),
  state: TaskState.default("open"),
  /** Of one record, by its shown id. */
  subject: z.string().optional(),
});
export type TaskFilter = z.output<typeof TaskFilter>;

export const TASK_SORTS = ["due", "-due", "-created"] as const;

const Title = z.string().trim().min(1, "field.required").max(500, "field.too_long");
const Several = z.object({ ids: z.array(TaskId).min(1).max(1000) });
/** Those it made a difference to: what an undo has to name. */
const Changed = z.object({ count: z.int(), ids: z.array(TaskId) });

const at = "/api/records/tasks";
export const tasks = {
  list: get(
    at,
    TaskFilter.extend({
      sort: z.enum(TASK_SORTS).default("due"),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(Task),
  ),
  count: get(`${at}/count`, TaskFilter, z.object({ count: z.int(), allCount: z.int() })),
  /** What needs whoever asks: their open tasks that are due today or were before. */
  countDue: get(`${at}/due/count`, z.object({}), z.object({ count: z.int() })),
  create: post(
    at,
    z.object({
      title: Title,
      dueOn: z.iso.date().nullable().default(null),
      assigneeId: id("account").nullable().default(null),
      subject: z.string().nullable().default(null),
    }),
    Task,
  ),
  change: patch(
    `${at}/:id`,
    z.object({
      id: TaskId,
      version: z.int(),
      title: Title.optional(),
      dueOn: z.iso.date().nullable().optional(),
      assigneeId: id("account").nullable().optional(),
    }),
    Task,
  ),
  finish: post(`${at}/finish`, Several, Changed),
  reopen: post(`${at}/reopen`, Several, Changed),
  /** They can come back for 30 days. */
  remove: post(`${at}/remove`, Several, Changed),
  restore: post(`${at}/restore`, Several, Changed),
};
