import { CUSTOM } from "#kernel/classes.ts";
import type { Policy } from "./imports.contract.ts";
import {
  CLEAR,
  type Difference,
  type ImportChange,
  type RowProblem,
  type Values,
} from "./meaning.rules.ts";

/** What importers of every type share: whether a value is written, what became of a record by it, and the way back. */

/** Whether what a row says of a target is written where this stands now; it may count as empty, or not, for another reason. */
export type Put = (target: string, known: unknown, isEmpty?: boolean) => boolean;

export function putFor(values: Values, policyOf: (target: string) => Policy, isNew: boolean): Put {
  return (target, known, isEmpty = isNothing(known)) => {
    const value = values[target];
    if (value === undefined) return false;
    if (value === CLEAR) return policyOf(target) === "overwrite" && !isClearingText(known);
    if (isSameButSpaces(value, known)) return false;
    return isNew || isEmpty || policyOf(target) === "overwrite";
  };
}

const isNothing = (known: unknown): boolean =>
  known === null ||
  known === undefined ||
  known === "" ||
  (Array.isArray(known) && known.length === 0);

/** A file's cells have no spaces at their edges, and its line breaks are of one kind. */
const isSameButSpaces = (said: unknown, known: unknown): boolean =>
  typeof said === "string" &&
  typeof known === "string" &&
  said.replaceAll("\r\n", "\n") === known.trim().replaceAll("\r\n", "\n");

/** What asks for clearing is a text that somebody may have written themselves. */
const isClearingText = (known: unknown): boolean =>
  typeof known === "string" && /^[-–—]$/.test(known.trim());

export const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Texts that are longer than people may type them. */
export function tooLong(values: Values, lengths: Readonly<Record<string, number>>): RowProblem[] {
  const problems: RowProblem[] = [];
  for (const target in values) {
    const max = lengths[target];
    if (max !== undefined && (textOf(values[target])?.length ?? 0) > max)
      problems.push({ target, code: "field.too_big" });
  }
  return problems;
}

/** Tags as a row leaves them: all of its own, or those that are there and its own. */
export function tagsBy(
  tags: readonly string[],
  said: unknown,
  policy: Policy,
): readonly string[] | null {
  if (said === CLEAR) return policy === "overwrite" ? [] : null;
  if (!Array.isArray(said)) return null;
  return policy === "overwrite"
    ? said
    : [...tags, ...said.filter((tag: string) => !tags.includes(tag))];
}

type Custom = Readonly<Record<string, unknown>>;

/** Fields of the company's own as a row leaves them. */
export function customBy(custom: Custom, values: Values, put: Put): Custom {
  const said = Object.keys(values).filter((target) => target.startsWith(CUSTOM));
  if (said.length === 0) return custom;
  const after = new Map(Object.entries(custom));
  for (const target of said) {
    const value = values[target];
    const key = target.slice(CUSTOM.length);
    if (!put(target, custom[key])) continue;
    const kept = typeof value === "object" && "kept" in value ? value.kept : null;
    if (kept === null) after.delete(key);
    else if (!isSameKept(kept, custom[key])) after.set(key, kept);
  }
  return sortedCustom(after);
}

/** In one order of keys, so that the same values are the same text. */
export const sortedCustom = (values: ReadonlyMap<string, unknown>): Custom =>
  Object.fromEntries([...values].sort(([one], [other]) => (one < other ? -1 : 1)));

/** A number is the same however many zeros were typed after it. */
const isSameKept = (one: unknown, other: unknown): boolean =>
  isSameFact(one, other) ||
  (hasText(one) && hasText(other) && Number(one.text) === Number(other.text));
const hasText = (value: unknown): value is { readonly text: string } =>
  typeof value === "object" && value !== null && "text" in value && typeof value.text === "string";

/** What a new record needs of them and does not have. */
export function missingCustom(custom: Custom, required: readonly string[]): RowProblem | null {
  const missing = required.find((key) => custom[key] === undefined);
  return missing === undefined ? null : { target: `${CUSTOM}${missing}`, code: "field.required" };
}

/** What people see of a record, by target. */
export type Facts = Readonly<Record<string, unknown>>;

export const customFacts = (custom: Custom): Facts =>
  Object.fromEntries(
    Object.entries(custom).map(([key, value]) => [
      `${CUSTOM}${key}`,
      hasText(value) ? value.text : value,
    ]),
  );

/** jsonb gives back the keys of a value in an order of its own. */
export const isSameFact = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one ?? null, inOrder) === JSON.stringify(other ?? null, inOrder);

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

const changedKeys = (before: Facts, after: Facts): string[] =>
  Object.keys({ ...before, ...after }).filter((key) => !isSameFact(before[key], after[key]));

export const differencesOf = (before: Facts, after: Facts): Difference[] =>
  before === after
    ? []
    : changedKeys(before, after).map((target) => ({
        target,
        before: shown(before[target]),
        after: shown(after[target]),
      }));

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(shown).join(", ");
  return value instanceof Date ? value.toISOString() : String(value);
};

/** Only what changed, as it was and as it is. */
export function changedBetween(before: Facts, after: Facts): { before: Facts; after: Facts } {
  const keys = changedKeys(before, after);
  const only = (facts: Facts) => Object.fromEntries(keys.map((key) => [key, facts[key] ?? null]));
  return { before: only(before), after: only(after) };
}

/** Of what an import wrote to a record, what still stands and so is set back; all of it, where nothing changed it since. */
export function standingOf(
  now: Facts,
  { before, after }: Pick<ImportChange, "before" | "after">,
  isExact: boolean,
): { before: Facts; hasLater: boolean } {
  const all = Object.keys(after ?? {}).filter((key) => !key.startsWith("$"));
  const still = all.filter((key) => isExact || isSameFact(now[key], after?.[key]));
  return {
    before: Object.fromEntries(still.map((key) => [key, before?.[key] ?? null])),
    hasLater: still.length < all.length,
  };
}
