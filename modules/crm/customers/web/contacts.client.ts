import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { contacts } from "../contacts.contract.ts";

export const contactsApi = client(contacts);
export type Contacts = Received<typeof contacts.list>;
export type Contact = Contacts["contacts"][number];
export type ContactKind = Contact["kind"];
export type Place = Contacts["addresses"][number];
export type NewPlace = Omit<Required<Sent<typeof contacts.addAddress>>, "id" | "version">;

const keyOf = (id: string) => ["crm.customers", "contacts", id] as const;

export const useContacts = (id: string) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => contactsApi.list({ id }, signal),
  });

/**
 * A verb on what leads to a customer, decided on as they stand by now: an undo from a toast comes after other changes. The
 * page shows its reply at once, lists ask again.
 */
export function useContactVerb(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (verb: (of: { id: string; version: number }) => Promise<Contacts>) => {
      const { version } =
        cache.getQueryData<Contacts>(keyOf(id)) ?? (await contactsApi.list({ id }));
      return verb({ id, version });
    },
    onSuccess: (after) => {
      cache.setQueryData(keyOf(id), after);
      return refresh("crm.customers", "crm.duplicates", "sales.orders", "records.timeline");
    },
  });
}
export type Does = ReturnType<typeof useContactVerb>["mutateAsync"];
