import { z } from "zod";
import { newId } from "#kernel/ids.ts";
import type { Db } from "#platform/db/db.ts";
import { allPermissions } from "#platform/permissions/catalogue.ts";
import { ROLES } from "#platform/permissions/roles.ts";
import { roles } from "./roles.contract.ts";
import { problemsOf, rulesToKeep, whyNotNamed } from "./roles.rules.ts";
import { insertRole, selectRoles } from "./roles.sql.ts";

export type CarriedRole = { readonly name: string; readonly rules: unknown };

/** Roles of the company's own, as an export hands them out. */
export const rolesToCarry = async (control: Db, companyId: string): Promise<CarriedRole[]> =>
  (await selectRoles(control, companyId)).map(({ name, rules }) => ({ name, rules }));

/**
 * Makes a role that an export told of: under the same rules as one that somebody makes here. False: it is none that could be
 * made here, because somebody wrote it by hand.
 */
export async function bringRole(
  control: Db,
  companyId: string,
  carried: CarriedRole,
  now: Date,
): Promise<boolean> {
  const said = z.safeDecode(roles.create.input, carried as never);
  if (!said.success) return false;
  const { name } = said.data;
  // What no action asks for any more opens nothing: it is left out.
  const known = new Set(allPermissions().map((permission) => permission.name));
  const rules = {
    ...said.data.rules,
    allow: said.data.rules.allow.filter(({ on }) => known.has(on)),
    deny: said.data.rules.deny.filter((on) => known.has(on)),
  };
  if (problemsOf(rules, allPermissions()).length > 0) return false;
  const names = (await selectRoles(control, companyId)).map((one) => one.name);
  if (whyNotNamed(name, [...ROLES, ...names]) !== null) return false;
  const id = newId<"role">();
  await insertRole(control, { id, companyId, name, rules: rulesToKeep(rules), now });
  return true;
}
