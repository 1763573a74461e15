import { refuseIf } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import {
  type Aftermath,
  type Bin,
  type Conflict,
  forgetTimeline,
  forgetTimelines,
  type Resolution,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { selectMoreNumbers } from "./contacts.sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { type Merged, mergedOf, type Recast, whyNotKept } from "./customers.rules.ts";
import { CREATED, subjectOf } from "./history.ts";
import {
  addNote,
  dropCustomer,
  type KnownCustomer,
  lockKnownCustomer,
  lockLinks,
  moveIdentities,
  writeEdited,
} from "./identities.sql.ts";
import { mergeInto, numbersBetween, write } from "./joining.ts";
import { clocksToKeep, mergeKnown, withEdits } from "./known.rules.ts";
import { learnInParts } from "./parts.ts";
import { phoneOfKey } from "./phones.rules.ts";
import { settleLockedPhones } from "./phones.ts";
import {
  deleteClaims,
  deleteTrashed,
  markRestored,
  selectClaims,
  selectTaken,
  type Taken,
  takeBackClaims,
} from "./trash.sql.ts";

/** What one needs to delete customers and to bring them back. */
export const DELETE = "crm.customers.delete";

/** Customers who were deleted. */
export const customerBin: Bin = {
  type: "customer",
  reads: "crm.customers.read",
  deletes: DELETE,
  topics: ["crm.customers", "sales.orders", "insights.home"],
  conflictsOf: (ctx, ids) => conflictsOf(ctx, ids as CustomerId[]),
  restore: (ctx, ids, resolution) => restore(ctx, ids as CustomerId[], resolution),
  purge: (ctx, ids) => purge(ctx, ids as CustomerId[]),
};

async function conflictsOf(ctx: CommandCtx, ids: readonly CustomerId[]): Promise<Conflict[]> {
  const claims = await selectClaims(ctx.db, ids);
  await lockLinks(ctx.db, claims.map(lockNameOf));
  const taken = Map.groupBy(await selectTaken(ctx.db, ids), ({ customerId }) => customerId);
  const conflicts: Conflict[] = [];
  for (const [id, those] of taken) conflicts.push(await conflictOf(ctx, id, those));
  return conflicts;
}

/** As those lock who decide who is behind an address, an account or a number. */
const lockNameOf = ({ kind, key }: Pick<Taken, "kind" | "key">): string =>
  kind === "phone" ? `phone:${phoneOfKey(key)}` : `${kind}:${key}`;

async function conflictOf(
  ctx: CommandCtx,
  id: CustomerId,
  taken: readonly Taken[],
): Promise<Conflict> {
  const { known } = await lockKnownCustomer(ctx.db, id);
  return {
    record: showId("customer", id),
    name: subjectOf(id, known).name,
    taken: taken.map(({ kind, key, ownerId, ownerName }) => ({
      kind,
      key: kind === "phone" ? phoneOfKey(key) : kind === "store" ? (key.split(":")[1] ?? "") : key,
      record: showId("customer", ownerId),
      name: ownerName,
    })),
    blocked: {
      without: whyNotKept(hasTaken(known.email, taken) ? { ...known, email: null } : known),
    },
  };
}

const hasTaken = (email: string | null, taken: readonly Taken[]): boolean =>
  taken.some(({ kind, key }) => kind === "email" && key === email);

/** Where nothing of theirs is taken all at once; else one after the other, for each may stand in the next one's way. */
async function restore(
  ctx: CommandCtx,
  ids: readonly CustomerId[],
  resolution: Resolution,
): Promise<Aftermath> {
  const turns = resolution === "ask" ? [ids] : ids.map((id) => [id]);
  const done: Settled[] = [];
  for (const turn of turns) done.push(await bringBack(ctx, turn, resolution));
  const settled = await settle(ctx, [...new Set(done.flatMap(({ phones }) => phones))]);
  return {
    merged: [...done.flatMap(({ merged }) => merged), ...settled.merged],
    recasts: done.flatMap(({ recasts = [] }) => recasts),
    phones: settled.phones,
  };
}

async function bringBack(
  ctx: CommandCtx,
  ids: readonly CustomerId[],
  resolution: Resolution,
): Promise<Settled> {
  const taken = await selectTaken(ctx.db, ids);
  const restored = await markRestored(ctx.db, ids);
  await takeBackClaims(ctx.db, ids);
  await deleteClaims(ctx.db, ids);
  const change = { before: { isInTrash: true }, after: { isInTrash: false } };
  for (const { id, ...customer } of restored) await ctx.audit(subjectOf(id, customer), change);

  const shown = restored.map(({ phone }) => phone).filter((phone) => phone !== null);
  const own = [...shown, ...(await selectMoreNumbers(ctx.db, ids))];
  const [only] = ids;
  if (taken.length === 0 || only === undefined) return { merged: [], phones: own };
  const { phones, ...settled } = await resolve(ctx, only, taken, resolution);
  return { ...settled, phones: [...own, ...phones] };
}

type Settled = {
  readonly merged: readonly Merged[];
  readonly recasts?: readonly Recast[];
  readonly phones: readonly string[];
};

/** Who comes back may be the one that a number means. */
async function settle(ctx: CommandCtx, phones: readonly string[]): Promise<Settled> {
  await lockLinks(
    ctx.db,
    phones.map((phone) => `phone:${phone}`),
  );
  return settleLockedPhones(ctx, phones);
}

async function resolve(
  ctx: CommandCtx,
  id: CustomerId,
  taken: readonly Taken[],
  resolution: Resolution,
): Promise<Settled> {
  if (resolution === "merge") return joinOwners(ctx, id, [...new Set(taken.map((t) => t.ownerId))]);
  const customer = await lockKnownCustomer(ctx.db, id);
  const { known, note } = customer;
  if (!hasTaken(known.email, taken)) return { merged: [], phones: [] };
  const after = withEdits(known, { email: null }, ctx.now);
  refuseIf(whyNotKept(after));
  await writeEdited(ctx.db, id, after, { clocks: clocksToKeep(after.clocks), note, now: ctx.now });
  await ctx.audit(subjectOf(id, after), {
    before: { email: known.email },
    after: { email: null },
  });
  return { merged: [], phones: [] };
}

/** The one who came back and those who have what was theirs are one person: the oldest record stays. */
async function joinOwners(
  ctx: CommandCtx,
  id: CustomerId,
  owners: readonly CustomerId[],
): Promise<Settled> {
  const all: KnownCustomer[] = [];
  for (const each of [id, ...owners].sort((a, b) => (a < b ? -1 : 1)))
    all.push(await lockKnownCustomer(ctx.db, each));
  const byPhone = all.filter(({ isPhoneAlone }) => isPhoneAlone);
  // What was told under a number alone says nothing of whoever is known by more: see phones.ts.
  const [into, ...others] =
    byPhone.length === all.length ? all : all.filter((c) => !c.isPhoneAlone);
  if (into === undefined) throw new Error("nobody came back");
  const gone = byPhone.filter((customer) => customer !== into && !others.includes(customer));

  const after = others.reduce((known, other) => mergeKnown(known, other.known), into.known);
  const own = [into, ...others].map((customer) => ({ customer, partId: null }));
  const { isInParts, recast } = await learnInParts(ctx, into, others, own, null);
  for (const other of others) {
    if (!isInParts) await mergeInto(ctx, other, into.id);
    else if (other.note !== "") await addNote(ctx.db, into.id, other.note);
  }
  for (const other of gone) await giveWay(ctx, other, into.id);
  await write(ctx, into, after, others);
  return {
    merged: [
      ...others.map(({ id: from }) => mergedOf(from, into.id, isInParts)),
      ...gone.map(({ id: from }) => ({ from, into: into.id })),
    ],
    recasts: recast === null ? [] : [recast],
    phones: await numbersBetween(ctx, [into, ...others, ...gone], after),
  };
}

async function giveWay(ctx: CommandCtx, from: KnownCustomer, into: CustomerId): Promise<void> {
  const about = { subjectType: "customer", subjectId: from.id, keys: [CREATED] };
  await forgetTimeline(ctx, about);
  await moveIdentities(ctx.db, from.id, into, ctx.now);
  await dropCustomer(ctx.db, from.id);
}

async function purge(ctx: CommandCtx, ids: readonly CustomerId[]): Promise<void> {
  await forgetTimelines(ctx, "customer", ids);
  await deleteTrashed(ctx.db, ids);
}
