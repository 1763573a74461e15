import { Problem, refuseIf } from "#kernel/errors.ts";
import { changeMemberRole } from "#modules/accounts/accounts.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import type { Db } from "#platform/db/db.ts";
import { noteSecurityEventIn } from "#platform/security/events.ts";
import { members } from "./members.contract.ts";
import { removedMail } from "./members.mails.ts";
import { ADMIN, whyNotRemove, whyNotUnadmin } from "./members.rules.ts";
import {
  lockCompany,
  type MemberRow,
  selectLocale,
  selectMember,
  selectMemberCounts,
  selectMembers,
} from "./members.sql.ts";
import { CHANGE_ROLE, REMOVE, refuseAbove, roleColumnsOf, shownOf } from "./members.ts";
import { endMembership } from "./memberships.ts";

export const listMembers = query({
  does: members.list,
  needs: "companies.members.read",
  async run(ctx, { search, after, limit }) {
    const from = after === undefined ? null : readCursor(after, 2);
    const asked = {
      search,
      after: from === null ? null : { at: String(from[0]), id: String(from[1]) },
      limit: limit + 1,
    };
    const { rows, counts } = await ctx.inControl(async (control) => ({
      rows: await selectMembers(control, ctx.company.id, asked),
      counts: await selectMemberCounts(control, ctx.company.id),
    }));
    const { rows: shown, next } = pageOf(rows, limit, ({ joinedAt, id }) => [
      joinedAt.toISOString(),
      id,
    ]);
    return {
      rows: shown.map((row) => shownOf(ctx, row, counts.adminCount)),
      next,
      count: counts.count,
    };
  },
});

export const changeRole = command({
  does: members.changeRole,
  needs: CHANGE_ROLE,
  async run(ctx, { id, was, role }) {
    const before = await ctx.inControl(async (control) => {
      await refuseAbove(control, ctx, role, was);
      return requireAs(control, ctx, id, was);
    });

    await ctx.audit(
      { type: "member", id, name: before.name },
      { before: { role: was }, after: { role } },
    );
    // Screens of theirs ask anew who they are, and see what they may now.
    ctx.tell("companies.members", "accounts.me");
    // Last, for it commits on its own: whatever is refused or fails before has changed nothing.
    const { row, adminCount } = await ctx.inControl(async (control) => {
      await lockCompany(control, ctx.company.id);
      const member = await requireAs(control, ctx, id, was);
      const counts = await selectMemberCounts(control, ctx.company.id);
      if (role !== ADMIN) refuseIf(whyNotUnadmin({ ...member, ...counts }));
      await changeMemberRole(control, {
        companyId: ctx.company.id,
        accountId: id,
        was: roleColumnsOf(was),
        is: roleColumnsOf(role),
      });
      if (role === ADMIN && was !== ADMIN) await noteRaised(ctx, control, id, role);
      return {
        row: await selectMember(control, ctx.company.id, id),
        ...(await selectMemberCounts(control, ctx.company.id)),
      };
    });
    return shownOf(ctx, row, adminCount);
  },
});

export const removeMember = command({
  does: members.remove,
  needs: REMOVE,
  async run(ctx, { id }) {
    const member = await ctx.inControl((control) => selectMember(control, ctx.company.id, id));

    const { name, email, role } = member;
    await ctx.audit({ type: "member", id, name }, { before: { name, email, role }, after: null });
    ctx.tell("companies.members", "companies.keys", "accounts.me");
    await ctx.inControl(async (control) => {
      await lockCompany(control, ctx.company.id);
      await requireAs(control, ctx, id, role);
      await refuseAbove(control, ctx, role);
      const { adminCount } = await selectMemberCounts(control, ctx.company.id);
      refuseIf(whyNotRemove({ ...member, adminCount }, ctx.actor.id));
      await endMembership(control, {
        companyId: ctx.company.id,
        accountId: id,
        how: "removed",
        at: ctx.now,
      });
      const to = await selectLocale(control, id);
      if (to !== null)
        await ctx.mail(control, removedMail(to, { company: ctx.company.name, by: ctx.actor.name }));
    });
    return { done: true as const };
  },
});

/** The member, as the one who asks has seen them. */
async function requireAs(control: Db, ctx: Ctx, id: string, role: string): Promise<MemberRow> {
  const member = await selectMember(control, ctx.company.id, id);
  if (member.role !== role) throw new Problem("stale", "record.changed_meanwhile");
  return member;
}

const noteRaised = (ctx: Ctx, control: Db, accountId: string, to: string): Promise<void> =>
  noteSecurityEventIn(
    control,
    {
      kind: "permission.raised",
      companyId: ctx.company.id,
      accountId,
      detail: { to, isSelf: accountId === ctx.actor.id },
    },
    ctx.now,
  );
