import { invalid, notFound, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { askToLook } from "../duplicates/looking.ts";
import { type AddressId, type ContactKind, type Contacts, contacts } from "./contacts.contract.ts";
import {
  addressIn,
  contactOf,
  hasPlace,
  type Place,
  placeText,
  readContact,
  type Typed,
  type Way,
  waysIn,
  whyNotAdd,
  whyNotChangeWay,
  whyNotMakePrimary,
} from "./contacts.rules.ts";
import {
  clearDefaults,
  deleteAddress,
  deleteIdentity,
  deletePhone,
  insertAddress,
  insertPhone,
  type KeptAddress,
  markPrimaryWhatsapp,
  selectAccounts,
  selectAddresses,
  selectHolder,
  selectWays,
  updateAddress,
} from "./contacts.sql.ts";
import { readCustomer, TOPICS } from "./customers.actions.ts";
import type { CustomerId } from "./customers.contract.ts";
import { whyNotKept, whyNotTouch } from "./customers.rules.ts";
import { subjectOf } from "./history.ts";
import {
  type KnownCustomer,
  linkIdentities,
  lockKnownCustomer,
  lockLinks,
  writeEdited,
} from "./identities.sql.ts";
import { clocksToKeep, type Known, type Values, withEdits } from "./known.rules.ts";
import type { MergeFollower } from "./merging.ts";
import { inReach, READ } from "./owners.ts";
import { editOwnPart } from "./parts.ts";
import { ownerOf } from "./phones.rules.ts";
import { selectPhoneOwners } from "./phones.sql.ts";
import { settleLockedPhones } from "./phones.ts";

const WRITE = "crm.customers.write";

export const contactActions = (followers: readonly MergeFollower[]) => ({
  list: listContacts,
  add: addContact(followers),
  change: changeContact(followers),
  remove: removeContact(followers),
  makePrimary: makePrimaryContact,
  addAddress,
  changeAddress,
  removeAddress,
  makeMainAddress,
});

const listContacts = query({
  does: contacts.list,
  needs: READ,
  isScoped: true,
  run: (ctx, { id }) => readContacts(ctx, id),
});

const addContact = (followers: readonly MergeFollower[]) =>
  command({
    does: contacts.add,
    needs: WRITE,
    isScoped: true,
    async run(ctx, { id, version, kind, value, isPrimary }) {
      const typed = await readFor(ctx, id, kind, value);
      const customer = await lockFor(ctx, id, version, [[kind, typed.key]]);
      const before = await waysOf(ctx, customer.id);
      if (before.some((way) => way.kind === kind && way.key === typed.key))
        throw refusedAt("crm.contact.known_already");
      refuseIf(whyNotAdd(before.filter((way) => way.kind === kind)));
      await refuseIfHeld(ctx, customer, kind, typed.key);

      const isFirst = isPrimary || !before.some((way) => way.kind === kind && way.isPrimary);

      await tie(ctx, customer.id, kind, typed);
      const known = await write(ctx, customer, isFirst ? primaryOf(kind, typed) : {});
      if (isFirst) await keepShown(ctx, customer, kind, typed.key, before);
      await tellWays(ctx, customer, known, before);
      if (kind === "phone") await settle(ctx, [typed.key], followers);
      return readContacts(ctx, id);
    },
  });

const changeContact = (followers: readonly MergeFollower[]) =>
  command({
    does: contacts.change,
    needs: WRITE,
    isScoped: true,
    async run(ctx, { id, version, kind, key, value }) {
      const typed = await readFor(ctx, id, kind, value);
      const customer = await lockFor(ctx, id, version, [
        [kind, key],
        [kind, typed.key],
      ]);
      const before = await waysOf(ctx, customer.id);
      const was = wayIn(before, kind, key);
      refuseIf(whyNotChangeWay(was));
      if (typed.key !== key) {
        if (before.some((way) => way.kind === kind && way.key === typed.key))
          throw refusedAt("crm.contact.known_already");
        await refuseIfHeld(ctx, customer, kind, typed.key);
      }

      await untie(ctx, customer.id, was);
      await tie(ctx, customer.id, kind, typed);
      const known = await write(ctx, customer, was.isPrimary ? primaryOf(kind, typed) : {});
      if (was.isPrimary && kind === "whatsapp")
        await markPrimaryWhatsapp(ctx.db, customer.id, typed.key);
      await tellWays(ctx, customer, known, before);
      if (kind === "phone") await settle(ctx, [key, typed.key], followers);
      return readContacts(ctx, id);
    },
  });

const removeContact = (followers: readonly MergeFollower[]) =>
  command({
    does: contacts.remove,
    needs: WRITE,
    isScoped: true,
    async run(ctx, { id, version, kind, key }) {
      const customer = await lockFor(ctx, id, version, [[kind, key]]);
      const before = await waysOf(ctx, customer.id);
      const was = wayIn(before, kind, key);
      refuseIf(whyNotChangeWay(was));

      const next =
        before.find((way) => way.kind === kind && way.key !== key && !way.isOfOther) ?? null;

      await untie(ctx, customer.id, was);
      const known = await write(ctx, customer, was.isPrimary ? primaryOf(kind, next) : {});
      await tellWays(ctx, customer, known, before);
      if (kind === "phone") await settle(ctx, [key], followers);
      return readContacts(ctx, id);
    },
  });

const makePrimaryContact = command({
  does: contacts.makePrimary,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version, kind, key }) {
    const customer = await lockFor(ctx, id, version, []);
    const before = await waysOf(ctx, customer.id);
    const way = wayIn(before, kind, key);
    refuseIf(whyNotMakePrimary(way));

    await keepShown(ctx, customer, kind, key, before);
    const known = await write(ctx, customer, primaryOf(kind, way));
    await tellWays(ctx, customer, known, before);
    return readContacts(ctx, id);
  },
});

