import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { SecurityEvent } from "./kinds.rules.ts";

export const insertSecurityEvents = (db: Db, events: readonly SecurityEvent[]): Promise<number> =>
  db.run(sql`
    insert into security_events (at, kind, company_id, account_id, network, times, detail)
    select (e->>'at')::timestamptz, e->>'kind', (e->>'companyId')::uuid, (e->>'accountId')::uuid,
           e->>'network', (e->>'times')::int, (e->'detail')::jsonb
      from json_array_elements(${json(events)}::json) with ordinality as noted(e, place)
     order by place`);

export type KeptEvent = SecurityEvent & { readonly id: number };

/** Everything since a moment, oldest first. */
export const selectSecurityEvents = (db: Db, since: Date, limit: number): Promise<KeptEvent[]> =>
  db.rows(sql`
    select id, kind, at, company_id, account_id, network, times, detail
      from (select * from security_events where at >= ${since} order by at desc, id desc limit ${limit}) as newest
     order by at, id`);

export const deleteOldSecurityEvents = (db: Db, before: Date): Promise<number> =>
  db.run(sql`delete from security_events where at < ${before}`);
