import type { Caller, Subject } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";

export { changesOf } from "./changes.rules.ts";

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