const addAddress = command({
  does: contacts.addAddress,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version, ...place }) {
    const customer = await lockFor(ctx, id, version, []);
    const before = await placesOf(ctx, customer);
    refuseIf(whyNotAdd(before));
    if (!hasPlace(place)) throw refusedAt("crm.contact.address_is_empty", "street");

    await keepPlace(ctx, customer.id, newId<"customer_address">(), place, true);
    await tellPlaces(ctx, customer, await write(ctx, customer, {}), before);
    return readContacts(ctx, id);
  },
});

const changeAddress = command({
  does: contacts.changeAddress,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version, addressId, ...change }) {
    const customer = await lockFor(ctx, id, version, []);
    const before = await placesOf(ctx, customer);
    const was = placeIn(before, addressId);
    const named = Object.entries(change).filter(([, value]) => value !== undefined);
    const place = { ...was, ...Object.fromEntries(named) };
    if (!hasPlace(place)) throw refusedAt("crm.contact.address_is_empty", "street");

    await keepPlace(ctx, customer.id, addressId, place, false);
    await tellPlaces(ctx, customer, await write(ctx, customer, {}), before);
    return readContacts(ctx, id);
  },
});

const removeAddress = command({
  does: contacts.removeAddress,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version, addressId }) {
    const customer = await lockFor(ctx, id, version, []);
    const before = await placesOf(ctx, customer);
    placeIn(before, addressId);

    await deleteAddress(ctx.db, addressId);
    await tellPlaces(ctx, customer, await write(ctx, customer, {}), before);
    return readContacts(ctx, id);
  },
});

const makeMainAddress = command({
  does: contacts.makeMainAddress,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version, addressId }) {
    const customer = await lockFor(ctx, id, version, []);
    const before = await placesOf(ctx, customer);
    const { partId, ...chosen } = placeIn(before, addressId);
    const shown = addressIn(customer.known);

    // What a merge brought stays where it came from, for the day it is undone.
    if (partId === null) await deleteAddress(ctx.db, addressId);
    if (hasPlace(shown)) {
      const defaults = { isBilling: false, isShipping: false };
      const kept = { label: partId === null ? chosen.label : "", ...shown, ...defaults };
      await keepPlace(ctx, customer.id, newId<"customer_address">(), kept, true);
    }
    await tellPlaces(ctx, customer, await write(ctx, customer, addressIn(chosen)), before);
    return readContacts(ctx, id);
  },
});

