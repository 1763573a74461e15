import { setImmediate as turn } from "node:timers/promises";
import { newId } from "#kernel/ids.ts";
import {
  type Aftermath,
  askToLearnWords,
  changedBetween,
  differencesOf,
  type How,
  type ImportChange,
  type Importer,
  ownReadingOf,
  type RowRead,
  type Taken,
  type TakenRows,
  tellTimeline,
  textOf,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { noteImported } from "../consents/consents.ts";
import type { CustomerId } from "./customers.contract.ts";
import { CREATED } from "./history.ts";
import { lockAllLinks } from "./identities.sql.ts";
import {
  CLOCKS,
  changedBy,
  editPart,
  moveEmail,
  PHONE_ALONE,
  partsOf,
  UPDATED,
} from "./imported.ts";
import {
  type Asked,
  askedBy,
  factsOf,
  type Written,
  whyNotWritten,
  writtenBy,
} from "./imports.rules.ts";
import {
  insertPeople,
  letWordsWait,
  type Person,
  selectEmailOwners,
  selectNamed,
  selectPeople,
  updatePeople,
} from "./imports.sql.ts";
import { customerMeanings } from "./imports.targets.rules.ts";
import { clocksToKeep, knownAnew } from "./known.rules.ts";
import { enteredBy } from "./owners.ts";
import { nameOfKey, ownerOf, phoneKeyOf } from "./phones.rules.ts";
import { type PhoneOwner, selectPhoneIdentities, selectPhoneOwners } from "./phones.sql.ts";
import { settleLockedPhones } from "./phones.ts";
import { undoCustomers } from "./undoing-imports.ts";

/** Customers out of a file: known by their id here, by their address, or by number and name, as everywhere. */
export const customerImporter: Importer = {
  ...customerMeanings,
  keyOf: ({ values }, how) => {
    const { id, email, phone, phoneText, name, problems } = askedOnce(values, how);
    // A number that cannot be read may turn the row down: it is told apart from the others.
    if (problems.length > 0 || (phone === null && phoneText !== null)) return null;
    if (id !== null) return id;
    if (email !== null) return email;
    return phone === null ? null : phoneKeyOf(phone, name);
  },
  take,
  undo: undoCustomers,
};

/**
 * Whom the rows of another file name: found, or made where nobody is known by it. Who is known by an id is left as they
 * are, who is known otherwise is only filled in, and known since the earlier of both. Answers in the order of the rows.
 */
export async function takeBuyers(
  ctx: CommandCtx,
  buyers: readonly { readonly line: number; readonly values: Values }[],
  how: Omit<How, "policyOf" | "own">,
): Promise<TakenRows> {
  const { begin } = await ownReadingOf(ctx, "customer");
  const ids = buyers.flatMap(({ values }) => textOf(values["id"]) ?? []);
  const named = await namedAmong(ctx, ids);
  const isKnown = ({ id }: Values) => typeof id === "string" && named.has(id);
  return take(
    ctx,
    buyers.map(({ line, values }) => ({
      ...{ line, head: line, sameAs: null },
      values: isKnown(values) ? { id: values["id"] } : values,
    })),
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

const SLICE = 500;

/** While the database writes some it is worked out what becomes of the next. */
async function take(ctx: CommandCtx, rows: readonly RowRead[], how: How): Promise<TakenRows> {
  const asked = rows.map(({ values }) => askedOnce(values, how));
  if (!how.isTrial) await lockAllLinks(ctx.db);
  const crowd = await crowdOf(ctx, asked, !how.isTrial);
  const standsAlone = aloneAmong(asked);
  const inserts = insertsOf(ctx);

  const taken: Taken[] = [];
  const settled = new Set<Somebody>();
  while (taken.length < rows.length) {
    const made: Somebody[] = [];
    for (const { values } of rows.slice(taken.length, taken.length + SLICE)) {
      const one = asked[taken.length];
      if (one === undefined) throw new Error("a row was not read");
      const answer = takeRow(ctx, crowd, values, one, how);
      taken.push(answer);
      if (answer.outcome !== "created" || !standsAlone(one)) continue;
      const somebody = crowd.people.get(answer.recordId as CustomerId);
      if (somebody !== undefined) made.push(somebody);
    }
    if (how.isTrial || made.length === 0) continue;
    for (const one of made) settled.add(one);
    inserts.begin(made);
    await turn();
  }

  const touched = [...crowd.people.values()].filter(
    ({ person, before, after }) => person === null || !isSameWritten(before, after),
  );
  if (how.isTrial || touched.length === 0) return { rows: taken, changes: [] };
  inserts.begin(touched.filter((one) => one.person === null && !settled.has(one)));
  const writing = write(ctx, touched, how, inserts);
  const changes = touched.map(changeOf);
  const aftermath = await writing;
  return {
    rows: taken,
    changes,
    ...(aftermath === null ? {} : { aftermath }),
  };
}

/** Whom no other row can speak of: somebody new is found again only by address, number or the id of elsewhere. */
function aloneAmong(asked: readonly Asked[]): (one: Asked) => boolean {
  const once = new Set<string>();
  const more = new Set<string>();
  for (const { id, email, phone } of asked)
    for (const key of [id, email, phone]) if (key !== null) (once.has(key) ? more : once).add(key);
  return ({ id, email, phone }) =>
    (id === null || !more.has(id)) &&
    (email === null || !more.has(email)) &&
    (phone === null || !more.has(phone));
}

/** Everybody the rows may speak of, by what they are known by. */
type Crowd = {
  readonly people: Map<CustomerId, Somebody>;
  /** By the id that a file has for them, of this company or of elsewhere; null: in the trash. */
  readonly named: Map<string, CustomerId | null>;
  readonly byEmail: Map<string, CustomerId>;
  readonly byPhoneKey: Map<string, CustomerId>;
  readonly ofPhone: Map<string, PhoneOwner[]>;
};

async function crowdOf(ctx: CommandCtx, asked: readonly Asked[], isHeld: boolean): Promise<Crowd> {
  const emails = asked.map(({ email }) => email).filter((email) => email !== null);
  const named = await namedAmong(
    ctx,
    asked.flatMap(({ id }) => id ?? []),
  );
  const isNamed = (id: string | null) => id !== null && named.has(id);
  const phones = asked.flatMap(({ id, email, phone }) =>
    !isNamed(id) && email === null && phone !== null ? [phone] : [],
  );
  const owners = emails.length === 0 ? [] : await selectEmailOwners(ctx.db, [...new Set(emails)]);
  const numbers = [...new Set(phones)];
  const identities = numbers.length === 0 ? [] : await selectPhoneIdentities(ctx.db, numbers);
  const ofPhones = numbers.length === 0 ? [] : await selectPhoneOwners(ctx.db, numbers);

  const ids = new Set<CustomerId>([
    ...[...named.values()].filter((id) => id !== null),
    ...owners.map(({ id }) => id),
    ...identities.filter(({ trashedAt }) => trashedAt === null).map(({ customerId }) => customerId),
    ...ofPhones.map(({ id }) => id),
  ]);
  const found = ids.size === 0 ? [] : await selectPeople(ctx.db, [...ids], isHeld);
  return {
    people: new Map(found.map((person) => [person.id, somebody(person)])),
    named,
    byEmail: new Map(owners.map(({ email, id }) => [email, id])),
    byPhoneKey: new Map(
      identities
        .filter(({ trashedAt }) => trashedAt === null)
        .map(({ key, customerId }) => [key, customerId]),
    ),
    ofPhone: Map.groupBy(ofPhones, ({ phone }) => phone),
  };
}

/** Who is meant by ids of this company; others lead to nobody yet. */
async function namedAmong(ctx: CommandCtx, ids: readonly string[]): Promise<Crowd["named"]> {
  const found = ids.length === 0 ? [] : await selectNamed(ctx.db, [...new Set(ids)]);
  return new Map(found.map(({ said, id, isInTrash }) => [said, isInTrash ? null : id]));
}

function somebody(person: Person): Somebody {
  const written = { known: person.known, note: person.note, custom: person.custom };
  return { id: person.id, person, before: written, after: written };
}

function takeRow(ctx: CommandCtx, crowd: Crowd, values: Values, said: Asked, how: How): Taken {
  if (said.problems.length > 0) return { outcome: "failed", problems: said.problems };
  const isFromElsewhere = said.id !== null && !crowd.named.has(said.id);
  const asked = isFromElsewhere ? { ...said, id: null } : said;
  if (isFromElsewhere && isNobody(asked)) return failed("id", "crm.customer.not_known");
  const who = whoIs(crowd, asked);
  if (who === "in_trash") return failed("id", "crm.customer.in_trash");
  const isAsKept = who !== null && who.after.known.phoneText === asked.phoneText;
  if (asked.phoneText !== null && asked.phone === null && !isAsKept)
    return failed("phone", "crm.customer.not_a_phone");
  const known = who ?? anew(ctx, how, isFromElsewhere ? said.id : null);
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

  const differences = who === null ? [] : differencesOf(factsOf(known.after), factsOf(after));
  if (who === null || differences.length > 0) known.after = after;
  crowd.people.set(known.id, known);
  if (said.id !== null) crowd.named.set(said.id, known.id);
  if (email !== null) crowd.byEmail.set(email, known.id);
  noteNumber(crowd, known);
  const { name, phone, phoneText } = after.known;
  if (who !== null && differences.length === 0)
    return { outcome: "same", recordId: known.id, isFromElsewhere };
  return {
    outcome: isNew ? "created" : "updated",
    recordId: known.id,
    isFromElsewhere,
    name: name || email || phone || phoneText || "",
    differences,
  };
}

const failed = (target: string | null, code: string): Taken => ({
  outcome: "failed",
  problems: [{ target, code }],
});

/** A row that names somebody of elsewhere and says nothing else that they are known by. */
const isNobody = ({ email, phone, phoneText, name }: Asked): boolean =>
  email === null && phone === null && phoneText === null && name === "";

/** The one customer that a row means: null is nobody yet. */
function whoIs(crowd: Crowd, { id, email, phone, name }: Asked): Somebody | null | "in_trash" {
  if (id !== null) {
    const named = crowd.named.get(id);
    return named === null ? "in_trash" : at(crowd, named);
  }
  if (email !== null) return at(crowd, crowd.byEmail.get(email));
  if (phone === null) return null;
  const key = phoneKeyOf(phone, name);
  const led = at(crowd, crowd.byPhoneKey.get(key));
  return led ?? at(crowd, ownerOf(crowd.ofPhone.get(phone) ?? [], nameOfKey(key))?.id);
}

const at = ({ people }: Crowd, id: CustomerId | undefined): Somebody | null =>
  id === undefined ? null : (people.get(id) ?? null);

/** Out of an export they keep the id that they have there, so that whatever else names them finds them. */
function anew({ now }: CommandCtx, { own }: How, id: string | null): Somebody {
  const nothing = { known: knownAnew(now), note: "", custom: own.begin };
  const taken = (id as CustomerId | null) ?? newId<"customer">();
  return { id: taken, person: null, before: nothing, after: nothing };
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
  one === other || differencesOf(factsOf(one), factsOf(other)).length === 0;

async function write(
  ctx: CommandCtx,
  touched: readonly Somebody[],
  how: How,
  inserts: Inserts,
): Promise<Aftermath | null> {
  const made = touched.filter(({ person }) => person === null);
  const changed = touched.filter(({ person }) => person !== null);
  await Promise.all([tell(ctx, made, changed, how), inserts.end()]);
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

type Inserts = {
  /** Asks for it and does not wait. */
  begin(made: readonly Somebody[]): void;
  /** All of it is written. */
  end(): Promise<void>;
};

/** What is asked of a transaction is answered in turn, so that what is asked meanwhile finds it written. */
function insertsOf(ctx: CommandCtx): Inserts {
  const asked: Promise<unknown>[] = [];
  const ask = (deed: Promise<unknown>) => {
    // Whichever fails, all of them are waited for at the end.
    deed.catch(() => undefined);
    asked.push(deed);
  };
  return {
    begin(made) {
      if (asked.length === 0) [noteImported(ctx), letWordsWait(ctx.db)].forEach(ask);
      for (let from = 0; from < made.length; from += SLICE)
        ask(insertSlice(ctx, made.slice(from, from + SLICE)));
    },
    end: async () => void (await Promise.all(asked)),
  };
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
