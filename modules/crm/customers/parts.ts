import type { CommandCtx } from "#platform/actions/context.ts";
import type { CustomerId } from "./customers.contract.ts";
import type { Recast } from "./customers.rules.ts";
import { subjectOf } from "./history.ts";
import { dropCustomer, type FoundIdentity, type KnownCustomer } from "./identities.sql.ts";
import { type Known, mergeKnown, type Values, withEdits } from "./known.rules.ts";
import { type Kept, notesOf, type Part } from "./parts.rules.ts";
import {
  insertTie,
  markMerged,
  moveAsPart,
  partOf,
  recastParts,
  selectParts,
  upsertPart,
} from "./parts.sql.ts";
import { newTieId, undoUntilOf } from "./ties.rules.ts";

type Learnt = {
  /** Which part this was told of; null: the customer's own. */
  readonly partId: CustomerId | null;
  readonly recast: Recast | null;
  /** The others are joined already. */
  readonly isInParts: boolean;
};
const NOT_IN_PARTS: Learnt = { partId: null, recast: null, isInParts: false };

/**
 * Where one of them was merged by a person: the part that is told of learns it as if there were no merge, and parts that
 * turn out to be one become one. The others' records are joined to the first with it.
 */
export async function learnInParts(
  ctx: CommandCtx,
  into: KnownCustomer,
  others: readonly KnownCustomer[],
  found: readonly Pick<FoundIdentity, "partId" | "customer">[],
  said: Known | null,
): Promise<Learnt> {
  const all = [into, ...others];
  if (!all.some(({ isMerged }) => isMerged)) return NOT_IN_PARTS;
  const parts = await partsOf(ctx, all);
  const meant = [...new Set(found.map(({ partId, customer }) => partId ?? customer.id))].sort(
    (a, b) => (a < b ? -1 : 1),
  );
  const [first = into.id, ...rest] = meant.includes(into.id)
    ? [into.id, ...meant.filter((id) => id !== into.id)]
    : meant;
  const those = [first, ...rest].map((id) => partIn(parts, id));
  const [one, ...more] = those;
  if (one === undefined) throw new Error("no part is meant");
  const together = more.reduce((known, part) => mergeKnown(known, part.known), one.known);

  for (const other of others) {
    await moveAsPart(ctx.db, other.id, into.id, ctx.now);
    await dropCustomer(ctx.db, other.id);
  }
  if (!into.isMerged) await upsertPart(ctx.db, partIn(parts, into.id));
  await markMerged(ctx.db, into.id, true);
  await upsertPart(ctx.db, {
    ...one,
    customerId: into.id,
    known: said === null ? together : mergeKnown(together, said),
    kept: { ...one.kept, note: notesOf(those) },
  });
  const partId = partOf(first, into.id);
  if (rest.length === 0) return { partId, recast: null, isInParts: true };
  await recastParts(ctx.db, into.id, rest, first);
  return {
    partId,
    recast: { customerId: into.id, parts: rest, into: partId },
    isInParts: true,
  };
}

/** The parts of all of these, where somebody not merged is one of their own. */
export async function partsOf(ctx: CommandCtx, all: readonly KnownCustomer[]): Promise<Part[]> {
  const merged = all.filter(({ isMerged }) => isMerged).map(({ id }) => id);
  return [
    ...all.filter(({ isMerged }) => !isMerged).map(ownPartOf),
    ...(merged.length === 0 ? [] : await selectParts(ctx.db, merged)),
  ];
}

export const ownPartOf = ({ id, known, ...customer }: KnownCustomer): Part => ({
  id,
  customerId: id,
  known,
  kept: { ...keptOf(customer), createdBy: null },
});

const keptOf = ({
  note,
  ownerId,
  custom,
  isPhoneAlone,
  archivedAt,
  archivedBy,
}: Omit<Kept, "createdBy">): Omit<Kept, "createdBy"> => ({
  note,
  ownerId,
  custom,
  isPhoneAlone,
  archivedAt,
  archivedBy,
});

export function partIn(parts: readonly Part[], id: CustomerId): Part {
  const part = parts.find((one) => one.id === id);
  if (part === undefined) throw new Error(`no part ${id}`);
  return part;
}

/** Somebody known by a phone alone joins a merged customer, as a part that goes its own way when they are taken apart. */
export async function becomePart(
  ctx: CommandCtx,
  from: KnownCustomer,
  into: CustomerId,
): Promise<void> {
  await upsertPart(ctx.db, ownPartOf(from));
  await moveAsPart(ctx.db, from.id, into, ctx.now);
  await dropCustomer(ctx.db, from.id);
}

/** What a person writes on a merged customer they write of the one whose id it has. Tags are told apart at the end. */
export async function editOwnPart(
  ctx: CommandCtx,
  id: CustomerId,
  edits: Values,
  note: string | undefined,
): Promise<void> {
  const own = partIn(await selectParts(ctx.db, [id]), id);
  const { tags: _, ...fields } = edits;
  const known = { ...withEdits(own.known, fields, ctx.now), tags: own.known.tags };
  const kept = { ...own.kept, note: note ?? own.kept.note, isPhoneAlone: false };
  await upsertPart(ctx.db, { ...own, known, kept });
}

/** For the record: two turned out to be one because a store says so. It rests on that, and cannot be taken back. */
export async function noteToldMerge(
  ctx: CommandCtx,
  from: KnownCustomer,
  into: KnownCustomer,
): Promise<void> {
  await insertTie(ctx.db, {
    id: newTieId(),
    customerId: into.id,
    intoPart: into.id,
    fromPart: from.id,
    intoName: subjectOf(into.id, into.known).name,
    fromName: subjectOf(from.id, from.known).name,
    actor: ctx.actor,
    mergedAt: ctx.now,
    undoUntil: undoUntilOf(ctx.now),
    chosen: null,
    ownerId: null,
  });
}
