import { isIPv6 } from "node:net";
import { Problem } from "#kernel/errors.ts";

/** At most `max` tries under one key, in a window that begins with the first of them. */
export type Limit = { readonly key: string; readonly max: number; readonly withinMinutes: number };

/** Who tries, as far as it is known before anything was checked. */
export type Asker = { readonly network: string; readonly accountId: string | null };

export type Limits = {
  /** Counts a try under all of them, then refuses it when any is full. */
  count(limits: readonly Limit[], now: Date): void;
  /** Takes one try back. */
  forgive(limits: readonly Limit[]): void;
};

type Window = { readonly endsAt: number; tries: number };

const KEYS_MAX = 100_000;

/**
 * Kept in the memory of one process: exact there, for nothing can happen between reading and adding. Several API
 * processes each allow the full number, and a restart forgets.
 */
export function openLimits(): Limits {
  const windows = new Map<string, Window>();

  function add(limit: Limit, now: number): number {
    let window = windows.get(limit.key);
    if (window === undefined || window.endsAt <= now) {
      windows.delete(limit.key);
      makeRoom(windows, now);
      window = { endsAt: now + limit.withinMinutes * 60_000, tries: 0 };
      windows.set(limit.key, window);
    }
    window.tries += 1;
    return window.tries > limit.max ? window.endsAt : 0;
  }

  return {
    count(limits, moment) {
      const now = moment.getTime();
      const until = Math.max(0, ...limits.map((limit) => add(limit, now)));
      if (until === 0) return;
      const retryAfterS = Math.ceil((until - now) / 1000);
      throw new Problem("too_many", "platform.limit.too_many", { retryAfterS });
    },
    forgive(limits) {
      for (const { key } of limits) {
        const window = windows.get(key);
        if (window !== undefined && window.tries > 0) window.tries -= 1;
      }
    },
  };
}

/** What is over goes first, then what began first: a flood of keys must not fill the memory. */
function makeRoom(windows: Map<string, Window>, now: number): void {
  if (windows.size < KEYS_MAX) return;
  for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key);
  for (const key of windows.keys()) {
    if (windows.size < KEYS_MAX) break;
    windows.delete(key);
  }
}

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
