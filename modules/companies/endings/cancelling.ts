import { refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { markEndsAt } from "#platform/tenancy/ending.ts";
import { isReturning } from "../backups/leaving.ts";
import { adminsOf } from "../members/admins.ts";
import { cancelledMail } from "./endings.mails.ts";
import { endsAtOf, whyNotCancel, whyNotCancelDuring } from "./endings.rules.ts";
import { type EndingRow, insertEnding, lockEnding } from "./endings.sql.ts";

/** From the moment this commits the company is read and taken out, and nothing else. */
export async function cancelIn(ctx: CommandCtx, reason: string | null): Promise<EndingRow> {
  const { id: companyId, name, region } = ctx.company;
  const id = newId<"ending">();
  const endsAt = endsAtOf(ctx.now);
  await ctx.audit({ type: "company", id: companyId, name }, { endsAt: endsAt.toISOString() });
  ctx.tell("accounts.me", "companies.endings");
  return ctx.inControl(async (control) => {
    refuseIf(whyNotCancelDuring(await isReturning(control, companyId)));
    const asked = { id, companyId, region, by: ctx.actor.name, reason, at: ctx.now, endsAt };
    refuseIf(whyNotCancel((await insertEnding(control, asked)) === 0));
    await markEndsAt(control, companyId, endsAt, ctx.now);
    for (const admin of await adminsOf(control, companyId))
      await ctx.mail(control, cancelledMail(admin, saidOf(ctx, endsAt), 0));
    return lockEnding(control, companyId, id);
  });
}

export const saidOf = ({ company, publicUrl }: Ctx, endsAt: Date) => ({
  company: company.name,
  zone: company.zone,
  endsAt,
  publicUrl,
});
