import { CUSTOM } from "#kernel/classes.ts";
import type { Field } from "../types/types.ts";
import { classOfField } from "../types/types.ts";
import type { Found, Match, Policy, Target } from "./imports.contract.ts";
import type { ImportTarget, Kept, Meanings } from "./meaning.rules.ts";
import { presetOf } from "./presets.rules.ts";

/** A target with how its cells are read. */
export type TargetRead = Target &
  Pick<ImportTarget, "choices" | "read"> & {
    /** Of a field that the company made: the value as it is kept, or what is wrong with it. */
    readonly keeps?: (value: unknown) => Kept | { readonly code: string };
  };

/** What the columns of a file can be: the fields that people enter, and what the importer reads besides. */
export function targetsOf(
  importer: Meanings,
  fields: readonly Field[],
  keepers: ReadonlyMap<string, NonNullable<TargetRead["keeps"]>>,
): TargetRead[] {
  const entered: ImportTarget[] = fields
    .filter(
      ({ key, kind, change, isCustom }) =>
        // What names another record is no text that a file could hold.
        kind !== "reference" &&
        (change !== undefined || isCustom === true) &&
        importer.without?.includes(key) !== true,
    )
    .map(({ key, label, kind, choices, isCustom, ...field }) => ({
      ...{ key, label, kind, class: classOfField(field) },
      ...(choices === undefined ? {} : { choices }),
      ...(isCustom === undefined ? {} : { isCustom }),
    }));
  const more = importer.targets.filter(({ key }) => !entered.some((field) => field.key === key));
  return [...entered, ...more].map((target) => ({
    class: "business",
    isCustom: false,
    ...target,
    ...keeperOf(target, keepers),
    isKey: importer.keys.includes(target.key),
    policies: [...(importer.policies?.[target.key] ?? usualFor(target.kind))],
  }));
}

function keeperOf(
  { key, isCustom }: ImportTarget,
  keepers: ReadonlyMap<string, NonNullable<TargetRead["keeps"]>>,
): Pick<TargetRead, "keeps"> {
  const keeps = isCustom === true ? keepers.get(key.slice(CUSTOM.length)) : undefined;
  return keeps === undefined ? {} : { keeps };
}

const usualFor = (kind: Target["kind"]): readonly Policy[] =>
  kind === "tags" || kind === "choices" ? ["add", "overwrite"] : ["fill", "overwrite"];

export const policyFor = (targets: readonly Target[], key: string | null): Policy =>
  targets.find((target) => target.key === key)?.policies[0] ?? "fill";

/** A header as it is compared: without case, marks, brackets and the spaces that programs put in differently. */
export const wordOf = (header: string): string =>
  header
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\((?:opsyenal|optional|pilihan)\)|[*:]/g, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

type Told = { readonly header: string; readonly found: Found; readonly samples: readonly string[] };

/**
 * What each column is: as the export of a known program has it, by its header in either language, and else by what all
 * its rows look like. A target is given once.
 */
export function matchesFor(
  importer: Meanings,
  targets: readonly TargetRead[],
  columns: readonly Told[],
): { matches: Match[]; preset: string | null } {
  const preset = presetOf(
    importer.type,
    columns.map(({ header }) => wordOf(header)),
  );
  const names = wordsOf(importer, targets);
  const given = new Set<string>();
  const take = (key: string | undefined): string | null => {
    if (key === undefined || given.has(key) || !targets.some((target) => target.key === key))
      return null;
    given.add(key);
    return key;
  };

  const byPreset = columns.map(({ header }) => take(preset?.columns[wordOf(header)]));
  const byHeader = columns.map(
    ({ header, samples }, at) =>
      byPreset[at] ??
      (isLeftOut(preset, header)
        ? null
        : take(
            names
              .get(wordOf(header))
              ?.find((key) => !given.has(key) && isLikely(targets, key, samples)),
          )),
  );
  const byContent = columns.map(
    (column, at) =>
      byHeader[at] ??
      (isLeftOut(preset, column.header) ? null : take(meantBy(column, targets, given))),
  );
  return {
    matches: byContent.map((target) => ({ target, policy: policyFor(targets, target) })),
    preset: preset?.name ?? null,
  };
}

/** What a known program's export has beside what is of use here is left out, whatever it is called. */
const isLeftOut = (preset: ReturnType<typeof presetOf>, header: string): boolean =>
  preset?.without.includes(wordOf(header)) === true;

/** Many files have an `ID` of their own: ours it is only where it reads as one. */
function isLikely(
  targets: readonly TargetRead[],
  key: string,
  [sample = ""]: readonly string[],
): boolean {
  const target = targets.find((one) => one.key === key);
  if (target?.read === undefined || !IDS.has(target.key) || sample === "") return true;
  return typeof target.read(sample, WRITING) === "string";
}
const IDS = new Set(["id", "customer", "variantId"]);
const WRITING = { dayOrder: "day_first", decimalMark: ".", zone: "UTC", currency: "MYR" } as const;

/** Every word that names targets: their labels, their keys, and what the importer knows besides. The first likely one wins. */
function wordsOf(importer: Meanings, targets: readonly TargetRead[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const add = (word: string, key: string) => {
    const known = wordOf(word);
    if (known !== "") names.set(known, [...(names.get(known) ?? []), key]);
  };
  for (const { key, label } of targets) {
    add(label.en, key);
    add(label.ms, key);
    add(key.replace(/^custom\./, "").replace(/([a-z])([A-Z])/g, "$1 $2"), key);
  }
  for (const [key, words] of Object.entries(importer.words))
    for (const word of words) add(word, key);
  return names;
}

/** Only what cannot be mistaken: nine of ten cells are addresses of mail, or of a phone. */
function meantBy(
  { found }: Told,
  targets: readonly Target[],
  given: ReadonlySet<string>,
): string | undefined {
  if (found.filled < 3) return undefined;
  const kind =
    found.emails > found.filled * 0.9
      ? "email"
      : found.phones > found.filled * 0.9
        ? "phone"
        : null;
  return targets.find((target) => target.kind === kind && target.isKey && !given.has(target.key))
    ?.key;
}
