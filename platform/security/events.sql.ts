import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { SecurityEventKind } from "./kinds.rules.ts";

export type SecurityEvent = {
  readonly kind: SecurityEventKind;
  readonly at: Date;
  readonly companyId: string | null;
  readonly accountId: string | null;
  readonly network: string | null;
  readonly times: number;
  readonly detail: Readonly<Record<string, unknown>>;
};

export const insertSecurityEvents = (db: Db, events: readonly SecurityEvent[]): Promise<number> =>
  db.run(sql`
    insert into security_events (at, kind, company_id, account_id, network, times, detail)
    select (e->>'at')::timestamptz, e->>'kind', (e->>'companyId')::uuid, (e->>'accountId')::uuid,
           e->>'network', (e->>'times')::int, (e->'detail')::jsonb
      from json_array_elements(${json(events)}::json) with ordinality as noted(e, place)
     order by place`);

/** Everything since a moment, oldest first. */
export const selectSecurityEvents = (
  db: Db,
  since: Date,
  limit: number,
): Promise<SecurityEvent[]> =>
  db.rows(sql`
    select kind, at, company_id, account_id, network, times, detail
      from (select * from security_events where at >= ${since} order by at desc, id desc limit ${limit}) as newest
     order by at, id`);

export const deleteOldSecurityEvents = (db: Db, before: Date): Promise<number> =>
  db.run(sql`delete from security_events where at < ${before}`);
