import { type FieldProblem, invalid } from "#kernel/errors.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { selectIsMember, selectMemberNames, selectMembersAmong } from "./colleagues.sql.ts";

/** Somebody who works in the company now, or the problem at the field that named them. */
export async function requireMember(
  ctx: Ctx,
  accountId: string,
  path: FieldProblem["path"],
): Promise<void> {
  const isMember = await ctx.inControl((control) =>
    selectIsMember(control, ctx.company.id, accountId),
  );
  if (!isMember) throw invalid({ path, code: "companies.member.unknown" });
}

/** Those of them who work in the company now. */
export async function membersAmong(
  ctx: Ctx,
  accountIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set();
  const rows = await ctx.inControl((control) =>
    selectMembersAmong(control, ctx.company.id, accountIds),
  );
  return new Set(rows.map(({ accountId }) => accountId));
}

/** What everybody is called who works in the company now, by account. */
export async function memberNames(ctx: Ctx): Promise<ReadonlyMap<string, string>> {
  const rows = await ctx.inControl((control) => selectMemberNames(control, ctx.company.id));
  return new Map(rows.map(({ accountId, name }) => [accountId, name]));
}
