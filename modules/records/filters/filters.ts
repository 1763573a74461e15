import { Problem } from "#kernel/errors.ts";
import { childrenOf, isRelated, type Where } from "#kernel/where.ts";
import type { Ctx } from "#platform/actions/context.ts";
import type { Sql } from "#platform/db/sql.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import { fieldsOf, type RecordTypes, typeOf } from "../types/types.ts";
import { type Known, type Named, namedIn, problemsOf } from "./filters.rules.ts";
import { type Ground, type Part, partsOf, type Seen } from "./filters.sql.ts";

export type { Part };

/** A filter that this person may ask, ready to stand in a statement under an alias. */
export type Filter = (of: Sql) => Part[];

/** Everything, where nothing is asked. */
const ALL: Filter = () => [];

/**
 * Reads a filter against the fields there are. What cannot be answered is said at its place; what this person does not see
 * plain, or of records that they do not read, is refused: a filter by it would tell what it holds.
 */
export async function filterFor(
  ctx: Ctx,
  types: RecordTypes,
  type: RecordTypeName,
  where: Where | undefined,
  path: readonly (string | number)[] = ["where"],
): Promise<Filter> {
  if (where === undefined) return ALL;
  const ground = await groundFor(ctx, types, reachedFrom(types, type, where));
  const known: Known = new Map(
    [...ground.types].map(([name, { type: of, fields }]) => [
      name,
      { fields, relations: new Map(of.relations.map((one) => [one.key, one.type])) },
    ]),
  );
  const problems = problemsOf(where, type, known);
  if (problems.length > 0)
    throw new Problem(
      "invalid",
      "input.invalid",
      problems.map((one) => ({ ...one, path: [...path, ...one.path] })),
    );
  refuseUnseen(ctx, types, [...namedIn(where, type, known, [...path])]);
  return (of) => partsOf(ground, type, where, of);
}

async function groundFor(
  ctx: Ctx,
  types: RecordTypes,
  names: ReadonlySet<RecordTypeName>,
): Promise<Ground> {
  const seen = new Map<RecordTypeName, Seen>();
  for (const name of names) {
    const type = typeOf(types, name);
    const fields = await fieldsOf(ctx, type);
    seen.set(name, {
      type,
      fields: new Map(fields.map((field) => [field.key, field])),
      owners: ctx.ownersOf(type.reads),
    });
  }
  const { zone, currency } = ctx.company;
  return { zone, currency, today: ctx.today, memberId: ctx.actor.id, types: seen };
}

/** The types whose fields a filter can name. */
function reachedFrom(types: RecordTypes, type: RecordTypeName, where: Where): Set<RecordTypeName> {
  const reached = new Set([type]);
  const walk = (part: Where, name: RecordTypeName): void => {
    const relation = isRelated(part)
      ? typeOf(types, name).relations.find(({ key }) => key === part.related)
      : undefined;
    if (relation !== undefined) reached.add(relation.type);
    for (const { part: child, related } of childrenOf(part))
      walk(child, related === null ? name : (relation?.type ?? name));
  };
  walk(where, type);
  return reached;
}

function refuseUnseen(ctx: Ctx, types: RecordTypes, named: readonly Named[]): void {
  const masked = named.filter(
    ({ field }) => field !== undefined && !ctx.seesPlain(field.class ?? "business"),
  );
  if (masked.length > 0)
    throw new Problem(
      "forbidden",
      "platform.field.masked",
      masked.map(({ path }) => ({ path, code: "platform.field.masked" })),
    );
  for (const { type } of named) {
    const { reads } = typeOf(types, type);
    const closed = ctx.whyNotMay(reads);
    if (closed !== null) throw new Problem("forbidden", closed, { needs: reads });
  }
}
