import { invalid, Problem, refused, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { accountAction, command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/changes.rules.ts";
import { markRoleUnviewed, markSessionViewing } from "#platform/auth/sessions.sql.ts";
import { takenAs } from "#platform/db/db.ts";
import { allPermissions } from "#platform/permissions/catalogue.ts";
import { BUILT_IN, type Role as BuiltIn, ROLES } from "#platform/permissions/roles.ts";
import type { Standing } from "#platform/permissions/standing.ts";
import { noteSecurityEventIn } from "#platform/security/events.ts";
import { type Mine, type Role, type Rules, roles } from "./roles.contract.ts";
import {
  isRaised,
  problemsOf,
  rulesShown,
  rulesToKeep,
  whyNotChange,
  whyNotNamed,
  whyNotRemove,
} from "./roles.rules.ts";
import {
  type BuiltInUse,
  deleteRole,
  insertRole,
  markRoleChanged,
  type RoleRow,
  selectAdminNames,
  selectBuiltInUses,
  selectRole,
  selectRoles,
} from "./roles.sql.ts";

const READ = "companies.roles.read";
const WRITE = "companies.roles.write";

export const listRoles = query({
  does: roles.list,
  needs: READ,
  async run(ctx) {
    const { own, uses } = await ctx.inControl(async (control) => ({
      own: await selectRoles(control, ctx.company.id),
      uses: await selectBuiltInUses(control, ctx.company.id),
    }));
    const five = ROLES.map((key) =>
      builtIn(
        ctx,
        key,
        uses.find(({ role }) => role === key),
      ),
    );
    return {
      roles: [...five, ...own.map((row) => shownOf(ctx, row))],
      permissions: shownTo(ctx),
    };
  },
});

/** Where nobody is billed nothing is said of it. */
const shownTo = ({ stripe }: Ctx) =>
  allPermissions().filter(({ name }) => stripe !== null || !name.startsWith("billing."));

export const createRole = command({
  does: roles.create,
  needs: WRITE,
  async run(ctx, { name, rules }) {
    const id = newId<"role">();
    refuseUnlessGood(rules);
    await refuseUnlessNamed(ctx, name, null);

    const kept = { id, companyId: ctx.company.id, name, rules: rulesToKeep(rules), now: ctx.now };

    await ctx.audit(
      { type: "role", id, name },
      { before: null, after: { name, rules: kept.rules } },
    );
    ctx.tell("companies.roles");
    await ctx.inControl((control) => insertRole(control, kept).catch(takenAs(nameTaken())));
    return shownOf(ctx, await ctx.inControl((control) => selectRole(control, ctx.company.id, id)));
  },
});

export const changeRole = command({
  does: roles.change,
  needs: WRITE,
  async run(ctx, { id, version, ...said }) {
    const before = await readRole(ctx, id);
    refuseIfStale(before, version);
    if (said.rules !== undefined) refuseUnlessGood(said.rules);
    if (said.name !== undefined) await refuseUnlessNamed(ctx, said.name, id);

    const name = said.name ?? before.name;
    const rules = said.rules === undefined ? before.rules : rulesToKeep(said.rules);
    const is = { id, companyId: ctx.company.id, name, rules, version, now: ctx.now };

    const was = { name: before.name, rules: before.rules };
    await ctx.audit({ type: "role", id, name }, changesOf(was, { name, rules }));
    tellAll(ctx);
    // Last, for it commits on its own: from here on every request goes by the new rules.
    await ctx.inControl(async (control) => {
      const changed = await markRoleChanged(control, is).catch(takenAs(nameTaken()));
      if (changed === 0) throw new Problem("stale", "record.changed_meanwhile");
      const catalogue = allPermissions();
      const isMore = isRaised(rulesShown(before.rules, catalogue), rulesShown(rules, catalogue));
      if (!isMore || before.membersCount === 0) return;
      const { id: accountId } = ctx.actor;
      const noted = { kind: "permission.raised", companyId: ctx.company.id, accountId } as const;
      await noteSecurityEventIn(control, { ...noted, detail: { to: "own", role: id } }, ctx.now);
    });
    return shownOf(ctx, await readRole(ctx, id));
  },
});

export const removeRole = command({
  does: roles.remove,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const role = await readRole(ctx, id);
    refuseIfStale(role, version);
    const reason = whyNotRemove({ id, usesCount: usesOf(role) });
    if (reason !== null)
      throw refused(reason, { names: role.memberNames, invitedCount: role.invitedCount });

    const { name, rules } = role;
    await ctx.audit({ type: "role", id, name }, { before: { name, rules }, after: null });
    tellAll(ctx);
    await ctx.inControl(async (control) => {
      await markRoleUnviewed(control, id);
      const gone = await deleteRole(control, { companyId: ctx.company.id, id, version });
      if (gone === 0) throw new Problem("stale", "record.changed_meanwhile");
    });
    return { done: true as const };
  },
});

export const viewAsRole = command({
  does: roles.view,
  needs: WRITE,
  isForViewing: true,
  async run(ctx, { role }) {
    const viewed = await viewedRole(ctx, role);
    await setViewing(ctx, viewed, { viewing: viewed.name ?? viewed.key });
    return { done: true as const };
  },
});

export const stopViewing = command({
  does: roles.stopViewing,
  needs: WRITE,
  isForCancelled: true,
  isForViewing: true,
  async run(ctx) {
    const { role } = ctx.actor.standing ?? {};
    await setViewing(ctx, null, { viewing: null, was: role?.name ?? role?.key ?? null });
    return { done: true as const };
  },
});

/** For anybody at work in a company, whatever their role: nobody is left without the answer to "why not?". */
export const myRole = accountAction({
  does: roles.mine,
  named: "companies.roles.mine",
  async run({ account, db }): Promise<Mine> {
    const { company, standing, viewedBy } = account;
    if (company === null || standing === null)
      throw new Problem("forbidden", "accounts.account.no_company");
    const { key, name } = standing.role;
    return {
      role: { key, name },
      isViewing: viewedBy !== null,
      rules: rulesOfStanding(standing),
      adminNames: await selectAdminNames(db, company.id),
    };
  },
});

type Viewed = {
  readonly key: BuiltIn | "own";
  readonly id: string | null;
  readonly name: string | null;
};

async function viewedRole(ctx: Ctx, ref: string): Promise<Viewed> {
  const key = ROLES.find((one) => one === ref);
  if (key !== undefined) return { key, id: null, name: null };
  if (!UUID.test(ref)) throw invalid({ path: ["role"], code: "companies.role.unknown" });
  const { id, name } = await readRole(ctx, ref);
  return { key: "own", id, name };
}
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function setViewing(ctx: CommandCtx, view: Viewed | null, change: object): Promise<void> {
  const { sessionId } = ctx.actor;
  if (sessionId === undefined) throw refused("companies.role.no_session");
  const { id, name } = ctx.company;
  await ctx.audit({ type: "company", id, name }, change);
  await ctx.inControl((control) => markSessionViewing(control, sessionId, view));
}

/** Screens of everybody ask again what they may. */
const tellAll = (ctx: CommandCtx): void => ctx.tell("companies.roles", "accounts.me");

const readRole = (ctx: Ctx, id: string): Promise<RoleRow> =>
  ctx.inControl((control) => selectRole(control, ctx.company.id, id));

function refuseUnlessGood(rules: Rules): void {
  const problems = problemsOf(rules, allPermissions());
  if (problems.length > 0) throw invalid(...problems);
}

async function refuseUnlessNamed(ctx: Ctx, name: string, by: string | null): Promise<void> {
  const others = await ctx.inControl((control) => selectRoles(control, ctx.company.id));
  const names = others.filter(({ id }) => id !== by).map((other) => other.name);
  if (whyNotNamed(name, [...ROLES, ...names]) !== null) throw nameTaken();
}
const nameTaken = () => invalid({ path: ["name"], code: "companies.role.name_taken" });

const usesOf = ({ membersCount, invitedCount }: RoleRow): number => membersCount + invitedCount;

function shownOf(ctx: Ctx, row: RoleRow): Role {
  const closed = ctx.whyNotMay(WRITE);
  return {
    key: "own",
    id: row.id,
    name: row.name,
    rules: rulesShown(row.rules, shownTo(ctx)),
    membersCount: row.membersCount,
    memberNames: row.memberNames,
    version: row.version,
    blocked: {
      change: closed,
      remove: closed ?? whyNotRemove({ id: row.id, usesCount: usesOf(row) }),
      view: closed,
    },
  };
}

function builtIn(ctx: Ctx, key: BuiltIn, use: BuiltInUse | undefined): Role {
  return {
    key,
    id: null,
    name: null,
    rules: rulesShown(BUILT_IN[key], shownTo(ctx)),
    membersCount: use?.membersCount ?? 0,
    memberNames: use?.memberNames ?? [],
    version: 1,
    blocked: {
      change: whyNotChange({ id: null }),
      remove: whyNotRemove({ id: null, usesCount: 0 }),
      view: ctx.whyNotMay(WRITE),
    },
  };
}

function rulesOfStanding({ permissions, denied, narrowed, sees }: Standing): Rules {
  const { contact, sensitive, secret } = sees;
  return {
    allow: [...permissions].map((on) => ({ on, scope: narrowed.get(on) ?? "all" })),
    deny: [...denied],
    sees: { contact, sensitive, secret },
  };
}
