import { useQuery } from "@tanstack/react-query";
import { client } from "#ui/api.ts";
import type { Option } from "#ui/form/select-field.tsx";
import { useMay } from "#ui/session.tsx";
import { useWords, words } from "#ui/words.ts";
import { roles } from "../../roles/roles.contract.ts";

const roleNames = words("companies.members.roles", {
  en: {
    admin: "Admin",
    manager: "Manager",
    analyst: "Analyst",
    member: "Member",
    viewer: "Viewer",
    adminDoes: "Everything, members and keys too",
    managerDoes: "All business work",
    analystDoes: "Reads and reports, without contact data",
    memberDoes: "Daily work on records",
    viewerDoes: "Reads, without contact data",
  },
  ms: {
    admin: "Pentadbir",
    manager: "Pengurus",
    analyst: "Penganalisis",
    member: "Ahli",
    viewer: "Pemerhati",
    adminDoes: "Segala-galanya, termasuk ahli dan kunci",
    managerDoes: "Semua kerja perniagaan",
    analystDoes: "Membaca dan melapor, tanpa data hubungan",
    memberDoes: "Kerja harian pada rekod",
    viewerDoes: "Membaca, tanpa data hubungan",
  },
});

const FIVE = ["admin", "manager", "analyst", "member", "viewer"] as const;
const isOneOfFive = (role: string): role is (typeof FIVE)[number] =>
  (FIVE as readonly string[]).includes(role);

/** One of the five in the reader's language, else the name that the company gave it. */
export function useRoleName(): (role: string, name: string | null) => string {
  const t = useWords(roleNames);
  return (role, name) => name ?? (isOneOfFive(role) ? t(role) : role);
}

const api = client(roles);

/** The roles to choose from: the five, then those of the company. */
export function useRoleOptions(): Option[] {
  const t = useWords(roleNames);
  const mayRead = useMay("companies.roles.read");
  const { data } = useQuery({
    queryKey: ["companies.roles"],
    queryFn: ({ signal }) => api.list({}, signal),
    enabled: mayRead,
  });
  const own = (data?.roles ?? []).flatMap(({ id, name }) =>
    id === null || name === null ? [] : [{ value: id, label: name }],
  );
  return [...FIVE.map((role) => ({ value: role, label: t(role) })), ...own];
}

/** What a role of the five comes to, in a few words. */
export function useRoleHint(): (role: string) => string | undefined {
  const t = useWords(roleNames);
  return (role) => (isOneOfFive(role) ? t(`${role}Does`) : undefined);
}
