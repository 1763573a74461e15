import { invalid, notFound, refuseIf } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { addAddress, changeAddress, makeMainAddress, removeAddress } from "./addresses.actions.ts";
import { type ContactKind, contacts } from "./contacts.contract.ts";
import {
  readContact,
  type Typed,
  type Way,
  whyNotAdd,
  whyNotChangeWay,
  whyNotMakePrimary,
} from "./contacts.rules.ts";
import {
  deleteIdentity,
  deletePhone,
  insertPhone,
  markPrimaryWhatsapp,
  selectHolder,
} from "./contacts.sql.ts";
import { readCustomer, TOPICS } from "./customers.actions.ts";
import type { CustomerId } from "./customers.contract.ts";
import { subjectOf } from "./history.ts";
import { type KnownCustomer, linkIdentities } from "./identities.sql.ts";
import type { Known, Values } from "./known.rules.ts";
import type { MergeFollower } from "./merging.ts";
import { READ } from "./owners.ts";
import { ownerOf } from "./phones.rules.ts";
import { selectPhoneOwners } from "./phones.sql.ts";
import { settleLockedPhones } from "./phones.ts";
import { lockFor, readContacts, refusedAt, WRITE, waysOf, write } from "./touching.actions.ts";

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

/** What was typed, read with the country of whom it is about. */
async function readFor(
  ctx: CommandCtx,
  id: CustomerId,
  kind: ContactKind,
  value: string,
): Promise<Typed> {
  const { country } = await readCustomer(ctx, id);
  const typed = readContact(kind, value, country, ctx.company.country);
  if (typeof typed === "string") throw refusedAt(typed);
  return typed;
}

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
