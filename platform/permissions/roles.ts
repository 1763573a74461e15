import { decide, type RoleRules, type Sees } from "./decide.rules.ts";

/** The five roles of the policies. */
export const ROLES = ["admin", "manager", "analyst", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];
/** What `members.role` says: one of the five, or `own`: a role that the company made (`members.role_id`). */
export type RoleKey = Role | "own";

const allOf = (...permissions: string[]): RoleRules["allow"] =>
  permissions.map((on) => ({ on, scope: "all" }));

const EVERYTHING: Sees = {
  public: "plain",
  business: "plain",
  contact: "plain",
  sensitive: "plain",
  secret: "plain",
};
/** A store's secret is shown to whoever connects it; nobody else sees what opens something. */
const BUT_SECRETS: Sees = { ...EVERYTHING, secret: "hidden" };
/** Figures and work without a person's address in it. */
const WITHOUT_PEOPLE: Sees = { ...BUT_SECRETS, contact: "masked", sensitive: "masked" };

/** What the daily work rests on, and what the company is promised: seen by everybody. */
const EVERYBODY_READS = [
  ...["companies", "records", "crm", "catalog", "sales", "connect", "insights"].map(
    (module) => `${module}.*.read`,
  ),
  "trust.promises.read",
];
/** Who works in the company is seen by all; its roles, its keys, its audit log and what people ask about themselves are not. */
const ADMINS_ONLY = [
  ...["companies.roles.*", "companies.keys.*", "companies.backups.*", "companies.takeouts.*"],
  ...["trust.audit.*", "trust.alerts.*"],
  "crm.requests.*",
];

/** The five as data: what is read here is the whole of it. */
export const BUILT_IN: Readonly<Record<Role, RoleRules>> = {
  admin: { allow: allOf("*.*.*"), deny: [], sees: EVERYTHING },
  manager: {
    allow: allOf(
      ...["records", "crm", "catalog", "finance", "sales", "connect", "insights"].map(
        (name) => `${name}.*.*`,
      ),
      "*.*.read",
    ),
    deny: [
      ...[
        "companies.roles.*",
        "companies.keys.*",
        "companies.backups.*",
        "companies.takeouts.*",
        "billing.*.*",
      ],
      ...["connect.connections.secret", "records.trash.purge", "crm.requests.erase"],
      // A soft lock stops whoever may not lock.
      ...["finance.periods.lock", "finance.periods.lock_hard"],
    ],
    sees: EVERYTHING,
  },
  analyst: {
    allow: allOf(...EVERYBODY_READS, "finance.*.read", "records.exports.run"),
    deny: ADMINS_ONLY,
    sees: WITHOUT_PEOPLE,
  },
  member: {
    allow: allOf(
      ...EVERYBODY_READS,
      "records.notes.write",
      "records.attachments.open",
      "records.attachments.write",
      "records.tasks.write",
      "crm.customers.write",
      "crm.consents.write",
      "sales.orders.write",
      "catalog.products.write",
      "records.views.write",
      "records.bulk.run",
    ),
    deny: ADMINS_ONLY,
    sees: BUT_SECRETS,
  },
  viewer: { allow: allOf(...EVERYBODY_READS), deny: ADMINS_ONLY, sees: WITHOUT_PEOPLE },
};

/** What a role may do, of all there is. */
export function permissionsOf(role: Role, catalogue: readonly string[]): ReadonlySet<string> {
  const known = new Set(catalogue);
  return new Set(catalogue.filter((one) => decide(BUILT_IN[role], one, known).reason === null));
}
