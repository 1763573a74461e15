import { notFound } from "#kernel/errors.ts";
import { setMemberTeam } from "#modules/accounts/accounts.public.ts";
import { command, query } from "#platform/actions/action.ts";
import { roles } from "./roles.contract.ts";
import { selectTeammate, selectTeams } from "./teams.sql.ts";

export const listTeams = query({
  does: roles.teams,
  needs: "companies.members.read",
  run: async (ctx) => ({
    rows: await ctx.inControl((control) => selectTeams(control, ctx.company.id)),
  }),
});

/** Effective from the next request: whose records a role for the team's reaches. */
export const setTeam = command({
  does: roles.setTeam,
  needs: "companies.members.change_role",
  async run(ctx, { id, team }) {
    const before = await ctx.inControl((control) => selectTeammate(control, ctx.company.id, id));

    await ctx.audit(
      { type: "account", id, name: before.name },
      { before: { team: before.team }, after: { team } },
    );
    ctx.tell("companies.members", "accounts.me");
    await ctx.inControl(async (control) => {
      const member = { companyId: ctx.company.id, accountId: id, team: team || null };
      if ((await setMemberTeam(control, member)) === 0) throw notFound("companies.member");
    });
    return { done: true as const };
  },
});