async function readContacts(ctx: Ctx, asked: CustomerId): Promise<Contacts> {
  const customer = await readCustomer(ctx, asked);
  const { change } = customer.blocked;
  const ways = await waysOf(ctx, customer.id);
  const more = await selectAddresses(ctx.db, customer.id);
  const main = addressIn(customer);
  const [billing, shipping] = [
    more.find(({ isBilling }) => isBilling)?.id ?? null,
    more.find(({ isShipping }) => isShipping)?.id ?? null,
  ];
  const all = [...(hasPlace(main) ? [{ id: null, label: "", ...main }] : []), ...more];
  return {
    version: customer.version,
    contacts: ways.map((way) => contactOf(way, change)),
    accounts: await selectAccounts(ctx.db, customer.id),
    addresses: all.map((place) => ({
      id: place.id,
      label: place.label,
      ...addressIn(place),
      isBilling: place.id === billing,
      isShipping: place.id === shipping,
    })),
    blocked: { add: change, addAddress: change ?? whyNotAdd(more), changeAddress: change },
  };
}

/** What was typed, read with the country of whom it is about. */
async function readFor(
  ctx: CommandCtx,
  id: CustomerId,
  kind: ContactKind,
  value: string,
): Promise<Typed> {
  const { country } = await readCustomer(ctx, id);
  const typed = readContact(kind, value, country ?? ctx.company.country);
  if (typeof typed === "string") throw refusedAt(typed);
  return typed;
}

const refusedAt = (code: string, field = "value") => invalid({ path: [field], code });

/** Nobody else decides meanwhile who is behind these; then the customer is held, as the person saw them. */
async function lockFor(
  ctx: CommandCtx,
  id: CustomerId,
  version: number,
  keys: readonly (readonly [ContactKind, string])[],
): Promise<KnownCustomer> {
  await inReach(ctx, [id], WRITE);
  await lockLinks(
    ctx.db,
    keys.map(([kind, key]) => `${kind}:${key}`),
  );
  const customer = await lockKnownCustomer(ctx.db, id);
  refuseIfStale(customer, version);
  refuseIf(whyNotTouch(customer));
  return customer;
}

const waysOf = async (ctx: Ctx, id: CustomerId): Promise<Way[]> =>
  waysIn(await selectWays(ctx.db, id));

function wayIn(all: readonly Way[], kind: ContactKind, key: string): Way {
  const way = all.find((one) => one.kind === kind && one.key === key);
  if (way === undefined) throw notFound("crm.contact");
  return way;
}

/**
 * By what somebody is known one is known alone: whoever has it is said with the refusal. A number may be shared, so it is
 * another's only where the name can be theirs as well.
 */
async function refuseIfHeld(
  ctx: CommandCtx,
  { id, known }: KnownCustomer,
  kind: ContactKind,
  key: string,
): Promise<void> {
  const holder =
    kind === "phone"
      ? await namesakeOf(ctx, id, key, known.name)
      : await selectHolder(ctx.db, kind, key);
  if (holder === null || holder.id === id) return;
  const taken = {
    path: ["value"],
    code: "crm.contact.taken",
    customer: showId("customer", holder.id),
    name: holder.name,
  };
  throw invalid(taken);
}

async function namesakeOf(ctx: CommandCtx, id: CustomerId, phone: string, name: string) {
  const others = (await selectPhoneOwners(ctx.db, [phone])).filter((owner) => owner.id !== id);
  return name === ""
    ? null
    : ownerOf(
        others.filter((owner) => owner.name !== ""),
        name,
      );
}

/** It leads to the customer from now on. */
async function tie(
  ctx: CommandCtx,
  id: CustomerId,
  kind: ContactKind,
  { key, text }: Typed,
): Promise<void> {
  if (kind === "phone") await insertPhone(ctx.db, id, { phone: key, text }, ctx.now);
  else await linkIdentities(ctx.db, [{ kind, key }], id, false);
}

async function untie(ctx: CommandCtx, id: CustomerId, { kind, key }: Way): Promise<void> {
  if (kind === "phone") await deletePhone(ctx.db, id, key);
  else await deleteIdentity(ctx.db, id, kind, key);
}

