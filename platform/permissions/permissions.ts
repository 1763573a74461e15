import type { FieldClass } from "#kernel/classes.ts";
import { Problem, type Reason } from "#kernel/errors.ts";
import type { Actor } from "#platform/actions/context.ts";
import { ownersOf, type Scope, whyNotOn } from "./decide.rules.ts";

/** The decision, of a role that was read with the request: null when the actor may, else why not. */
export function whyNotMay(
  { permissions, standing }: Pick<Actor, "permissions" | "standing">,
  permission: string,
): Reason | null {
  if (permissions.has(permission)) return null;
  const isDenied = standing?.denied.has(permission) ?? false;
  return isDenied ? "platform.permission.denied" : "platform.permission.missing";
}

/** The same, of one record: whose it is decides where the role may on its own or its team's only. */
export const whyNotMayOn = (
  actor: Actor,
  permission: string,
  ownerId: string | null,
): Reason | null =>
  whyNotMay(actor, permission) ??
  whyNotOn(ownersFor(actor, permission), scopeOf(actor, permission), ownerId);

/** Whose records an actor reaches by a permission: accounts, or null for all there are. */
export const ownersFor = (actor: Actor, permission: string): readonly string[] | null =>
  ownersOf(scopeOf(actor, permission), { id: actor.id, team: actor.standing?.team ?? [] });

/** The house itself and stores reach everything; a person of whom nothing is known reaches what is their own. */
export function scopeOf({ kind, standing }: Actor, permission: string): Scope {
  if (kind !== "person") return "all";
  return standing === undefined ? "own" : (standing.narrowed.get(permission) ?? "all");
}

/** Whether an actor sees fields of a class as they are. */
export function seesPlain({ kind, standing }: Actor, fieldClass: FieldClass): boolean {
  if (kind !== "person" || fieldClass === "public") return true;
  return (standing?.sees[fieldClass] ?? "masked") === "plain";
}

type Asked = {
  readonly kind: "query" | "command";
  readonly needs: string;
  readonly isScoped?: boolean;
  readonly isForViewing?: boolean;
};

/** Refuses whoever may not, with the permission that was needed and the role that does not have it. */
export function refuseUnlessMay(action: Asked, actor: Actor): void {
  const reason = whyNotAsk(action, actor);
  if (reason === null) return;
  const role = actor.standing?.role;
  throw new Problem("forbidden", reason, {
    needs: action.needs,
    ...(role === undefined ? {} : { role: { key: role.key, name: role.name } }),
  });
}

function whyNotAsk(action: Asked, actor: Actor): Reason | null {
  if (action.isForViewing) return whyNotMay(ownOf(actor), action.needs);
  if (action.kind === "command" && actor.viewedBy !== undefined)
    return "platform.permission.viewing";
  const reason = whyNotMay(actor, action.needs);
  if (reason !== null || action.isScoped) return reason;
  // Whoever may on some records only is not let into what does not tell records apart.
  return scopeOf(actor, action.needs) === "all" ? null : "platform.permission.some_only";
}

/** An Admin's own rights, also while they look with another role's. */
const ownOf = ({ permissions, standing, viewedBy }: Actor): Pick<Actor, "permissions"> =>
  viewedBy ?? { permissions, ...(standing === undefined ? {} : { standing }) };
