import { notFound, Problem, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { returnHung } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import type { CustomerId } from "./customers.contract.ts";
import { type Merged, type Recast, whyNotKept } from "./customers.rules.ts";
import { creatorsOf, subjectOf, tellCreated } from "./history.ts";
import {
  dropCustomer,
  insertCustomer,
  type KnownCustomer,
  lockKnownCustomer,
  lockLinks,
  writeKept,
  writeKnown,
} from "./identities.sql.ts";
import { settleArchived } from "./joining.ts";
import {
  clocksToKeep,
  type Field,
  type Known,
  mergeKnown,
  seenOf,
  withEdits,
} from "./known.rules.ts";
import type { MergeId } from "./merging.contract.ts";
import { type Picks, pickedOf, whyNotMerge, whyNotUndo } from "./merging.rules.ts";
import {
  chosenOf,
  customOf,
  customSince,
  type Kept,
  notesOf,
  ownerOfParts,
  type Part,
  piecesOf,
  type Tie,
  togetherOf,
  withSince,
} from "./parts.rules.ts";
import {
  deleteParts,
  deleteTie,
  insertTie,
  type KeptTie,
  markMerged,
  moveAsPart,
  releaseParts,
  selectLeads,
  selectOldIds,
  selectTie,
  selectTies,
  upsertPart,
} from "./parts.sql.ts";
import { partIn, partsOf } from "./parts.ts";
import { phoneKeyOf, phoneOfKey } from "./phones.rules.ts";
import { selectPhoneIdentity } from "./phones.sql.ts";
import { letGoOthers, settleLockedPhones, takeBackPhone } from "./phones.ts";
import { newTieId, undoUntilOf } from "./ties.rules.ts";

/** Parts of a merged customer that go their own way: what is theirs goes with them. */
export type Released = {
  readonly from: CustomerId;
  readonly parts: readonly CustomerId[];
  readonly into: CustomerId;
};

/** What a module further up does when customers become one, and when they are two again. */
export type MergeFollower = {
  merged(
    ctx: CommandCtx,
    joined: {
      readonly merged: readonly Merged[];
      readonly recast?: Recast | null;
      readonly phones: readonly string[];
    },
  ): Promise<void>;
  released(ctx: CommandCtx, released: Released): Promise<void>;
};

type Asked = {
  readonly into: { readonly id: CustomerId; readonly version: number };
  readonly from: { readonly id: CustomerId; readonly version: number };
  readonly picks: Picks;
};

/**
 * A person says that two are one. The one keeps its id; the other stays known by itself as a part of it, so that the merge
 * can be taken back. What hangs on it further up follows.
 */
export async function mergeByHand(
  ctx: CommandCtx,
  asked: Asked,
  followers: readonly MergeFollower[],
): Promise<{ id: MergeId; undoUntil: Date }> {
  const phones = await lockLeads(ctx, [asked.into.id, asked.from.id]);
  const { into, from } = await lockBoth(ctx, asked);
  refuseIf(whyNotMerge(into, from));
  refuseIfMoved(phones, [into.known, from.known]);

  const parts = withCreators(
    await partsOf(ctx, [into, from]),
    await creatorsOf(ctx, [into.id, from.id]),
  );
  const together = mergeKnown(into.known, from.known);
  const picked = pickedOf(into.known, from.known, asked.picks);
  const after = withEdits(together, picked, ctx.now);
  refuseIf(whyNotKept(after));
  const fields = (Object.keys(after.clocks.of) as Field[]).filter(
    (field) => after.clocks.of[field] !== together.clocks.of[field],
  );
  const ownerId = asked.picks.owner === "from" ? from.ownerId : (into.ownerId ?? from.ownerId);
  const tie = {
    id: newTieId(),
    customerId: into.id,
    intoPart: into.id,
    fromPart: from.id,
    intoName: subjectOf(into.id, into.known).name,
    fromName: subjectOf(from.id, from.known).name,
    actor: ctx.actor,
    mergedAt: ctx.now,
    undoUntil: undoUntilOf(ctx.now),
    chosen: chosenOf(together, after, fields),
    ownerId,
  };

  await moveAsPart(ctx.db, from.id, into.id, ctx.now);
  for (const part of parts) await upsertPart(ctx.db, { ...part, customerId: into.id });
  await dropCustomer(ctx.db, from.id);
  await insertTie(ctx.db, tie);
  await markMerged(ctx.db, into.id, true);
  await writeKnown(ctx.db, into.id, after, clocksToKeep(after.clocks), ctx.now);
  const note = notesOf([{ kept: into }, { kept: from }]);
  const custom = customOf({ kept: into }, [{ kept: from }]);
  const kept = { ...archivedOf(into, from), note, ownerId, custom, isPhoneAlone: false };
  await writeKept(ctx.db, into.id, kept);

  const merged = [{ from: from.id, into: into.id, isPart: true }];
  for (const follower of followers) await follower.merged(ctx, { merged, phones: [] });
  await settle(ctx, phonesOf(phones, parts, after), followers);
  await auditMerge(ctx, into, from, after);
  return tie;
}

/** Who entered them is told by their timeline alone, of which one is left. */
const withCreators = (parts: readonly Part[], creators: ReadonlyMap<string, string>): Part[] =>
  parts.map((part) => {
    const createdBy = creators.get(part.id);
    return createdBy === undefined || part.kept.createdBy !== null
      ? part
      : { ...part, kept: { ...part.kept, createdBy } };
  });

type Archived = Pick<Kept, "archivedAt" | "archivedBy">;

/** Who is put aside and who is not are together somebody who is not. */
const archivedOf = (into: Archived, from: Archived): Archived =>
  into.archivedAt !== null && from.archivedAt === null
    ? { archivedAt: null, archivedBy: null }
    : { archivedAt: into.archivedAt, archivedBy: into.archivedBy };

async function auditMerge(
  ctx: CommandCtx,
  into: KnownCustomer,
  from: KnownCustomer,
  after: Known,
): Promise<void> {
  const { before, after: is } = changesOf(seenOf(into.known), seenOf(after));
  const one = subjectOf(into.id, after);
  const other = subjectOf(from.id, from.known);
  await ctx.audit(one, { before, after: { ...is, mergedWith: other.name } });
  await ctx.audit(other, { before: seenOf(from.known), after: { mergedInto: one.name } });
}

/** Takes a merge back: each is what it would be without it, with what has come since. */
export async function undoMerge(
  ctx: CommandCtx,
  tieId: string,
  followers: readonly MergeFollower[],
): Promise<{ intoId: CustomerId; fromId: CustomerId }> {
  const found = await selectTie(ctx.db, tieId);
  if (found === null) throw notFound("crm.merge");
  const phones = await lockLeads(ctx, [found.customerId]);
  const shown = await lockKnownCustomer(ctx.db, found.customerId);
  const tie = await selectTie(ctx.db, tieId);
  if (tie === null || tie.customerId !== shown.id) throw notFound("crm.merge");
  refuseIf(whyNotUndo({ ...tie, saidBy: "person" }, shown, ctx.now));
  refuseIfMoved(phones, [shown.known]);

  const all = await partsToday(ctx, shown);
  const ties = await selectTies(ctx.db, [shown.id]);
  const left = ties.filter(({ id }) => id !== tieId);
  const pieces = piecesOf(
    all.map(({ id }) => id),
    left,
  );
  await deleteTie(ctx.db, tieId);
  const own = pieces.find((piece) => piece.includes(shown.id)) ?? [];
  // First the one that stays: what may be had once (a value of the company's own fields) is the other's again.
  const { known, kept } = await writeOwn(ctx, shown, own, all, { ties, left });
  const released: Released[] = [];
  for (const piece of pieces)
    if (piece !== own) released.push(await release(ctx, shown.id, piece, tie, all, left));
  await settleArchived(ctx, shown.id, known, kept);
  if (kept.isPhoneAlone) await letGoOthers(ctx, shown.id, ownKeyOf(partIn(all, shown.id)));

  for (const follower of followers) for (const each of released) await follower.released(ctx, each);
  const alone = [
    ...(kept.isPhoneAlone ? [shown.id] : []),
    ...released
      .filter(({ parts, into }) => parts.length === 1 && partIn(all, into).kept.isPhoneAlone)
      .map(({ into }) => into),
  ];
  const gaveWay: Merged[] = [];
  for (const id of alone)
    gaveWay.push(...(await takeBackPhone(ctx, id, ownKeyOf(partIn(all, id)))));
  await settle(ctx, phonesOf(phones, all, shown.known), followers, gaveWay);
  const fromId = released.find(({ parts }) => parts.includes(tie.fromPart))?.into ?? tie.fromPart;
  await auditUndo(ctx, tie, fromId);
  return { intoId: shown.id, fromId };
}

/** Of somebody known by a phone alone what counts is what was told under it. */
async function partsToday(ctx: CommandCtx, shown: KnownCustomer): Promise<Part[]> {
  const parts = await partsOf(ctx, [shown]);
  const today: Part[] = [];
  for (const part of parts) {
    const identity = part.kept.isPhoneAlone
      ? await selectPhoneIdentity(ctx.db, ownKeyOf(part))
      : null;
    today.push(identity === null ? part : { ...part, known: identity.told });
  }
  return today;
}

/** The one number and name that somebody known by nothing else is known by. */
const ownKeyOf = ({ known }: Part): string => phoneKeyOf(known.phone ?? "", known.name);

/** A piece that no longer hangs together with the rest is a customer of its own. */
async function release(
  ctx: CommandCtx,
  from: CustomerId,
  piece: readonly CustomerId[],
  tie: Tie,
  all: readonly Part[],
  left: readonly Tie[],
): Promise<Released> {
  const into = piece.includes(tie.fromPart) ? tie.fromPart : piece[0];
  if (into === undefined) throw new Error("a piece of no parts");
  const parts = piece.map((id) => partIn(all, id));
  const ties = left.filter(({ fromPart }) => piece.includes(fromPart));
  const known = togetherOf(parts, ties);
  const { note: _, ...kept } = partIn(all, into).kept;
  const clocks = clocksToKeep(known.clocks);
  await insertCustomer(ctx.db, into, known, { clocks, now: ctx.now });
  const ownerId = ownerOfParts(partIn(all, into), ties);
  const isPhoneAlone = kept.isPhoneAlone && piece.length === 1;
  await writeKept(ctx.db, into, {
    ...kept,
    isPhoneAlone,
    ownerId,
    note: notesOf(parts),
    custom: customOf(partIn(all, into), parts),
  });
  await releaseParts(ctx.db, from, piece, into);
  if (piece.length === 1) await deleteParts(ctx.db, piece);
  else await markMerged(ctx.db, into, true);
  await tellCreated(ctx, into, known, kept.createdBy);
  const writtenOn = [...piece, ...(await selectOldIds(ctx.db, into))];
  await returnHung(ctx, { subjectType: "customer", from, into, writtenOn });
  await settleArchived(ctx, into, known, kept);
  return { from, parts: piece, into };
}

/** The one that keeps the id is what is left of it, and what was written on it since. */
async function writeOwn(
  ctx: CommandCtx,
  shown: KnownCustomer,
  piece: readonly CustomerId[],
  all: readonly Part[],
  { ties, left }: { readonly ties: readonly Tie[]; readonly left: readonly Tie[] },
): Promise<{ known: Known; kept: Kept }> {
  const before = partIn(all, shown.id);
  const own = { ...before, known: withSince(before.known, shown.known, togetherOf(all, ties)) };
  const parts = piece.map((id) => (id === own.id ? own : partIn(all, id)));
  const within = left.filter(({ fromPart }) => piece.includes(fromPart));
  const known = togetherOf(parts, within);
  const kept = keptSince(shown, own, all, parts, ties, within);
  await writeKnown(ctx.db, shown.id, known, clocksToKeep(known.clocks), ctx.now);
  await writeKept(ctx.db, shown.id, kept);
  if (piece.length > 1) await upsertPart(ctx.db, own);
  else {
    await deleteParts(ctx.db, [shown.id]);
    await markMerged(ctx.db, shown.id, false);
  }
  await tellCreated(ctx, shown.id, known, own.kept.createdBy);
  return { known, kept };
}

/** What people changed since the merge stays changed; all else is as it was. */
function keptSince(
  shown: KnownCustomer,
  own: Part,
  all: readonly Part[],
  parts: readonly Part[],
  ties: readonly Tie[],
  left: readonly Tie[],
): Kept {
  const isNoteAsMerged = sortedLines(shown.note) === sortedLines(notesOf(all));
  const isOwnerAsMerged = shown.ownerId === ownerOfParts(own, ties);
  const isArchivedSince =
    shown.archivedBy === "person" ? own.kept.archivedBy !== "person" : isOwnArchived(own, all);
  const { archivedAt, archivedBy } = isArchivedSince ? shown : own.kept;
  const custom = customSince(customOf(own, parts), shown.custom, customOf(own, all));
  return {
    note: isNoteAsMerged ? notesOf(parts) : shown.note,
    ownerId: isOwnerAsMerged ? ownerOfParts(own, left) : shown.ownerId,
    custom,
    archivedAt,
    archivedBy,
    createdBy: own.kept.createdBy,
    isPhoneAlone: own.kept.isPhoneAlone && parts.length === 1 && isOwnerAsMerged && isNoteAsMerged,
  };
}

/** A part put aside and taken back since: unless it was the merge that took it back. */
const isOwnArchived = (own: Part, all: readonly Part[]): boolean =>
  own.kept.archivedBy === "person" && all.every(({ kept }) => kept.archivedAt !== null);

const sortedLines = (note: string): string => note.split("\n\n").sort().join("\n\n");

async function auditUndo(ctx: CommandCtx, tie: KeptTie, fromId: CustomerId): Promise<void> {
  const into = { type: "customer", id: tie.customerId, name: tie.intoName };
  const from = { type: "customer", id: fromId, name: tie.fromName };
  await ctx.audit(into, {
    before: { mergedWith: tie.fromName },
    after: { mergedWith: null },
  });
  await ctx.audit(from, {
    before: { mergedInto: tie.intoName },
    after: { mergedInto: null },
  });
}

/** Whom each of these numbers means is decided anew, and what was sold follows. */
async function settle(
  ctx: CommandCtx,
  phones: readonly string[],
  followers: readonly MergeFollower[],
  gaveWay: readonly Merged[] = [],
): Promise<void> {
  const settled = await settleLockedPhones(ctx, phones);
  const joined = { merged: [...gaveWay, ...settled.merged], phones };
  for (const follower of followers) await follower.merged(ctx, joined);
  ctx.tell("crm.customers", "records.timeline", "sales.orders", "sales.subscriptions");
}

/** Nobody else decides meanwhile who is behind what leads to these. Answers the numbers among it. */
async function lockLeads(ctx: CommandCtx, ids: readonly CustomerId[]): Promise<string[]> {
  const leads = await selectLeads(ctx.db, ids);
  const phones = leads
    .filter(({ kind }) => kind === "phone")
    .map(({ key }) => (key.includes("|") ? phoneOfKey(key) : key));
  await lockLinks(ctx.db, [
    ...leads.filter(({ kind }) => kind !== "phone").map(({ kind, key }) => `${kind}:${key}`),
    ...phones.map((phone) => `phone:${phone}`),
  ]);
  return [...new Set(phones)];
}

/** Somebody changed a number between the look and the lock. */
function refuseIfMoved(locked: readonly string[], known: readonly Known[]): void {
  if (known.some(({ phone }) => phone !== null && !locked.includes(phone)))
    throw new Problem("stale", "record.changed_meanwhile");
}

const phonesOf = (
  led: readonly string[],
  parts: readonly Part[],
  ...known: readonly Known[]
): string[] => {
  const own = [...parts.map((part) => part.known), ...known].map(({ phone }) => phone);
  return [...new Set([...led, ...own.filter((phone) => phone !== null)])];
};

/** Held in the order of their ids, as by everybody. */
async function lockBoth(
  ctx: CommandCtx,
  asked: Asked,
): Promise<{ into: KnownCustomer; from: KnownCustomer }> {
  const held = new Map<CustomerId, KnownCustomer>();
  for (const id of [asked.into.id, asked.from.id].sort((a, b) => (a < b ? -1 : 1)))
    held.set(id, await lockKnownCustomer(ctx.db, id));
  const [into, from] = [held.get(asked.into.id), held.get(asked.from.id)];
  if (into === undefined || from === undefined) throw notFound("crm.customer");
  refuseIfStale(into, asked.into.version);
  refuseIfStale(from, asked.from.version);
  return { into, from };
}
