import type { Facts } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { CustomerId } from "./customers.contract.ts";
import { dropTypedEmail, linkIdentities } from "./identities.sql.ts";
import type { Written } from "./imports.rules.ts";
import { isSame, seenOf } from "./known.rules.ts";
import { editOwnPart } from "./parts.ts";

/** What bringing customers in and taking that back have in common. */

/** What is written on a merged customer is written of the part whose id it has. */
export async function editPart(
  ctx: CommandCtx,
  id: CustomerId,
  before: Written,
  after: Written,
): Promise<void> {
  const [was, is] = [seenOf(before.known), seenOf(after.known)];
  const edits = Object.fromEntries(
    Object.entries(is).filter(([part, value]) => !isSame(value, was[part as keyof typeof was])),
  );
  await editOwnPart(ctx, id, edits, before.note === after.note ? undefined : after.note);
}

export async function moveEmail(
  ctx: CommandCtx,
  id: CustomerId,
  before: string | null,
  after: string | null,
): Promise<void> {
  if (before === after) return;
  if (before !== null) await dropTypedEmail(ctx.db, id, before);
  if (after !== null) await linkIdentities(ctx.db, [{ kind: "email", key: after }], id, false);
}

/** Under which key a customer's timeline tells what an import changed. */
export const changedBy = (importId: string): string => `crm.customer.imported:${importId}`;

/** In what it takes to set a customer back: what is no field of its own. */
export const CLOCKS = "$clocks";
export const UPDATED = "$updatedAt";
export const PHONE_ALONE = "$isPhoneAlone";

export const partsOf = ({ known, note, custom }: Written): Facts => {
  const { clocks: _, ...values } = known;
  return {
    ...values,
    note,
    ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])),
  };
};
