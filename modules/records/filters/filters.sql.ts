import type { Day } from "#kernel/day.ts";
import { readId } from "#kernel/ids.ts";
import {
  type Condition,
  isCondition,
  isNot,
  isRelated,
  partsIn,
  type Related,
  type Where,
} from "#kernel/where.ts";
import { searchForm } from "#platform/db/search.ts";
import { empty, join, likeText, type Sql, sql } from "#platform/db/sql.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { Field, RecordType, Relation } from "../types/types.ts";
import { FAMILY_OF } from "./filters.contract.ts";
import { daysOf } from "./spans.rules.ts";

/** Where a filter is asked, by whom, and what they see of each type. */
export type Ground = {
  readonly zone: string;
  readonly today: Day;
  readonly currency: string;
  readonly memberId: string | null;
  readonly types: ReadonlyMap<RecordTypeName, Seen>;
};
export type Seen = {
  readonly type: RecordType;
  readonly fields: ReadonlyMap<string, Field>;
  /** Whose; null: all there are. */
  readonly owners: readonly string[] | null;
};

/** A part that must hold, and the field by whose order an index can tell where it does. */
export type Part = {
  readonly sql: Sql;
  readonly on: string | null;
  /** Worked out of all records at once, however few are looked at. */
  readonly isWhole?: boolean;
};

/** What must hold all together, each part by itself: a list walks the index of one and looks for the others. */
export function partsOf(ground: Ground, type: RecordTypeName, where: Where, of: Sql): Part[] {
  const parts = togetherIn(where);
  const own = parts.filter((part) => !isRelated(part));
  return parts.map((part) => ({
    sql: isRelated(part)
      ? relatedSql(ground, type, part, of, 0, own)
      : whereSql(ground, type, part, of),
    on: isCondition(part) ? orderOf(seen(ground, type), part) : null,
    isWhole: isRelated(part) && isCountedAtOnce(ground, type, part),
  }));
}

const togetherIn = (where: Where): readonly Where[] =>
  "all" in where ? where.all.flatMap(togetherIn) : [where];

const RANGES = new Set<string>([
  ...["is", "less", "at_most", "more", "at_least", "between", "on", "before", "after"],
  ...["in_last_days", "in_next_days", "over_days_ago", "this", "previous"],
]);

function orderOf({ fields }: Seen, { field: key, is }: Condition): string | null {
  const field = fields.get(key);
  const isOrdered = field?.sort !== undefined && isMeasured(field) && RANGES.has(is);
  return isOrdered ? key : null;
}

const isMeasured = ({ kind }: Field): boolean => ["number", "time"].includes(FAMILY_OF[kind]);

/** The rows that fit. What is unknown fits no condition, and fits what is negated. */
export const whereSql = (ground: Ground, type: RecordTypeName, where: Where, of: Sql): Sql =>
  nodeSql(ground, type, where, of, 0);

function nodeSql(ground: Ground, type: RecordTypeName, where: Where, of: Sql, depth: number): Sql {
  if (isCondition(where)) return conditionSql(ground, type, where, of);
  if (isRelated(where)) return relatedSql(ground, type, where, of, depth);
  if (isNot(where)) return not(nodeSql(ground, type, where.not, of, depth));
  const parts = partsIn(where);
  const [between, none] = "all" in where ? [sql` and `, sql`true`] : [sql` or `, sql`false`];
  if (parts.length === 0) return none;
  return sql`(${join(
    parts.map((part) => nodeSql(ground, type, part, of, depth)),
    between,
  )})`;
}

const not = (condition: Sql): Sql => sql`((${condition}) is not true)`;

function seen({ types }: Ground, name: RecordTypeName): Seen {
  const found = types.get(name);
  if (found === undefined) throw new Error(`nothing is known of a ${name}`);
  return found;
}

/** One alias for each depth that there can be. */
const ALIASES = [sql`r1`, sql`r2`, sql`r3`, sql`r4`, sql`r5`, sql`r6`, sql`r7`, sql`r8`];

function relatedSql(
  ground: Ground,
  name: RecordTypeName,
  { related, has, count, where }: Related,
  of: Sql,
  depth: number,
  /** What else is asked of the ones they hang on. */
  beside: readonly Where[] = [],
): Sql {
  const relation = relationOf(ground, name, related);
  const others = ALIASES[depth];
  if (others === undefined) throw new Error(`${related} lies too deep`);
  const kept = tallySql(ground, name, { related, has, count, where }, of);
  if (kept !== null) return kept;
  const { type, owners } = seen(ground, relation.type);
  const fits = sql`
    ${type.isLive(others)}
    ${owners === null || type.ownerId === null ? empty : sql`and ${type.ownerId(others)} = any(${owners}::uuid[])`}
    ${where === undefined ? empty : sql`and ${nodeSql(ground, relation.type, where, others, depth + 1)}`}`;
  const them = { relation, of, others, table: type.table, fits };
  if (has === "none") return sql`not ${someSql(them)}`;
  if (has !== "at_least" || (count ?? 1) <= 1) return someSql(them);
  if (relation.names === undefined || beside.length === 0) return manySql(them, count ?? 1);
  // Where few are asked about, only theirs are counted: which way is shorter the planner knows better.
  const { table, isLive } = seen(ground, name).type;
  const asked = beside.map((part) => sql` and ${whereSql(ground, name, part, ASKED)}`);
  const among = sql`and ${relation.names(others)} in (
    select ${ASKED}.id from ${table} ${ASKED} where ${isLive(ASKED)} ${join(asked, empty)})`;
  return manySql({ ...them, fits: sql`${fits} ${among}` }, count ?? 1);
}

