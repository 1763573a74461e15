import { invalid, notFound, refuseIf } from "#kernel/errors.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Actor, Caller, CommandCtx, Ctx, OpenBefore } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { allPermissions } from "#platform/permissions/catalogue.ts";
import type { RoleRules } from "#platform/permissions/decide.rules.ts";
import { BUILT_IN, ROLES, type Role } from "#platform/permissions/roles.ts";
import type { Member } from "./members.contract.ts";
import {
  whyNotDisable,
  whyNotEnable,
  whyNotGive,
  whyNotRemove,
  whyNotUnadmin,
} from "./members.rules.ts";
import { type MemberRow, selectOwnRole } from "./members.sql.ts";

export const CHANGE_ROLE = "companies.members.change_role";
export const REMOVE = "companies.members.remove";
export const DISABLE = "companies.members.disable";

/** A member as they are shown, with what may be done about them and why not. */
export function shownOf(ctx: Ctx, row: MemberRow, adminCount: number): Member {
  const member = { ...row, adminCount };
  const me = ctx.actor.id;
  return {
    ...row,
    id: row.id as Member["id"],
    isYou: row.id === me,
    blocked: {
      changeRole: ctx.whyNotMay(CHANGE_ROLE) ?? whyNotUnadmin(member),
      remove: ctx.whyNotMay(REMOVE) ?? whyNotRemove(member, me),
      disable: ctx.whyNotMay(DISABLE) ?? whyNotDisable(member, me),
      enable: ctx.whyNotMay(DISABLE) ?? whyNotEnable(member),
    },
  };
}

/** As the table has it: one of the five by its name, or `own` with the id of one that the company made. */
export const roleColumnsOf = (role: string): { role: string; roleId: string | null } =>
  isBuiltIn(role) ? { role, roleId: null } : { role: "own", roleId: role };

const isBuiltIn = (role: string): role is Role => (ROLES as readonly string[]).includes(role);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a role says, of the five or of this company's own. */
export async function requireRole(
  control: Db,
  companyId: string,
  role: string,
): Promise<RoleRules> {
  if (isBuiltIn(role)) return BUILT_IN[role];
  const own = UUID.test(role) ? await selectOwnRole(control, companyId, role) : null;
  if (own === null) throw invalid({ path: ["role"], code: "companies.role.unknown" });
  return own.rules;
}

/** Nobody gives a role that is more than their own, nor touches somebody who has one. */
export async function refuseAbove(control: Db, ctx: Ctx, ...roles: string[]): Promise<void> {
  for (const role of roles)
    refuseIf(whyNotGive(await requireRole(control, ctx.company.id, role), ctx.actor, catalogue()));
}

const catalogue = (): string[] => allPermissions().map(({ name }) => name);

/**
 * A deed in a company by somebody whom no door has let into it yet, or who is about to go: the entry in its audit log and
 * what it says happen together. As everywhere, the company's transaction is the outer one, for whoever waits for a
 * connection to the company must not hold one of the control database.
 */
export async function deedIn(
  { house, request, now }: OpenBefore,
  companyId: string,
  person: Pick<Actor, "id" | "name">,
  action: string,
  work: (ctx: CommandCtx) => Promise<void>,
): Promise<void> {
  const access = await house.companies.access(companyId);
  if (access === null) throw notFound("companies.company");
  const actor: Actor = { kind: "person", ...person, permissions: new Set() };
  const caller: Caller = { access, actor, request, now };
  const { topics, leftJobs } = await inCompany(house, caller, action, "read write", work);
  afterCommit(house, caller, topics, leftJobs);
}
