import { invalid } from "#kernel/errors.ts";
import { accountAction } from "#platform/actions/action.ts";
import { freshUntilOf } from "#platform/auth/freshness.rules.ts";
import { isPassword } from "#platform/auth/passwords.ts";
import { markSessionProved } from "#platform/auth/sessions.sql.ts";
import { guessLimits, passwordHashOf } from "../accounts/accounts.ts";
import { sessions } from "./sessions.contract.ts";

export const confirmSession = accountAction({
  does: sessions.confirm,
  named: "accounts.sessions.confirm",
  limits: (_input, asker) => guessLimits("accounts.confirm", asker.accountId ?? "nobody", asker),
  async before({ house, account, read, forgive }, { password }) {
    const known = await read((db) => passwordHashOf(db, account?.id ?? ""));
    if (!(await isPassword(house.keys.pepper, password, known)))
      throw invalid({ path: ["password"], code: "password.wrong" });
    await forgive();
  },
  async run(ctx) {
    await markSessionProved(ctx.db, ctx.account.sessionId, ctx.now);
    return { freshUntil: freshUntilOf(ctx.now) };
  },
});
