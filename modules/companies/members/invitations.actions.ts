import { Problem, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { newLinkToken } from "#platform/auth/tokens.ts";
import type { Db } from "#platform/db/db.ts";
import { type Invitation, type InvitationId, invitations } from "./invitations.contract.ts";
import {
  type InvitationRow,
  insertInvitation,
  lockInvitation,
  markInvitationEnded,
  markInvitationSent,
  selectInvitation,
  selectInvitationCounts,
  selectInvitations,
  selectOpenInvitations,
  selectSentOften,
} from "./invitations.sql.ts";
import { invitationMail } from "./members.mails.ts";
import {
  expiryFrom,
  OPEN_MAX,
  rememberedSince,
  SENT_MAX,
  stateOf,
  whyNotInvite,
  whyNotResend,
  whyNotRevoke,
} from "./members.rules.ts";
import {
  lockCompany,
  selectAccountByAddress,
  selectEmailsOfMembers,
  selectLocale,
} from "./members.sql.ts";
import { refuseAbove } from "./members.ts";

const INVITE = "companies.members.invite";
const DAY_MS = 86_400_000;

export const listInvitations = query({
  does: invitations.list,
  needs: "companies.members.read",
  async run(ctx) {
    const rows = await ctx.inControl((control) =>
      selectInvitations(control, ctx.company.id, rememberedSince(ctx.now), 2 * OPEN_MAX),
    );
    return { rows: rows.map((row) => shownOf(ctx, row)) };
  },
});

/** One of those asked for: a row to be, or one that waits and gets another mail. */
type Letter = { readonly id: InvitationId; readonly email: string; readonly isNew: boolean };

export const invite = command({
  does: invitations.invite,
  needs: INVITE,
  async run(ctx, { emails, role }) {
    const asked = [...new Set(emails)];
    const plan = await ctx.inControl(async (control) => {
      await refuseAbove(control, ctx, role);
      return planFor(control, ctx, asked);
    });

    for (const { id, email } of plan.letters)
      await ctx.audit({ type: "invitation", id, name: email }, { before: null, after: { role } });
    // Everybody is in already, or was written to just now: then this says so, and that is all that happened.
    if (plan.letters.length === 0)
      await ctx.audit(
        { type: "company", id: ctx.company.id, name: ctx.company.name },
        { invited: 0 },
      );
    ctx.tell("companies.members");
    await ctx.inControl(async (control) => {
      await lockCompany(control, ctx.company.id);
      await refuseUnlessAsPlanned(control, ctx, asked, plan);
      for (const letter of plan.letters) await send(ctx, control, { ...letter, role });
    });
    return {
      invited: plan.letters.map(({ email }) => email),
      members: plan.members,
      waiting: plan.waiting,
    };
  },
});

export const resendInvitation = command({
  does: invitations.resend,
  needs: INVITE,
  async run(ctx, { id }) {
    const { email, role } = await ctx.inControl((control) =>
      selectInvitation(control, ctx.company.id, id),
    );

    await ctx.audit({ type: "invitation", id, name: email }, { sentAgain: true });
    ctx.tell("companies.members");
    const row = await ctx.inControl(async (control) => {
      const invitation = await lockInvitation(control, ctx.company.id, id);
      refuseIf(whyNotResend(invitation, ctx.now));
      await refuseAbove(control, ctx, role);
      await send(ctx, control, { id, email, role, isNew: false });
      return selectInvitation(control, ctx.company.id, id);
    });
    return shownOf(ctx, row);
  },
});

export const revokeInvitation = command({
  does: invitations.revoke,
  needs: INVITE,
  async run(ctx, { id }) {
    const { email, role } = await ctx.inControl((control) =>
      selectInvitation(control, ctx.company.id, id),
    );

    await ctx.audit({ type: "invitation", id, name: email }, { before: { role }, after: null });
    ctx.tell("companies.members");
    await ctx.inControl(async (control) => {
      refuseIf(whyNotRevoke(await lockInvitation(control, ctx.company.id, id)));
      await markInvitationEnded(control, id, { as: "revoked", answer: null, at: ctx.now });
    });
    return { done: true as const };
  },
});

type Plan = {
  readonly letters: readonly Letter[];
  readonly members: string[];
  readonly waiting: string[];
};

/** Who gets a mail, who is a member already, and who was written to too often or a moment ago. */
async function planFor(control: Db, ctx: Ctx, asked: readonly string[]): Promise<Plan> {
  const { company, now } = ctx;
  const since = new Date(now.getTime() - DAY_MS);
  const known = await selectEmailsOfMembers(control, company.id, asked);
  const open = await selectOpenInvitations(control, company.id, asked);
  const often = await selectSentOften(control, company.id, asked, since, SENT_MAX);
  const members = known.map(({ email }) => email);
  const waits = new Map(open.map((row) => [row.email, row]));
  const waiting = [
    ...open.filter((row) => whyNotResend(row, now) !== null).map(({ email }) => email),
    ...often.map(({ email }) => email),
  ];
  const letters = asked
    .filter((email) => !members.includes(email) && !waiting.includes(email))
    .map((email) => {
      const row = waits.get(email);
      return { id: row?.id ?? newId<"invitation">(), email, isNew: row === undefined };
    });
  const counts = await selectInvitationCounts(control, company.id, since);
  refuseIf(whyNotInvite(counts, letters.filter(({ isNew }) => isNew).length));
  return { letters, members, waiting: asked.filter((email) => waiting.includes(email)) };
}

/** Two Admins who invite the same address at once: the second is told to look again. */
async function refuseUnlessAsPlanned(
  control: Db,
  ctx: Ctx,
  asked: readonly string[],
  { letters }: Plan,
): Promise<void> {
  const now = await planFor(control, ctx, asked);
  const namesOf = (all: readonly Letter[]) =>
    all.map(({ email, isNew }) => `${email} ${isNew}`).join();
  if (namesOf(now.letters) !== namesOf(letters))
    throw new Problem("stale", "record.changed_meanwhile");
}

/** A new link and its mail, in the language of whoever is invited where we know it, else in the inviter's. */
async function send(
  ctx: CommandCtx,
  control: Db,
  { id, email, role, isNew }: Letter & { readonly role: string },
): Promise<void> {
  const { token, hash } = newLinkToken();
  const inviter = { invitedBy: ctx.actor.id, inviterName: ctx.actor.name };
  const letter = { id, role, hash, ...inviter, now: ctx.now, expiresAt: expiryFrom(ctx.now) };
  if (isNew) await insertInvitation(control, { ...letter, companyId: ctx.company.id, email });
  else await markInvitationSent(control, letter);

  const known = await selectAccountByAddress(control, email);
  const locale = known?.locale ?? (await selectLocale(control, ctx.actor.id))?.locale ?? "en";
  const { roleName } = await selectInvitation(control, ctx.company.id, id);
  const said = { company: ctx.company.name, inviter: ctx.actor.name, role: roleName ?? role };
  await ctx.mail(control, invitationMail({ email, locale }, said, ctx.publicUrl, token));
}

const shownOf = (ctx: Ctx, row: InvitationRow): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  roleName: row.roleName,
  inviterName: row.inviterName,
  state: stateOf(row, ctx.now),
  sentAt: row.sentAt,
  expiresAt: row.expiresAt,
  answer: row.answer,
  blocked: {
    resend: ctx.whyNotMay(INVITE) ?? whyNotResend(row, ctx.now),
    revoke: ctx.whyNotMay(INVITE) ?? whyNotRevoke(row),
  },
});
