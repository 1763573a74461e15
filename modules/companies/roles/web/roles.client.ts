import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { roles } from "../roles.contract.ts";

export const rolesApi = client(roles);
export type RoleList = Received<typeof roles.list>;
export type Role = RoleList["roles"][number];
export type Rules = Role["rules"];

export const useRoles = () =>
  useQuery({ queryKey: ["companies.roles"], queryFn: ({ signal }) => rolesApi.list({}, signal) });

export const useTeams = () =>
  useQuery({
    queryKey: ["companies.members", "teams"],
    queryFn: ({ signal }) => rolesApi.teams({}, signal),
  });

/** What the person who looks may do. Follows the session: it is asked for anew when that is. */
export const useMyRole = () =>
  useQuery({
    queryKey: ["accounts.me", "role"],
    queryFn: ({ signal }) => rolesApi.mine({}, signal),
  });

/** How a role is named in an address: one of the five, or its id. */
export const refOf = ({ id, key }: Pick<Role, "id" | "key">): string => id ?? key;
