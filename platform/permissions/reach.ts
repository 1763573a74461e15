import type { Owner } from "#kernel/contract.ts";
import { notFound, Problem } from "#kernel/errors.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { type Sql, sql } from "#platform/db/sql.ts";

/** What a person sees of a record type: whose, and whether they find and sort by how people are reached. */
export type Eyes = {
  readonly owners: readonly string[] | null;
  readonly seesContact: boolean;
  /** Who asks: whose records "mine" are. */
  readonly me: string | null;
};

export const eyesFor = (ctx: Ctx, reads: string): Eyes => ({
  owners: ctx.ownersOf(reads),
  seesContact: ctx.seesPlain("contact"),
  me: ctx.actor.kind === "person" ? ctx.actor.id : null,
});

/** Those whose owner is the one asked for. */
export const ownedBy = (owner: Owner, { me }: Pick<Eyes, "me">, column: Sql): Sql =>
  owner === "nobody"
    ? sql`${column} is null`
    : sql`${column} = ${owner === "mine" ? me : owner}::uuid`;

type Owned<Id> = { readonly id: Id; readonly ownerId: string | null };
type Needs = { readonly reads: string; readonly changes: string };

/** Whether somebody reaches all there are by these, so that nobody need be asked whose a record is. */
export const reachesAll = (ctx: Ctx, { reads, changes }: Needs): boolean =>
  ctx.ownersOf(reads) === null && ctx.ownersOf(changes) === null;

/**
 * Of the records that are there, those that this person sees. What they see and may not change is refused with the reason;
 * what they do not see is as if it were not there.
 */
export function withinReach<Id>(
  ctx: Ctx,
  records: readonly Owned<Id>[],
  { reads, changes }: Needs,
  what: string,
): Id[] {
  const seen = records.filter(({ ownerId }) => ctx.whyNotMay(reads, ownerId) === null);
  if (seen.length === 0) throw notFound(what);
  for (const { ownerId } of seen) {
    const reason = ctx.whyNotMay(changes, ownerId);
    if (reason !== null) throw new Problem("forbidden", reason, { needs: changes });
  }
  return seen.map(({ id }) => id);
}
