import { invalid, notFound, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { colleaguesAmong } from "#modules/companies/companies.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx, Subject } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { sql } from "#platform/db/sql.ts";
import {
  hangsOnSeen,
  holdRecord,
  namedBy,
  type RecordSubject,
  requireRecord,
} from "../timeline/subjects.ts";
import { forgetTrashed, putInTrash } from "../trash/trash.ts";
import { type Task, type TaskFilter, type TaskId, tasks } from "./tasks.contract.ts";
import { isOverdue, whyNotChange, whyNotSet } from "./tasks.rules.ts";
import {
  type Assignee,
  countDue,
  countTasks,
  insertTask,
  lockTasks,
  markChanged,
  markDeleted,
  markDone,
  markTold,
  type Place,
  selectTask,
  selectTasks,
  type TaskRow,
} from "./tasks.sql.ts";
import { leaveReminder, TELL, TOPICS } from "./tasks.ts";

const READ = "records.tasks.read";
const WRITE = "records.tasks.write";

export const listTasks = query({
  does: tasks.list,
  needs: READ,
  async run(ctx, { sort, after, limit, ...filter }) {
    const [key, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { key: String(key), id: String(id) };
    const asked = { sort, after: from, limit: limit + 1 };
    const rows = await selectTasks(ctx.db, filter, await placeOf(ctx, filter), asked);
    const page = pageOf(rows, limit, (row) => [
      sort === "-created" ? row.createdKey : row.dueKey,
      row.id,
    ]);
    return { rows: page.rows.map((row) => shownOf(ctx, row)), next: page.next };
  },
});

export const countAll = query({
  does: tasks.count,
  needs: READ,
  run: async (ctx, filter) => countTasks(ctx.db, filter, await placeOf(ctx, filter)),
});

export const countDueTasks = query({
  does: tasks.countDue,
  needs: READ,
  run: async (ctx) => ({ count: await countDue(ctx.db, await placeOf(ctx, { state: "open" })) }),
});

export const createTask = command({
  does: tasks.create,
  needs: WRITE,
  async run(ctx, { title, dueOn, assigneeId, subject }) {
    const record = subject === null ? null : await holdRecord(ctx, namedBy(subject));
    refuseIf(whyNotSet(record));
    const assignee = await assigneeOf(ctx, assigneeId);

    const id = newId<"task">();
    const creatorName = ctx.actor.name;
    await insertTask(ctx.db, { id, title, dueOn, assignee, on: record, creatorName, now: ctx.now });
    await tellGiven(ctx, id, assigneeId);
    await leaveReminder(ctx);

    await ctx.audit(subjectOf(id, title, record), { task: showId("task", id) });
    ctx.tell(...TOPICS);
    return readTask(ctx, id);
  },
});

export const changeTask = command({
  does: tasks.change,
  needs: WRITE,
  async run(ctx, { id, version, ...change }) {
    const record = await recordOf(ctx, await selectTask(ctx.db, id));
    const [task] = await lockTasks(ctx.db, [id]);
    if (task === undefined) throw notFound("records.task");
    refuseIfStale(task, version);
    refuseIf(whyNotChange(task, record));
    const isGiven = change.assigneeId !== undefined && change.assigneeId !== task.assigneeId;
    const assignee = isGiven
      ? await assigneeOf(ctx, change.assigneeId ?? null)
      : assigneeFrom(task);

    const title = change.title ?? task.title;
    const dueOn = change.dueOn === undefined ? task.dueOn : change.dueOn;
    await markChanged(ctx.db, id, { title, dueOn, assignee });
    if (isGiven) await tellGiven(ctx, id, assignee?.id ?? null);
    await leaveReminder(ctx);

    const changed = { dueOn, assigneeId: assignee?.id ?? null };
    await ctx.audit(subjectOf(id, title, record), { task: showId("task", id), changed });
    ctx.tell(...TOPICS);
    return readTask(ctx, id);
  },
});

export const finishTasks = command({
  does: tasks.finish,
  needs: WRITE,
  run: (ctx, { ids }) =>
    setAll(ctx, ids, "finished", (open) =>
      markDone(ctx.db, open, { at: ctx.now, by: ctx.actor.name }),
    ),
});

export const reopenTasks = command({
  does: tasks.reopen,
  needs: WRITE,
  run: (ctx, { ids }) => setAll(ctx, ids, "reopened", (done) => markDone(ctx.db, done, null)),
});

export const removeTasks = command({
  does: tasks.remove,
  needs: WRITE,
  run: (ctx, { ids }) =>
    setAll(ctx, ids, "deleted", async (kept) => {
      const gone = await markDeleted(ctx.db, kept, ctx.now);
      await putInTrash(
        ctx,
        "task",
        gone.map(({ id, title: name }) => ({ id, name })),
      );
      return gone;
    }),
});

export const restoreTasks = command({
  does: tasks.restore,
  needs: WRITE,
  run: (ctx, { ids }) =>
    setAll(ctx, ids, "restored", async (gone) => {
      await forgetTrashed(ctx, "task", gone);
      return markDeleted(ctx.db, gone, null);
    }),
});

type Ids = readonly TaskId[];

/** Those of them that this person sees, each audited where it made a difference. */
async function setAll(
  ctx: CommandCtx,
  ids: Ids,
  verb: string,
  mark: (seen: Ids) => Promise<{ id: TaskId }[]>,
): Promise<{ count: number; ids: TaskId[] }> {
  const seen: { task: TaskRow; record: RecordSubject | null }[] = [];
  for (const task of await lockTasks(ctx.db, ids)) {
    const record = await recordOf(ctx, task).catch(() => undefined);
    if (record !== undefined) seen.push({ task, record });
  }
  if (seen.length === 0) throw notFound("records.task");
  for (const { record } of seen) refuseIf(whyNotSet(record));

  const marked = await mark(seen.map(({ task }) => task.id));
  await leaveReminder(ctx);

  const changed = new Set(marked.map(({ id }) => id));
  for (const { task, record } of seen)
    await ctx.audit(subjectOf(task.id, task.title, record), {
      task: showId("task", task.id),
      ...(changed.has(task.id) ? { [verb]: true } : {}),
    });
  ctx.tell(...TOPICS);
  return { count: marked.length, ids: marked.map(({ id }) => id) };
}

async function placeOf(ctx: Ctx, filter: TaskFilter): Promise<Place> {
  const subject =
    filter.subject === undefined ? null : await requireRecord(ctx, namedBy(filter.subject));
  return { seen: hangsOnSeen(ctx, sql`t`), accountId: ctx.actor.id, today: ctx.today, subject };
}

/** The record a task is on, held; one that whoever asks does not see makes the task unseen. */
const recordOf = async (ctx: CommandCtx, { subjectType, subjectId }: TaskRow) =>
  subjectType === null || subjectId === null
    ? null
    : holdRecord(ctx, { type: subjectType, id: subjectId });

/** Of a task alone its title is its name; on a record it is the record that is spoken of. */
const subjectOf = (id: TaskId, title: string, record: RecordSubject | null): Subject =>
  record === null
    ? { type: "task", id, name: title }
    : { type: record.type, id: record.id, name: record.name };

async function assigneeOf(ctx: Ctx, id: string | null): Promise<Assignee | null> {
  if (id === null) return null;
  const [colleague] = await colleaguesAmong(ctx, [id]);
  if (colleague === undefined)
    throw invalid({ path: ["assigneeId"], code: "companies.member.unknown" });
  return colleague;
}

const assigneeFrom = ({ assigneeId: id, assigneeName: name }: TaskRow): Assignee | null =>
  id === null || name === null ? null : { id, name };

/** After the commit. Who takes a task on themselves knows of it. */
async function tellGiven(ctx: CommandCtx, id: TaskId, assigneeId: string | null): Promise<void> {
  if (assigneeId === null || assigneeId === ctx.actor.id) await markTold(ctx.db, id, assigneeId);
  else await ctx.later(TELL, { id }, { key: `${TELL}:${id}` });
}

const readTask = async (ctx: Ctx, id: TaskId): Promise<Task> =>
  shownOf(ctx, await selectTask(ctx.db, id));

function shownOf(ctx: Ctx, row: TaskRow): Task {
  const { subjectType, subjectId, assigneeId } = row;
  const record = subjectType === null ? null : { isInTrash: row.isInTrash };
  return {
    id: row.id,
    title: row.title,
    dueOn: row.dueOn,
    isOverdue: isOverdue(row, ctx.today),
    assigneeId: assigneeId as Task["assigneeId"],
    assigneeName: row.assigneeName,
    isYours: assigneeId !== null && assigneeId === ctx.actor.id,
    subject: subjectType === null || subjectId === null ? null : showId(subjectType, subjectId),
    subjectName: row.subjectName,
    doneAt: row.doneAt,
    doerName: row.doerName,
    creatorName: row.creatorName,
    createdAt: row.createdAt,
    version: row.version,
    blocked: { change: ctx.whyNotMay(WRITE) ?? whyNotChange(row, record) },
  };
}