function isCountedAtOnce(ground: Ground, name: RecordTypeName, asked: Related) {
  const { related, has, count } = asked;
  const { names } = relationOf(ground, name, related);
  const isMany = has === "at_least" && (count ?? 1) > 1 && names !== undefined;
  return isMany && tallySql(ground, name, asked, ASKED) === null;
}

/** Where the ones keep how many of theirs are so, none of theirs is looked at; null where they do not. */
function tallySql(ground: Ground, name: RecordTypeName, asked: Related, of: Sql): Sql | null {
  const { related, has, count = 1, where } = asked;
  const { tally, type } = relationOf(ground, name, related);
  const { owners, fields } = seen(ground, type);
  const least = has === "at_least" ? Math.max(1, count) : 1;
  // Kept is how many there are, not how many of them somebody sees.
  if (tally === undefined || owners !== null || least > tally.most) return null;
  if (where !== undefined && !isCondition(where)) return null;
  const { field, is, value } = where ?? { field: tally.total, is: "none_of", value: [] };
  if (is !== "any_of" && is !== "none_of") return null;
  const all = fields.get(field)?.choices?.map((choice) => choice.value) ?? [];
  const said = value as readonly string[];
  const values = is === "any_of" ? said : all.filter((one) => !said.includes(one));
  const counts = [...new Set(values)].map((one) => tally.count(of, field, one));
  if (all.length === 0 || counts.includes(null)) return null;
  const sum = join(
    counts.map((it) => sql`(${it})`),
    sql` + `,
  );
  const many = counts.length === 0 ? sql`0` : sum;
  return has === "none" ? sql`(${many} = 0)` : sql`(${many} >= ${least}::int)`;
}

function relationOf(ground: Ground, name: RecordTypeName, related: string): Relation {
  const relation = seen(ground, name).type.relations.find(({ key }) => key === related);
  if (relation === undefined) throw new Error(`no relation ${related}`);
  return relation;
}

const ASKED = sql`asked`;

type Them = {
  readonly relation: Relation;
  readonly of: Sql;
  readonly others: Sql;
  readonly table: Sql;
  readonly fits: Sql;
};

const someSql = ({ relation: { joins, through }, of, others, table, fits }: Them): Sql =>
  through === undefined
    ? sql`exists (select from ${table} ${others} where ${joins(of, others)} and ${fits})`
    : sql`exists (select from ${through.table}, ${table} ${others}
                   where ${through.joins(of, others)} and ${fits})`;

/** Where each of them names the one it hangs on they are counted all at once, else one by one up to as many as are asked. */
const manySql = ({ relation, of, others, table, fits }: Them, count: number): Sql =>
  relation.names === undefined
    ? sql`(select count(*) from (select from ${table} ${others}
                                  where ${relation.joins(of, others)} and ${fits} limit ${count}) as some) >= ${count}`
    : sql`${of}.id in (select ${relation.names(others)} from ${table} ${others}
                        where ${relation.names(others)} is not null and ${fits}
                        group by 1 having count(*) >= ${count})`;

function conditionSql(ground: Ground, name: RecordTypeName, condition: Condition, of: Sql): Sql {
  const field = seen(ground, name).fields.get(condition.field);
  if (field === undefined) throw new Error(`${name} has no field ${condition.field}`);
  const value = field.value(of);
  switch (FAMILY_OF[field.kind]) {
    case "text":
      return textSql(condition, field, value, of);
    case "number":
      return numberSql(ground, condition, field, value, of);
    case "time":
      return timeSql(ground, condition, field, value, of);
    case "yes_no":
      return condition.value === true ? sql`(${value}) is true` : sql`(${value}) is not true`;
    case "many":
      return manyOfSql(condition, value);
    case "one":
    case "member":
      return oneOfSql(ground, condition, field, value);
  }
}

/** Capitals make no difference. */
function textSql({ is, value: asked }: Condition, field: Field, value: Sql, of: Sql): Sql {
  if (is === "empty") return sql`coalesce(${value}, '') = ''`;
  if (is === "not_empty") return sql`${value} <> ''`;
  const text = String(asked).trim();
  const like = likeText(text);
  const found = (pattern: string) =>
    sql`(lower(${value}) like lower(${pattern})${lookedFor(field, text, of)})`;
  switch (is) {
    case "is":
      return sql`(lower(${value}) = lower(${text})${field.hasIndex === true ? empty : lookedFor(field, text, of)})`;
    case "is_not":
      return not(sql`lower(${value}) = lower(${text})`);
    case "starts":
      return found(`${like}%`);
    case "ends":
      return found(`%${like}`);
    case "contains":
      return found(`%${like}%`);
    default:
      return not(sql`lower(${value}) like lower(${`%${like}%`})`);
  }
}

