import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export type HeadRow = {
  readonly number: number;
  readonly at: Date;
  readonly statement: string;
  readonly keyId: number;
  readonly signature: Buffer;
};

const columns = sql`number, at, statement, key_id, signature`;

/** In the company's own database, oldest first. */
export const selectHeads = (db: Db, after: number): Promise<HeadRow[]> =>
  db.rows(sql`select ${columns} from audit_heads where number > ${after} order by number`);

export const selectLastHead = (db: Db): Promise<HeadRow | null> =>
  db.maybe(sql`select ${columns} from audit_heads order by number desc limit 1`);

/** Two that sign at once do it once. */
export const insertHead = (db: Db, head: HeadRow): Promise<number> =>
  db.run(sql`
    insert into audit_heads (${columns})
    values (${head.number}, ${head.at}, ${head.statement}, ${head.keyId}, ${head.signature})
        on conflict do nothing`);

/** As they were handed to the control database, oldest first. */
export const selectHandedHeads = (control: Db, companyId: string): Promise<HeadRow[]> =>
  control.rows(
    sql`select ${columns} from audit_heads where company_id = ${companyId} order by number`,
  );

export const insertHandedHead = (control: Db, companyId: string, head: HeadRow): Promise<number> =>
  control.run(sql`
    insert into audit_heads (company_id, ${columns})
    values (${companyId}, ${head.number}, ${head.at}, ${head.statement}, ${head.keyId}, ${head.signature})
        on conflict do nothing`);

/** Companies that wrote into their log since it was last signed. */
export const selectUnsigned = async (control: Db): Promise<string[]> => {
  const rows = await control.rows<{ id: string }>(sql`
    select c.id from companies c
     where c.is_open and exists (
       select from audit_tips t
        where t.company_id = c.id and t.position > coalesce((
          select (each->>'position')::bigint
            from (select statement::jsonb as said from audit_heads h
                   where h.company_id = c.id order by number desc limit 1) as newest,
                 jsonb_array_elements(said->'lanes') as lanes(each)
           where (each->>'lane')::smallint = t.lane), 0))
     order by c.id`);
  return rows.map(({ id }) => id);
};
