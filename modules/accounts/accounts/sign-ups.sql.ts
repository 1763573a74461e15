import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { AccountId } from "./accounts.contract.ts";

export type SignUpRow = {
  readonly id: string;
  readonly accountId: AccountId;
  readonly name: string;
  readonly passwordHash: string;
  readonly companyName: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly region: string;
  readonly phone: string | null;
  readonly locale: "en" | "ms";
};

const columns = sql`id, account_id, name, password_hash, company_name, country, zone, currency,
                    region, phone, locale`;

export const insertSignUp = (db: Db, signUp: SignUpRow, now: Date): Promise<number> =>
  db.run(sql`
    insert into sign_ups (${columns}, created_at)
    values (${signUp.id}, ${signUp.accountId}, ${signUp.name}, ${signUp.passwordHash},
            ${signUp.companyName}, ${signUp.country}, ${signUp.zone}, ${signUp.currency},
            ${signUp.region}, ${signUp.phone}, ${signUp.locale}, ${now})`);

export const selectSignUp = (db: Db, id: string): Promise<SignUpRow> =>
  db.one(sql`select ${columns} from sign_ups where id = ${id}`, "accounts.sign_up");

export const selectLatestSignUp = (db: Db, accountId: string): Promise<SignUpRow> =>
  db.one(
    sql`select ${columns} from sign_ups where account_id = ${accountId} order by created_at desc, id desc limit 1`,
    "accounts.sign_up",
  );

/** With them go their links. */
export const deleteSignUps = (db: Db, accountId: string): Promise<number> =>
  db.run(sql`delete from sign_ups where account_id = ${accountId}`);
