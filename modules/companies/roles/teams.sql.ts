import type { z } from "zod";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Teammate } from "./roles.contract.ts";

type Row = z.output<typeof Teammate>;
const MEMBERS_MAX = 1000;
const columns = sql`m.account_id as id, a.name, coalesce(m.team, '') as team`;

/** All on the control database. Those of one team together. */
export const selectTeams = (control: Db, companyId: string): Promise<Row[]> =>
  control.rows(sql`
    select ${columns} from members m join accounts a on a.id = m.account_id
     where m.company_id = ${companyId}
     order by m.team nulls last, lower(a.name), m.account_id limit ${MEMBERS_MAX}`);

export const selectTeammate = (control: Db, companyId: string, id: string): Promise<Row> =>
  control.one(
    sql`
    select ${columns} from members m join accounts a on a.id = m.account_id
     where m.company_id = ${companyId} and m.account_id = ${id}`,
    "companies.member",
  );
