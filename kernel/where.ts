/** A filter over records: which conditions, and how they hold together. It means the same to the API, the screens and SQL. */

/** How a value is compared. Which of them a field knows depends on what it holds. */
export const OPERATORS = [
  "is",
  "is_not",
  "contains",
  "contains_not",
  "starts",
  "ends",
  "less",
  "at_most",
  "more",
  "at_least",
  "between",
  "on",
  "before",
  "after",
  "in_last_days",
  "in_next_days",
  "over_days_ago",
  "this",
  "previous",
  "any_of",
  "all_of",
  "none_of",
  "is_me",
  "is_not_me",
  "empty",
  "not_empty",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** Spans that are counted from the company's day, so that a saved view stays fresh. */
export const SPANS = ["day", "week", "month", "quarter", "year"] as const;
export type Span = (typeof SPANS)[number];

export type Scalar = string | number | boolean;

/** One field against a value: `{"field":"spent","is":"at_least","value":10000}`; money in minor units, days as dates. */
export type Condition = {
  field: string;
  is: Operator;
  value?: Scalar | Scalar[] | undefined;
};

export const HAS = ["some", "none", "at_least"] as const;

/** Records that hang on this one: some, none, or at least so many of those that fit. */
export type Related = {
  related: string;
  has: (typeof HAS)[number];
  count?: number | undefined;
  where?: Where | undefined;
};
export type All = { all: Where[] };
export type Any = { any: Where[] };
export type Not = { not: Where };
export type Where = Condition | Related | All | Any | Not;

export const DEPTH_MAX = 5;
export const CONDITIONS_MAX = 50;

export const isCondition = (where: Where): where is Condition => "field" in where;
export const isRelated = (where: Where): where is Related => "related" in where;
export const isNot = (where: Where): where is Not => "not" in where;
/** Of a group its parts. */
export const partsIn = (where: All | Any): Where[] => ("all" in where ? where.all : where.any);

type Child = {
  readonly part: Where;
  readonly step: readonly (string | number)[];
  /** The relation that leads to it; null where it is about the same record. */
  readonly related: string | null;
};

/** What lies one step deeper. */
export function childrenOf(where: Where): Child[] {
  if (isCondition(where)) return [];
  if (isNot(where)) return [{ part: where.not, step: ["not"], related: null }];
  if (!isRelated(where)) {
    const name = "all" in where ? "all" : "any";
    return partsIn(where).map((part, at) => ({ part, step: [name, at], related: null }));
  }
  return where.where === undefined
    ? []
    : [{ part: where.where, step: ["where"], related: where.related }];
}

export const conditionsIn = (where: Where): number =>
  childrenOf(where).reduce(
    (sum, { part }) => sum + conditionsIn(part),
    isCondition(where) || isRelated(where) ? 1 : 0,
  );
