import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { empty, type Sql, sql, when } from "#platform/db/sql.ts";
import type { TASK_SORTS, TaskFilter, TaskId } from "./tasks.contract.ts";

export type SubjectType = "customer" | "order" | "product";
export type On = { readonly type: SubjectType; readonly id: string };
export type Assignee = { readonly id: string; readonly name: string };

export type TaskRow = {
  readonly id: TaskId;
  readonly title: string;
  readonly dueOn: Day | null;
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly subjectType: SubjectType | null;
  readonly subjectId: string | null;
  readonly subjectName: string;
  readonly isInTrash: boolean;
  readonly doneAt: Date | null;
  readonly doerName: string | null;
  readonly creatorName: string;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
  readonly version: number;
  /** What the order goes by, as text. */
  readonly dueKey: string;
  readonly createdKey: string;
};

/** The records stand above this module and are only looked at. Their addresses are no names here. */
const records = sql`
  left join customers c on t.subject_type = 'customer' and c.id = t.subject_id
  left join orders o    on t.subject_type = 'order' and o.id = t.subject_id
  left join products p  on t.subject_type = 'product' and p.id = t.subject_id`;

const columns = sql`
  t.id, t.title, t.due_on, t.assignee_id, t.assignee_name, t.subject_type, t.subject_id,
  coalesce(c.name, o.number, p.title, '') as subject_name,
  coalesce(c.trashed_at, o.trashed_at, p.trashed_at) is not null as is_in_trash,
  t.done_at, t.doer_name, t.creator_name, t.created_at, t.deleted_at, t.version,
  coalesce(t.due_on, 'infinity')::text as due_key, t.created_at::text as created_key`;

/** What somebody may see, and which day it is for them. */
export type Place = {
  readonly seen: Sql;
  readonly accountId: string | null;
  readonly today: Day;
  readonly subject: On | null;
};

const DUE: Readonly<Record<NonNullable<TaskFilter["due"]>, (today: Day) => Sql>> = {
  overdue: (today) => sql`and t.due_on < ${today}`,
  today: (today) => sql`and t.due_on = ${today}`,
  week: (today) => sql`and t.due_on between ${today}::date and ${today}::date + 7`,
  none: () => sql`and t.due_on is null`,
};

function assignedTo(assignee: TaskFilter["assignee"], accountId: string | null): Sql {
  if (assignee === undefined) return empty;
  if (assignee === "nobody") return sql`and t.assignee_id is null`;
  return sql`and t.assignee_id = ${assignee === "mine" ? accountId : assignee}::uuid`;
}

const filtered = (filter: TaskFilter, place: Place): Sql => sql`
  t.deleted_at is null and (t.done_at is null) = ${filter.state === "open"}
  and (t.subject_id is null or ${place.seen})
  ${assignedTo(filter.assignee, place.accountId)}
  ${filter.due === undefined ? empty : DUE[filter.due](place.today)}
  ${when(place.subject, sql`and t.subject_type = ${place.subject?.type} and t.subject_id = ${place.subject?.id}`)}
  ${when(filter.search, sql`and search_form(t.title) like all(${searchPatterns(filter.search ?? "")}::text[])`)}`;

const ORDERS = {
  due: { by: sql`coalesce(t.due_on, 'infinity')`, cast: sql`::date`, way: sql`asc`, past: sql`>` },
  "-due": {
    by: sql`coalesce(t.due_on, 'infinity')`,
    cast: sql`::date`,
    way: sql`desc`,
    past: sql`<`,
  },
  "-created": { by: sql`t.created_at`, cast: sql`::timestamptz`, way: sql`desc`, past: sql`<` },
} as const;

