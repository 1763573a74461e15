import type { Said } from "#kernel/said.ts";
import type { SecurityEvent } from "#platform/security/kinds.rules.ts";
import type { AlertKind } from "./alerts.contract.ts";
import { RULES } from "./thresholds.rules.ts";

/** How much of what, about whom, in which time. Data, so that each threshold stands where it can be read. */
export type AlertRule = {
  readonly kind: AlertKind;
  readonly of: readonly SecurityEvent["kind"][];
  /** What belongs together: a column of the event, or a field of its detail. */
  readonly per: "account" | "network" | `detail.${string}`;
  /** `times` counts all; `distinct.…` counts different values; `sum.…` adds a number of the detail. */
  readonly counts: "times" | `distinct.${string}` | `sum.${string}`;
  readonly atLeast: number;
  readonly withinMinutes: number;
  /** Only events whose detail says so. */
  readonly where?: readonly [field: string, value: unknown];
  readonly words: { readonly title: Said; readonly text: Said; readonly advice: Said };
};

/** What a rule saw. The companies are those of its events; where none is named, those of the accounts. */
export type Seen = {
  readonly rule: AlertRule;
  readonly about: string;
  readonly companyId: string | null;
  readonly accountIds: readonly string[];
  readonly network: string | null;
  readonly beganAt: Date;
  readonly lastAt: Date;
  readonly count: number;
};

/** Of events, oldest first, all that look like an attack now. Pure: the same events give the same. */
export function attacksIn(events: readonly SecurityEvent[], now: Date): Seen[] {
  return RULES.flatMap((rule) => seenBy(rule, events, now));
}

function seenBy(rule: AlertRule, events: readonly SecurityEvent[], now: Date): Seen[] {
  const from = now.getTime() - rule.withinMinutes * 60_000;
  const groups = new Map<string, SecurityEvent[]>();
  for (const event of events) {
    if (event.at.getTime() <= from || !fits(rule, event)) continue;
    const about = fieldOf(rule.per, event);
    if (about === null) continue;
    const key = `${event.companyId ?? ""}|${about}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [event]);
    else known.push(event);
  }
  return [...groups.values()].flatMap((group) => {
    const count = countOf(rule, group);
    return count < rule.atLeast ? [] : [seenIn(rule, group, count)];
  });
}

const fits = ({ of, where }: AlertRule, { kind, detail }: SecurityEvent): boolean =>
  of.includes(kind) && (where === undefined || detail[where[0]] === where[1]);

function fieldOf(of: string, event: SecurityEvent): string | null {
  const value =
    of === "account"
      ? event.accountId
      : of === "network"
        ? event.network
        : event.detail[of.replace(/^detail\./, "")];
  return value === null || value === undefined ? null : String(value);
}

function countOf({ counts }: AlertRule, group: readonly SecurityEvent[]): number {
  if (counts === "times") return group.reduce((sum, { times }) => sum + times, 0);
  const [how = "", field = ""] = counts.split(".");
  if (how === "distinct") return new Set(group.map((event) => fieldOf(field, event))).size;
  return group.reduce((sum, event) => sum + event.times * (Number(fieldOf(field, event)) || 0), 0);
}

function seenIn(rule: AlertRule, group: readonly SecurityEvent[], count: number): Seen {
  const networks = new Set(group.map(({ network }) => network));
  const [network = null] = networks;
  const accountIds = [...new Set(group.flatMap(({ accountId }) => accountId ?? []))];
  const [first] = group;
  const last = group.at(-1);
  return {
    rule,
    about: `${rule.per}:${first === undefined ? "" : fieldOf(rule.per, first)}`,
    companyId: first?.companyId ?? null,
    accountIds,
    network: networks.size === 1 ? network : null,
    beganAt: first?.at ?? new Date(0),
    lastAt: last?.at ?? new Date(0),
    count,
  };
}

/** Longest time any rule looks back. What is older plays no part. */
export const LOOK_BACK_MINUTES: number = Math.max(
  ...RULES.map(({ withinMinutes }) => withinMinutes),
);
