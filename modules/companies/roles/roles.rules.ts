import type { FieldProblem, Reason } from "#kernel/errors.ts";
import {
  decide,
  isWider,
  type Permission,
  type RoleRules,
  type Scope,
} from "#platform/permissions/decide.rules.ts";
import type { Rules } from "./roles.contract.ts";

/** Whoever may make roles could give themselves everything: that stays with Admins. */
const ADMINS_ALONE = new Set(["companies.roles.write"]);

/** What of a role's rules only the catalogue can tell, each at its field. */
export function problemsOf(
  { allow, deny }: Rules,
  catalogue: readonly Permission[],
): FieldProblem[] {
  const known = new Map(catalogue.map((permission) => [permission.name, permission]));
  const unknown = (name: string) => (known.has(name) ? null : "companies.role.permission_unknown");
  const scopeProblem = (name: string, scope: Scope) =>
    scope === "all" || known.get(name)?.isScoped ? null : "companies.role.scope_not_possible";
  const adminProblem = (name: string) =>
    ADMINS_ALONE.has(name) ? "companies.role.admins_alone" : null;
  return [
    ...allow.map(({ on, scope }, at) => ({
      path: ["rules", "allow", at],
      code: unknown(on) ?? adminProblem(on) ?? scopeProblem(on, scope),
    })),
    ...deny.map((on, at) => ({ path: ["rules", "deny", at], code: unknown(on) })),
  ].filter((problem): problem is FieldProblem => problem.code !== null);
}

/** A name of its own: nobody else's, however it is written. */
export const whyNotNamed = (name: string, taken: readonly string[]): Reason | null =>
  taken.some((one) => one.toLowerCase() === name.toLowerCase())
    ? "companies.role.name_taken"
    : null;

export const whyNotChange = (role: { readonly id: string | null }): Reason | null =>
  role.id === null ? "companies.role.built_in" : null;

export const whyNotRemove = (role: {
  readonly id: string | null;
  readonly usesCount: number;
}): Reason | null => whyNotChange(role) ?? (role.usesCount > 0 ? "companies.role.in_use" : null);

/** Its rules as they are kept: each permission once, the widest scope, without what is denied anyway. */
export function rulesToKeep({ allow, deny, sees }: Rules): RoleRules {
  const denied = new Set(deny);
  const scopes = new Map<string, Scope>();
  for (const { on, scope } of allow) {
    const known = scopes.get(on);
    if (!denied.has(on) && (known === undefined || isWider(scope, known))) scopes.set(on, scope);
  }
  return {
    allow: [...scopes].map(([on, scope]) => ({ on, scope })),
    deny: [...denied],
    sees: { public: "plain", business: "plain", ...sees },
  };
}

/** Any role, with patterns spelt out as the permissions they come to. */
export function rulesShown(rules: RoleRules, catalogue: readonly Permission[]): Rules {
  const known = new Set(catalogue.map(({ name }) => name));
  const decided = catalogue.map(({ name }) => ({ on: name, ...decide(rules, name, known) }));
  const { contact, sensitive, secret } = rules.sees;
  return {
    allow: decided.flatMap(({ on, scope }) => (scope === null ? [] : [{ on, scope }])),
    deny: decided
      .filter(({ reason }) => reason === "platform.permission.denied")
      .map(({ on }) => on),
    sees: { contact, sensitive, secret },
  };
}

/** Whether somebody with the role may or sees more than before. */
export function isRaised(before: Rules, after: Rules): boolean {
  const scopes = new Map(before.allow.map(({ on, scope }) => [on, scope]));
  const mayMore = after.allow.some(({ on, scope }) => {
    const was = scopes.get(on);
    return was === undefined || isWider(scope, was);
  });
  const views = ["hidden", "masked", "plain"];
  const classes = ["contact", "sensitive", "secret"] as const;
  const seesMore = classes.some(
    (one) => views.indexOf(after.sees[one]) > views.indexOf(before.sees[one]),
  );
  return mayMore || seesMore;
}
