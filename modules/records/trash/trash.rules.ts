import type { Reason } from "#kernel/errors.ts";
import { readId } from "#kernel/ids.ts";
import { TrashType } from "./trash.contract.ts";

const DAY_MS = 86_400_000;
/** What the policies promise (P34). */
export const KEPT_MS = 30 * DAY_MS;

export const purgeAtOf = (trashedAt: Date): Date => new Date(trashedAt.getTime() + KEPT_MS);

/** What a nameless customer was called by: an e-mail or a phone, which not everybody may see. */
const REACH = /@|^[+\d\s().-]+$/;

/** Called after somebody. */
export const NAMED_AFTER_PEOPLE: readonly TrashType[] = [
  "customer",
  "note",
  "attachment",
  "invoice",
];
const IS_OF_PEOPLE: ReadonlySet<TrashType> = new Set(NAMED_AFTER_PEOPLE);

export const namesOf = (entry: { readonly type: TrashType; readonly name: string }) =>
  IS_OF_PEOPLE.has(entry.type) && REACH.test(entry.name)
    ? { name: "", reach: entry.name }
    : { name: entry.name, reach: null };

export const daysLeftOf = (purgeAt: Date, now: Date): number =>
  Math.max(0, Math.ceil((purgeAt.getTime() - now.getTime()) / DAY_MS));

export type Trashed = { readonly type: TrashType; readonly id: string };

const TYPES: readonly TrashType[] = TrashType.options;

/** The record behind a shown id, or null when it is none that can be deleted. */
export function trashedFrom(shown: string): Trashed | null {
  for (const type of TYPES) {
    const id = readId(type, shown);
    if (id !== null) return { type, id };
  }
  return null;
}

export const whyNotRestore = (entry: { readonly purgeAt: Date }, now: Date): Reason | null =>
  entry.purgeAt > now ? null : "records.trash.too_late";
