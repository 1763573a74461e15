import { invalid, notFound, refuseIf } from "#kernel/errors.ts";
import type { Id } from "#kernel/ids.ts";
import { addMember } from "#modules/accounts/accounts.public.ts";
import { accountAction } from "#platform/actions/action.ts";
import type { OpenBefore } from "#platform/actions/context.ts";
import { markSessionCompany } from "#platform/auth/belonging.sql.ts";
import { transaction } from "#platform/db/db.ts";
import { problemsOf } from "../companies/companies.rules.ts";
import { rememberedSince, whyNotUnadmin } from "./members.rules.ts";
import { lockCompany, selectMember, selectMemberCounts } from "./members.sql.ts";
import { deedIn, roleColumnsOf } from "./members.ts";
import { memberships } from "./memberships.contract.ts";
import { selectDepartures, selectMembership, selectMemberships } from "./memberships.sql.ts";
import { endMembership } from "./memberships.ts";

const COMPANIES_A_DAY_MAX = 5;

export const listMemberships = accountAction({
  does: memberships.list,
  named: "companies.memberships.list",
  // Where one company wants a second step that is not set up yet, the others stay open.
  isForUnenrolled: true,
  async run({ db, account, now }) {
    const rows = await selectMemberships(db, account.id);
    const departed = await selectDepartures(db, account.id, rememberedSince(now));
    return {
      rows: rows.map(({ adminCount, disabledAt, ...row }) => ({
        ...row,
        id: row.id as Id<"company">,
        isCurrent: row.id === account.company?.id,
        whyNotOpen: disabledAt === null ? null : "companies.member.disabled",
        whyNotLeave: whyNotUnadmin({ ...row, disabledAt, adminCount }),
      })),
      departed,
    };
  },
});

export const switchCompany = accountAction({
  does: memberships.switch,
  named: "companies.memberships.switch",
  isForUnenrolled: true,
  isForViewing: true,
  async before(before, { id }) {
    const { id: accountId, name, sessionId } = required(before);
    const { disabledAt } = await before.read((db) => selectMembership(db, accountId, id));
    refuseIf(disabledAt === null ? null : "companies.member.disabled");
    const person = { id: accountId, name };
    await deedIn(before, id, person, "companies.memberships.switch", async (ctx) => {
      await ctx.audit({ type: "member", ...person }, { isHere: true });
      await ctx.inControl((control) => markSessionCompany(control, sessionId, id, ctx.now));
    });
  },
  run: async () => ({ done: true as const }),
});

export const leaveCompany = accountAction({
  does: memberships.leave,
  named: "companies.memberships.leave",
  isForUnenrolled: true,
  async before(before, { id }) {
    const { id: accountId, name } = required(before);
    const { role } = await before.read((db) => selectMembership(db, accountId, id));
    const person = { id: accountId, name };
    await deedIn(before, id, person, "companies.memberships.leave", async (ctx) => {
      await ctx.audit({ type: "member", ...person }, { before: { role }, after: null });
      ctx.tell("companies.members", "companies.keys");
      await ctx.inControl(async (control) => {
        await lockCompany(control, id);
        const member = await selectMember(control, id, accountId);
        const { adminCount } = await selectMemberCounts(control, id);
        refuseIf(whyNotUnadmin({ ...member, adminCount }));
        await endMembership(control, { companyId: id, accountId, how: "left", at: ctx.now });
      });
    });
  },
  run: async () => ({ done: true as const }),
});

export const createCompany = accountAction({
  does: memberships.create,
  named: "companies.memberships.create",
  limits: (_input, { accountId }) => [
    {
      key: `companies.create/${accountId}`,
      max: COMPANIES_A_DAY_MAX,
      withinMinutes: 24 * 60,
    },
  ],
  async before(before, input) {
    const { id: accountId, name, sessionId } = required(before);
    const { house, now, forgive } = before;
    const isKnown = house.config.regions.some(({ id }) => id === input.region);
    const problems = [
      ...problemsOf({ ...input, phone: null }, false),
      ...(isKnown ? [] : [{ path: ["region"], code: "region.unknown" }]),
    ];
    if (problems.length > 0) {
      forgive();
      throw invalid(...problems);
    }
    const { id } = await transaction(house.control, "read write", async (control) => {
      const company = await house.companies.provision(control, { ...input, phone: null });
      const is = roleColumnsOf("admin");
      await addMember(control, { companyId: company.id, accountId, is, now });
      return company;
    });
    const person = { id: accountId, name };
    await deedIn(before, id, person, "companies.companies.provision", async (ctx) => {
      const subject = { type: "company", id, name: ctx.company.name };
      await ctx.audit(subject, { before: null, after: { name: input.name, region: input.region } });
      await ctx.inControl((control) => markSessionCompany(control, sessionId, id, ctx.now));
    });
    return { id: id as Id<"company"> };
  },
  run: async (_ctx, _input, made) => made,
});

/** The door let nobody else in. */
function required({ account }: OpenBefore) {
  if (account === null) throw notFound("companies.membership");
  return account;
}
