import type { CommandCtx } from "#platform/actions/context.ts";
import type { ConsentSource } from "./consents.contract.ts";
import { type SaidConsent, sayConsents } from "./consents.sql.ts";

const SOURCES = { person: "person", connection: "store", system: "house" } as const;

/** Who says it, and from where: what the history keeps with each consent. */
export const saidBy = (
  { actor }: CommandCtx,
  source: ConsentSource = SOURCES[actor.kind],
): SaidConsent => ({ source, actor: actor.name });

type Consents = { readonly emailConsent: string; readonly phoneConsent: string };
const NEVER_ASKED: Consents = { emailConsent: "unknown", phoneConsent: "unknown" };

/**
 * Before a customer is written: where another consent than they had comes from. The database writes the history with the
 * customer, in whatever way they are written, and keeps this with it. Null: somebody new.
 */
export async function noteConsents(
  ctx: CommandCtx,
  before: Consents | null,
  after: Consents,
): Promise<void> {
  const was = before ?? NEVER_ASKED;
  const isSame = was.emailConsent === after.emailConsent && was.phoneConsent === after.phoneConsent;
  if (!isSame) await sayConsents(ctx.db, saidBy(ctx));
}

/** Before customers are written out of a file, or set back: what is said from here on comes from that. */
export const noteImported = (ctx: CommandCtx): Promise<number> =>
  sayConsents(ctx.db, saidBy(ctx, "import"));
