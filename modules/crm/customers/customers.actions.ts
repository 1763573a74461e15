import { invalid, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { requireMember } from "#modules/companies/companies.public.ts";
import {
  customAfter,
  customOfNew,
  factsOfCustom,
  filterFor,
  isSameCustom,
  orTaken,
  ownOrderOf,
  type RecordTypes,
  shownFor,
  tellTimeline,
  withCustomChanges,
  withCustomShown,
} from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { inTurn } from "#platform/db/db.ts";
import { eyesFor } from "#platform/permissions/reach.ts";
import { noteConsents } from "../consents/consents.ts";
import { askToLook } from "../duplicates/looking.ts";
import { noteCorrection } from "../requests/corrections.ts";
import { allCountOf } from "./counting.ts";
import {
  type Customer,
  type CustomerChange,
  type CustomerId,
  customers,
} from "./customers.contract.ts";
import {
  whyNotArchive,
  whyNotKept,
  whyNotRestore,
  whyNotTag,
  whyNotTouch,
} from "./customers.rules.ts";
import { type CustomerDetail, markArchived, selectCustomer, selectTags } from "./customers.sql.ts";
import { customerType } from "./fields.ts";
import type { Place } from "./filter.sql.ts";
import { createdOf, haveNoticed, subjectOf } from "./history.ts";
import {
  dropTypedEmail,
  insertCustomer,
  insertTypedCustomer,
  type KnownCustomer,
  linkIdentities,
  lockKnownCustomer,
  lockLinks,
  selectOwnerOfEmail,
  writeEdited,
} from "./identities.sql.ts";
import { numbersBetween } from "./joining.ts";
import {
  clocksToKeep,
  isSame,
  type Known,
  knownAnew,
  seenOf,
  type Values,
  withEdits,
} from "./known.rules.ts";
import { isFiltered, selectCount, selectCustomers, TABLE } from "./list.sql.ts";
import type { MergeFollower } from "./merging.ts";
import { markGiven, selectOwners } from "./owners.sql.ts";
import { enteredBy, GIVE, inReach, READ } from "./owners.ts";
import { editOwnPart } from "./parts.ts";
import { phoneOf } from "./phones.rules.ts";
import { settlePhones } from "./phones.ts";
import { DELETE } from "./trash.ts";

const WRITE = "crm.customers.write";
export const TOPICS = ["crm.customers", "records.timeline"];

export const listCustomers = (types: RecordTypes) =>
  query({
    does: customers.list,
    needs: READ,
    isScoped: true,
    async run(ctx, { where, fields, ...asked }) {
      const filter = await filterFor(ctx, types, "customer", where);
      const shown = await shownFor(ctx, customerType, fields);
      const own = await ownOrderOf(ctx, "customer", asked.sort);
      const order = own && { key: own.key(TABLE), type: own.cast };
      const told = { parts: filter(TABLE), shown, order };
      const page = await selectCustomers(ctx.db, { ...asked, where }, placeOf(ctx), told);
      return { ...page, rows: await withCustomShown(ctx, "customer", page.rows) };
    },
  });

export const countCustomers = (types: RecordTypes) =>
  query({
    does: customers.count,
    needs: READ,
    isScoped: true,
    async run(ctx, { where, ...asked }) {
      const filter = await filterFor(ctx, types, "customer", where);
      const [place, told] = [placeOf(ctx), { parts: filter(TABLE) }];
      const counted = await selectCount(ctx.db, { ...asked, where }, place, told);
      return {
        ...counted,
        allCount: isFiltered({ ...asked, where }, place, told)
          ? await allCountOf(ctx, asked, place)
          : counted.count,
      };
    },
  });

export const getCustomer = query({
  does: customers.get,
  needs: READ,
  isScoped: true,
  run: (ctx, { id }) => readCustomer(ctx, id),
});

export const listTags = query({
  does: customers.tags,
  needs: READ,
  isScoped: true,
  run: async (ctx) => ({ tags: await selectTags(ctx.db, ctx.ownersOf(READ)) }),
});

const placeOf = (ctx: Ctx): Place => ({ ...eyesFor(ctx, READ), ...ctx.company });

export const createCustomer = command({
  does: customers.create,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { note, custom: sent, ...typed }) {
    const known = withEdits(knownAnew(ctx.now), editsOf(typed, ctx), ctx.now);
    refuseIf(whyNotKept(known));
    const custom = await customOfNew(ctx, "customer", sent);

    const id = newId<"customer">();
    const { email } = known;
    await noteConsents(ctx, null, known);
    const ownerId = enteredBy(ctx);
    const entered = { clocks: clocksToKeep(known.clocks), note, custom, ownerId, now: ctx.now };
    // None waits for the other: they go to the database together.
    const [isMade, , made] = await inTurn(
      insertTyped(ctx, id, known, entered),
      tellTimeline(ctx, [createdOf(id, known, ctx.actor.name)]),
      readCustomer(ctx, id),
    );
    if (!isMade && email !== null) await refuseIfTaken(ctx, email);
    await haveNoticed(ctx);

    await ctx.audit(subjectOf(id, known), {
      after: { ...seenOf(known), note, ...factsOfCustom(custom) },
    });
    ctx.tell(...TOPICS);
    return made;
  },
});