/** The index of words finds the rows, where it holds this field; one or two letters are in nearly all of them. */
function lookedFor({ foundIn }: Field, text: string, of: Sql): Sql {
  if (foundIn === undefined || text.length < 3) return empty;
  const form = likeText(searchForm(text.normalize("NFKC").toLowerCase()));
  return sql` and ${foundIn(of)} like ${`%${form}%`}`;
}

/** Amounts are compared in the company's currency only: others are never turned into it. */
function numberSql(
  ground: Ground,
  { is, value: asked }: Condition,
  field: Field,
  value: Sql,
  of: Sql,
): Sql {
  if (is === "empty") return sql`${value} is null`;
  if (is === "not_empty") return sql`${value} is not null`;
  const ofCurrency =
    field.currency === undefined ? empty : sql` and ${field.currency(of)} = ${ground.currency}`;
  const [low, high] = Array.isArray(asked) ? asked : [asked, asked];
  const on = (side: (of: Sql) => Sql) => sql`(${alsoOnOrder(field, value, of, side)}${ofCurrency})`;
  const [from, to] = [sql`${low}${castOf(field, low)}`, sql`${high}${castOf(field, high)}`];
  switch (is) {
    case "is_not":
      return not(on((it) => sql`${it} = ${from}`));
    case "less":
      return on((it) => sql`${it} < ${from}`);
    case "at_most":
      return on((it) => sql`${it} <= ${from}`);
    case "more":
      return on((it) => sql`${it} > ${from}`);
    case "at_least":
      return on((it) => sql`${it} >= ${from}`);
    case "between":
      return on((it) => sql`${it} between ${from} and ${to}`);
    default:
      return on((it) => sql`${it} = ${from}`);
  }
}

/** An index of whole numbers is walked for whole numbers only. */
const castOf = ({ kind }: Field, asked: unknown): Sql => {
  if (kind === "money") return sql`::bigint`;
  return Number.isInteger(asked) && Math.abs(Number(asked)) < 2 ** 31 ? sql`::int` : sql`::numeric`;
};

/** What holds for the value holds for what its index goes by: said of both, the index can be walked. */
function alsoOnOrder(field: Field, value: Sql, of: Sql, side: (of: Sql) => Sql): Sql {
  if (field.sort === undefined) return side(value);
  const key = field.sort.key(of);
  return key.text.join("?") === value.text.join("?")
    ? side(value)
    : sql`${side(value)} and ${side(key)}`;
}

function timeSql(ground: Ground, condition: Condition, field: Field, value: Sql, of: Sql): Sql {
  if (condition.is === "empty") return sql`${value} is null`;
  if (condition.is === "not_empty") return sql`${value} is not null`;
  const { from, to } = daysOf(condition, ground.today);
  const side = (it: Sql) => {
    const sides = [
      ...(from === null ? [] : [fromSql(ground, field, it, from)]),
      ...(to === null ? [] : [toSql(ground, field, it, to)]),
    ];
    return join(sides, sql` and `);
  };
  return sql`(${alsoOnOrder(field, value, of, side)})`;
}

const fromSql = ({ zone }: Ground, { kind }: Field, value: Sql, day: Day): Sql =>
  kind === "date"
    ? sql`${value} >= ${day}::date`
    : sql`${value} >= (${day}::date::timestamp at time zone ${zone})`;

const toSql = ({ zone }: Ground, { kind }: Field, value: Sql, day: Day): Sql =>
  kind === "date"
    ? sql`${value} <= ${day}::date`
    : sql`${value} < ((${day}::date + 1)::timestamp at time zone ${zone})`;

function manyOfSql({ is, value: asked }: Condition, value: Sql): Sql {
  switch (is) {
    case "empty":
      return sql`coalesce(cardinality(${value}), 0) = 0`;
    case "not_empty":
      return sql`cardinality(${value}) > 0`;
    case "all_of":
      return sql`${value} @> ${asked}::text[]`;
    case "none_of":
      return not(sql`${value} && ${asked}::text[]`);
    default:
      return sql`${value} && ${asked}::text[]`;
  }
}

function oneOfSql({ memberId }: Ground, { is, value: asked }: Condition, field: Field, value: Sql) {
  const isId = field.kind === "member" || field.kind === "reference";
  const me = sql`${value} = ${memberId}::uuid`;
  switch (is) {
    case "empty":
      return sql`${value} is null`;
    case "not_empty":
      return sql`${value} is not null`;
    case "is_me":
      return me;
    case "is_not_me":
      return not(me);
  }
  const values = (asked as string[]).map((one) => (isId ? idOf(field, one) : one));
  const oneOf = sql`${value} = any(${values}${isId ? sql`::uuid[]` : sql`::text[]`})`;
  return is === "none_of" ? not(oneOf) : oneOf;
}

const idOf = ({ related }: Field, shown: string): string | null =>
  readId(related ?? "account", shown);
