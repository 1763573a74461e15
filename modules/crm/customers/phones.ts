import { newId } from "#kernel/ids.ts";
import { forgetTimeline } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { noteConsents } from "../consents/consents.ts";
import type { CustomerId } from "./customers.contract.ts";
import { isSoldSince, type Joined, type Merged, mergedOf } from "./customers.rules.ts";
import { CREATED, subjectOf, tellCreated } from "./history.ts";
import {
  dropCustomer,
  insertCustomer,
  lockKnownCustomer,
  lockLinks,
  moveIdentities,
  writeClocks,
  writeKnown,
} from "./identities.sql.ts";
import {
  clocksToKeep,
  isSame,
  isSameKnown,
  type Known,
  knownAnew,
  mergeKnown,
  seenOf,
} from "./known.rules.ts";
import { selectToldByPhone } from "./parts.sql.ts";
import { becomePart } from "./parts.ts";
import { nameOfKey, ownerOf, phoneKeyOf, phoneOfKey } from "./phones.rules.ts";
import {
  insertPhoneIdentity,
  markPhoneLeads,
  markPhoneTold,
  type PhoneIdentity,
  type PhoneOwner,
  selectPhoneIdentities,
  selectPhoneIdentity,
  selectPhoneOwners,
} from "./phones.sql.ts";

type Settled = { readonly merged: Merged[]; readonly phones: string[] };

/**
 * Somebody known by a phone alone. With a name the number leads to the one customer it can mean; else to a customer of
 * its own, which carries only what was told under that number and name. So it can be decided again at any time.
 */
export async function joinByPhone(
  ctx: CommandCtx,
  phone: string,
  said: Known,
  madeAt: Date | null,
): Promise<Joined> {
  await lockLinks(ctx.db, [lockNameOf(phone)]);
  const key = phoneKeyOf(phone, said.name);
  const identity = await selectPhoneIdentity(ctx.db, key);
  const owner = ownerOf(await selectPhoneOwners(ctx.db, [phone]), nameOfKey(key));
  const joined = { joinedBy: "phone", phone, partId: null, recast: null } as const;
  if (identity === null) {
    const customerId = owner?.id ?? (await meetByPhone(ctx, said));
    await insertPhoneIdentity(ctx.db, key, said, customerId);
    const outcome = owner === null ? "created" : "seen";
    return { ...joined, customerId, outcome, merged: [], phones: [] };
  }
  if (isSoldSince(identity, madeAt)) return meetAgain(ctx, key, said, owner, joined);
  return { ...joined, ...(await learnAgain(ctx, identity, said, owner)) };
}

/** Known already: what is told is learnt, and where it leads is decided again. Who is in the trash only learns. */
async function learnAgain(
  ctx: CommandCtx,
  identity: PhoneIdentity,
  said: Known,
  owner: PhoneOwner | null,
): Promise<Pick<Joined, "customerId" | "outcome"> & Settled> {
  const told = mergeKnown(identity.told, said);
  if (!isSameKnown(told, identity.told)) await markPhoneTold(ctx.db, identity.key, told);
  const settled: Settled = { merged: [], phones: [] };
  const isResting = identity.trashedAt !== null;
  const customerId = isResting
    ? identity.customerId
    : await lead(ctx, { ...identity, told }, owner, settled);
  const isStillOwn = identity.isOwn && customerId === identity.customerId;
  const hasChanged = isStillOwn && (await learnByPhone(ctx, customerId, identity.told, told));
  return { customerId, outcome: hasChanged ? "changed" : "seen", ...settled };
}

/** Who was deleted and buys again is somebody new, of whom only this is known. */
async function meetAgain(
  ctx: CommandCtx,
  key: string,
  said: Known,
  owner: PhoneOwner | null,
  joined: Pick<Joined, "joinedBy" | "phone" | "partId" | "recast">,
): Promise<Joined> {
  const customerId = owner?.id ?? (await meetByPhone(ctx, said));
  await markPhoneLeads(ctx.db, key, customerId);
  await markPhoneTold(ctx.db, key, said);
  const outcome = owner === null ? "created" : "seen";
  return { ...joined, customerId, outcome, merged: [], phones: [] };
}

/** The customer a number and a name lead to. */
export async function customerForPhone(
  ctx: CommandCtx,
  phone: string,
  name: string,
): Promise<CustomerId> {
  const identity = await selectPhoneIdentity(ctx.db, phoneKeyOf(phone, name));
  if (identity !== null) return identity.customerId;
  const said = { ...knownAnew(ctx.now), name, phone, phoneText: phone };
  return (await joinByPhone(ctx, phone, said, null)).customerId;
}

/**
 * Whoever is known by one number and name again lets go of the others that led to them meanwhile: each is somebody of its
 * own, until it is settled who is meant.
 */
export async function letGoOthers(ctx: CommandCtx, id: CustomerId, ownKey: string): Promise<void> {
  for (const { partId, key, told } of await selectToldByPhone(ctx.db, [id]))
    if (partId === id && key !== ownKey)
      await markPhoneLeads(ctx.db, key, await meetByPhone(ctx, told));
}

