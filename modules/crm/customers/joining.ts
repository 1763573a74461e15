import type { Applied } from "#kernel/applied.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import type { Db } from "#platform/db/db.ts";
import { noteConsents } from "../consents/consents.ts";
import { askToLook } from "../duplicates/looking.ts";
import { insertAccountMerge, selectAccountMerges, selectHasAccountMerges } from "./accounts.sql.ts";
import { selectMoreNumbers } from "./contacts.sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { isSoldSince, type Joined, mergedOf, type StoreCustomer } from "./customers.rules.ts";
import { erasedAtOf, isErasedAccount } from "./erased.ts";
import { subjectOf, tellCreated } from "./history.ts";
import {
  addNote,
  dropCustomer,
  type FoundIdentity,
  fillCustom,
  insertToldCustomer,
  type KnownCustomer,
  type Link,
  linkIdentities,
  lockIdentities,
  lockLinks,
  lockOneKnown,
  markArchivedByStore,
  markStoreDeleted,
  moveIdentities,
  selectAccountsGoneAt,
  writeClocks,
  writeKnown,
} from "./identities.sql.ts";
import { clocksToKeep, isSame, type Known, knownFrom, mergeKnown, seenOf } from "./known.rules.ts";
import { learnInParts, noteToldMerge } from "./parts.ts";
import { phoneOf } from "./phones.rules.ts";
import { joinByPhone, settleLockedPhones, settlePhones } from "./phones.ts";
import { insertClaims, selectIsGone } from "./trash.sql.ts";

/**
 * Finds or makes the customer a store speaks of, and learns what it says of them. Whatever the order of arrival the end
 * is the same, and the same telling twice changes nothing. Null when there is nothing to know them by, or when they were
 * deleted for good or erased. `madeAt` is when what is told of them came about (the order was placed): see isSoldSince.
 */
export async function joinStoreCustomer(
  ctx: CommandCtx,
  told: StoreCustomer,
  madeAt: Date | null = told.createdAt,
): Promise<Joined | null> {
  const phone = phoneOf(told.phoneText, told.address.country, ctx.company.country);
  const storeName = ctx.actor.kind === "connection" ? ctx.actor.name : null;
  const said = knownFrom(told, phone, { now: ctx.now, storeName });
  const links = linksOf(told);
  if (links.length > 0) return joinByLinks(ctx, told, links, said, madeAt);
  if (phone === null || (await erasedAtOf(ctx, told, madeAt)) !== null) return null;
  return joinByPhone(ctx, phone, said, madeAt);
}

/** What makes them known: of a store's own account both address and id, else the stronger of the two. */
function linksOf(told: StoreCustomer): Link[] {
  const email: Link[] = told.email === null ? [] : [{ kind: "email", key: told.email }];
  const store: Link[] =
    told.externalId === null
      ? []
      : [{ kind: "store", key: storeKeyOf(told.connectionId, told.externalId) }];
  return told.isAccount || email.length === 0 ? [...email, ...store] : email;
}

const storeKeyOf = (connectionId: string, externalId: string): string =>
  `${connectionId}:${externalId}`;

const lockNameOf = ({ kind, key }: Link): string => `${kind}:${key}`;

async function joinByLinks(
  ctx: CommandCtx,
  told: StoreCustomer,
  own: readonly Link[],
  said: Known,
  madeAt: Date | null,
): Promise<Joined | null> {
  const joinedBy = own[0]?.kind === "email" ? "email" : "store";
  const { phone } = said;
  const known = await lockOneKnown(ctx.db, own);
  if (known !== null && !isSoldSince(known.customer, madeAt))
    return learn(ctx, [known], [], said, joinedBy);

  const links = [...own, ...(await mergedAccountsOf(ctx.db, own))];
  await lockLinks(ctx.db, [
    ...links.map(lockNameOf),
    ...(phone === null ? [] : [lockNameOf({ kind: "phone", key: phone })]),
  ]);
  const found = meantOf(await lockIdentities(ctx.db, links), madeAt);
  if (found.length > 0) return learn(ctx, found, links, said, joinedBy);
  const isGone =
    (await selectIsGone(ctx.db, links, madeAt)) || (await erasedAtOf(ctx, told, madeAt)) !== null;
  return isGone ? null : meet(ctx, links, said, joinedBy);
}

/** Accounts that their store has merged with these. */
async function mergedAccountsOf(db: Db, links: readonly Link[]): Promise<Link[]> {
  const keys = links.filter(({ kind }) => kind === "store").map(({ key }) => key);
  if (keys.length === 0 || (await hasNoMerges(db))) return [];
  return (await selectAccountMerges(db, keys)).map(({ key }) => ({ kind: "store", key }));
}