export const changeCustomer = (followers: readonly MergeFollower[]) =>
  command({
    does: customers.change,
    needs: WRITE,
    isScoped: true,
    async run(ctx, { id, version, note: newNote, custom: sent, requestId, ...typed }) {
      await inReach(ctx, [id], WRITE);
      const email = emailOf(typed.email);
      if (email !== null) await refuseIfTaken(ctx, email, id);
      const customer = await lockKnownCustomer(ctx.db, id);
      refuseIfStale(customer, version);
      refuseIf(whyNotTouch(customer));

      const { known } = customer;
      const note = newNote ?? customer.note;
      const edits = editsOf(typed, ctx, known.country);
      const after = withEdits(known, edits, ctx.now);
      refuseIf(whyNotKept(after));

      const custom = await customAfter(ctx, "customer", customer.custom, sent);

      const before = { ...seenOf(known), note: customer.note };
      const isSameHouse = isSame(before, { ...seenOf(after), note });
      if (!isSameHouse || !isSameCustom(customer.custom, custom)) {
        await noteConsents(ctx, known, after);
        await writeEdited(ctx.db, id, after, {
          clocks: clocksToKeep(after.clocks),
          note,
          custom,
          now: ctx.now,
        }).catch(orTaken);
        await writeEmail(ctx, id, known, after);
        await askToLook(ctx);
        if (customer.isMerged) await editOwnPart(ctx, id, edits, newNote);
        await settleWhoIsMeant(ctx, customer, after, followers);
      }

      const changes = changesOf(before, { ...seenOf(after), note });
      const asked =
        requestId === undefined ? {} : await noteCorrection(ctx, requestId, id, changes);
      await ctx.audit(subjectOf(id, after), {
        ...withCustomChanges(changes, customer.custom, custom),
        ...asked,
      });
      ctx.tell(...TOPICS);
      return readCustomer(ctx, id);
    },
  });

export const archiveCustomer = command({
  does: customers.archive,
  needs: WRITE,
  isScoped: true,
  run: (ctx, { id, version }) => setArchived(ctx, id, version, ctx.now),
});

export const restoreCustomer = command({
  does: customers.restore,
  needs: WRITE,
  isScoped: true,
  run: (ctx, { id, version }) => setArchived(ctx, id, version, null),
});

export const giveCustomer = command({
  does: customers.give,
  needs: GIVE,
  isScoped: true,
  async run(ctx, { id, version, ownerId }) {
    await inReach(ctx, [id], GIVE);
    if (ownerId !== null) await requireMember(ctx, ownerId, ["ownerId"]);
    const customer = await lockKnownCustomer(ctx.db, id);
    refuseIfStale(customer, version);
    refuseIf(whyNotTouch(customer));
    const [was] = await selectOwners(ctx.db, [id]);

    await markGiven(ctx.db, id, ownerId, ctx.now);

    const change = changesOf({ ownerId: was?.ownerId ?? null }, { ownerId });
    await ctx.audit(subjectOf(id, customer.known), change);
    ctx.tell(...TOPICS);
    return readGiven(ctx, id);
  },
});

/** Whom a number alone means may be another now: what was sold follows at once, and not with the next order. */
async function settleWhoIsMeant(
  ctx: CommandCtx,
  before: KnownCustomer,
  after: Known,
  followers: readonly MergeFollower[],
): Promise<void> {
  const own = before.isPhoneAlone && before.known.phone !== null ? [before.known.phone] : [];
  const phones = [...new Set([...(await numbersBetween(ctx, [before], after)), ...own])];
  if (phones.length === 0) return;
  const { merged } = await settlePhones(ctx, phones);
  for (const follower of followers) await follower.merged(ctx, { merged, phones });
}

