import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Gap, Signer } from "./manifest.ts";

/** On the control database: what a company brought along from the Kaunter that it was on before. */
export type Adoption = {
  readonly auditLog: string;
  readonly ledgerName: string;
  readonly signers: readonly Signer[];
};

export const selectAdoption = (control: Db, companyId: string): Promise<Adoption | null> =>
  control.maybe(
    sql`select audit_log, ledger_name, signers from adoptions where company_id = ${companyId}`,
  );

export const insertAdoption = (
  control: Db,
  companyId: string,
  { auditLog, ledgerName, signers, sha256, takenAt, now }: NewAdoption,
): Promise<number> =>
  control.run(sql`
    insert into adoptions (company_id, audit_log, ledger_name, signers, sha256, taken_at, adopted_at)
    values (${companyId}, ${auditLog}, ${ledgerName}, ${json(signers)}, ${sha256}, ${takenAt}, ${now})`);
export type NewAdoption = Adoption & {
  readonly sha256: string;
  readonly takenAt: string;
  readonly now: Date;
};

/** As they are handed out; times as text. */
export const selectGapsToHandOut = async (control: Db, companyId: string): Promise<Gap[]> => {
  const rows = await control.rows<Omit<Gap, "at"> & { readonly at: Date }>(sql`
    select number, at, statement, key_id, replace(encode(signature, 'base64'), E'\n', '') as signature
      from audit_gaps where company_id = ${companyId} order by number`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
};

export const insertGap = (control: Db, companyId: string, gap: Gap): Promise<number> =>
  control.run(sql`
    insert into audit_gaps (company_id, number, at, statement, key_id, signature)
    values (${companyId}, ${gap.number}, ${gap.at}, ${gap.statement}, ${gap.keyId}, decode(${gap.signature}, 'base64'))`);

/** In the adopted database: the last head that was signed before. */
export const selectHeadsTo = async (db: Db): Promise<number> =>
  (
    await db.one<{ headsTo: number }>(
      sql`select coalesce(max(number), 0) as heads_to from audit_heads`,
      "trust.audit",
    )
  ).headsTo;
