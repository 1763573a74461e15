import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { InvitationId } from "./invitations.contract.ts";
import type { InvitationAsKept } from "./members.rules.ts";

export type InvitationRow = InvitationAsKept & {
  readonly id: InvitationId;
  readonly companyId: string;
  readonly companyName: string;
  readonly email: string;
  readonly role: string;
  readonly roleName: string | null;
  readonly invitedBy: string | null;
  readonly inviterName: string;
  readonly answer: string | null;
};

const columns = sql`i.id, i.company_id, c.name as company_name, i.email, i.role, r.name as role_name, i.invited_by,
  i.inviter_name, i.sent_at, i.sent_count, i.expires_at, i.ended_as, i.answer`;
const from = sql`invitations i join companies c on c.id = i.company_id and c.status = 'active'
  left join roles r on r.company_id = i.company_id and r.id::text = i.role`;

/** Those that wait, and what was refused since. */
export const selectInvitations = (
  control: Db,
  companyId: string,
  since: Date,
  limit: number,
): Promise<InvitationRow[]> =>
  control.rows(sql`
    select ${columns} from ${from}
     where i.company_id = ${companyId}
       and (i.ended_at is null or (i.ended_as = 'refused' and i.ended_at > ${since}))
     order by i.created_at desc, i.id desc limit ${limit}`);

export const selectInvitationByHash = (control: Db, hash: Buffer): Promise<InvitationRow | null> =>
  control.maybe(sql`select ${columns} from ${from} where i.token_hash = ${hash}`);

/** Of many that answer at once, each waits for the one before. */
export const lockInvitationByHash = (control: Db, hash: Buffer): Promise<InvitationRow | null> =>
  control.maybe(sql`select ${columns} from ${from} where i.token_hash = ${hash} for update of i`);

export const lockInvitation = (
  control: Db,
  companyId: string,
  id: InvitationId,
): Promise<InvitationRow> =>
  control.one(
    sql`select ${columns} from ${from} where i.company_id = ${companyId} and i.id = ${id} for update of i`,
    "companies.invitation",
  );

export const selectInvitation = (
  control: Db,
  companyId: string,
  id: InvitationId,
): Promise<InvitationRow> =>
  control.one(
    sql`select ${columns} from ${from} where i.company_id = ${companyId} and i.id = ${id}`,
    "companies.invitation",
  );

export const selectOpenInvitations = (
  control: Db,
  companyId: string,
  emails: readonly string[],
): Promise<InvitationRow[]> =>
  control.rows(sql`
    select ${columns} from ${from}
     where i.company_id = ${companyId} and i.ended_at is null and i.email = any(${emails})
     order by i.email`);

export const selectInvitationCounts = (
  control: Db,
  companyId: string,
  since: Date,
): Promise<{ openCount: number; dayCount: number }> =>
  control.one(
    sql`
    select count(*) filter (where ended_at is null)::int as open_count,
           count(*) filter (where created_at > ${since})::int as day_count
      from invitations where company_id = ${companyId}`,
    "companies.company",
  );

/** Addresses that got their share of mails from this company since, ended invitations counted too. */
export const selectSentOften = (
  control: Db,
  companyId: string,
  emails: readonly string[],
  since: Date,
  times: number,
): Promise<{ email: string }[]> =>
  control.rows(sql`
    select email from invitations
     where company_id = ${companyId} and email = any(${emails}) and sent_at > ${since}
       and ended_as is distinct from 'accepted'
     group by email having sum(sent_count) >= ${times}`);

export const insertInvitation = (
  control: Db,
  invitation: {
    id: InvitationId;
    companyId: string;
    email: string;
    role: string;
    invitedBy: string | null;
    inviterName: string;
    hash: Buffer;
    now: Date;
    expiresAt: Date;
  },
): Promise<number> =>
  control.run(sql`
    insert into invitations (id, company_id, email, role, invited_by, inviter_name, token_hash,
                             created_at, sent_at, expires_at)
    values (${invitation.id}, ${invitation.companyId}, ${invitation.email}, ${invitation.role},
            ${invitation.invitedBy}, ${invitation.inviterName}, ${invitation.hash},
            ${invitation.now}, ${invitation.now}, ${invitation.expiresAt})`);

/** A new link; the one before is gone with its hash. */
export const markInvitationSent = (
  control: Db,
  invitation: {
    id: string;
    role: string;
    invitedBy: string | null;
    inviterName: string;
    hash: Buffer;
    now: Date;
    expiresAt: Date;
  },
): Promise<number> =>
  control.run(sql`
    update invitations
       set role = ${invitation.role}, invited_by = ${invitation.invitedBy},
           inviter_name = ${invitation.inviterName}, token_hash = ${invitation.hash},
           sent_at = ${invitation.now}, sent_count = sent_count + 1,
           expires_at = ${invitation.expiresAt}
     where id = ${invitation.id} and ended_at is null`);

export const markInvitationEnded = (
  control: Db,
  id: string,
  ended: { as: "accepted" | "refused" | "revoked"; answer: string | null; at: Date },
): Promise<number> =>
  control.run(sql`
    update invitations
       set ended_at = ${ended.at}, ended_as = ${ended.as}, answer = ${ended.answer}
     where id = ${id} and ended_at is null`);

/** Answered ones, and those that nobody answered, some time after. */
export const deleteOldInvitations = (control: Db, before: Date): Promise<number> =>
  control.run(sql`delete from invitations where coalesce(ended_at, expires_at) < ${before}`);
