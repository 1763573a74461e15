import type { Db } from "#platform/db/db.ts";
import { sql, when } from "#platform/db/sql.ts";
import type { AccountId, Me } from "./accounts.contract.ts";

export type AccountRow = {
  readonly id: AccountId;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly locale: Me["account"]["locale"];
  readonly passwordHash: string;
  readonly verifiedAt: Date | null;
  readonly epoch: number;
};

const columns = sql`id, email, name, phone, locale, password_hash, verified_at, epoch`;

export const selectAccount = (db: Db, id: string): Promise<AccountRow> =>
  db.one(sql`select ${columns} from accounts where id = ${id}`, "accounts.account");

export const selectAccountByEmail = (db: Db, email: string): Promise<AccountRow | null> =>
  db.maybe(sql`select ${columns} from accounts where email = ${email}`);

export const lockAccount = (db: Db, id: string): Promise<AccountRow> =>
  db.one(sql`select ${columns} from accounts where id = ${id} for update`, "accounts.account");

export const lockAccountByEmail = (db: Db, email: string): Promise<AccountRow | null> =>
  db.maybe(sql`select ${columns} from accounts where email = ${email} for update`);

/** Does nothing where the address has an account already, whoever was faster. */
export const insertAccount = (
  db: Db,
  account: Omit<AccountRow, "verifiedAt" | "epoch"> & { readonly now: Date },
): Promise<number> =>
  db.run(sql`
    insert into accounts (id, email, name, phone, locale, password_hash, adult_at, terms_at,
                          created_at, changed_at)
    values (${account.id}, ${account.email}, ${account.name}, ${account.phone}, ${account.locale},
            ${account.passwordHash}, ${account.now}, ${account.now}, ${account.now}, ${account.now})
        on conflict (email) do nothing`);

/** Signed up again before the address was proved: until it is, the last one's password counts. */
export const markSignedUpAgain = (
  db: Db,
  account: Pick<AccountRow, "id" | "name" | "phone" | "locale" | "passwordHash">,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update accounts
       set name = ${account.name}, phone = ${account.phone}, locale = ${account.locale},
           password_hash = ${account.passwordHash}, epoch = epoch + 1, changed_at = ${now}
     where id = ${account.id} and verified_at is null and password_hash <> ${account.passwordHash}`);

export const markAccountChanged = (
  db: Db,
  id: string,
  change: {
    name?: string | undefined;
    phone?: string | null | undefined;
    locale?: string | undefined;
  },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update accounts
       set changed_at = ${now}
           ${when(change.name !== undefined, sql`, name = ${change.name}`)}
           ${when(change.phone !== undefined, sql`, phone = ${change.phone}`)}
           ${when(change.locale !== undefined, sql`, locale = ${change.locale}`)}
     where id = ${id}`);

/** Proves the address with what this sign-up said. Sessions begun under another password end. */
export const markAccountVerified = (
  db: Db,
  id: string,
  signUp: { name: string; phone: string | null; locale: string; passwordHash: string },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update accounts
       set verified_at = ${now}, name = ${signUp.name}, phone = ${signUp.phone},
           locale = ${signUp.locale}, password_hash = ${signUp.passwordHash},
           epoch = epoch + 1, changed_at = ${now}
     where id = ${id} and verified_at is null`);

/** A new password begins a new epoch: every session of the old one is refused from its next request on. */
export const markPasswordChanged = (
  db: Db,
  id: string,
  passwordHash: string,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update accounts
       set password_hash = ${passwordHash}, epoch = epoch + 1, changed_at = ${now}
     where id = ${id}`);

/** Whoever signed up with an address and never proved it gives way to who has. */
export const deleteUnverifiedAccount = (db: Db, email: string): Promise<number> =>
  db.run(sql`delete from accounts where email = ${email} and verified_at is null`);

export const markEmailChanged = (db: Db, id: string, email: string, now: Date): Promise<number> =>
  db.run(sql`
    update accounts set email = ${email}, changed_at = ${now}
     where id = ${id} and not exists (select from accounts where email = ${email})`);

export const deleteUnverifiedAccounts = (db: Db, before: Date): Promise<number> =>
  db.run(sql`
    delete from accounts a
     where a.verified_at is null and a.created_at < ${before}
       and not exists (select from sign_ups s where s.account_id = a.id and s.created_at >= ${before})`);

export const selectMemberName = (
  db: Db,
  companyId: string,
  accountId: string,
): Promise<{ name: string } | null> =>
  db.maybe(sql`
    select a.name from members m join accounts a on a.id = m.account_id
     where m.company_id = ${companyId} and m.account_id = ${accountId}`);

export const insertMember = (
  db: Db,
  member: { companyId: string; accountId: string; role: string; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into members (company_id, account_id, role, created_at)
    values (${member.companyId}, ${member.accountId}, ${member.role}, ${member.now})`);

export const selectMailsOff = async (db: Db, id: string): Promise<readonly string[]> =>
  (
    await db.one<{ mailsOff: string[] }>(
      sql`select mails_off from accounts where id = ${id}`,
      "accounts.account",
    )
  ).mailsOff;

export const markMailsOff = (
  db: Db,
  id: string,
  mailsOff: readonly string[],
  now: Date,
): Promise<number> =>
  db.run(sql`update accounts set mails_off = ${mailsOff}, changed_at = ${now} where id = ${id}`);

export const markMentionsSeen = (
  db: Db,
  member: { companyId: string; accountId: string; now: Date },
): Promise<number> =>
  db.run(sql`
    update members set mentions_seen_at = ${member.now}
     where company_id = ${member.companyId} and account_id = ${member.accountId}`);

/** Every session of before ends with the epoch. */
export const markAccountClosed = (
  db: Db,
  id: string,
  closing: { at: Date; closesAt: Date },
): Promise<number> =>
  db.run(sql`
    update accounts
       set closed_at = ${closing.at}, closes_at = ${closing.closesAt}, closing_told_day = 0, epoch = epoch + 1,
           changed_at = ${closing.at}
     where id = ${id} and closes_at is null`);

export const markAccountReopened = (db: Db, id: string, now: Date): Promise<number> =>
  db.run(sql`
    update accounts set closed_at = null, closes_at = null, changed_at = ${now}
     where id = ${id} and closes_at > ${now}`);

export const markClosingTold = (db: Db, id: string, day: number): Promise<number> =>
  db.run(sql`
    update accounts set closing_told_day = ${day}
     where id = ${id} and closes_at is not null and closing_told_day < ${day}`);

/** With everything that hangs on it. */
export const deleteClosedAccount = (db: Db, id: string, now: Date): Promise<number> =>
  db.run(sql`delete from accounts where id = ${id} and closes_at <= ${now}`);
