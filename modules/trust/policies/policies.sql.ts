import type { Said } from "#kernel/said.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { PolicyText } from "#promises/register.ts";

export type VersionRow = {
  readonly version: number;
  readonly publishedAt: Date;
  readonly effectiveAt: Date;
  readonly isMaterial: boolean;
  readonly summary: Said | null;
};
export type PolicyRow = VersionRow & { readonly content: PolicyText; readonly contentHash: string };

const columns = sql`version, published_at, effective_at, is_material, summary`;

/** The one in force at this moment. */
export const selectPolicyInForce = (db: Db, now: Date): Promise<PolicyRow | null> =>
  db.maybe(sql`
    select ${columns}, content, content_hash from policy_versions
     where effective_at <= ${now} order by version desc limit 1`);

export const selectPolicy = (db: Db, version: number): Promise<PolicyRow> =>
  db.one(
    sql`select ${columns}, content, content_hash from policy_versions where version = ${version}`,
    "trust.policy",
  );

export const selectNewestPolicy = (db: Db): Promise<PolicyRow | null> =>
  db.maybe(sql`
    select ${columns}, content, content_hash from policy_versions order by version desc limit 1`);

export const selectPolicies = (db: Db): Promise<VersionRow[]> =>
  db.rows(sql`select ${columns} from policy_versions order by version desc limit 200`);

export const insertPolicy = (db: Db, row: PolicyRow): Promise<number> =>
  db.run(sql`
    insert into policy_versions (version, published_at, effective_at, is_material, summary, content, content_hash)
    values (${row.version}, ${row.publishedAt}, ${row.effectiveAt}, ${row.isMaterial},
            ${row.summary === null ? null : json(row.summary)}, ${json(row.content)}, ${row.contentHash})`);

export type MemberRow = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: "en" | "ms";
};

/** Everybody who works in a company and has not been told of this version. */
export const selectUntold = (db: Db, version: number, limit: number): Promise<MemberRow[]> =>
  db.rows(sql`
    select a.id, a.email, a.name, a.locale from accounts a
     where a.verified_at is not null
       and exists (select from members m join companies c on c.id = m.company_id and c.is_open
                    where m.account_id = a.id)
       and not exists (select from policy_notices n where n.version = ${version} and n.account_id = a.id)
     order by a.id limit ${limit}`);

export const insertNotice = (
  db: Db,
  notice: { version: number; accountId: string; mailId: string; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into policy_notices (version, account_id, told_at, mail_id)
    values (${notice.version}, ${notice.accountId}, ${notice.now}, ${notice.mailId})
        on conflict do nothing`);

/** What became of the mails, before the outbox forgets them. */
export const markNoticesSent = (db: Db): Promise<number> =>
  db.run(sql`
    update policy_notices n set mail_sent_at = m.sent_at, mail_failed_at = m.gave_up_at
      from mails m
     where m.id = n.mail_id and n.mail_sent_at is null and n.mail_failed_at is null
       and (m.sent_at is not null or m.gave_up_at is not null)`);

export type NoticeRow = {
  readonly name: string;
  readonly toldAt: Date;
  readonly mailSentAt: Date | null;
  readonly mailFailedAt: Date | null;
  readonly shownAt: Date | null;
  readonly acknowledgedAt: Date | null;
};

export const selectNotices = (db: Db, version: number, companyId: string): Promise<NoticeRow[]> =>
  db.rows(sql`
    select a.name, n.told_at, n.shown_at, n.acknowledged_at,
           coalesce(n.mail_sent_at, m.sent_at) as mail_sent_at,
           coalesce(n.mail_failed_at, m.gave_up_at) as mail_failed_at
      from policy_notices n
      join accounts a on a.id = n.account_id
      join members me on me.account_id = a.id and me.company_id = ${companyId}
      left join mails m on m.id = n.mail_id
     where n.version = ${version}
     order by a.name, a.id limit 1000`);

/** The newest version the person was told of and has not acknowledged. */
export const selectPendingNotice = (db: Db, accountId: string): Promise<VersionRow | null> =>
  db.maybe(sql`
    select v.version, v.published_at, v.effective_at, v.is_material, v.summary
      from policy_notices n join policy_versions v using (version)
     where n.account_id = ${accountId} and n.acknowledged_at is null
       and v.version = (select max(version) from policy_versions)`);

export const markNoticeShown = (
  db: Db,
  version: number,
  accountId: string,
  isRead: boolean,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update policy_notices
       set shown_at = coalesce(shown_at, ${now}),
           acknowledged_at = case when ${isRead} then coalesce(acknowledged_at, ${now}) else acknowledged_at end
     where version = ${version} and account_id = ${accountId}`);
