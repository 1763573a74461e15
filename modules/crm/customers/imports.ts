import { setImmediate as turn } from "node:timers/promises";
import { newId, readId } from "#kernel/ids.ts";
import {
  type Aftermath,
  askToLearnWords,
  changedBetween,
  differencesOf,
  type Facts,
  forgetTimeline,
  forgetTimelines,
  type How,
  type ImportChange,
  type Importer,
  ownReadingOf,
  type RowRead,
  sortedCustom,
  standingOf,
  type Taken,
  type TakenRows,
  tellTimeline,
  type UndoHow,
  type Undone,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { noteImported } from "../consents/consents.ts";
import type { CustomerId } from "./customers.contract.ts";
import { CREATED } from "./history.ts";
import { dropTypedEmail, linkIdentities, lockAllLinks } from "./identities.sql.ts";
import {
  type Asked,
  askedBy,
  factsOf,
  type Written,
  whyNotWritten,
  writtenBy,
} from "./imports.rules.ts";
import {
  deletePeople,
  insertPeople,
  letWordsWait,
  lockMade,
  type Person,
  selectEmailOwners,
  selectLedTo,
  selectPeople,
  setBackPeople,
  type ToSetBack,
  updatePeople,
} from "./imports.sql.ts";
import {
  clocksFrom,
  clocksToKeep,
  isSame,
  type KeptClocks,
  type Values as KnownValues,
  knownAnew,
  seenOf,
  setBack,
} from "./known.rules.ts";
import { enteredBy } from "./owners.ts";
import { editOwnPart } from "./parts.ts";
import { nameOfKey, ownerOf, phoneKeyOf } from "./phones.rules.ts";
import { type PhoneOwner, selectPhoneIdentities, selectPhoneOwners } from "./phones.sql.ts";
import { settleLockedPhones } from "./phones.ts";

/** Customers out of a file: known by their id here, by their address, or by number and name, as everywhere. */
export const customerImporter: Importer = {
  type: "customer",
  targets: [
    {
      key: "id",
      label: { en: "Kaunter’s id", ms: "Id Kaunter" },
      kind: "text",
      read: readCustomerId,
    },
    { key: "firstName", label: { en: "First name", ms: "Nama pertama" }, kind: "text" },
    { key: "lastName", label: { en: "Last name", ms: "Nama keluarga" }, kind: "text" },
    { key: "created", label: { en: "Known since", ms: "Dikenali sejak" }, kind: "moment" },
  ],
  words: {
    id: ["kaunter id", "customer id (kaunter)", "id pelanggan kaunter"],
    name: [
      ...[
        "full name",
        "customer",
        "customer name",
        "contact name",
        "display name",
        "nama penuh",
        "nama pelanggan",
      ],
      ...["pelanggan", "nama pembeli", "buyer", "buyer name"],
    ],
    firstName: ["given name", "forename", "fname", "nama depan", "nama diberi"],
    lastName: ["surname", "family name", "lname", "nama belakang", "nama bapa"],
    email: [
      "email address",
      "e-mail address",
      "mail",
      "emel",
      "e mel",
      "alamat emel",
      "alamat e-mel",
      "email 1",
    ],
    phone: [
      ...[
        "phone number",
        "telephone",
        "tel",
        "tel no",
        "mobile",
        "mobile number",
        "mobile phone",
        "cell",
        "hp",
        "no hp",
      ],
      ...[
        "whatsapp",
        "whatsapp number",
        "no tel",
        "no telefon",
        "nombor telefon",
        "telefon bimbit",
        "no whatsapp",
        "contact number",
      ],
    ],
    organisation: [
      "company name",
      "organization",
      "organisation",
      "business",
      "nama syarikat",
      "organisasi",
    ],
    street: [
      "address",
      "address 1",
      "address line 1",
      "street address",
      "alamat",
      "alamat 1",
      "alamat baris 1",
    ],
    street2: ["address 2", "address line 2", "apartment", "alamat 2", "alamat baris 2"],
    postcode: ["postal code", "zip", "zip code", "zipcode", "kod pos"],
    city: ["town", "suburb", "bandar raya", "pekan"],
    state: ["province", "region", "county"],
    country: ["country code", "country region", "kod negara"],
    tags: ["labels", "label", "groups", "group", "segment", "kumpulan", "tanda"],
    note: ["notes", "comment", "comments", "remarks", "remark", "catatan", "nota", "komen"],
    created: [
      ...[
        "customer since",
        "created",
        "created at",
        "date created",
        "sign up",
        "signup date",
        "joined",
        "registered",
      ],
      ...["date registered", "tarikh daftar", "tarikh sertai", "pelanggan sejak", "date added"],
    ],
    emailConsent: [
      ...[
        "accepts email marketing",
        "accepts marketing",
        "email marketing",
        "newsletter",
        "email opt in",
        "subscribed",
      ],
      ...["setuju emel", "setuju e-mel", "langgan emel", "consent e-mail"],
    ],
    phoneConsent: [
      ...[
        "accepts sms marketing",
        "sms marketing",
        "sms opt in",
        "whatsapp opt in",
        "consent whatsapp",
      ],
      ...["setuju whatsapp", "setuju sms", "consent phone"],
    ],
  },
  keys: ["id", "email", "phone"],
  policies: { id: ["fill"], created: ["earlier"] },
  needsOneOf: ["name", "firstName", "email", "phone", "id"],
  keyOf: ({ values }, how) => {
    const { id, email, phone, name, problems } = askedOnce(values, how);
    if (problems.length > 0) return null;
    if (id !== null) return id;
    if (email !== null) return email;
    return phone === null ? null : phoneKeyOf(phone, name);
  },
  take,
  undo,
};

function readCustomerId(text: string): string | { code: string } {
  return readId("customer", text) ?? { code: "crm.customer.not_known" };
}

/**
 * Whom the rows of another file name: found, or made where nobody is known by it. Who is known already is only filled in,
 * and known since the earlier of both. Answers in the order of the rows.
 */
export async function takeBuyers(
  ctx: CommandCtx,
  buyers: readonly { readonly line: number; readonly values: Values }[],
  how: Omit<How, "policyOf" | "own">,
): Promise<TakenRows> {
  const { begin } = await ownReadingOf(ctx, "customer");
  return take(
    ctx,
    buyers.map(({ line, values }) => ({ line, values, head: line, sameAs: null })),
    {
      ...how,
      policyOf: (target) => (target === "created" ? "earlier" : "fill"),
      own: { begin, required: [] },
    },
  );
}

/** Reading a number is the dearest part of a row: once. */
function askedOnce(values: Values, how: How): Asked {
  const known = askedOf.get(values);
  if (known !== undefined) return known;
  const asked = askedBy(values, how);
  askedOf.set(values, asked);
  return asked;
}
const askedOf = new WeakMap<Values, Asked>();

/** Somebody a file speaks of, as they were and as they become row by row. */
type Somebody = {
  readonly id: CustomerId;
  /** Null of somebody new. */
  readonly person: Person | null;
  readonly before: Written;
  after: Written;
};

async function take(ctx: CommandCtx, rows: readonly RowRead[], how: How): Promise<TakenRows> {
  const asked = rows.map(({ values }) => askedOnce(values, how));
  if (!how.isTrial) await lockAllLinks(ctx.db);
  const crowd = await crowdOf(ctx, asked, !how.isTrial);

  const taken = rows.map(({ values }, at) => {
    const one = asked[at];
    if (one === undefined) throw new Error("a row was not read");
    return takeRow(ctx, crowd, values, one, how);
  });

  const touched = [...crowd.people.values()].filter(
    ({ person, before, after }) => person === null || !isSameWritten(before, after),
  );
  if (how.isTrial || touched.length === 0) return { rows: taken, changes: [] };
  const aftermath = await write(ctx, touched, how);
  return {
    rows: taken,
    changes: touched.map(changeOf),
    ...(aftermath === null ? {} : { aftermath }),
  };
}

/** Everybody the rows may speak of, by what they are known by. */
type Crowd = {
  readonly people: Map<CustomerId, Somebody>;
  readonly byEmail: Map<string, CustomerId>;
  readonly byPhoneKey: Map<string, CustomerId>;
  readonly ofPhone: Map<string, PhoneOwner[]>;
};

async function crowdOf(ctx: CommandCtx, asked: readonly Asked[], isHeld: boolean): Promise<Crowd> {
  const emails = asked.map(({ email }) => email).filter((email) => email !== null);
  const phones = asked.flatMap(({ id, email, phone }) =>
    id === null && email === null && phone !== null ? [phone] : [],
  );
  const owners = emails.length === 0 ? [] : await selectEmailOwners(ctx.db, [...new Set(emails)]);
  const numbers = [...new Set(phones)];
  const identities = numbers.length === 0 ? [] : await selectPhoneIdentities(ctx.db, numbers);
  const ofPhones = numbers.length === 0 ? [] : await selectPhoneOwners(ctx.db, numbers);

  const ids = new Set<CustomerId>([
    ...asked.flatMap(({ id }) => (id === null ? [] : [id as CustomerId])),
    ...owners.map(({ id }) => id),
    ...identities.filter(({ trashedAt }) => trashedAt === null).map(({ customerId }) => customerId),
    ...ofPhones.map(({ id }) => id),
  ]);
  const found = ids.size === 0 ? [] : await selectPeople(ctx.db, [...ids], isHeld);
  return {
    people: new Map(found.map((person) => [person.id, somebody(person)])),
    byEmail: new Map(owners.map(({ email, id }) => [email, id])),
    byPhoneKey: new Map(
      identities
        .filter(({ trashedAt }) => trashedAt === null)
        .map(({ key, customerId }) => [key, customerId]),
    ),
    ofPhone: Map.groupBy(ofPhones, ({ phone }) => phone),
  };
}

function somebody(person: Person): Somebody {
  const written = { known: person.known, note: person.note, custom: person.custom };
  return { id: person.id, person, before: written, after: written };
}

function takeRow(ctx: CommandCtx, crowd: Crowd, values: Values, asked: Asked, how: How): Taken {
  if (asked.problems.length > 0) return { outcome: "failed", problems: asked.problems };
  const who = whoIs(crowd, asked);
  if (who === "not_known") return failed("id", "crm.customer.not_known");
  const known = who ?? anew(ctx, how);
  const isNew = known.person === null;
  const found = {
    now: ctx.now,
    isNew,
    byEmail: asked.id === null && asked.email !== null && who !== null,
  };
  const after = writtenBy(known.after, values, asked, how, found);
  const wrong = whyNotWritten(after, how.own, isNew);
  if (wrong !== null) return { outcome: "failed", problems: [wrong] };
  const { email } = after.known;
  const owner = email === null ? undefined : crowd.byEmail.get(email);
  if (email !== known.after.known.email && owner !== undefined && owner !== known.id)
    return failed("email", "crm.customer.email_taken");

  const differences =
    who === null
      ? []
      : known.after === after
        ? []
        : differencesOf(factsOf(known.after), factsOf(after));
  known.after = after;
  crowd.people.set(known.id, known);
  if (email !== null) crowd.byEmail.set(email, known.id);
  noteNumber(crowd, known);
  const { name, phone, phoneText } = after.known;
  if (who !== null && differences.length === 0) return { outcome: "same", recordId: known.id };
  return {
    outcome: isNew ? "created" : "updated",
    recordId: known.id,
    name: name || email || phone || phoneText || "",
    differences,
  };
}

const failed = (target: string | null, code: string): Taken => ({
  outcome: "failed",
  problems: [{ target, code }],
});

/** The one customer that a row means: null is nobody yet. */
function whoIs(crowd: Crowd, { id, email, phone, name }: Asked): Somebody | null | "not_known" {
  if (id !== null) return crowd.people.get(id as CustomerId) ?? "not_known";
  if (email !== null) return at(crowd, crowd.byEmail.get(email));
  if (phone === null) return null;
  const key = phoneKeyOf(phone, name);
  const led = at(crowd, crowd.byPhoneKey.get(key));
  return led ?? at(crowd, ownerOf(crowd.ofPhone.get(phone) ?? [], nameOfKey(key))?.id);
}

const at = ({ people }: Crowd, id: CustomerId | undefined): Somebody | null =>
  id === undefined ? null : (people.get(id) ?? null);

function anew({ now }: CommandCtx, { own }: How): Somebody {
  const nothing = { known: knownAnew(now), note: "", custom: own.begin };
  return { id: newId<"customer">(), person: null, before: nothing, after: nothing };
}

/** From now on later rows find them by it. */
function noteNumber({ ofPhone }: Crowd, { id, person, after: { known } }: Somebody): void {
  const isMerged = person?.isMerged ?? false;
  const { phone, name } = known;
  if (phone === null) return;
  const others = (ofPhone.get(phone) ?? []).filter((owner) => owner.id !== id);
  ofPhone.set(phone, [...others, { id, phone, name, isInTrash: false, isMerged }]);
}

const isSameWritten = (one: Written, other: Written): boolean =>
  one === other || isSame(factsOf(one), factsOf(other));

async function write(
  ctx: CommandCtx,
  touched: readonly Somebody[],
  how: How,
): Promise<Aftermath | null> {
  const made = touched.filter(({ person }) => person === null);
  const changed = touched.filter(({ person }) => person !== null);
  await Promise.all([noteImported(ctx), letWordsWait(ctx.db)]);
  await Promise.all([insertAll(ctx, made), tell(ctx, made, changed, how)]);
  if (changed.length > 0) await updatePeople(ctx.db, changed.map(toWrite), ctx.now);
  for (const { id, person, before, after } of changed) {
    await moveEmail(ctx, id, before.known.email, after.known.email);
    if (person?.isMerged === true) await editPart(ctx, id, before, after);
  }
  await askToLearnWords(ctx);

  const moved = touched.filter(({ person, before: { known: was }, after: { known: is } }) =>
    person === null ? is.phone !== null : was.phone !== is.phone || was.name !== is.name,
  );
  const phones = moved.flatMap(({ before, after }) => [before.known.phone, after.known.phone]);
  const settled = await settleLockedPhones(ctx, [
    ...new Set(phones.filter((phone) => phone !== null)),
  ]);
  return settled.merged.length + settled.phones.length > 0 ? settled : null;
}

const SLICE = 1000;

/** While the database writes some the next are spelt out. */
async function insertAll(ctx: CommandCtx, made: readonly Somebody[]): Promise<void> {
  const slices: Promise<void>[] = [];
  for (let from = 0; from < made.length; from += SLICE) {
    const slice = insertSlice(ctx, made.slice(from, from + SLICE));
    // Whichever fails, all of them are waited for below.
    slice.catch(() => undefined);
    slices.push(slice);
    await turn();
  }
  await Promise.all(slices);
}

async function insertSlice(ctx: CommandCtx, made: readonly Somebody[]): Promise<void> {
  const addressed = made.filter(({ after }) => after.known.email !== null).length;
  const linked = await insertPeople(ctx.db, made.map(toWrite), {
    ownerId: enteredBy(ctx),
    now: ctx.now,
  });
  if (linked !== addressed) throw new Error("somebody took an address that was held");
}

const toWrite = ({ id, after }: Somebody) => ({ id, ...after });

/** What is written on a merged customer is written of the part whose id it has. */
async function editPart(
  ctx: CommandCtx,
  id: CustomerId,
  before: Written,
  after: Written,
): Promise<void> {
  const [was, is] = [seenOf(before.known), seenOf(after.known)];
  const edits = Object.fromEntries(
    Object.entries(is).filter(([part, value]) => !isSame(value, was[part as keyof typeof was])),
  );
  await editOwnPart(ctx, id, edits, before.note === after.note ? undefined : after.note);
}

async function moveEmail(
  ctx: CommandCtx,
  id: CustomerId,
  before: string | null,
  after: string | null,
): Promise<void> {
  if (before === after) return;
  if (before !== null) await dropTypedEmail(ctx.db, id, before);
  if (after !== null) await linkIdentities(ctx.db, [{ kind: "email", key: after }], id, false);
}

/** Of who is new where they come from; of who was known what became of them. */
async function tell(
  ctx: CommandCtx,
  made: readonly Somebody[],
  changed: readonly Somebody[],
  { importId }: How,
): Promise<void> {
  const actor = ctx.actor.name;
  await tellTimeline(ctx, [
    ...made.map(({ id, after: { known } }) => ({
      ...{ subjectType: "customer", subjectId: id, key: CREATED, kind: IMPORTED },
      ...{ at: known.createdAt, detail: { actor } },
    })),
    ...changed.map(({ id, before, after }) => ({
      ...{ subjectType: "customer", subjectId: id, key: changedBy(importId), kind: CHANGED },
      ...{ at: ctx.now, detail: { actor, ...changedBetween(factsOf(before), factsOf(after)) } },
    })),
  ]);
}
const IMPORTED = "crm.customer.imported";
const CHANGED = "crm.customer.import_changed";
const changedBy = (importId: string): string => `crm.customer.imported:${importId}`;

/** What it takes to set somebody back: the changed fields as they were and as they are, and where each came from. */
function changeOf({ id, person, before, after }: Somebody): ImportChange {
  if (person === null) return { recordId: id, version: 1, before: null, after: null };
  const changes = changedBetween(partsOf(before), partsOf(after));
  return {
    recordId: id,
    version: person.version + 1,
    before: {
      ...changes.before,
      [CLOCKS]: clocksToKeep(before.known.clocks),
      [UPDATED]: person.updatedAt,
      [PHONE_ALONE]: person.isPhoneAlone,
    },
    after: changes.after,
  };
}
const CLOCKS = "$clocks";
const UPDATED = "$updatedAt";
const PHONE_ALONE = "$isPhoneAlone";

const partsOf = ({ known, note, custom }: Written): Facts => {
  const { clocks: _, ...values } = known;
  return {
    ...values,
    note,
    ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])),
  };
};