async function setArchived(
  ctx: CommandCtx,
  id: CustomerId,
  version: number,
  at: Date | null,
): Promise<Customer> {
  await inReach(ctx, [id], WRITE);
  const customer = await lockKnownCustomer(ctx.db, id);
  refuseIfStale(customer, version);
  refuseIf(at === null ? whyNotRestore(customer) : whyNotArchive(customer));

  await markArchived(ctx.db, id, at, ctx.now);

  await ctx.audit(subjectOf(id, customer.known), {
    before: { archivedAt: customer.archivedAt },
    after: { archivedAt: at },
  });
  ctx.tell(...TOPICS);
  return readCustomer(ctx, id);
}

/** False: the address that was typed is another's. */
const insertTyped = (
  { db }: CommandCtx,
  id: CustomerId,
  known: Known,
  entered: Parameters<typeof insertCustomer>[3],
): Promise<boolean> =>
  (known.email === null
    ? insertCustomer(db, id, known, entered).then(() => true)
    : insertTypedCustomer(db, id, known, known.email, entered)
  ).catch(orTaken);

/** An address belongs to one customer. Whose it is, is said with the refusal. */
async function refuseIfTaken(ctx: CommandCtx, email: string, by?: CustomerId): Promise<void> {
  await lockLinks(ctx.db, [`email:${email}`]);
  const owner = await selectOwnerOfEmail(ctx.db, email);
  if (owner === null || owner === by) return;
  const taken = {
    path: ["email"],
    code: "crm.customer.email_taken",
    customer: showId("customer", owner),
  };
  throw invalid(taken);
}

/** Orders that name the new address find them; the old one still does where a store told it. */
async function writeEmail(
  ctx: CommandCtx,
  id: CustomerId,
  before: Known,
  after: Known,
): Promise<void> {
  if (after.email === before.email) return;
  if (before.email !== null) await dropTypedEmail(ctx.db, id, before.email);
  if (after.email !== null)
    await linkIdentities(ctx.db, [{ kind: "email", key: after.email }], id, false);
}

type Typed = Partial<Omit<CustomerChange, "id" | "version" | "note" | "custom" | "requestId">>;

/** What a person typed, as it is kept: only the fields that were named. */
function editsOf(typed: Typed, ctx: Ctx, country: string | null = null): Values {
  const { email, phone, emailConsent, phoneConsent, tags, ...rest } = typed;
  refuseIf(whyNotTag(tags ?? []));
  const named = Object.entries(rest).filter(([, value]) => value !== undefined);
  const texts = named.map(([field, value]) => [field, field === "name" ? value : value || null]);
  const region = typed.country ?? country;
  return {
    ...Object.fromEntries(texts),
    ...(tags === undefined ? {} : { tags }),
    ...(email === undefined ? {} : { email: emailOf(email) }),
    ...(phone === undefined
      ? {}
      : { phone: phoneOf(phone || null, region, ctx.company.country), phoneText: phone || null }),
    ...(emailConsent === undefined ? {} : { emailConsent, emailConsentAt: ctx.now }),
    ...(phoneConsent === undefined ? {} : { phoneConsent, phoneConsentAt: ctx.now }),
  };
}

const emailOf = (typed: string | null | undefined): string | null =>
  typed === null || typed === undefined ? null : typed.trim().toLowerCase();

export const readCustomer = async (ctx: Ctx, id: CustomerId): Promise<Customer> =>
  shownOf(ctx, await selectCustomer(ctx.db, id, ctx.ownersOf(READ)));

/** Whoever gives away what was theirs sees once more what they gave, and then no more. */
const readGiven = async (ctx: Ctx, id: CustomerId): Promise<Customer> =>
  shownOf(ctx, await selectCustomer(ctx.db, id, null));

async function shownOf(ctx: Ctx, detail: CustomerDetail): Promise<Customer> {
  const [customer = { ...detail, custom: {} }] = await withCustomShown(ctx, "customer", [detail]);
  const closed = ctx.whyNotMay(WRITE, customer.ownerId);
  return {
    ...customer,
    blocked: {
      change: closed ?? whyNotTouch(customer),
      give: ctx.whyNotMay(GIVE, customer.ownerId) ?? whyNotTouch(customer),
      trash: ctx.whyNotMay(DELETE, customer.ownerId) ?? whyNotTouch(customer),
      archive: closed ?? whyNotArchive(customer),
      restore: closed ?? whyNotRestore(customer),
    },
  };
}
