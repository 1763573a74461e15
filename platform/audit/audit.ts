import type { Caller, Subject } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";

/** Writes what was done in the same transaction as the deed, so that neither exists without the other. */
export function auditTrail(db: Db, caller: Caller, action: string) {
  let entries = 0;
  return {
    count: () => entries,
    record: async (subject: Subject, change: object): Promise<void> => {
      entries += 1;
      await db.run(sql`
        insert into audit_entries (at, actor_kind, actor_id, actor_name, action,
                                   subject_type, subject_id, subject_name, change, request_id, ip)
        values (${caller.now}, ${caller.actor.kind}, ${caller.actor.id}, ${caller.actor.name}, ${action},
                ${subject.type}, ${subject.id}, ${subject.name}, ${json(change)}, ${caller.request.id}, ${caller.request.ip})`);
    },
  };
}

/** The fields of `after` that differ from `before`, as `{before, after}`. Moments compare by their time. */
export function changesOf(before: object, after: object): { before: object; after: object } {
  const was: Record<string, unknown> = {};
  const is: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    const old = (before as Record<string, unknown>)[key];
    if (JSON.stringify(old) === JSON.stringify(value)) continue;
    was[key] = old ?? null;
    is[key] = value;
  }
  return { before: was, after: is };
}
