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

/**
 * The same for a transaction of many deeds by many actors: the entries are gathered and written by one statement. It must
 * be bound before the transaction ends, or nothing of them is kept.
 */
export function auditSheaf(db: Db, action: string) {
  const entries: object[] = [];
  return {
    recordAs:
      (caller: Pick<Caller, "now" | "actor" | "request">) =>
      async (subject: Subject, change: object): Promise<void> => {
        const { now, actor, request } = caller;
        entries.push({ now, actor, subject, change, request });
      },
    bind: async (): Promise<void> => {
      if (entries.length === 0) return;
      await db.run(sql`
        insert into audit_entries (at, actor_kind, actor_id, actor_name, action,
                                   subject_type, subject_id, subject_name, change, request_id, ip)
        select (e->>'now')::timestamptz, e->'actor'->>'kind', (e->'actor'->>'id')::uuid, e->'actor'->>'name', ${action},
               e->'subject'->>'type', (e->'subject'->>'id')::uuid, e->'subject'->>'name', (e->'change')::jsonb,
               e->'request'->>'id', e->'request'->>'ip'
          from json_array_elements(${json(entries)}::json) with ordinality as told(e, place)
         order by place`);
    },
  };
}
