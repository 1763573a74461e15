import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** All on the control database, of those whom the company is open to. */
const among = (companyId: string, accountIds: readonly string[]) => sql`
  members m join accounts a on a.id = m.account_id
 where m.company_id = ${companyId} and m.disabled_at is null and a.id = any(${accountIds}::uuid[])`;

export const selectColleagues = <Id extends string>(
  control: Db,
  companyId: string,
  accountIds: readonly Id[],
): Promise<{ id: Id; name: string }[]> =>
  control.rows(sql`select a.id, a.name from ${among(companyId, accountIds)} order by a.id`);

export type MailKind = "mentions" | "tasks";
export type MailReader = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: "en" | "ms";
};

/** Without those who want no such mails. */
export const selectReaders = (
  control: Db,
  companyId: string,
  accountIds: readonly string[],
  kind: MailKind,
): Promise<MailReader[]> =>
  control.rows(sql`
    select a.id, a.email, a.name, a.locale from ${among(companyId, accountIds)}
       and a.verified_at is not null and ${kind} <> all(a.mails_off)
     order by a.id`);

export const selectMentionsSeenAt = async (
  control: Db,
  companyId: string,
  accountId: string,
): Promise<Date | null> =>
  (
    await control.maybe<{ at: Date | null }>(sql`
      select mentions_seen_at as at from members where company_id = ${companyId} and account_id = ${accountId}`)
  )?.at ?? null;
