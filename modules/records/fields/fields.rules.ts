import type { Reason } from "#kernel/errors.ts";
import type { Said } from "#kernel/said.ts";
import type { ChoiceDraft, OwnChoice, OwnField, OwnKind } from "./fields.contract.ts";

/** The key that a label gives, unlike any of those that are taken: `Saiz baju` is `saiz_baju`. */
export function keyFrom(label: Said, taken: ReadonlySet<string>): string {
  const plain = slugOf(label.en) || slugOf(label.ms) || "field";
  const begins = /^[a-z]/.test(plain) ? plain : `field_${plain}`;
  // What every object has by nature is no name for a value.
  const first = (begins in {} ? `${begins}_field` : begins).slice(0, KEY_MAX).replace(/_+$/, "");
  return firstFree(first, taken);
}

/** The value that a choice's label gives, kept by records from then on. */
const choiceFrom = (label: Said, taken: ReadonlySet<string>): string =>
  firstFree((slugOf(label.en) || slugOf(label.ms) || "choice").slice(0, KEY_MAX), taken);

const KEY_MAX = 36;

function firstFree(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? name : `${name}_${n}`;
    if (!taken.has(key)) return key;
  }
}

const slugOf = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");

/** What was said in one language is said in both. */
export const saidInBoth = ({ en, ms }: Said): Said => ({ en: en || ms, ms: ms || en });

/** Kinds whose every value is one of the other kind too, kept in the same words. */
const BECOMES: Readonly<Partial<Record<OwnKind, readonly OwnKind[]>>> = {
  text: ["long_text"],
  link: ["long_text"],
  email: ["text", "long_text"],
  choice: ["choices"],
};

/** Of a field that no record has a value of, anything. */
export const whyNotBecome = (from: OwnKind, to: OwnKind, isUsed: boolean): Reason | null =>
  from === to || !isUsed || BECOMES[from]?.includes(to) ? null : "records.field.would_lose_values";

type Standing = Pick<OwnField, "isPurging" | "retiredAt">;

/** And why it is not retired. */
export const whyNotChange = ({ isPurging, retiredAt }: Standing): Reason | null => {
  if (isPurging) return "records.field.is_going";
  return retiredAt === null ? null : "records.field.is_retired";
};
/** And why it is not taken out for good. */
export const whyNotBringBack = ({ isPurging, retiredAt }: Standing): Reason | null => {
  if (isPurging) return "records.field.is_going";
  return retiredAt === null ? "records.field.not_retired" : null;
};

/** The choices as they will stand: new ones get a value, and those left out that records have are retired. */
export function choicesAfter(
  before: readonly OwnChoice[],
  drafts: readonly ChoiceDraft[],
  used: ReadonlySet<string>,
): OwnChoice[] {
  const taken = new Set(before.map(({ value }) => value));
  const choices = drafts.map(({ value, label, ...draft }) => {
    const both = saidInBoth(label);
    const known = value ?? choiceFrom(both, taken);
    taken.add(known);
    return { ...draft, value: known, label: both };
  });
  const named = new Set(choices.map(({ value }) => value));
  const left = before.filter(({ value }) => !named.has(value) && used.has(value));
  return [...choices, ...left.map((choice) => ({ ...choice, isRetired: true }))];
}
