import type { FieldClass } from "#kernel/classes.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { readId } from "#kernel/ids.ts";
import {
  CONDITIONS_MAX,
  type Condition,
  childrenOf,
  conditionsIn,
  DEPTH_MAX,
  isCondition,
  isRelated,
  SPANS,
  type Where,
} from "#kernel/where.ts";
import type { FieldKind, RecordTypeName } from "../types/types.contract.ts";
import { FAMILY_OF, type Family, OPERATORS_OF } from "./filters.contract.ts";

/** What has to be known of a field to tell whether a condition on it makes sense. */
export type FieldKnown = {
  readonly key: string;
  readonly kind: FieldKind;
  readonly choices?: readonly { readonly value: string }[];
  readonly related?: RecordTypeName;
  readonly class?: FieldClass;
};
export type TypeKnown = {
  readonly fields: ReadonlyMap<string, FieldKnown>;
  readonly relations: ReadonlyMap<string, RecordTypeName>;
};
export type Known = ReadonlyMap<RecordTypeName, TypeKnown>;

/** What keeps a filter from being answered, each at its place in it. */
export function problemsOf(where: Where, type: RecordTypeName, known: Known): FieldProblem[] {
  if (conditionsIn(where) > CONDITIONS_MAX)
    return [{ path: [], code: "records.filter.too_many_conditions" }];
  return [...problemsAt(where, type, known, [], 1)];
}

function* problemsAt(
  where: Where,
  type: RecordTypeName,
  known: Known,
  path: FieldProblem["path"],
  depth: number,
): Generator<FieldProblem> {
  const of = known.get(type);
  const own = isCondition(where)
    ? whyNotAsked(where, of?.fields.get(where.field))
    : whyNotGrouped(where, of, depth);
  if (own !== null) {
    yield { path, code: own };
    return;
  }
  for (const { part, step, related } of childrenOf(where)) {
    const next = related === null ? type : (of?.relations.get(related) ?? type);
    yield* problemsAt(part, next, known, [...path, ...step], isCondition(part) ? depth : depth + 1);
  }
}

function whyNotGrouped(where: Where, of: TypeKnown | undefined, depth: number): string | null {
  if (depth > DEPTH_MAX) return "records.filter.too_deep";
  if (!isRelated(where)) return null;
  if (of?.relations.has(where.related) !== true) return "records.filter.unknown_relation";
  return where.has === "at_least" && where.count === undefined ? "records.filter.no_number" : null;
}

/** Null when the condition can be answered. */
export function whyNotAsked(condition: Condition, field: FieldKnown | undefined): string | null {
  if (field === undefined) return "records.filter.unknown_field";
  const family = FAMILY_OF[field.kind];
  if (!OPERATORS_OF[family].includes(condition.is)) return "records.filter.wrong_operator";
  return whyNotValue(condition, family, field);
}

const WITHOUT_VALUE = new Set<string>(["empty", "not_empty", "is_me", "is_not_me"]);
const needsNoValue = ({ is }: Condition): boolean => WITHOUT_VALUE.has(is);

function whyNotValue(condition: Condition, family: Family, field: FieldKnown): string | null {
  const { is, value } = condition;
  if (needsNoValue(condition)) return value === undefined ? null : "field.invalid";
  if (value === undefined) return "field.required";
  switch (family) {
    case "text":
      return typeof value === "string" && value.trim() !== "" ? null : "field.required";
    case "number":
      return whyNotNumbers(value, is === "between", field.kind === "money");
    case "time":
      return whyNotTime(condition);
    case "yes_no":
      return typeof value === "boolean" ? null : "field.invalid";
    default:
      return whyNotOneOf(value, field);
  }
}

function whyNotNumbers(value: unknown, isPair: boolean, isWhole: boolean): string | null {
  const numbers = isPair && Array.isArray(value) && value.length === 2 ? value : [value];
  if (isPair && numbers.length !== 2) return "field.invalid";
  const isFine = (one: unknown) =>
    typeof one === "number" && Math.abs(one) <= MOST && (!isWhole || Number.isInteger(one));
  return numbers.every(isFine) ? null : "field.not_a_number";
}
const MOST = Number.MAX_SAFE_INTEGER;

const DAYS_MOST = 36_500;

const COUNTED = new Set<string>(["in_last_days", "in_next_days", "over_days_ago"]);
const SPANNED = new Set<string>(["this", "previous"]);

function whyNotTime({ is, value }: Condition): string | null {
  if (SPANNED.has(is)) return SPANS.some((span) => span === value) ? null : "field.invalid";
  if (COUNTED.has(is)) return isCountOfDays(value) ? null : "field.not_a_number";
  if (is !== "between") return isDay(value) ? null : "field.not_a_day";
  if (!Array.isArray(value) || value.length !== 2) return "field.invalid";
  return value.every(isDay) ? null : "field.not_a_day";
}

const isCountOfDays = (value: unknown): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= DAYS_MOST;

function isDay(value: unknown): boolean {
  if (typeof value !== "string" || !/^[12]\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const moment = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}

function whyNotOneOf(value: unknown, field: FieldKnown): string | null {
  if (!Array.isArray(value) || value.length === 0) return "field.required";
  return value.every((one) => typeof one === "string" && isOf(field, one)) ? null : "field.invalid";
}

function isOf({ kind, choices, related }: FieldKnown, value: string): boolean {
  if (kind === "choice" || kind === "choices")
    return choices?.some((choice) => choice.value === value) === true;
  if (kind === "country") return /^[A-Z]{2}$/.test(value);
  if (kind === "member") return readId("account", value) !== null;
  if (kind === "reference") return related !== undefined && readId(related, value) !== null;
  return value !== "";
}

/** A field that a filter names, or without one a type whose records it asks for. */
export type Named = {
  readonly type: RecordTypeName;
  readonly field?: FieldKnown;
  readonly path: FieldProblem["path"];
};

/** What a filter asks by: for who may not ask by all of it. */
export function* namedIn(
  where: Where,
  type: RecordTypeName,
  known: Known,
  path: FieldProblem["path"] = [],
): Generator<Named> {
  const of = known.get(type);
  const field = isCondition(where) ? of?.fields.get(where.field) : undefined;
  if (field !== undefined) yield { type, field, path };
  const reached = isRelated(where) ? of?.relations.get(where.related) : undefined;
  if (reached !== undefined) yield { type: reached, path };
  for (const { part, step, related } of childrenOf(where))
    yield* namedIn(part, related === null ? type : (reached ?? type), known, [...path, ...step]);
}
