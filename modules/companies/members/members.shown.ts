import type { Ctx } from "#platform/actions/context.ts";
import type { Member } from "./members.contract.ts";
import { whyNotDisable, whyNotEnable, whyNotRemove, whyNotUnadmin } from "./members.rules.ts";
import type { MemberRow } from "./members.sql.ts";

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