async function undo(
  ctx: CommandCtx,
  changes: readonly ImportChange[],
  how: UndoHow,
): Promise<Undone> {
  await lockAllLinks(ctx.db);
  const made = changes.filter(({ before }) => before === null);
  const changed = changes.filter(({ before }) => before !== null);
  const gone = await remove(ctx, made, how);
  const back = await setAllBack(ctx, changed, how);
  const settled = await settleLockedPhones(ctx, [...new Set([...gone.phones, ...back.phones])]);
  return {
    removed: gone.ids,
    restored: back.ids,
    kept: made.length - gone.ids.length + back.missing,
    changedSince: back.changedSince,
    aftermath: settled,
  };
}

/** Who was made goes without a trace, unless something came of them since. */
async function remove(ctx: CommandCtx, made: readonly ImportChange[], { heldOf }: UndoHow) {
  const ids = made.map(({ recordId }) => recordId as CustomerId);
  if (ids.length === 0) return { ids, phones: [] };
  const now = await lockMade(ctx.db, ids);
  const held = new Set([
    ...(await heldOf(ids)),
    ...(await selectLedTo(ctx.db, ids)).map(({ id }) => id as string),
  ]);
  const versions = new Map(made.map(({ recordId, version }) => [recordId, version]));
  const free = now.filter(
    ({ id, version, ordersCount }) =>
      ordersCount === 0 && versions.get(id) === version && !held.has(id),
  );
  const freed = free.map(({ id }) => id);
  await forgetTimelines(ctx, "customer", freed);
  await deletePeople(ctx.db, freed);
  return { ids: freed, phones: free.map(({ phone }) => phone).filter((phone) => phone !== null) };
}

