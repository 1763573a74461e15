import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export type FactorRow = { readonly sealed: string; readonly confirmedAt: Date };

export const selectFactor = (db: Db, accountId: string): Promise<FactorRow | null> =>
  db.maybe(sql`select sealed, confirmed_at from factors where account_id = ${accountId}`);

export type Standing = {
  readonly confirmedAt: Date | null;
  readonly recoveryCodesLeft: number;
  readonly isRequired: boolean;
};

export const selectStanding = (db: Db, accountId: string): Promise<Standing> =>
  db.one(
    sql`
    select (select confirmed_at from factors where account_id = ${accountId}) as confirmed_at,
           (select count(*)::int from recovery_codes where account_id = ${accountId} and used_at is null) as recovery_codes_left,
           exists (select from members m
                     join factor_rules r on r.company_id = m.company_id and r.role = coalesce(m.role_id::text, m.role)
                    where m.account_id = ${accountId} and m.disabled_at is null) as is_required`,
    "accounts.factor",
  );

/** Of many that show codes of one step at once, or of an older one, a single one passes. */
export const markStepUsed = (db: Db, accountId: string, step: number): Promise<number> =>
  db.run(sql`
    update factors set used_step = ${step} where account_id = ${accountId} and used_step < ${step}`);

export const upsertFactor = (
  db: Db,
  factor: { accountId: string; sealed: string; usedStep: number; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into factors (account_id, sealed, used_step, confirmed_at)
    values (${factor.accountId}, ${factor.sealed}, ${factor.usedStep}, ${factor.now})
        on conflict (account_id) do update
       set sealed = excluded.sealed, used_step = excluded.used_step, confirmed_at = excluded.confirmed_at`);

export const deleteFactor = (db: Db, accountId: string): Promise<number> =>
  db.run(sql`delete from factors where account_id = ${accountId}`);

export const upsertEnrolment = (
  db: Db,
  enrolment: { accountId: string; sealed: string; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into factor_enrolments (account_id, sealed, begun_at)
    values (${enrolment.accountId}, ${enrolment.sealed}, ${enrolment.now})
        on conflict (account_id) do update set sealed = excluded.sealed, begun_at = excluded.begun_at`);

export const selectEnrolment = (
  db: Db,
  accountId: string,
  begunAfter: Date,
): Promise<{ sealed: string } | null> =>
  db.maybe(sql`
    select sealed from factor_enrolments where account_id = ${accountId} and begun_at > ${begunAfter}`);

/** The one that was read, and no other that took its place meanwhile: only the first to ask gets it. */
export const deleteEnrolment = (db: Db, accountId: string, sealed: string): Promise<number> =>
  db.run(sql`delete from factor_enrolments where account_id = ${accountId} and sealed = ${sealed}`);

export const deleteOldEnrolments = (db: Db, begunBefore: Date): Promise<number> =>
  db.run(sql`delete from factor_enrolments where begun_at <= ${begunBefore}`);

export const insertRecoveryCodes = (
  db: Db,
  codes: { accountId: string; hashes: readonly string[]; salt: Buffer; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into recovery_codes (account_id, code_hash, salt, created_at)
    select ${codes.accountId}, hash, ${codes.salt}, ${codes.now} from unnest(${codes.hashes}::text[]) as hash`);

export const deleteRecoveryCodes = (db: Db, accountId: string): Promise<number> =>
  db.run(sql`delete from recovery_codes where account_id = ${accountId}`);

export const selectRecoverySalt = (db: Db, accountId: string): Promise<{ salt: Buffer } | null> =>
  db.maybe(sql`select salt from recovery_codes where account_id = ${accountId} limit 1`);

export const selectIsUnused = async (db: Db, accountId: string, hash: string): Promise<boolean> =>
  (await db.maybe(sql`
    select from recovery_codes
     where account_id = ${accountId} and code_hash = ${hash} and used_at is null`)) !== null;

/** Of many that show one code at once a single one passes. */
export const markRecoveryCodeUsed = (
  db: Db,
  accountId: string,
  hash: string,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update recovery_codes set used_at = ${now}
     where account_id = ${accountId} and code_hash = ${hash} and used_at is null`);

export const selectRuleRoles = (db: Db, companyId: string): Promise<{ role: string }[]> =>
  db.rows(sql`select role from factor_rules where company_id = ${companyId} order by role`);

export const deleteRules = (db: Db, companyId: string): Promise<number> =>
  db.run(sql`delete from factor_rules where company_id = ${companyId}`);

export const insertRules = (
  db: Db,
  companyId: string,
  roles: readonly string[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into factor_rules (company_id, role, since_at)
    select ${companyId}, role, ${now} from unnest(${roles}::text[]) as role
        on conflict do nothing`);

/** Members of each role that have no second step yet. */
export const selectWithoutFactor = (
  db: Db,
  companyId: string,
): Promise<{ role: string; members: number }[]> =>
  db.rows(sql`
    select coalesce(m.role_id::text, m.role) as role, count(*)::int as members
      from members m
     where m.company_id = ${companyId}
       and not exists (select from factors f where f.account_id = m.account_id)
     group by 1 order by 1`);
