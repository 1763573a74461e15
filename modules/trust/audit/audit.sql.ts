import type { Db } from "#platform/db/db.ts";
import { likeText, plannedEachTime, sql, when } from "#platform/db/sql.ts";

export type AuditRow = {
  readonly number: number;
  readonly at: Date;
  readonly actorKind: "person" | "connection" | "system";
  readonly actorName: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly change: Record<string, unknown>;
  readonly ip: string | null;
};

export type AuditQuery = {
  readonly actorKind: AuditRow["actorKind"] | undefined;
  /** Any of these; undefined: whatever was done. */
  readonly actions: readonly string[] | undefined;
  readonly subject: { readonly type: string; readonly id: string } | undefined;
  readonly search: string | undefined;
  /** Whether records are found by their names: whoever has none is called by how they are reached. */
  readonly seesContact: boolean;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

/** Newest first, by its place in the log: that never changes and never repeats. */
export const selectAuditEntries = (
  db: Db,
  asked: AuditQuery,
  zone: string,
  before: number | null,
  limit: number,
): Promise<AuditRow[]> =>
  db.rows(
    plannedEachTime(sql`
    select id as number, at, actor_kind, actor_name, action, subject_type, subject_id, subject_name, change, ip
      from audit_entries
     where true
       ${when(before, sql`and id < ${before}::bigint`)}
       ${when(asked.actorKind, sql`and actor_kind = ${asked.actorKind}`)}
       ${when(asked.actions, sql`and action = any(${asked.actions}::text[])`)}
       ${when(asked.subject, sql`and subject_type = ${asked.subject?.type} and subject_id = ${asked.subject?.id}`)}
       ${when(
         asked.search,
         sql`and (actor_name ilike ${pattern(asked.search)}
                                      ${when(asked.seesContact, sql`or subject_name ilike ${pattern(asked.search)}`)})`,
       )}
       ${when(asked.from, sql`and at >= (${asked.from}::date)::timestamp at time zone ${zone}`)}
       ${when(asked.to, sql`and at < (${asked.to}::date + 1)::timestamp at time zone ${zone}`)}
     order by id desc limit ${limit}`),
  );

const pattern = (search: string | undefined): string => `%${likeText(search ?? "")}%`;

/** The deeds there are in the log: one look-up in the index for each, however long the log is. */
export const selectAuditActions = (db: Db): Promise<{ action: string }[]> =>
  db.rows(sql`
    with recursive found as (
      (select action from audit_entries order by action limit 1)
      union all
      select (select e.action from audit_entries e where e.action > found.action order by e.action limit 1)
        from found where found.action is not null)
    select action from found where action is not null`);