/** Who was known gets back what was theirs, where what the import wrote still stands. */
async function setAllBack(
  ctx: CommandCtx,
  changed: readonly ImportChange[],
  { importId }: UndoHow,
) {
  const ids = changed.map(({ recordId }) => recordId as CustomerId);
  const people = ids.length === 0 ? [] : await selectPeople(ctx.db, ids, true);
  const changes = new Map(changed.map((change) => [change.recordId as CustomerId, change]));
  const back: ToSetBack[] = [];
  const phones: (string | null)[] = [];
  let changedSince = 0;
  for (const person of people) {
    const change = changes.get(person.id);
    if (change === undefined) continue;
    const { one, isExact, hasLater } = setOneBack(ctx, person, change);
    if (hasLater) changedSince += 1;
    if (one === null) continue;
    back.push(one);
    const [was, is] = [person.known, one.known];
    if (was.phone !== is.phone || was.name !== is.name) phones.push(was.phone, is.phone);
    await moveEmail(ctx, person.id, was.email, is.email);
    const keys = isExact ? [changedBy(importId)] : [];
    if (keys.length > 0)
      await forgetTimeline(ctx, { subjectType: "customer", subjectId: person.id, keys });
  }
  if (back.length > 0) {
    await noteImported(ctx);
    await setBackPeople(ctx.db, back);
    const merged = new Map(people.filter((one) => one.isMerged).map((one) => [one.id, one]));
    for (const one of back) {
      const person = merged.get(one.id);
      if (person !== undefined) await editPart(ctx, one.id, person, one);
    }
  }
  return {
    ids: back.map(({ id }) => id),
    missing: ids.length - people.length,
    changedSince,
    phones: phones.filter((phone) => phone !== null),
  };
}

