import type { Reason } from "#kernel/errors.ts";
import {
  type Condition,
  isCondition,
  isNot,
  isRelated,
  partsIn,
  type Where,
} from "#kernel/where.ts";
import { KEPT_MS } from "../bulk/bulk.rules.ts";
import { TAGS_LISTED_MAX } from "./tags.contract.ts";

export const whyNotMake = (count: number): Reason | null =>
  count >= TAGS_LISTED_MAX ? "records.tag.too_many" : null;

export const whyNotRename = (name: string, into: string): Reason | null =>
  name === into ? "records.tag.same_name" : null;

export function whyNotUndo(
  change: { readonly undoneAt: Date | null; readonly changedAt: Date },
  now: Date,
): Reason | null {
  if (change.undoneAt !== null) return "records.tag.already_undone";
  return now.getTime() - change.changedAt.getTime() > KEPT_MS ? "records.tag.too_late" : null;
}

/** A filter that asked for a tag asks for its new name. */
export function retagged(where: Where, name: string, into: string): Where {
  if (isCondition(where)) return retaggedIn(where, name, into);
  if (isNot(where)) return { not: retagged(where.not, name, into) };
  if (isRelated(where))
    return where.where === undefined
      ? where
      : { ...where, where: retagged(where.where, name, into) };
  const parts = partsIn(where).map((part) => retagged(part, name, into));
  return "all" in where ? { all: parts } : { any: parts };
}

function retaggedIn(condition: Condition, name: string, into: string): Where {
  const { field, value } = condition;
  if (field !== "tags" || !Array.isArray(value) || !value.includes(name)) return condition;
  return { ...condition, value: [...new Set(value.map((one) => (one === name ? into : one)))] };
}

/** What the address of a list holds, where it names the tag: in its own filter or in the one over all fields. */
export function stateRetagged(state: unknown, name: string, into: string): unknown {
  if (typeof state !== "object" || state === null) return state;
  if (Array.isArray(state)) return state.map((one) => stateRetagged(one, name, into));
  return Object.fromEntries(
    Object.entries(state).map(([key, value]) => {
      if (key === "tag" && value === name) return [key, into];
      if (key === "where" && typeof value === "string")
        return [key, whereRetagged(value, name, into)];
      if (key === "where" && typeof value === "object" && value !== null)
        return [key, retagged(value as Where, name, into)];
      return [key, stateRetagged(value, name, into)];
    }),
  );
}

function whereRetagged(text: string, name: string, into: string): string {
  try {
    return JSON.stringify(retagged(JSON.parse(text) as Where, name, into));
  } catch {
    return text;
  }
}
