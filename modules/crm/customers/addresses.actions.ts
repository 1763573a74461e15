import { notFound, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { type AddressId, contacts } from "./contacts.contract.ts";
import { addressIn, hasPlace, type Place, placeText, whyNotAdd } from "./contacts.rules.ts";
import {
  clearDefaults,
  deleteAddress,
  insertAddress,
  type KeptAddress,
  selectAddresses,
  updateAddress,
} from "./contacts.sql.ts";
import { TOPICS } from "./customers.actions.ts";
import type { CustomerId } from "./customers.contract.ts";
import { subjectOf } from "./history.ts";
import type { KnownCustomer } from "./identities.sql.ts";
import type { Known } from "./known.rules.ts";
import { lockFor, readContacts, refusedAt, WRITE, write } from "./touching.actions.ts";

export const addAddress = command({
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

export const changeAddress = command({
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

export const removeAddress = command({
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

export const makeMainAddress = command({
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