function setOneBack(ctx: CommandCtx, person: Person, { version, before, after }: ImportChange) {
  const isExact = person.version === version;
  const standing = standingOf(partsOf(person), { before, after }, isExact);
  const { hasLater } = standing;
  const back = Object.entries(standing.before);
  if (before === null || back.length === 0) return { one: null, isExact, hasLater };
  const values: Record<string, unknown> = {};
  const custom: Record<string, unknown> = { ...person.custom };
  for (const [key, was] of back) {
    if (!key.startsWith("custom."))
      values[key] = MOMENTS.has(key) && was !== null ? new Date(String(was)) : was;
    else if (was === null) delete custom[key.slice("custom.".length)];
    else custom[key.slice("custom.".length)] = was;
  }
  const { note = person.note, ...known } = values;
  const earlier = clocksFrom(before[CLOCKS] as KeptClocks);
  const set = setBack(person.known, known as KnownValues, earlier);
  const one: ToSetBack = {
    id: person.id,
    known: isExact ? { ...set, clocks: earlier } : set,
    note: String(note),
    custom: sortedCustom(new Map(Object.entries(custom))),
    updatedAt: isExact ? new Date(String(before[UPDATED])) : ctx.now,
    isPhoneAlone: isExact && before[PHONE_ALONE] === true,
  };
  return { one, isExact, hasLater };
}
const MOMENTS = new Set(["createdAt", "emailConsentAt", "phoneConsentAt"]);
