import { useQuery } from "@tanstack/react-query";
import { client } from "#ui/api.ts";
import type { Filter } from "#ui/list/types.ts";
import { useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { members } from "../../members/members.contract.ts";
import { roleWords } from "./roles.words.ts";

const api = client(members);

/** Who works here, by name: none where that is not seen. */
export function useColleagues(): readonly { id: string; name: string }[] {
  const mayRead = useMay("companies.members.read");
  const { data } = useQuery({
    queryKey: ["companies.members", "names"],
    queryFn: ({ signal }) => api.list({ limit: "200" }, signal),
    enabled: mayRead,
  });
  return data?.rows ?? [];
}

/** Whose work records are: one's own, nobody's, or a colleague's. */
export function useOwnerFilter(): Filter {
  const t = useWords(roleWords);
  const colleagues = useColleagues();
  return {
    kind: "choice",
    label: t("ownedBy"),
    param: "owner",
    options: [
      { value: "mine", label: t("me") },
      { value: "nobody", label: t("nobody") },
      ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
    ],
  };
}