/** What is written on the customer's own row when this is the one they are shown with. */
function primaryOf(kind: ContactKind, typed: Typed | null): Values {
  if (kind === "email") return { email: typed?.key ?? null };
  if (kind === "whatsapp") return {};
  const phone = typed?.key.startsWith("+") === true ? typed.key : null;
  return { phone, phoneText: typed?.text ?? null };
}

/** Another is shown from now on: the number that was stays theirs, unless it is a part's, which has it anyway. */
async function keepShown(
  ctx: CommandCtx,
  { id, known: { phone, phoneText } }: KnownCustomer,
  kind: ContactKind,
  key: string,
  before: readonly Way[],
): Promise<void> {
  if (kind === "whatsapp") await markPrimaryWhatsapp(ctx.db, id, key);
  const shown = before.find((way) => way.kind === "phone" && way.isPrimary);
  if (kind === "phone" && phoneText !== null && shown?.isOfPart === false)
    await insertPhone(ctx.db, id, { phone, text: phoneText }, ctx.now);
}

/** As every deed of a person on a customer: they are known by more than a phone, and looked at for duplicates. */
async function write(ctx: CommandCtx, customer: KnownCustomer, edits: Values): Promise<Known> {
  const known = withEdits(customer.known, edits, ctx.now);
  refuseIf(whyNotKept(known));
  const { id, note } = customer;
  await writeEdited(ctx.db, id, known, { clocks: clocksToKeep(known.clocks), note, now: ctx.now });
  if (customer.isMerged) await editOwnPart(ctx, id, edits, undefined);
  await askToLook(ctx);
  return known;
}

async function tellWays(
  ctx: CommandCtx,
  { id }: KnownCustomer,
  known: Known,
  before: readonly Way[],
): Promise<void> {
  const said = (ways: readonly Way[]) => ({
    emails: textsOf(ways, "email"),
    phones: textsOf(ways, "phone"),
    whatsapps: textsOf(ways, "whatsapp"),
  });
  await ctx.audit(subjectOf(id, known), changesOf(said(before), said(await waysOf(ctx, id))));
  ctx.tell(...TOPICS);
}

/** The primary first: so another primary is a change that is told. */
const textsOf = (ways: readonly Way[], kind: ContactKind): string[] =>
  ways.filter((way) => way.kind === kind).map(({ text }) => text);

async function settle(
  ctx: CommandCtx,
  phones: readonly string[],
  followers: readonly MergeFollower[],
): Promise<void> {
  const settled = await settleLockedPhones(ctx, phones);
  const joined = { merged: settled.merged, phones };
  for (const follower of followers) await follower.merged(ctx, joined);
}

const placesOf = (ctx: Ctx, { id }: Pick<KnownCustomer, "id">): Promise<KeptAddress[]> =>
  selectAddresses(ctx.db, id);

function placeIn(all: readonly KeptAddress[], id: AddressId): KeptAddress {
  const place = all.find((one) => one.id === id);
  if (place === undefined) throw notFound("crm.address");
  return place;
}

async function keepPlace(
  ctx: CommandCtx,
  customerId: CustomerId,
  id: AddressId,
  place: Place,
  isNew: boolean,
): Promise<void> {
  const blank = Object.entries(addressIn(place)).map(([part, text]) => [part, text || null]);
  const kept = { ...place, ...Object.fromEntries(blank) };
  await clearDefaults(ctx.db, customerId, place, id);
  if (isNew) await insertAddress(ctx.db, id, customerId, kept, ctx.now);
  else await updateAddress(ctx.db, id, kept);
}

async function tellPlaces(
  ctx: CommandCtx,
  customer: KnownCustomer,
  known: Known,
  before: readonly KeptAddress[],
): Promise<void> {
  const said = (main: Known, places: readonly KeptAddress[]) => ({
    addresses: [placeText(addressIn(main)), ...places.map(placeText)].filter((text) => text !== ""),
    billing: places.find(({ isBilling }) => isBilling)?.label ?? "",
    shipping: places.find(({ isShipping }) => isShipping)?.label ?? "",
  });
  const after = await placesOf(ctx, customer);
  const change = changesOf(said(customer.known, before), said(known, after));
  await ctx.audit(subjectOf(customer.id, known), change);
  ctx.tell(...TOPICS);
}
