import { randomBytes } from "node:crypto";
import type { Caller, Subject } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import { type Link, newestOf } from "./tips.rules.ts";
import { saidOf } from "./verifier.ts";

export { changesOf } from "./changes.rules.ts";

/** Who does something, from where and when. */
export type Doer = Pick<Caller, "now" | "request"> & {
  readonly actor: Pick<Caller["actor"], "kind" | "id" | "name">;
};

export type Audit = (subject: Subject, change: object) => Promise<void>;

/**
 * What was done in one transaction. The entries are gathered and written by one statement at its end: a lane of the log
 * is then held for no longer than the commit takes.
 */
export type Trail = {
  readonly record: Audit;
  /** The same by somebody else: a transaction may hold the deeds of many. */
  recordAs(doer: Doer): Audit;
  count(): number;
  /** Writes them. Must be the last thing before the commit. */
  bind(): Promise<void>;
  /** The newest entry of each lane that was written to; true once the transaction has committed. */
  tips(): readonly Link[];
};

export function auditTrail(db: Db, doer: Doer, action: string): Trail {
  const entries: object[] = [];
  let links: readonly Link[] = [];

  const recordAs =
    (by: Doer): Audit =>
    async (subject, change) => {
      entries.push(entryOf(by, action, subject, change));
    };
  return {
    record: recordAs(doer),
    recordAs,
    count: () => entries.length,
    bind: async () => {
      if (entries.length > 0) links = newestOf(await insertEntries(db, entries));
    },
    tips: () => links,
  };
}

/** As it is hashed: what the database keeps of it must be the same to the letter. */
function entryOf({ actor, now, request }: Doer, action: string, subject: Subject, said: object) {
  const change = JSON.parse(JSON.stringify(said));
  const salt = randomBytes(16).toString("hex");
  const subjectName = subject.name.toWellFormed();
  return {
    at: now,
    kind: actor.kind,
    by: actor.id,
    name: actor.name.toWellFormed(),
    action,
    type: subject.type,
    id: subject.id,
    subject: subjectName,
    change,
    request: request.id,
    ip: request.ip,
    salt,
    said: saidOf({ change, salt, subjectName }),
  };
}

/** The database links each to the one before it (database/tenant/0023). */
const insertEntries = (db: Db, entries: readonly object[]): Promise<Link[]> =>
  db.rows(sql`
    insert into audit_entries (at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, subject_name,
                               change, request_id, ip, salt, said)
    select (e->>'at')::timestamptz, e->>'kind', (e->>'by')::uuid, e->>'name', e->>'action', e->>'type',
           (e->>'id')::uuid, e->>'subject', (e->'change')::jsonb, e->>'request', e->>'ip',
           decode(e->>'salt', 'hex'), decode(e->>'said', 'hex')
      from json_array_elements(${json(entries)}::json) with ordinality as told(e, place)
     order by place
    returning lane, position, encode(hash, 'hex') as hash`);
