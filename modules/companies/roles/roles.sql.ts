import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { RoleRules } from "#platform/permissions/decide.rules.ts";
import type { Role } from "#platform/permissions/roles.ts";
import type { RoleId } from "./roles.contract.ts";

/** All on the control database. */
export type RoleRow = {
  readonly id: RoleId;
  readonly name: string;
  readonly rules: RoleRules;
  readonly version: number;
  readonly memberNames: string[];
  readonly membersCount: number;
  /** Open invitations that would give it. */
  readonly invitedCount: number;
};

const columns = sql`r.id, r.name, r.rules, r.version,
  (select count(*)::int from members m where m.company_id = r.company_id and m.role_id = r.id) as members_count,
  array(select a.name from members m join accounts a on a.id = m.account_id
         where m.company_id = r.company_id and m.role_id = r.id order by m.created_at limit 5) as member_names,
  (select count(*)::int from invitations i
    where i.company_id = r.company_id and i.role = r.id::text and i.ended_at is null) as invited_count`;

export const selectRoles = (control: Db, companyId: string): Promise<RoleRow[]> =>
  control.rows(sql`
    select ${columns} from roles r where r.company_id = ${companyId} order by lower(r.name)`);

export const selectRole = (control: Db, companyId: string, id: string): Promise<RoleRow> =>
  control.one(
    sql`select ${columns} from roles r where r.company_id = ${companyId} and r.id = ${id}`,
    "companies.role",
  );

export type BuiltInUse = {
  readonly role: Role;
  readonly membersCount: number;
  readonly memberNames: string[];
};

export const selectBuiltInUses = (control: Db, companyId: string): Promise<BuiltInUse[]> =>
  control.rows(sql`
    select m.role, count(*)::int as members_count,
           (array_agg(a.name order by m.created_at))[:5] as member_names
      from members m join accounts a on a.id = m.account_id
     where m.company_id = ${companyId} and m.role <> 'own'
     group by m.role`);

export const selectAdminNames = async (control: Db, companyId: string): Promise<string[]> =>
  (
    await control.rows<{ name: string }>(sql`
      select a.name from members m join accounts a on a.id = m.account_id
       where m.company_id = ${companyId} and m.role = 'admin' order by m.created_at limit 5`)
  ).map(({ name }) => name);

type Kept = {
  readonly id: RoleId;
  readonly companyId: string;
  readonly name: string;
  readonly rules: RoleRules;
  readonly now: Date;
};

export const insertRole = (control: Db, role: Kept): Promise<number> =>
  control.run(sql`
    insert into roles (id, company_id, name, rules, created_at, updated_at)
    values (${role.id}, ${role.companyId}, ${role.name}, ${json(role.rules)}, ${role.now}, ${role.now})`);

/** Only over the version that was seen. */
export const markRoleChanged = (
  control: Db,
  role: Kept & { readonly version: number },
): Promise<number> =>
  control.run(sql`
    update roles set name = ${role.name}, rules = ${json(role.rules)}, updated_at = ${role.now},
           version = version + 1
     where company_id = ${role.companyId} and id = ${role.id} and version = ${role.version}`);

/** Whoever is given it meanwhile keeps it: the foreign key of members. */
export const deleteRole = (
  control: Db,
  role: { readonly companyId: string; readonly id: string; readonly version: number },
): Promise<number> =>
  control.run(sql`
    delete from roles r
     where r.company_id = ${role.companyId} and r.id = ${role.id} and r.version = ${role.version}
       and not exists (select from members m where m.company_id = r.company_id and m.role_id = r.id)
       and not exists (select from invitations i
                        where i.company_id = r.company_id and i.role = r.id::text and i.ended_at is null)`);
