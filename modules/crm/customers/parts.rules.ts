import type { CustomerId } from "./customers.contract.ts";
import {
  type Field,
  isSame,
  type Known,
  mergeKnown,
  pickedFrom,
  put,
  valuesOf,
} from "./known.rules.ts";

/**
 * A customer whom people merged consists of parts: each is what stores and people say of one of them, as if it stood
 * alone. Ties hold them together; what is shown is what all parts say, and above it what was chosen with each tie.
 */
export type Part = {
  readonly id: CustomerId;
  readonly customerId: CustomerId;
  readonly known: Known;
  readonly kept: Kept;
};

/** What people keep of somebody besides what is known of them. */
export type Kept = {
  readonly note: string;
  readonly ownerId: string | null;
  /** Values of the fields that the company made. */
  readonly custom: Readonly<Record<string, unknown>>;
  readonly isPhoneAlone: boolean;
  readonly archivedAt: Date | null;
  readonly archivedBy: "person" | "store" | "trash" | null;
  /** The person who entered them. */
  readonly createdBy: string | null;
};

export type Tie = {
  readonly id: string;
  readonly intoPart: CustomerId;
  readonly fromPart: CustomerId;
  /** The fields that the person decided. */
  readonly chosen: Known;
  readonly ownerId: string | null;
  readonly mergedAt: Date;
};

/** The parts that hang together by these ties, each piece in the order of its ids. */
export function piecesOf(
  parts: readonly CustomerId[],
  ties: readonly Pick<Tie, "intoPart" | "fromPart">[],
): CustomerId[][] {
  const pieceOf = new Map(parts.map((id) => [id, [id]]));
  for (const { intoPart, fromPart } of ties) {
    const into = pieceOf.get(intoPart);
    const from = pieceOf.get(fromPart);
    if (into === undefined || from === undefined || into === from) continue;
    into.push(...from);
    for (const id of from) pieceOf.set(id, into);
  }
  return [...new Set(pieceOf.values())].map((piece) => piece.sort((a, b) => (a < b ? -1 : 1)));
}

/** What is shown of parts that hang together. */
export function togetherOf(parts: readonly Part[], ties: readonly Tie[]): Known {
  const [first, ...rest] = parts;
  if (first === undefined) throw new Error("a customer of no parts");
  const all = rest.reduce((known, part) => mergeKnown(known, part.known), first.known);
  return ties.reduce((known, { chosen }) => mergeKnown(known, chosen), all);
}

/** The notes of all, one below the other. */
export const notesOf = (parts: readonly { readonly kept: Pick<Kept, "note"> }[]): string =>
  parts
    .map(({ kept }) => kept.note)
    .filter((note) => note !== "")
    .join("\n\n");

/** The company's own fields of all: the first that says something, beginning with the one whose id they have. */
export const customOf = (
  own: { readonly kept: Pick<Kept, "custom"> },
  parts: readonly { readonly kept: Pick<Kept, "custom"> }[],
): Kept["custom"] =>
  Object.assign({}, ...parts.map(({ kept }) => kept.custom).reverse(), own.kept.custom);

/** The one's own values, with those that differ from what all together had. */
export function customSince(
  own: Kept["custom"],
  shown: Kept["custom"],
  expected: Kept["custom"],
): Kept["custom"] {
  const keys = [...Object.keys(shown), ...Object.keys(expected)];
  const isSame = (key: string) => JSON.stringify(shown[key]) === JSON.stringify(expected[key]);
  const changed = [...new Set(keys)].filter((key) => !isSame(key));
  const after = { ...own, ...Object.fromEntries(changed.map((key) => [key, shown[key]])) };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined));
}

/** Whose work they are: as the last who merged them said. */
export function ownerOfParts(own: Part, ties: readonly Tie[]): string | null {
  const [last] = [...ties].sort(
    (a, b) => b.mergedAt.getTime() - a.mergedAt.getTime() || (a.id < b.id ? 1 : -1),
  );
  return last === undefined ? own.kept.ownerId : last.ownerId;
}

/** What a person chose, to be laid over what the parts say. */
export const chosenOf = (before: Known, after: Known, fields: readonly Field[]): Known => ({
  ...pickedFrom(after, fields),
  tags: after.tags.filter((tag) => !before.tags.includes(tag)),
});

/**
 * What was written on a merged customer since, by whoever knows nothing of parts (an import, a bulk deed), stays with the
 * one that keeps the id: each field that is newer than all that parts and ties say, and the tags given and taken.
 */
export function withSince(own: Known, shown: Known, expected: Known): Known {
  const newer = Object.entries(shown.clocks.of)
    .filter(([field, clock]) => clock > (expected.clocks.of[field as Field] ?? ""))
    .map(([field]) => field as Field)
    .filter((field) => !isSame(valuesOf(field, shown), valuesOf(field, own)));
  const given = shown.tags.filter((tag) => !expected.tags.includes(tag));
  const taken = expected.tags.filter((tag) => !shown.tags.includes(tag));
  const tags = [...new Set([...own.tags, ...given])].filter((tag) => !taken.includes(tag)).sort();
  return { ...put(own, shown, newer), tags };
}
