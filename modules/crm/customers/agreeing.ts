import { refuseIf } from "#kernel/errors.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import type { Consent, CustomerId } from "./customers.contract.ts";
import { whyNotTouch } from "./customers.rules.ts";
import { subjectOf } from "./history.ts";
import { lockKnownCustomer, writeEdited } from "./identities.sql.ts";
import { clocksToKeep, seenOf, withEdits } from "./known.rules.ts";

/**
 * What somebody said themselves of being written to. What they said later stays. True when it is another than it was: then
 * the history of consents has it already.
 */
export async function changeConsent(
  ctx: CommandCtx,
  id: CustomerId,
  channel: "email" | "phone",
  { state, at }: { readonly state: Consent; readonly at: Date },
): Promise<boolean> {
  const { known, note, custom, ...customer } = await lockKnownCustomer(ctx.db, id);
  refuseIf(whyNotTouch(customer));
  const wasAt = channel === "email" ? known.emailConsentAt : known.phoneConsentAt;
  const was = channel === "email" ? known.emailConsent : known.phoneConsent;
  const isNewest = wasAt === null || wasAt <= at;

  const values =
    channel === "email"
      ? { emailConsent: state, emailConsentAt: at }
      : { phoneConsent: state, phoneConsentAt: at };
  const after = isNewest ? withEdits(known, values, ctx.now) : known;
  const clocks = clocksToKeep(after.clocks);
  if (isNewest) await writeEdited(ctx.db, id, after, { clocks, note, custom, now: ctx.now });

  await ctx.audit(subjectOf(id, after), changesOf(seenOf(known), seenOf(after)));
  return isNewest && was !== state;
}