/** Most stores never merged anybody: asked once in a transaction, however many deliveries it reads. */
async function hasNoMerges(db: Db): Promise<boolean> {
  const known = withoutMerges.get(db);
  if (known !== undefined) return known;
  const none = !(await selectHasAccountMerges(db));
  withoutMerges.set(db, none);
  return none;
}
const withoutMerges = new WeakMap<Db, boolean>();

/** The living before those in the trash, of whom there is one at most: what is deleted is not joined to anything. */
function meantOf(found: readonly FoundIdentity[], madeAt: Date | null): FoundIdentity[] {
  const living = found.filter(({ customer }) => customer.trashedAt === null);
  if (living.length > 0) return living;
  const [first] = customersIn(found.filter(({ customer }) => !isSoldSince(customer, madeAt)));
  return found.filter(({ customer }) => customer.id === first?.id);
}

/** Somebody new. */
async function meet(
  ctx: CommandCtx,
  links: readonly Link[],
  said: Known,
  joinedBy: Joined["joinedBy"],
): Promise<Joined> {
  const id = newId<"customer">();
  const clocks = clocksToKeep(said.clocks);
  await noteConsents(ctx, null, said);
  const wasGone = await insertToldCustomer(ctx.db, id, said, links, { clocks, now: ctx.now });
  await tellCreated(ctx, id, said);
  await ctx.audit(subjectOf(id, said), { after: seenOf(said) });
  if (wasGone) await settleArchived(ctx, id, said, null);
  // The number is locked already, with what they are known by.
  const settled = await settleLockedPhones(ctx, said.phone === null ? [] : [said.phone]);
  ctx.tell("crm.customers");
  const joined = { customerId: id, partId: null, recast: null, joinedBy } as const;
  return { ...joined, outcome: "created", phone: said.phone, ...settled };
}

/** Somebody known: one record, or several that turn out to be one person. The oldest stays. */
async function learn(
  ctx: CommandCtx,
  found: readonly FoundIdentity[],
  links: readonly Link[],
  /** Null: only that they are one. */
  said: Known | null,
  joinedBy: Joined["joinedBy"],
): Promise<Joined> {
  const [into, ...others] = customersIn(found);
  if (into === undefined) throw new Error("nobody was found");
  const together = others.reduce((known, other) => mergeKnown(known, other.known), into.known);
  const after = said === null ? together : mergeKnown(together, said);
  const phone = said?.phone ?? null;
  const { partId, recast, isInParts } = await learnInParts(ctx, into, others, found, said);
  for (const other of others) {
    if (!isInParts) await mergeInto(ctx, other, into.id);
    else if (other.note !== "") await addNote(ctx.db, into.id, other.note);
    await noteToldMerge(ctx, other, into);
  }
  const wasGone = links.length > 0 && (await linkIdentities(ctx.db, links, into.id, true, partId));

  const hasChanged = await write(ctx, into, after, others);
  if (wasGone || into.archivedBy === "store") await settleArchived(ctx, into.id, after, into);
  if (into.trashedAt !== null) {
    await insertClaims(ctx.db, [into.id]);
    return {
      customerId: into.id,
      partId,
      joinedBy,
      outcome: hasChanged ? "changed" : "seen",
      phone,
      merged: [],
      recast,
      phones: [],
    };
  }
  const settled = await settlePhones(ctx, await numbersBetween(ctx, [into, ...others], after));
  return {
    customerId: into.id,
    partId,
    joinedBy,
    outcome: hasChanged ? "changed" : "seen",
    phone,
    merged: [...others.map(({ id }) => mergedOf(id, into.id, isInParts)), ...settled.merged],
    recast,
    phones: settled.phones,
  };
}

