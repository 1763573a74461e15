import { type FieldProblem, invalid } from "#kernel/errors.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { selectIsMember } from "./colleagues.sql.ts";

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
