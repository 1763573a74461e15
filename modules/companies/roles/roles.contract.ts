import { z } from "zod";
import { VIEWS } from "#kernel/classes.ts";
import { blocked, done, get, id, patch, post } from "#kernel/contract.ts";
import { RoleRef } from "../members/members.contract.ts";

export const RoleId = id("role");
export type RoleId = z.output<typeof RoleId>;

export const RoleKey = z.enum(["admin", "manager", "analyst", "member", "viewer", "own"]);
export const Scope = z.enum(["own", "team", "all"]);
export const View = z.enum(VIEWS);
const Permission = z.string().max(100);
const Sees = z.object({ contact: View, sensitive: View, secret: View });

/** What a role may, permission by permission. What stands in neither list is not allowed; a denied one never is. */
export const Rules = z.object({
  allow: z.array(z.object({ on: Permission, scope: Scope })).max(500),
  deny: z.array(Permission).max(500),
  sees: Sees,
});
export type Rules = z.output<typeof Rules>;

export const Role = z.object({
  /** One of the five, or `own`. */
  key: RoleKey,
  /** Of the company's own; null of the five, which nobody changes. */
  id: RoleId.nullable(),
  /** Null of the five: they have words in each language. */
  name: z.string().nullable(),
  rules: Rules,
  membersCount: z.int(),
  /** Some of those who have it. */
  memberNames: z.array(z.string()),
  version: z.int(),
  blocked: z.object({ change: blocked(), remove: blocked(), view: blocked() }),
});
export type Role = z.output<typeof Role>;

const Name = z.string().trim().min(1, "field.required").max(60, "field.too_long");

export const Teammate = z.object({
  id: id("account"),
  name: z.string(),
  /** Empty: none. */
  team: z.string(),
});

/** What my role says, and who can change it: the answer to "Why can't I?". */
export const Mine = z.object({
  role: z.object({ key: RoleKey, name: z.string().nullable() }),
  isViewing: z.boolean(),
  rules: Rules,
  /** The Admins, the first who joined first. */
  adminNames: z.array(z.string()),
});
export type Mine = z.output<typeof Mine>;

const at = "/api/companies/roles";
export const roles = {
  /** The five, then the company's own by name; and every permission there is to choose from. */
  list: get(
    at,
    z.object({}),
    z.object({
      roles: z.array(Role),
      permissions: z.array(z.object({ name: z.string(), isScoped: z.boolean() })),
    }),
  ),
  create: post(at, z.object({ name: Name, rules: Rules }), Role),
  /** Effective from the next request of everybody who has it. */
  change: patch(
    `${at}/:id`,
    z.object({ id: RoleId, version: z.int(), name: Name.optional(), rules: Rules.optional() }),
    Role,
  ),
  /** Refused while somebody has it. */
  remove: post(`${at}/:id/remove`, z.object({ id: RoleId, version: z.int() }), done),
  /** This session sees Kaunter as the role does, and changes nothing, until it stops or ends. */
  view: post(`${at}/view`, z.object({ role: RoleRef }), done),
  stopViewing: post(`${at}/stop-viewing`, z.object({}), done),
  /** Who works with whom: members of one team reach each other's records where a role says "team". */
  teams: get(`${at}/teams`, z.object({}), z.object({ rows: z.array(Teammate) })),
  setTeam: post(
    `${at}/teams/:id`,
    z.object({ id: id("account"), team: z.string().trim().max(60, "field.too_long") }),
    done,
  ),
  mine: get(`${at}/mine`, z.object({}), Mine),
};
