/** The five roles of the policies, as data. A permission is `module.noun.verb`; the catalogue is derived from the actions. */
export const ROLES = ["admin", "manager", "analyst", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];

const MANAGER_NOT = new Set(["connect.connections.secret"]);
const MEMBER_WRITES = new Set([
  "crm.customers.write",
  "sales.orders.write",
  "catalog.products.write",
]);

/** What a role may do, of all there is: Admin everything, Manager business, Member daily work, the others read. */
export function permissionsOf(role: Role, catalogue: readonly string[]): ReadonlySet<string> {
  return new Set(catalogue.filter((permission) => may(role, permission)));
}

function may(role: Role, permission: string): boolean {
  if (role === "admin") return true;
  const reads = permission.endsWith(".read") && !permission.startsWith("trust.");
  if (role === "manager")
    return reads || !(MANAGER_NOT.has(permission) || permission.startsWith("companies."));
  if (role === "member") return reads || MEMBER_WRITES.has(permission);
  return reads;
}
