import type { Permission } from "./decide.rules.ts";

const permissions = new Map<string, Permission>();
const openWhileCancelled = new Set<string>();
const openWhileReadOnly = new Set<string>();

/** Every permission there is, gathered as the slices bind their actions: the roles choose from these. */
export const allPermissions = (): Permission[] =>
  [...permissions.values()].sort((one, other) => (one.name < other.name ? -1 : 1));

export const isPermission = (name: string): boolean => permissions.has(name);

/** Whether a permission opens anything of a cancelled company, what is read there or taken out; and of one that is not paid for. */
export const openWhileClosed = (name: string) => ({
  isForCancelled: openWhileCancelled.has(name),
  isForReadOnly: openWhileReadOnly.has(name),
});

export function rememberPermission(action: object): void {
  if (!("needs" in action) || typeof action.needs !== "string") return;
  const isScoped = "isScoped" in action && action.isScoped === true;
  const known = permissions.get(action.needs)?.isScoped ?? false;
  const isRead = "kind" in action && action.kind === "query";
  if (isRead || ("isForCancelled" in action && action.isForCancelled === true))
    openWhileCancelled.add(action.needs);
  if ("isForReadOnly" in action && action.isForReadOnly === true)
    openWhileReadOnly.add(action.needs);
  permissions.set(action.needs, { name: action.needs, isScoped: isScoped || known });
}