const customersIn = (found: readonly FoundIdentity[]): KnownCustomer[] =>
  [...new Map(found.map(({ customer }) => [customer.id, customer])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );

export async function mergeInto(
  ctx: CommandCtx,
  from: KnownCustomer,
  into: CustomerId,
): Promise<void> {
  await moveIdentities(ctx.db, from.id, into, ctx.now);
  await dropCustomer(ctx.db, from.id);
  if (from.note !== "") await addNote(ctx.db, into, from.note);
  if (Object.keys(from.custom).length > 0) await fillCustom(ctx.db, into, from.custom);
}

/** Writes what is known now. True when people see a difference. */
export async function write(
  ctx: CommandCtx,
  before: KnownCustomer,
  after: Known,
  others: readonly KnownCustomer[],
): Promise<boolean> {
  const isSeenSame = isSame(seenOf(before.known), seenOf(after));
  const clocks = clocksToKeep(after.clocks);
  const isFirst =
    before.known.createdAt.getTime() === after.createdAt.getTime() &&
    before.known.firstConnectionId === after.firstConnectionId;
  if (isSeenSame && others.length === 0) {
    if (isFirst && isSame(clocksToKeep(before.known.clocks), clocks)) return false;
    await writeClocks(ctx.db, before.id, after, clocks);
  } else {
    await noteConsents(ctx, before.known, after);
    await askToLook(ctx);
    await writeKnown(ctx.db, before.id, after, clocks, ctx.now);
    const merged = others.map(({ id, known }) => subjectOf(id, known).name);
    await ctx.audit(subjectOf(before.id, after), {
      ...changesOf(seenOf(before.known), seenOf(after)),
      ...(merged.length > 0 ? { merged } : {}),
    });
    ctx.tell("crm.customers");
  }
  if (!isFirst) await tellCreated(ctx, before.id, after);
  return !isSeenSame || others.length > 0;
}

/** The numbers whose owner may be another now: those of whoever got another name or number, or is gone. */
export async function numbersBetween(
  ctx: CommandCtx,
  before: readonly KnownCustomer[],
  after: Known,
): Promise<string[]> {
  const [first, ...gone] = before;
  const { phone, name } = first?.known ?? after;
  if (phone === after.phone && name === after.name && gone.length === 0) return [];
  const shown = [...before.map(({ known }) => known.phone), after.phone];
  const more = first === undefined ? [] : await selectMoreNumbers(ctx.db, [first.id]);
  return [...new Set([...shown.filter((number) => number !== null), ...more])];
}

/**
 * A store's accounts that are gone put their customer aside, until anything later is told of them. What a person put
 * aside or took back stays as they left it.
 */
export async function settleArchived(
  ctx: CommandCtx,
  id: CustomerId,
  known: Known,
  before: Pick<KnownCustomer, "archivedAt" | "archivedBy"> | null,
): Promise<boolean> {
  if (before?.archivedBy === "person") return false;
  const goneAt = await selectAccountsGoneAt(ctx.db, id);
  const at = goneAt !== null && goneAt.getTime() >= known.clocks.toldAtMs ? goneAt : null;
  const wasAt = before?.archivedBy === "store" ? before.archivedAt : null;
  if (at?.getTime() === wasAt?.getTime()) return false;
  await markArchivedByStore(ctx.db, id, at, ctx.now);
  await ctx.audit(subjectOf(id, known), {
    before: { archivedAt: wasAt },
    after: { archivedAt: at },
  });
  ctx.tell("crm.customers");
  return true;
}

/**
 * A store's word that two of its accounts are one person: their customers become one. Of accounts that nobody was told of
 * yet it is kept, so that whichever is told first is known by both.
 */
export async function mergeStoreAccounts(
  ctx: CommandCtx,
  told: { readonly connectionId: string; readonly keptId: string; readonly goneId: string },
): Promise<{ readonly joined: Joined | null; readonly isNews: boolean }> {
  const keys = [told.keptId, told.goneId].map((id) => storeKeyOf(told.connectionId, id));
  const links = keys.map((key): Link => ({ kind: "store", key }));
  await lockLinks(ctx.db, links.map(lockNameOf));
  // Not even the number of an account that was erased is kept again.
  for (const key of keys)
    if (await isErasedAccount(ctx, key)) return { joined: null, isNews: false };
  const [kept = "", gone = ""] = keys;
  const isNews = (await insertAccountMerge(ctx.db, kept, gone, ctx.now)) > 0;
  withoutMerges.set(ctx.db, false);
  const found = meantOf(await lockIdentities(ctx.db, links), null);
  const joined = found.length === 0 ? null : await learn(ctx, found, links, null, "store");
  return { joined, isNews };
}

/** A store's word that an account is gone. */
export async function deleteStoreCustomer(
  ctx: CommandCtx,
  told: { readonly connectionId: string; readonly externalId: string; readonly at: Date },
): Promise<Applied> {
  const link: Link = { kind: "store", key: storeKeyOf(told.connectionId, told.externalId) };
  await lockLinks(ctx.db, [lockNameOf(link)]);
  // Not even the number of an account that was erased is kept again.
  if (await isErasedAccount(ctx, link.key))
    return { outcome: "seen", subject: null, topics: [], isNameless: true };
  const isNews = (await markStoreDeleted(ctx.db, link.key, told.at)) > 0;
  const [found] = await lockIdentities(ctx.db, [link]);
  if (found === undefined)
    return { outcome: isNews ? "created" : "seen", subject: null, topics: [] };
  const { id, known } = found.customer;
  const subject = subjectOf(id, known);
  const hasChanged = isNews && (await settleArchived(ctx, id, known, found.customer));
  return {
    outcome: hasChanged ? "changed" : "seen",
    subject,
    topics: hasChanged ? ["crm.customers"] : [],
  };
}
