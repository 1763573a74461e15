export { phoneOf } from "#kernel/phone.ts";

/** A name as its words, whatever case, width or punctuation it was typed with. */
export const wordsOf = (name: string): string[] =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");

/** Where a phone alone leads: one place for each number and name. */
export const phoneKeyOf = (phone: string, name: string): string =>
  `${phone}|${wordsOf(name).join(" ").slice(0, 200)}`;

export const phoneOfKey = (key: string): string => key.slice(0, key.indexOf("|"));
export const nameOfKey = (key: string): string => key.slice(key.indexOf("|") + 1);

/** Whether two names can be one person's: one is contained in the other, or one is not known. */
export function isSamePerson(one: readonly string[], other: readonly string[]): boolean {
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one];
  return fewer.every((word) => more.includes(word));
}

/** More people than this on one number: it says nothing about anybody (an agent's phone). */
export const PHONE_OWNERS_MAX = 200;

/**
 * The one customer of a phone whom a name can mean (they may have several), or null when there is none or more than one. Who is in the trash counts
 * too, and gets nothing: what is decided meanwhile must be right as well when they come back.
 */
export function ownerOf<
  Of extends { readonly id: string; readonly name: string; readonly isInTrash: boolean },
>(owners: readonly Of[], name: string): Of | null {
  if (owners.length > PHONE_OWNERS_MAX) return null;
  const words = wordsOf(name);
  const [meant, ...more] = owners.filter((owner) => isSamePerson(wordsOf(owner.name), words));
  const isOne = more.every(({ id }) => id === meant?.id);
  return meant === undefined || meant.isInTrash || !isOne ? null : meant;
}
