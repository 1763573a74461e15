import type { FieldClass, View } from "#kernel/classes.ts";
import type { Reason } from "#kernel/errors.ts";

/** Whose records: one's own, those of one's team, or all. */
export const SCOPES = ["own", "team", "all"] as const;
export type Scope = (typeof SCOPES)[number];

/** What a role is. `on` and `deny` name a permission, or many: `crm.*.*`, `*.*.read`. */
export type RoleRules = {
  readonly allow: readonly { readonly on: string; readonly scope: Scope }[];
  /** Wins over whatever is allowed. */
  readonly deny: readonly string[];
  readonly sees: Sees;
};
export type Sees = Readonly<Record<FieldClass, View>>;

/** A permission as its actions make it. */
export type Permission = {
  readonly name: string;
  /** Its actions tell records apart by their owner: it can be given for one's own or one's team's only. */
  readonly isScoped: boolean;
};

/** What a role's rules say of a permission. `reason` null: it is open, on the records of the scope. */
export type Decision =
  | { readonly reason: null; readonly scope: Scope }
  | { readonly reason: Reason; readonly scope: null };

/**
 * The one decision. What is not in the catalogue is not allowed, an explicit deny wins over everything, and of several
 * allows the widest counts.
 */
export function decide(
  rules: Pick<RoleRules, "allow" | "deny">,
  permission: string,
  catalogue: ReadonlySet<string>,
): Decision {
  if (!catalogue.has(permission)) return closed("platform.permission.unknown");
  if (rules.deny.some((pattern) => covers(pattern, permission)))
    return closed("platform.permission.denied");
  const scopes = rules.allow.filter(({ on }) => covers(on, permission)).map(({ scope }) => scope);
  if (scopes.length === 0) return closed("platform.permission.missing");
  return { reason: null, scope: widestOf(scopes) };
}

const closed = (reason: Reason): Decision => ({ reason, scope: null });

/** Whether a pattern means a permission: word by word, `*` stands for any one. */
export function covers(pattern: string, permission: string): boolean {
  const wanted = pattern.split(".");
  const words = permission.split(".");
  return (
    wanted.length === words.length && wanted.every((word, at) => word === "*" || word === words[at])
  );
}

const WIDTH: Readonly<Record<Scope, number>> = { own: 0, team: 1, all: 2 };
export const isWider = (one: Scope, other: Scope): boolean => WIDTH[one] > WIDTH[other];
const widestOf = (scopes: readonly Scope[]): Scope =>
  scopes.reduce((widest, scope) => (isWider(scope, widest) ? scope : widest), "own");

/** Whose records a scope means; null is everybody's and nobody's. */
export const ownersOf = (
  scope: Scope,
  { id, team }: { readonly id: string | null; readonly team: readonly string[] },
): readonly string[] | null => {
  if (scope === "all") return null;
  const own = id === null ? [] : [id];
  return scope === "own" ? own : [...new Set([...own, ...team])];
};

/** Whether a record is among them. What belongs to nobody is only for those who may do it to all. */
export function whyNotOn(
  owners: readonly string[] | null,
  scope: Scope,
  ownerId: string | null,
): Reason | null {
  if (owners === null || (ownerId !== null && owners.includes(ownerId))) return null;
  return scope === "own" ? "platform.permission.not_own" : "platform.permission.not_team";
}
