import { invalid } from "#kernel/errors.ts";
import { accountAction } from "#platform/actions/action.ts";
import { freshUntilOf } from "#platform/auth/freshness.rules.ts";
import { isPassword } from "#platform/auth/passwords.ts";
import { markSessionProved } from "#platform/auth/sessions.sql.ts";
import { guessLimits, passwordHashOf } from "../accounts/accounts.ts";
import { proveCode, spendCode } from "../factors/factors.ts";
import { sessions } from "./sessions.contract.ts";

export const confirmSession = accountAction({
  does: sessions.confirm,
  named: "accounts.sessions.confirm",
  isForUnenrolled: true,
  limits: (_input, asker) => guessLimits("accounts.confirm", asker.accountId ?? "nobody", asker),
  async before(before, { password, code }) {
    const { house, account, read, forgive } = before;
    const id = account?.id ?? "";
    const known = await read((db) => passwordHashOf(db, id));
    if (!(await isPassword(house.keys.pepper, password, known)))
      throw invalid({ path: ["password"], code: "password.wrong" });
    await forgive();
    if (account?.hasFactor !== true) return null;
    if (code === null) throw invalid({ path: ["code"], code: "field.required" });
    return proveCode(before, id, code);
  },
  async run(ctx, _input, proved) {
    if (proved !== null) await spendCode(ctx, ctx.account.id, proved);
    await markSessionProved(ctx.db, ctx.account.sessionId, ctx.now);
    return { freshUntil: freshUntilOf(ctx.now) };
  },
});
