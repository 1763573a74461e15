import { invalid, Problem, refused, refuseIf } from "#kernel/errors.ts";
import { type Id, newId } from "#kernel/ids.ts";
import {
  addMember,
  openProvedAccount,
  openSession,
  problemOfPassword,
} from "#modules/accounts/accounts.public.ts";
import { accountAction, openAction } from "#platform/actions/action.ts";
import type { Account, CommandCtx, OpenBefore } from "#platform/actions/context.ts";
import { markSessionCompany } from "#platform/auth/belonging.sql.ts";
import type { Asker, Limit } from "#platform/auth/limits.ts";
import { hashPassword } from "#platform/auth/passwords.ts";
import { linkHashOf } from "#platform/auth/tokens.ts";
import { type Db, takenAs } from "#platform/db/db.ts";
import { noteSecurityEvent, noteSecurityEventIn } from "#platform/security/events.ts";
import { invited } from "./invitations.contract.ts";
import {
  type InvitationRow,
  lockInvitationByHash,
  markInvitationEnded,
  selectInvitationByHash,
} from "./invitations.sql.ts";
import { refusedMail } from "./members.mails.ts";
import { ADMIN, stateOf, whyNotAccept, whyNotAnswer } from "./members.rules.ts";
import { selectAccountByAddress, selectLocale } from "./members.sql.ts";
import { deedIn, requireRole, roleColumnsOf } from "./members.ts";
import { deleteDeparture } from "./memberships.sql.ts";

const notValid = () => refused("companies.invitation.not_valid");

/** Nobody guesses 256 bits; this spares the database. */
const tries = ({ network }: Asker): Limit[] => [
  { key: `companies.invitation/*/${network}`, max: 100, withinMinutes: 15 },
];

/** By anybody who holds the link: what it is about, and whether it can still be answered. Uses nothing up. */
export const lookAtInvitation = openAction({
  does: invited.look,
  named: "companies.invitations.look",
  limits: (_input, asker) => tries(asker),
  async run(ctx, { token }) {
    const row = await selectInvitationByHash(ctx.db, linkHashOf(token));
    if (row === null) throw notValid();
    const known = await selectAccountByAddress(ctx.db, row.email);
    const { companyName, inviterName, email, role, roleName, expiresAt } = row;
    return {
      state: stateOf(row, ctx.now),
      companyName,
      inviterName,
      email,
      role,
      roleName,
      expiresAt,
      way: wayOf(row, ctx.account, known?.isVerified ?? false),
    };
  },
});

/** Whoever holds the link has the address, so this tells nobody else whether it has an account. */
function wayOf(row: InvitationRow, account: Account | null, hasAccount: boolean) {
  if (account !== null && whyNotAccept(row, account) === null) return "ready" as const;
  if (!hasAccount) return "new_account" as const;
  return account === null ? ("sign_in" as const) : ("other_account" as const);
}

export const acceptInvitation = accountAction({
  does: invited.accept,
  named: "companies.invitations.accept",
  limits: (_input, asker) => tries(asker),
  async before(before, { token }) {
    const { account } = before;
    if (account === null) throw new Problem("unauthenticated", "accounts.session.required");
    const row = await requireOpen(before, token);
    refuseIf(whyNotAccept(row, account));
    await join(before, row, account, token, async () => undefined);
    return row.companyId;
  },
  async run(ctx, _input, companyId) {
    await markSessionCompany(ctx.db, ctx.account.sessionId, companyId, ctx.now);
    return { done: true as const };
  },
});

