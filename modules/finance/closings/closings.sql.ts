import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Names } from "../statements/statements.ts";
import type { Hash } from "./closings.contract.ts";

export type ClosingRow = {
  readonly year: number;
  readonly from: Day;
  readonly to: Day;
  readonly names: Names;
  readonly issuer: string;
  readonly hashes: readonly Hash[];
  readonly closedBy: string | null;
  readonly closedAt: Date;
};

const columns = sql`
  financial_year as year, from_on as "from", to_on as "to", names, issuer, hashes, closed_by, closed_at`;

export const selectClosings = (db: Db): Promise<ClosingRow[]> =>
  db.rows(sql`select ${columns} from year_closings order by financial_year desc`);

export const selectClosing = (db: Db, year: number): Promise<ClosingRow> =>
  db.one(
    sql`select ${columns} from year_closings where financial_year = ${year}`,
    "finance.closing",
  );

export const insertClosing = (db: Db, of: ClosingRow): Promise<number> =>
  db.run(sql`
    insert into year_closings (financial_year, from_on, to_on, names, issuer, hashes, closed_by, closed_at)
    values (${of.year}, ${of.from}, ${of.to}, ${json(of.names)}::jsonb, ${of.issuer}, ${json(of.hashes)}::jsonb,
            ${of.closedBy}, ${of.closedAt})`);

/** What every account is called today. */
export const selectNames = async (db: Db): Promise<Names> => {
  const rows = await db.rows<{ id: string } & Names[string]>(
    sql`select id, code, name, kind from ledger_accounts where not is_group`,
  );
  return Object.fromEntries(rows.map(({ id, ...named }) => [id, named]));
};
