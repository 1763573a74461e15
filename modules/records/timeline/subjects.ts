import { notFound } from "#kernel/errors.ts";
import type { CommandCtx, Ctx, Subject } from "#platform/actions/context.ts";
import { empty, join, type Sql, sql } from "#platform/db/sql.ts";
import { selectSubject } from "./subjects.sql.ts";
import { KEPT_TYPES, type KeptType, subjectFrom, subjectOf } from "./timeline.rules.ts";

/** A record that people write on and work on. */
export type RecordSubject = Subject & {
  readonly type: KeptType;
  readonly ownerId: string | null;
  readonly isInTrash: boolean;
};

type Named = { readonly type: KeptType; readonly id: string };

/** What a shown id names, or a `not_found` where nothing can hang on it. */
export function namedBy(shown: string): Named {
  const named = subjectFrom(shown);
  const [type] = KEPT_TYPES.filter((one) => one === named?.type);
  if (named === null || type === undefined) throw notFound("records.record");
  return { type, id: named.id };
}

/**
 * The record, also by an id that has become part of another. What a person may not see is not found, in the same words as
 * what is not there.
 */
export const requireRecord = (ctx: Ctx, named: Named): Promise<RecordSubject> =>
  recordOf(ctx, named, false);

/** The same, held: it is neither purged nor joined to another before what hangs on it is written. */
export const holdRecord = (ctx: CommandCtx, named: Named): Promise<RecordSubject> =>
  recordOf(ctx, named, true);

async function recordOf(ctx: Ctx, { type, id }: Named, isHeld: boolean): Promise<RecordSubject> {
  const { needs } = subjectOf(type);
  if (ctx.whyNotMay(needs) !== null) throw notFound("records.record");
  const record = await selectSubject(ctx.db, type, id, isHeld);
  if (ctx.ownersOf(needs) !== null && ctx.whyNotMay(needs, record.ownerId) !== null)
    throw notFound("records.record");
  return { type, ...record };
}

/** Of rows that hang on records, those whose record this person sees and nobody deleted. */
export function hangsOnSeen(ctx: Ctx, of: Sql): Sql {
  const seen = KEPT_TYPES.filter((type) => ctx.whyNotMay(subjectOf(type).needs) === null);
  const each = seen.map((type) => {
    const owners = ctx.ownersOf(subjectOf(type).needs);
    const { table, hasOwner } = TABLES[type];
    const theirs =
      owners === null || !hasOwner ? empty : sql`and r.owner_id = any(${owners}::uuid[])`;
    return sql`(${of}.subject_type = ${type} and exists (
      select from ${table} r where r.id = ${of}.subject_id and r.trashed_at is null ${theirs}))`;
  });
  return each.length === 0 ? sql`false` : sql`(${join(each, sql` or `)})`;
}

/** They stand above this module and are only looked at. */
const TABLES: Readonly<Record<KeptType, { readonly table: Sql; readonly hasOwner: boolean }>> = {
  customer: { table: sql`customers`, hasOwner: true },
  order: { table: sql`orders`, hasOwner: true },
  product: { table: sql`products`, hasOwner: false },
};
