import { decide, type RoleRules, type Scope, type Sees } from "./decide.rules.ts";
import { BUILT_IN, type RoleKey } from "./roles.ts";

/** The role a member has, as it is read with the session: an own role brings its name and its rules. */
export type HeldRole = {
  readonly key: RoleKey;
  readonly id: string | null;
  readonly name: string | null;
  readonly rules: RoleRules | null;
};

/** What somebody's role comes to: more than the set of its permissions. */
export type Standing = {
  readonly role: Omit<HeldRole, "rules">;
  readonly permissions: ReadonlySet<string>;
  /** Denied in so many words, and not only left out. */
  readonly denied: ReadonlySet<string>;
  /** The permissions that are open on some records only. */
  readonly narrowed: ReadonlyMap<string, Exclude<Scope, "all">>;
  /** The members of the team, for the scope of that name. */
  readonly team: readonly string[];
  readonly sees: Sees;
};

/** From a role to what it comes to, of all permissions there are. */
export type Standings = (held: HeldRole, team: readonly string[]) => Standing;

/** Of the five roles it is worked out once, for they change only with the program; an own role each time it is read. */
export function standingsOf(catalogue: readonly string[]): Standings {
  const known = new Set(catalogue);
  const five = new Map<RoleKey, Standing>();
  return (held, team) => {
    const { key, id, name } = held;
    const role = { key, id, name };
    if (key === "own") return { ...standingFrom(held.rules ?? NOTHING, known), role, team };
    const standing = five.get(key) ?? {
      ...standingFrom(BUILT_IN[key], known),
      role,
      team: [],
    };
    five.set(key, standing);
    return standing.narrowed.size === 0 ? standing : { ...standing, team };
  };
}

/** Of a role that is gone nothing is left. */
const NOTHING: RoleRules = {
  allow: [],
  deny: [],
  sees: {
    public: "hidden",
    business: "hidden",
    contact: "hidden",
    sensitive: "hidden",
    secret: "hidden",
  },
};

function standingFrom(
  rules: RoleRules,
  catalogue: ReadonlySet<string>,
): Omit<Standing, "role" | "team"> {
  const permissions = new Set<string>();
  const denied = new Set<string>();
  const narrowed = new Map<string, Exclude<Scope, "all">>();
  for (const permission of catalogue) {
    const { reason, scope } = decide(rules, permission, catalogue);
    if (reason === null) permissions.add(permission);
    if (reason === "platform.permission.denied") denied.add(permission);
    if (scope === "own" || scope === "team") narrowed.set(permission, scope);
  }
  return { permissions, denied, narrowed, sees: { ...NOTHING.sees, ...rules.sees } };
}
