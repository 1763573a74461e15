import { dayIn } from "#kernel/day.ts";
import {
  type Condition,
  isCondition,
  isNot,
  isRelated,
  partsIn,
  type Where,
} from "#kernel/where.ts";
import { FAMILY_OF } from "./filters.contract.ts";
import { daysOf } from "./spans.rules.ts";

/** A record as a filter sees it: values by field, related records by relation. */
export type Row = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly related?: Readonly<Record<string, readonly Row[]>>;
};
type Kinds = (field: string) => keyof typeof FAMILY_OF;
export type Asked = {
  readonly zone: string;
  readonly today: string;
  readonly currency: string;
  readonly me: string;
  readonly kindOf: Kinds;
};

/** Whether a record fits, worked out without a database. */
export function fits(where: Where, row: Row, asked: Asked): boolean {
  if (isCondition(where)) return holds(where, row, asked);
  if (isNot(where)) return !fits(where.not, row, asked);
  if (isRelated(where)) {
    const theirs = (row.related?.[where.related] ?? []).filter(
      (other) => where.where === undefined || fits(where.where, other, asked),
    ).length;
    if (where.has === "none") return theirs === 0;
    return theirs >= (where.has === "at_least" ? (where.count ?? 1) : 1);
  }
  const parts = partsIn(where);
  return "all" in where
    ? parts.every((part) => fits(part, row, asked))
    : parts.some((part) => fits(part, row, asked));
}

function holds(condition: Condition, row: Row, asked: Asked): boolean {
  const kind = asked.kindOf(condition.field);
  const value = row.values[condition.field] ?? null;
  switch (FAMILY_OF[kind]) {
    case "text":
      return textHolds(condition, String(value ?? ""), value !== null);
    case "number":
      return numberHolds(
        condition,
        value as number | null,
        kind === "money" && isForeign(row, asked),
      );
    case "time":
      return timeHolds(condition, value as Date | null, asked);
    case "yes_no":
      return (value === true) === condition.value;
    case "many":
      return manyHolds(condition, (value ?? []) as string[]);
    default:
      return oneHolds(condition, value as string | null, asked.me);
  }
}

const isForeign = ({ values }: Row, { currency }: Asked): boolean =>
  values["currency"] !== undefined && values["currency"] !== currency;

function textHolds({ is, value: sought }: Condition, value: string, isKnown: boolean): boolean {
  const one = value.toLowerCase();
  const other = String(sought).trim().toLowerCase();
  switch (is) {
    case "empty":
      return one === "";
    case "not_empty":
      return one !== "";
    case "is":
      return isKnown && one === other;
    case "is_not":
      return !isKnown || one !== other;
    case "starts":
      return one.startsWith(other);
    case "ends":
      return one.endsWith(other);
    case "contains":
      return one.includes(other);
    default:
      return !one.includes(other);
  }
}

function numberHolds({ is, value: sought }: Condition, value: number | null, isForeign: boolean) {
  if (is === "empty" || is === "not_empty") return (value === null) === (is === "empty");
  const [low, high] = (Array.isArray(sought) ? sought : [sought, sought]) as number[];
  const compared = value === null || isForeign ? Number.NaN : value;
  const [from, to] = [low ?? 0, high ?? 0];
  switch (is) {
    case "is_not":
      return !(compared === from);
    case "less":
      return compared < from;
    case "at_most":
      return compared <= from;
    case "more":
      return compared > from;
    case "at_least":
      return compared >= from;
    case "between":
      return compared >= from && compared <= to;
    default:
      return compared === from;
  }
}

function timeHolds(condition: Condition, value: Date | null, { zone, today }: Asked): boolean {
  if (condition.is === "empty" || condition.is === "not_empty")
    return (value === null) === (condition.is === "empty");
  if (value === null) return false;
  const { from, to } = daysOf(condition, today);
  const day = dayIn(zone, value);
  return (from === null || day >= from) && (to === null || day <= to);
}

function manyHolds({ is, value: sought }: Condition, value: readonly string[]): boolean {
  const words = (sought ?? []) as string[];
  switch (is) {
    case "empty":
      return value.length === 0;
    case "not_empty":
      return value.length > 0;
    case "all_of":
      return words.every((word) => value.includes(word));
    case "none_of":
      return !words.some((word) => value.includes(word));
    default:
      return words.some((word) => value.includes(word));
  }
}

function oneHolds({ is, value: sought }: Condition, value: string | null, me: string): boolean {
  const words = (sought ?? []) as string[];
  switch (is) {
    case "empty":
      return value === null;
    case "not_empty":
      return value !== null;
    case "is_me":
      return value === me;
    case "is_not_me":
      return value !== me;
    case "none_of":
      return value === null || !words.includes(value);
    default:
      return value !== null && words.includes(value);
  }
}
