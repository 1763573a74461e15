import { createHmac } from "node:crypto";
import { isIPv6 } from "node:net";
import { Problem } from "#kernel/errors.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { markTriesForgiven, upsertTries } from "./tries.sql.ts";

/** At most `max` tries under one key, in a window that begins with the first of them. */
export type Limit = { readonly key: string; readonly max: number; readonly withinMinutes: number };

/** Who tries, as far as it is known before anything was checked. */
export type Asker = { readonly network: string; readonly accountId: string | null };

/**
 * Counts a try under all of them, then refuses it when any is full. In the control database, in a statement of its own: exact
 * over all processes, and it stands whatever becomes of the request.
 */
export async function countTries(house: House, limits: readonly Limit[], now: Date): Promise<void> {
  if (limits.length === 0) return;
  const wanted = new Map(limits.map((limit) => [markOf(house, limit), limit]));
  const ends = limits.map(({ withinMinutes }) => new Date(now.getTime() + withinMinutes * 60_000));
  const rows = await upsertTries(eachAlone(house.control), [...wanted.keys()], ends, now);
  const full = rows.filter(({ mark, triesCount }) => triesCount > (wanted.get(mark)?.max ?? 0));
  if (full.length === 0) return;
  const until = Math.max(...full.map(({ endsAt }) => endsAt.getTime()));
  const retryAfterS = Math.ceil((until - now.getTime()) / 1000);
  throw new Problem("too_many", "platform.limit.too_many", { retryAfterS });
}

/** Takes one try back: it was who it said. */
export async function forgiveTry(house: House, limits: readonly Limit[], now: Date): Promise<void> {
  if (limits.length === 0) return;
  const marks = limits.map((limit) => markOf(house, limit));
  await markTriesForgiven(eachAlone(house.control), marks, now);
}

/** Keys name addresses; what is kept is a mark that only this house can make. */
const markOf = ({ keys }: House, { key, withinMinutes }: Limit): string =>
  createHmac("sha256", keys.pepper).update(`tries:${withinMinutes}:${key}`).digest("base64url");

/** Whom to count together: an IPv4 address, or the /64 of an IPv6 one, which is one household. */
export function networkOf(ip: string): string {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!isIPv6(bare)) return bare;
  const [head = "", tail] = bare.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: gap }, () => "0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