/**
 * Whoever is known by one number and name again is whom these mean, until it is settled anew; who stood for them meanwhile
 * gives way. Answers who that was.
 */
export async function takeBackPhone(
  ctx: CommandCtx,
  id: CustomerId,
  ownKey: string,
): Promise<Merged[]> {
  const identity = await selectPhoneIdentity(ctx.db, ownKey);
  if (identity === null || identity.customerId === id) return [];
  await markPhoneLeads(ctx.db, ownKey, id);
  if (!identity.isOwn) return [];
  await giveWay(ctx, identity, { id, name: identity.told.name, isMerged: false });
  return [mergedOf(identity.customerId, id, false)];
}

/** Decides again where these numbers lead, after whoever has them changed. */
export async function settlePhones(ctx: CommandCtx, phones: readonly string[]): Promise<Settled> {
  if (phones.length > 0) await lockLinks(ctx.db, phones.map(lockNameOf));
  return settleLockedPhones(ctx, phones);
}

/** The same, of numbers that this transaction has locked. */
export async function settleLockedPhones(
  ctx: CommandCtx,
  phones: readonly string[],
): Promise<Settled> {
  const settled: Settled = { merged: [], phones: [] };
  if (phones.length === 0) return settled;
  const identities = await selectPhoneIdentities(ctx.db, phones);
  if (identities.length === 0) return settled;
  const owners = Map.groupBy(await selectPhoneOwners(ctx.db, phones), ({ phone }) => phone);
  for (const identity of identities) {
    // Who is in the trash is left as they are, to come back so.
    if (identity.trashedAt !== null) continue;
    const ofPhone = owners.get(phoneOfKey(identity.key)) ?? [];
    await lead(ctx, identity, ownerOf(ofPhone, nameOfKey(identity.key)), settled);
  }
  return settled;
}

const lockNameOf = (phone: string): string => `phone:${phone}`;

/** Lets a number and a name lead to its owner, or to a customer of its own when it has none. */
async function lead(
  ctx: CommandCtx,
  identity: PhoneIdentity,
  owner: PhoneOwner | null,
  settled: Settled,
): Promise<CustomerId> {
  const { key, customerId, isOwn } = identity;
  if (owner === null ? isOwn : owner.id === customerId) return customerId;
  if (owner !== null && isOwn) {
    await giveWay(ctx, identity, owner);
    settled.merged.push(mergedOf(customerId, owner.id, owner.isMerged));
    return owner.id;
  }
  const next = owner?.id ?? (await meetByPhone(ctx, identity.told));
  await markPhoneLeads(ctx.db, key, next);
  settled.phones.push(phoneOfKey(key));
  return next;
}

/**
 * What was told under a number alone says nothing of its owner: only the orders move. To somebody merged of several they
 * go as a part, for without the merge it might be nobody who is meant.
 */
async function giveWay(
  ctx: CommandCtx,
  own: PhoneIdentity,
  owner: Pick<PhoneOwner, "id" | "name" | "isMerged">,
): Promise<void> {
  await forgetTimeline(ctx, {
    subjectType: "customer",
    subjectId: own.customerId,
    keys: [CREATED],
  });
  if (owner.isMerged)
    await becomePart(ctx, await lockKnownCustomer(ctx.db, own.customerId), owner.id);
  else {
    await moveIdentities(ctx.db, own.customerId, owner.id, ctx.now);
    await dropCustomer(ctx.db, own.customerId);
  }
  const merged = [subjectOf(own.customerId, own.told).name];
  await ctx.audit({ type: "customer", id: owner.id, name: owner.name }, { merged });
  ctx.tell("crm.customers");
}

async function meetByPhone(ctx: CommandCtx, told: Known): Promise<CustomerId> {
  const id = newId<"customer">();
  const clocks = clocksToKeep(told.clocks);
  await noteConsents(ctx, null, told);
  await insertCustomer(ctx.db, id, told, { clocks, isPhoneAlone: true, now: ctx.now });
  await tellCreated(ctx, id, told);
  await ctx.audit(subjectOf(id, told), { after: seenOf(told) });
  ctx.tell("crm.customers");
  return id;
}

async function learnByPhone(
  ctx: CommandCtx,
  id: CustomerId,
  before: Known,
  after: Known,
): Promise<boolean> {
  const clocks = clocksToKeep(after.clocks);
  const isFirst =
    before.createdAt.getTime() === after.createdAt.getTime() &&
    before.firstConnectionId === after.firstConnectionId;
  if (!isFirst) await tellCreated(ctx, id, after);
  if (isSame(seenOf(before), seenOf(after))) {
    if (!isSameKnown(before, after)) await writeClocks(ctx.db, id, after, clocks);
    return false;
  }
  await noteConsents(ctx, before, after);
  await writeKnown(ctx.db, id, after, clocks, ctx.now);
  await ctx.audit(subjectOf(id, after), changesOf(seenOf(before), seenOf(after)));
  ctx.tell("crm.customers");
  return true;
}
