import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { type Mark, markText } from "#platform/privacy/keeper.ts";
import type { StoreCustomer } from "./customers.rules.ts";
import { selectErasedAt, selectHasErased, selectIsErasedAccount } from "./person.sql.ts";
import { phoneOf } from "./phones.rules.ts";

/**
 * When whom a store speaks of was erased, if that was after what it tells came about (`madeAt`: the order was placed, the
 * account was made). Then nothing of them is kept again: the sale stays, nameless. What they do since is somebody new's.
 * A phone decides alone only where nothing else is told.
 */
export async function erasedAtOf(
  ctx: CommandCtx,
  told: StoreCustomer,
  madeAt: Date | null,
): Promise<Date | null> {
  if (await hasNone(ctx.db)) return null;
  const { email, externalId, connectionId, phoneText } = told;
  const marks: Mark[] = [];
  if (email !== null) marks.push({ kind: "email", key: email });
  if (externalId !== null) marks.push({ kind: "store", key: `${connectionId}:${externalId}` });
  const phone = phoneOf(phoneText, told.address.country, ctx.company.country);
  if (marks.length === 0 && phone !== null) marks.push({ kind: "phone", key: phone });
  return marks.length === 0 ? null : selectErasedAt(ctx.db, hashesOf(ctx, marks), madeAt);
}

/** Whether a store's account is of somebody erased, who has not come back with it since. */
export async function isErasedAccount(ctx: CommandCtx, key: string): Promise<boolean> {
  if (await hasNone(ctx.db)) return false;
  const [hash] = hashesOf(ctx, [{ kind: "store", key }]);
  return hash !== undefined && (await selectIsErasedAccount(ctx.db, key, hash));
}

export const hashesOf = (
  { pseudonymOf }: Pick<Ctx, "pseudonymOf">,
  marks: readonly Mark[],
): Buffer[] => marks.map((mark) => pseudonymOf(markText(mark)));

/** Most companies never erased anybody: asked once in a transaction, however many deliveries it reads. */
async function hasNone(db: Db): Promise<boolean> {
  const known = asked.get(db);
  if (known !== undefined) return known;
  const none = !(await selectHasErased(db));
  asked.set(db, none);
  return none;
}
const asked = new WeakMap<Db, boolean>();
