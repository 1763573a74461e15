import {
  forgetTimeline,
  forgetTimelines,
  type ImportChange,
  sortedCustom,
  standingOf,
  type UndoHow,
  type Undone,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { noteImported } from "../consents/consents.ts";
import type { CustomerId } from "./customers.contract.ts";
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
  deletePeople,
  lockMade,
  type Person,
  selectLedTo,
  selectPeople,
  setBackPeople,
  type ToSetBack,
} from "./imports.sql.ts";
import { clocksFrom, type KeptClocks, type Values as KnownValues, setBack } from "./known.rules.ts";
import { settleLockedPhones } from "./phones.ts";

/** Sets back what an import wrote of customers, where it still stands. */
export async function undoCustomers(
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
