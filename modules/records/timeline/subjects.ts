import { notFound } from "#kernel/errors.ts";
import type { CommandCtx, Ctx, Subject } from "#platform/actions/context.ts";
import { empty, join, type Sql, sql } from "#platform/db/sql.ts";
import { selectSubject } from "./subjects.sql.ts";
import {
  FILED_TYPES,
  type FiledType,
  KEPT_TYPES,
  type KeptType,
  subjectFrom,
  subjectOf,
} from "./timeline.rules.ts";

/** A record that people write on and work on. */
export type RecordSubject<Type extends FiledType = KeptType> = Subject & {
  readonly type: Type;
  readonly ownerId: string | null;
  readonly isInTrash: boolean;
};

type Named<Type extends FiledType = KeptType> = { readonly type: Type; readonly id: string };

/** What a shown id names, or a `not_found` where nothing can hang on it. */
export const namedBy = (shown: string): Named => namedAmong(KEPT_TYPES, shown);
/** The same, of records that files hang on. */
export const filedBy = (shown: string): Named<FiledType> => namedAmong(FILED_TYPES, shown);

function namedAmong<Type extends FiledType>(types: readonly Type[], shown: string): Named<Type> {
  const named = subjectFrom(shown);
  const [type] = types.filter((one) => one === named?.type);
  if (named === null || type === undefined) throw notFound("records.record");
  return { type, id: named.id };
}

/**
 * The record, also by an id that has become part of another. What a person may not see is not found, in the same words as
 * what is not there.
 */
export const requireRecord = <Type extends FiledType>(
  ctx: Ctx,
  named: Named<Type>,
): Promise<RecordSubject<Type>> => recordOf(ctx, named, false);

/** The same, held: it is neither purged nor joined to another before what hangs on it is written. */
export const holdRecord = <Type extends FiledType>(
  ctx: CommandCtx,
  named: Named<Type>,
): Promise<RecordSubject<Type>> => recordOf(ctx, named, true);

async function recordOf<Type extends FiledType>(
  ctx: Ctx,
  { type, id }: Named<Type>,
  isHeld: boolean,
): Promise<RecordSubject<Type>> {
  const { needs } = subjectOf(type);
  if (ctx.whyNotMay(needs) !== null) throw notFound("records.record");
  const record = await selectSubject(ctx.db, type, id, isHeld);
  if (ctx.ownersOf(needs) !== null && ctx.whyNotMay(needs, record.ownerId) !== null)
    throw notFound("records.record");
  return { type, ...record };
}

/** Of rows that hang on records, those whose record this person sees and nobody deleted. */
export function hangsOnSeen(ctx: Ctx, of: Sql): Sql {
  const seen = FILED_TYPES.filter((type) => ctx.whyNotMay(subjectOf(type).needs) === null);
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
const TABLES: Readonly<Record<FiledType, { readonly table: Sql; readonly hasOwner: boolean }>> = {
  customer: { table: sql`customers`, hasOwner: true },
  order: { table: sql`orders`, hasOwner: true },
  product: { table: sql`products`, hasOwner: false },
  bill: { table: sql`bills`, hasOwner: false },
};
