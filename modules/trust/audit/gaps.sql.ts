import type { Link } from "#platform/audit/tips.rules.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { HeadRow } from "./heads.sql.ts";

const columns = sql`number, at, statement, key_id, signature`;

/** On the control database, oldest first. */
export const selectGaps = (control: Db, companyId: string): Promise<HeadRow[]> =>
  control.rows(
    sql`select ${columns} from audit_gaps where company_id = ${companyId} order by number`,
  );

export const insertGap = (control: Db, companyId: string, gap: HeadRow): Promise<number> =>
  control.run(sql`
    insert into audit_gaps (company_id, ${columns})
    values (${companyId}, ${gap.number}, ${gap.at}, ${gap.statement}, ${gap.keyId}, ${gap.signature})`);

/** Those of them that do not stand in the log. */
export const selectGone = (db: Db, marks: readonly Link[]): Promise<Link[]> =>
  db.rows(sql`
    select m.lane, m.position, m.hash
      from json_to_recordset(${json(marks)}::json) as m(lane smallint, position bigint, hash text)
      left join audit_entries e on e.lane = m.lane and e.position = m.position
     where e.hash is null or encode(e.hash, 'hex') <> m.hash
     order by m.lane, m.position`);

/** Who last said why a part of the log is gone, and why. */
export const selectLastReason = (
  db: Db,
  action: string,
): Promise<{ by: string; reason: string } | null> =>
  db.maybe(sql`
    select actor_name as by, change ->> 'reason' as reason
      from audit_entries where action = ${action} order by id desc limit 1`);