export const joinByInvitation = openAction({
  does: invited.join,
  named: "companies.invitations.join",
  limits: (_input, asker) => tries(asker),
  async before(before, { token, name, password, locale }) {
    const { house, read } = before;
    const row = await requireOpen(before, token);
    const known = await read((db) => selectAccountByAddress(db, row.email));
    if (known?.isVerified) throw refused("accounts.account.exists");
    const problem = problemOfPassword(password, [name, row.email, row.companyName]);
    if (problem !== null) throw invalid(problem);
    const passwordHash = await hashPassword(house.keys.pepper, password);

    const id = (known?.id ?? newId<"account">()) as Id<"account">;
    const account = { id, name, email: row.email, locale, passwordHash };
    await join(before, row, account, token, async (control, now) => {
      // Somebody began to sign up with the address in this very moment.
      if ((await openProvedAccount(control, account, now)) !== id)
        throw new Problem("stale", "record.changed_meanwhile");
    });
    return id;
  },
  async run(ctx, _input, id) {
    await openSession(ctx, id);
    return { done: true as const };
  },
});

export const refuseInvitation = openAction({
  does: invited.refuse,
  named: "companies.invitations.refuse",
  limits: (_input, asker) => tries(asker),
  async before(before, { token, answer }) {
    const row = await requireOpen(before, token);
    const person = { id: null, name: row.email };
    await deedIn(before, row.companyId, person, "companies.invitations.refuse", async (ctx) => {
      await ctx.audit({ type: "invitation", id: row.id, name: row.email }, { refused: true });
      ctx.tell("companies.members");
      await ctx.inControl(async (control) => {
        await lockOpen(control, token, ctx.now);
        const ended = { as: "refused" as const, answer: answer || null, at: ctx.now };
        await markInvitationEnded(control, row.id, ended);
        const inviter = await selectLocale(control, row.invitedBy);
        const said = { email: row.email, company: row.companyName, answer };
        if (inviter !== null) await ctx.mail(control, refusedMail(inviter, said));
      });
    });
  },
  run: async () => ({ done: true as const }),
});

/** Into the company, with the entry in its log; the link is used up in the same moment, or nothing of it happened. */
function join(
  before: OpenBefore,
  row: InvitationRow,
  person: { readonly id: string; readonly name: string },
  token: string,
  first: (control: Db, now: Date) => Promise<void>,
): Promise<void> {
  const { companyId, role, inviterName } = row;
  return deedIn(before, companyId, person, "companies.invitations.accept", async (ctx) => {
    const after = { role, invitedBy: inviterName };
    await ctx.audit({ type: "member", ...person }, { before: null, after });
    ctx.tell("companies.members");
    await ctx.inControl(async (control) => {
      await lockOpen(control, token, ctx.now);
      await requireRole(control, companyId, role);
      await first(control, ctx.now);
      await addMember(control, {
        companyId,
        accountId: person.id,
        is: roleColumnsOf(role),
        now: ctx.now,
      }).catch(takenAs(refused("companies.invitation.already_member")));
      await deleteDeparture(control, companyId, person.id);
      await markInvitationEnded(control, row.id, { as: "accepted", answer: null, at: ctx.now });
      if (role === ADMIN) await noteRaised(control, ctx, person.id);
    });
  });
}

const noteRaised = (control: Db, ctx: CommandCtx, accountId: string): Promise<void> =>
  noteSecurityEventIn(
    control,
    {
      kind: "permission.raised",
      companyId: ctx.company.id,
      accountId,
      detail: { to: ADMIN, isSelf: false },
    },
    ctx.now,
  );

/** Before anything is held. A link that was used already and comes again may be in somebody else's hands. */
async function requireOpen(
  { house, now, request, read }: OpenBefore,
  token: string,
): Promise<InvitationRow> {
  const row = await read((db) => selectInvitationByHash(db, linkHashOf(token)));
  if (row === null) throw notValid();
  if (row.endedAs === "accepted" || row.endedAs === "refused")
    noteSecurityEvent(house, {
      kind: "link.replayed",
      companyId: row.companyId,
      ip: request.ip,
      detail: { link: "invitation" },
    });
  refuseIf(whyNotAnswer(row, now));
  return row;
}

/** Of many that answer at once each waits here, and all but the first find it answered. */
async function lockOpen(control: Db, token: string, now: Date): Promise<void> {
  const row = await lockInvitationByHash(control, linkHashOf(token));
  if (row === null) throw notValid();
  refuseIf(whyNotAnswer(row, now));
}