export const selectTasks = (
  db: Db,
  filter: TaskFilter,
  place: Place,
  asked: {
    readonly sort: (typeof TASK_SORTS)[number];
    readonly after: { readonly key: string; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<TaskRow[]> => {
  const { by, cast, way, past } = ORDERS[asked.sort];
  return db.rows(sql`
    select ${columns} from tasks t ${records}
     where ${filtered(filter, place)}
       ${when(asked.after, sql`and (${by}, t.id) ${past} (${asked.after?.key}${cast}, ${asked.after?.id}::uuid)`)}
     order by ${by} ${way}, t.id ${way} limit ${asked.limit}`);
};

export const countTasks = (
  db: Db,
  filter: TaskFilter,
  place: Place,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`
    select (select count(*)::int from tasks t where ${filtered(filter, place)}) as count,
           (select count(*)::int from tasks t where ${filtered({ state: "open" }, { ...place, subject: null })}) as all_count`,
    "records.task",
  );

export const countDue = async (db: Db, place: Place): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`
      select count(*)::int as count from tasks t
       where ${filtered({ state: "open", assignee: "mine" }, place)} and t.due_on <= ${place.today}`,
      "records.task",
    )
  ).count;

export const selectTask = (db: Db, id: TaskId): Promise<TaskRow> =>
  db.one(sql`select ${columns} from tasks t ${records} where t.id = ${id}`, "records.task");

/** Held in one order by everybody. Those that are not there are left out. */
export const lockTasks = (db: Db, ids: readonly TaskId[]): Promise<TaskRow[]> =>
  db.rows(sql`
    select ${columns} from tasks t ${records}
     where t.id = any(${ids}::uuid[]) order by t.id for no key update of t`);

export const insertTask = (
  db: Db,
  task: {
    readonly id: TaskId;
    readonly title: string;
    readonly dueOn: Day | null;
    readonly assignee: Assignee | null;
    readonly on: On | null;
    readonly creatorName: string;
    readonly now: Date;
  },
): Promise<number> =>
  db.run(sql`
    insert into tasks (id, title, due_on, assignee_id, assignee_name, subject_type, subject_id, written_subject_id,
                       creator_name, created_at)
    values (${task.id}, ${task.title}, ${task.dueOn}, ${task.assignee?.id ?? null}, ${task.assignee?.name ?? null},
            ${task.on?.type ?? null}, ${task.on?.id ?? null}, ${task.on?.id ?? null}, ${task.creatorName}, ${task.now})`);

/** A new day is reminded of anew. */
export const markChanged = (
  db: Db,
  id: TaskId,
  task: { readonly title: string; readonly dueOn: Day | null; readonly assignee: Assignee | null },
): Promise<number> =>
  db.run(sql`
    update tasks
       set title = ${task.title}, assignee_id = ${task.assignee?.id ?? null},
           assignee_name = ${task.assignee?.name ?? null},
           reminded_at = case when due_on is distinct from ${task.dueOn}::date
                                or assignee_id is distinct from ${task.assignee?.id ?? null}::uuid then null
                              else reminded_at end,
           due_on = ${task.dueOn}, version = version + 1
     where id = ${id}`);

/** Those of them that were not so before. */
export const markDone = (
  db: Db,
  ids: readonly TaskId[],
  done: { readonly at: Date; readonly by: string } | null,
): Promise<{ id: TaskId }[]> =>
  db.rows(sql`
    update tasks set done_at = ${done?.at ?? null}, doer_name = ${done?.by ?? null}, version = version + 1
     where id = any(${ids}::uuid[]) and deleted_at is null and (done_at is null) = ${done !== null}
    returning id`);

export const markDeleted = (
  db: Db,
  ids: readonly TaskId[],
  at: Date | null,
): Promise<Pick<TaskRow, "id" | "title">[]> =>
  db.rows(sql`
    update tasks set deleted_at = ${at}, version = version + 1
     where id = any(${ids}::uuid[]) and (deleted_at is null) = ${at !== null}
    returning id, title`);

/** Somebody it was given to and nobody has written to about it, held and noted as written to. */
export const takeUntold = (
  db: Db,
  id: TaskId,
): Promise<{ assigneeId: string; title: string } | null> =>
  db.maybe(sql`
    update tasks set told_assignee_id = assignee_id
     where id = ${id} and assignee_id is not null and assignee_id is distinct from told_assignee_id
       and deleted_at is null and done_at is null
    returning assignee_id, title`);

export const markTold = (db: Db, id: TaskId, accountId: string | null): Promise<number> =>
  db.run(sql`update tasks set told_assignee_id = ${accountId} where id = ${id}`);

/** In the morning of the day. */
const dueAt = (zone: string): Sql => sql`((t.due_on + time '08:00') at time zone ${zone})`;
const toRemind = sql`
  t.deleted_at is null and t.done_at is null and t.reminded_at is null and t.assignee_id is not null`;

/** What is due by now and nobody was reminded of, held and noted as reminded. */
export const takeDue = (
  db: Db,
  zone: string,
  now: Date,
): Promise<{ id: TaskId; assigneeId: string; title: string; dueOn: Day }[]> =>
  db.rows(sql`
    update tasks t set reminded_at = ${now}
     where ${toRemind} and ${dueAt(zone)} <= ${now}
    returning t.id, t.assignee_id, t.title, t.due_on`);

export const selectNextDue = async (db: Db, zone: string): Promise<Date | null> =>
  (
    await db.one<{ at: Date | null }>(
      sql`select ${dueAt(zone)} as at from (select min(t.due_on) as due_on from tasks t where ${toRemind}) as t`,
      "records.task",
    )
  ).at;

export const moveTasks = (
  db: Db,
  { subjectType, from, into }: { subjectType: string; from: string; into: string },
): Promise<number> =>
  db.run(sql`
    update tasks set subject_id = ${into} where subject_type = ${subjectType} and subject_id = ${from}`);

export const returnTasks = (
  db: Db,
  back: { subjectType: string; from: string; into: string; writtenOn: readonly string[] },
): Promise<number> =>
  db.run(sql`
    update tasks set subject_id = ${back.into}
     where subject_type = ${back.subjectType} and subject_id = ${back.from}
       and written_subject_id = any(${back.writtenOn}::uuid[])`);

export const deleteTasksOf = (
  db: Db,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<number> =>
  db.run(sql`
    delete from tasks where subject_type = ${subjectType} and subject_id = any(${subjectIds}::uuid[])`);

export const deleteTasks = (db: Db, ids: readonly TaskId[]): Promise<number> =>
  db.run(sql`delete from tasks where id = any(${ids}::uuid[]) and deleted_at is not null`);
